"""Palette entries dragged onto the canvas by the system's drag and drop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent

from modeler.ui.canvas.creation import Creation, CreationSource, plain_creations
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.controller import Controller
from modeler.ui.canvas.tools.create import Create

MIME = "application/x-processwright-entry"


class DropTarget:
    """Turns drag events into a `Create` gesture: the ghost shows while the entry is over the canvas."""

    def __init__(self, stage: Stage, controller: Controller, start: Callable[[Creation, Pointer], Create]) -> None:
        self._stage = stage
        self._controller = controller
        self._start = start
        self.find: CreationSource = plain_creations

    def enter(self, event: QDragEnterEvent) -> None:
        """Accept entries that can be created."""
        data = event.mimeData()
        entry = bytes(data.data(MIME).data()).decode() if data.hasFormat(MIME) else ""
        creation = self.find(entry) if entry else None
        if creation is None or self._stage.document is None:
            event.ignore()
            return
        self._controller.start(self._start(creation, self._pointer(event)))
        event.acceptProposedAction()

    def move(self, event: QDragMoveEvent) -> None:
        """Move the ghost."""
        if isinstance(self._controller.gesture, Create):
            self._controller.move(self._pointer(event))
            event.acceptProposedAction()

    def leave(self) -> None:
        """The entry left the canvas."""
        if isinstance(self._controller.gesture, Create):
            self._controller.cancel()

    def drop(self, event: QDropEvent) -> None:
        """Place it."""
        if isinstance(self._controller.gesture, Create):
            self._controller.release(self._pointer(event))
            event.acceptProposedAction()

    def _pointer(self, event: QDropEvent) -> Pointer:
        position = event.position()
        return Pointer.at(position.x(), position.y(), self._stage.viewport, event.modifiers())
