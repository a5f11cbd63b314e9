"""Export from the window: BPMN for the engine that is chosen, and pictures of the diagram."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from engine.bpmn import BPMNDiagram, Document
from modeler.drawing import LIGHT
from modeler.editing.binding import engine_of_file
from modeler.services.export.bpmn import checked_bytes
from modeler.services.export.remembered import remember_target, wanted_target
from modeler.services.export.targets import BPMN, TARGETS, prepared
from modeler.services.storage.durable import write_durably
from modeler.services.storage.file_errors import FileError
from modeler.ui.dialogs.export_for import ExportDialog
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.documents.problem_rows import row_of
from modeler.ui.long_work import LongWork
from modeler.ui.metrics import QtMetrics
from modeler.ui.questions import tell_error

if TYPE_CHECKING:
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell

PNG_SCALE = 3.0


def export_bpmn(window: Shell, page: DocumentPage) -> bool:
    """Ask for which engine, tell what it would not run or not read, ask where to, write. False when nothing was."""
    window.finish_typing()
    data, name = page.file.document.to_bytes(), page.file.document.name
    target = _ask_for_target(window, page, data)
    if target is None:
        return False
    path = _ask(window, page, window.tr("Export BPMN"), _ending(target), window.tr("BPMN files (*.bpmn)"))
    if path is None:
        return False
    catalog, files = window.catalog, window.session.files

    def ready() -> bytes:
        document = prepared(Document.from_bytes(data, name), catalog, target).document
        return checked_bytes(document, path, allow_problems=True)[0]

    text = window.tr("Writing {}…").format(path.name)
    try:
        written = LongWork[bytes](window, window.background, text, lambda _late: None).wait(ready)
        if written is None:
            return False
        write_durably(files.system, files.profile, path, written)
    except FileError as error:
        tell_error(window, window.tr("Not exported"), path.name, str(error))
        return False
    with contextlib.suppress(FileError):
        remember_target(window.session.settings, page.file.path, target)
    page.say("info", window.tr("Exported to {}").format(path))
    return True


def _ask_for_target(window: Shell, page: DocumentPage, data: bytes) -> str | None:
    """The target that a person chose with everything known of it; None where nothing shall be exported."""
    document, catalog = page.file.document, window.catalog
    own = [row for row in window.problem_watch.check() if row.severity == "error"]
    name = document.name

    def check(target: str) -> list[ProblemRow]:
        copy = Document.from_bytes(data, name)
        ready = prepared(copy, catalog, target)
        told = [row_of(copy, problem) for problem in (*ready.refused, *ready.unread)]
        return [*own, *(row for row in told if row not in own)]

    dialog = ExportDialog(page.title, _made_for(window, document), dict(TARGETS), window)
    dialog.start(wanted_target(window.session.settings, document, page.file.path), window.background, check)
    is_wanted = bool(dialog.exec())
    if dialog.place:
        window.reveal(dialog.place)
    dialog.deleteLater()
    return dialog.target if is_wanted else None


def _made_for(window: Shell, document: Document) -> str:
    engine = engine_of_file(document)
    if not engine:
        return window.tr("The file holds no engine's settings.")
    return window.tr("The file is made for {}.").format(TARGETS[engine])


def _ending(target: str) -> str:
    return "-export.bpmn" if target == BPMN else f"-{target}.bpmn"


def export_image(window: Shell, page: DocumentPage) -> bool:
    """Ask where to, draw, write. False when nothing was written."""
    filters = window.tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF page (*.pdf)")
    path = _ask(window, page, window.tr("Export as image"), ".png", filters)
    if path is None or page.diagram is None:
        return False
    draw = _drawing(window, page.diagram, path.suffix.lower())
    text = window.tr("Drawing {}…").format(path.name)
    picture = LongWork[bytes](window, window.background, text, lambda _late: None).wait(draw)
    if picture is None:
        return False
    files = window.session.files
    try:
        write_durably(files.system, files.profile, path, picture)
    except FileError as error:
        tell_error(window, window.tr("Not exported"), path.name, str(error))
        return False
    page.say("info", window.tr("Exported to {}").format(path))
    return True


def _drawing(window: Shell, diagram: BPMNDiagram, kind: str) -> Callable[[], bytes]:
    """What draws the diagram as it is on the canvas, also in a worker: the icons are taken from the window here."""
    from modeler.services.export.connector_icons import ConnectorIcons
    from modeler.services.export.svg import svg
    from modeler.ui import pictures

    if kind == ".svg":
        vector = ConnectorIcons(window.catalog, LIGHT.selection)
        return lambda: svg(diagram, LIGHT, QtMetrics(), vector.reference, vector.data_uri).encode()
    icons = window.connector_icons
    known = {each.id: icons.picture(each.id) for each in window.catalog.connectors}
    images = {id: pixmap.toImage() for id, pixmap in known.items() if pixmap is not None}

    def draw() -> bytes:
        drawn = pictures.qt_sheet(diagram, LIGHT, icons.reference)
        return pictures.pdf(drawn, images.get) if kind == ".pdf" else pictures.png(drawn, PNG_SCALE, images.get)

    return draw


def _ask(window: Shell, page: DocumentPage, title: str, ending: str, filters: str) -> Path | None:
    start = page.file.path or Path(page.title)
    name, chosen = QFileDialog.getSaveFileName(window, title, str(start.with_name(start.stem + ending)), filters)
    if not name:
        return None
    path = Path(name)
    wanted = chosen.partition("(*")[2].partition(")")[0] if chosen else ""
    return path if path.suffix else path.with_suffix(wanted or Path(ending).suffix)
