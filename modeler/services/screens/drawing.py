"""A screen drawn for whoever edits it: its page, what is wrong with it and where, and its pages on paper.

The PDF Generator's own code makes the paper, in its host process, so that it is what a Request would get.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from connectors.sdk.connector import ConnectorError
from connectors.sdk.host import Hosts
from connectors.sdk.manifest import Manifest
from connectors.sdk.ports import File, HttpRequest, HttpResponse, PortError, Ports, TaskInfo
from connectors.sdk.values import Json, JsonObject
from engine.expressions import ExpressionError, html_text, render
from engine.runtime.scripts import Scripts
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.ports import (
    OutboxFiles,
    OutboxMail,
    PreviewLinks,
    RequestFiles,
    RequestTemplates,
    StandInSecrets,
    StillClock,
)
from modeler.services.screens.folder import FolderScreens
from modeler.services.screens.page import PageOptions, render_screen
from modeler.services.screens.sample_lists import sample_lists
from modeler.services.screens.screen import Screen, ScreenError
from modeler.services.screens.scripting import javascript
from modeler.services.workspace.directory import People, RequestDirectory
from modeler.services.workspace.record_collections import folder_collections

PDF_GENERATOR = "pdf-generator"
MOST_PAGES = 20
_ELEMENT = "page"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as HTML, or what is wrong; `place` is the character of the template where that stands, from 0."""

    page: str = ""
    error: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of paper as a picture: RGB bytes, row after row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class Drawer:
    """Draws screens of one folder; its processes run until it is closed. May be asked from any thread."""

    def __init__(self, folder: Path, pdf: Manifest | None) -> None:
        self._folder, self._pdf = folder, pdf
        self._hosts, self._scripts = Hosts(), Scripts()
        self._one_at_a_time = threading.Lock()

    def options(self) -> PageOptions:
        """How screens are drawn now."""
        formulas = javascript(self._scripts, datetime.now(UTC))
        collections = folder_collections(self._folder)
        return PageOptions(javascript=formulas, lists=sample_lists(self._folder), collections=collections)

    def template(self, text: str, data: JsonObject) -> Drawn:
        """A page of one's own with data."""
        try:
            return Drawn(render(text, data, html_text))
        except ExpressionError as error:
            place = max(0, min(error.column - 1, len(text)))
            line = text.count("\n", 0, place) + 1
            column = place - (text.rfind("\n", 0, place) + 1) + 1
            words = f"{error.message[:1].upper()}{error.message[1:]}"
            return Drawn(error=f"Line {line}, column {column}: {words}.", place=place)

    def screen(self, screen: Screen, data: JsonObject, page: int) -> Drawn:
        """A page of a ProcessMaker screen with data."""
        with self._one_at_a_time:
            try:
                every = list(FolderScreens(self._folder).screens())
                return Drawn(render_screen(screen, data, every, self.options(), page))
            except ScreenError as error:
                return Drawn(error=str(error))

    def sheets(self, page: str) -> tuple[list[Sheet], str]:
        """The paper of a page, and what is wrong with it."""
        if self._pdf is None:
            return [], "The package of the PDF Generator is not installed."
        with self._one_at_a_time:
            try:
                return _pictures(_pdf_of(self._hosts, self._pdf, page)), ""
            except (ConnectorError, PortError) as error:
                return [], error.message

    def close(self) -> None:
        """End the processes."""
        with self._one_at_a_time:
            self._hosts.close()
            self._scripts.close()


@dataclass(frozen=True, slots=True)
class _OnePage:
    """The screens port with the one page that is drawn."""

    page: str

    def render(self, reference: Json, data: JsonObject) -> str:
        """That page."""
        return self.page

    def title(self, reference: Json) -> str:
        """Any name."""
        return _ELEMENT


class _Nothing:
    """Paper needs neither the network nor data connectors."""

    def send(self, request: HttpRequest) -> HttpResponse:
        """Nothing is called."""
        raise PortError("permission", "A page calls nobody.")

    def get(self, reference: Json) -> JsonObject:
        """There is none."""
        raise PortError("source.missing", "A page has no data connector.")


def _pdf_of(hosts: Hosts, manifest: Manifest, page: str) -> bytes:
    now, outbox, files = datetime.now(UTC), Outbox(), RequestFiles()
    ports = Ports(
        task=TaskInfo(_ELEMENT, _ELEMENT),
        clock=StillClock(now),
        templates=RequestTemplates(),
        mail=OutboxMail(outbox, _ELEMENT, PDF_GENERATOR, now),
        directory=RequestDirectory(People(), {}, stand_ins=True),
        screens=_OnePage(page),
        files=OutboxFiles(files, outbox, _ELEMENT, PDF_GENERATOR, now),
        secrets=StandInSecrets(),
        http=_Nothing(),
        sources=_Nothing(),
        links=PreviewLinks(_ELEMENT, 1, 0),
    )
    hosts.host(manifest).run(manifest, {"screenRef": _ELEMENT, "fileName": _ELEMENT}, {}, ports)
    made: File = files.kept[-1][1]
    return made.content


def _pictures(content: bytes) -> list[Sheet]:
    import pypdfium2  # type: ignore[import-untyped]

    document = pypdfium2.PdfDocument(content)
    try:
        return [_picture(document[number]) for number in range(min(len(document), MOST_PAGES))]
    finally:
        document.close()


def _picture(page: object) -> Sheet:
    bitmap = page.render(scale=1.4, rev_byteorder=True, prefer_bgrx=False)  # type: ignore[attr-defined]
    sheet = Sheet(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    page.close()  # type: ignore[attr-defined]
    return sheet
