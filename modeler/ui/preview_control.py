"""Runs a preview for the window: commands in, Request off the window's thread, results to canvas and panels."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modeler.services.standing import PreviewRefused, Standing
from modeler.ui.background import Background
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.outbox import EffectRow
from modeler.ui.panels.run_view import RunView

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.services.catalog import Catalog
    from modeler.services.preview_session import PreviewSession
    from modeler.ui.document_page import DocumentPage


class PreviewControl(QObject):
    """One preview at a time, of the document that was in front when it started.

    `changed` says that commands may be possible now that were not before, `shown` that there is news to look at.
    """

    changed = Signal()
    view_changed = Signal(object)
    effects_changed = Signal(list)

    def __init__(self, background: Background, catalog: Callable[[], Catalog], start_data: JsonEdit) -> None:
        super().__init__(start_data)
        self._background = background
        self._catalog = catalog
        self._start_data = start_data
        self._made: PreviewSession | None = None
        self._page: DocumentPage | None = None
        self._is_busy = False
        self._texts: dict[DocumentPage, str] = {}
        self._front: DocumentPage | None = None

    @property
    def standing(self) -> Standing:
        """How the Request stands."""
        return self._made.standing if self._made is not None else Standing()

    @property
    def _session(self) -> PreviewSession:
        """The session; the engine is loaded when the first Request starts."""
        if self._made is None:
            from modeler.services.preview_session import PreviewSession

            self._made = PreviewSession()
        return self._made

    @property
    def is_running(self) -> bool:
        """Whether there is a Request that is not over."""
        return self._is_busy or not self.standing.is_over

    @property
    def can_go_on(self) -> bool:
        """Whether Preview and Step would do something now."""
        data_is_right = not self._start_data.error
        return self._front is not None and not self._is_busy and (self.is_running or data_is_right)

    def watch(self, page: DocumentPage | None) -> None:
        """Another document came to the front: its start data is shown."""
        if self._front is not None:
            self._texts[self._front] = self._start_data.block.toPlainText()
        self._front = page
        if page is not None:
            self._start_data.block.setPlainText(self._texts.get(page) or _data_beside(page.file.path))
        self.changed.emit()

    def run(self) -> None:
        """Start a Request, or let the waiting one go on to its next wait."""
        if self._ready():
            self._go(self._session.run)

    def step(self) -> None:
        """Start a Request, or let it go on by one step."""
        if self._ready():
            self._go(self._session.step)

    def answer(self, element: str, data: JsonObject) -> None:
        """Complete a waiting task."""
        if not self._is_busy:
            self._go(lambda: self._session.answer(element, data))

    def stop(self) -> None:
        """End the Request."""
        if not self._is_busy and self.is_running:
            self._show(self._session.stop())

    def forget(self, page: DocumentPage) -> None:
        """The document is closed: so is its preview."""
        self._texts.pop(page, None)
        if self._front is page:
            self._front = None
        if self._page is page:
            self._page = None
            self._session.forget()
            self._tell(RunView(), [])

    def close(self) -> None:
        """The window closes."""
        if self._made is not None:
            self._made.close()

    def _ready(self) -> bool:
        if not self.can_go_on:
            return False
        return not self.standing.is_over or self._start()

    def _start(self) -> bool:
        page, data = self._front, self._start_data.data()
        if page is None or data is None:
            return False
        self._clear_marks()
        folder = page.file.path.parent if page.file.path is not None else None
        try:
            self._session.start(page.file.document, self._catalog(), _json(data), folder)
        except PreviewRefused as refused:
            self._tell(RunView("error", str(refused)), [])
            return False
        self._page = page
        return True

    def _go(self, act: Callable[[], Standing]) -> None:
        self._is_busy = True
        if self._page is not None:
            from modeler.ui.run_words import run_view

            before = run_view(self._page.file.document, self.standing)
            self.view_changed.emit(replace(before, status="running", message=""))
        self.changed.emit()
        self._background.run(act, self._arrived, self._failed)

    def _arrived(self, standing: Standing) -> None:
        self._is_busy = False
        self._show(standing)

    def _failed(self, error: Exception) -> None:
        """The Request stands where it stood; say why it does not go on."""
        self._is_busy = False
        page = self._page
        if page is None:
            self.changed.emit()
            return
        from modeler.ui.run_words import effect_rows, run_view

        standing = self.standing
        view = replace(run_view(page.file.document, standing), message=str(error))
        self._tell(view, effect_rows(standing))

    def _show(self, standing: Standing) -> None:
        page = self._page
        if page is None:
            self.changed.emit()
            return
        document = page.file.document
        from modeler.ui.run_words import effect_rows, marks_of, run_view

        page.canvas.set_run(marks_of(standing))
        self._tell(run_view(document, standing), effect_rows(standing))

    def _tell(self, view: RunView, effects: list[EffectRow]) -> None:
        self.view_changed.emit(view)
        self.effects_changed.emit(effects)
        self.changed.emit()

    def _clear_marks(self) -> None:
        if self._page is not None:
            self._page.canvas.set_run(None)


def _data_beside(path: Path | None) -> str:
    """The start data that lies beside a process as NAME.data.json."""
    if path is None:
        return ""
    beside = path.with_suffix(".data.json")
    try:
        return beside.read_text(encoding="utf-8").strip() if beside.stat().st_size < 1_000_000 else ""
    except (OSError, ValueError):
        return ""


def _json(data: dict[str, object]) -> JsonObject:
    copied: JsonObject = json.loads(json.dumps(data))
    return copied
