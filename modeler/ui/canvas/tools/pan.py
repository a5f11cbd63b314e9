"""Dragging the paper under the window."""

from __future__ import annotations

from PySide6.QtCore import Qt

from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.tools.gesture import Gesture


class Pan(Gesture):
    """Moves the view with the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor
    scrolls_at_edge = False

    def begin(self) -> None:
        """Remember where the view was."""
        self._before = self.stage.viewport

    def move(self, pointer: Pointer) -> None:
        """Shift by what the pointer moved since the start."""
        dx, dy = pointer.view_x - self.start.view_x, pointer.view_y - self.start.view_y
        self.stage.viewport = self._before.panned(dx, dy)

    def cancel(self) -> None:
        """Back to where the view was."""
        self.stage.viewport = self._before
        self.clean_up()
