"""Keeps the outline in step with the document in front, while it is seen and when there is a pause."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from modeler.ui.panels.outline import OutlinePanel

if TYPE_CHECKING:
    from engine.bpmn import Document

PAUSE = 250


class OutlineWatch(QObject):
    """Builds the tree only for eyes: a hidden outline costs nothing."""

    def __init__(self, panel: OutlinePanel, document: Callable[[], Document | None]) -> None:
        super().__init__(panel)
        self._panel = panel
        self._document = document
        self._selected: str | None = None
        self._is_stale = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._show)
        panel.installEventFilter(self)

    def refresh(self, at_once: bool = False) -> None:
        """The document changed, or another one is in front."""
        self._is_stale = True
        if self._panel.isVisible():
            self._pause.start(0 if at_once else PAUSE)

    def select(self, element_id: str | None) -> None:
        """Another element is selected on the canvas."""
        self._selected = element_id
        if self._panel.isVisible() and not self._is_stale:
            self._panel.set_selected(element_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The panel is shown: now it has to be right."""
        if event.type() == QEvent.Type.Show and self._is_stale:
            self._pause.start(0)
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        from modeler.ui.documents.outline_nodes import outline_nodes

        document = self._document()
        self._panel.set_nodes(outline_nodes(document) if document is not None else ())
        self._is_stale = False
        self._panel.set_selected(self._selected)
