"""One interaction from press to release: the life cycle that all of them share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage


class Gesture:
    """A drag. `begin` once, `move` often, then `finish` or `cancel`; both end in `clean_up`.

    Until `finish` nothing but the overlay may change. `finish` calls at most one command.
    """

    cursor: Qt.CursorShape | None = None
    scrolls_at_edge = True

    def __init__(self, stage: Stage, start: Pointer) -> None:
        self.stage = stage
        self.start = start
        self.last = start

    def begin(self) -> None:
        """Start; the pointer went beyond the drag threshold."""

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""

    def finish(self, pointer: Pointer) -> None:
        """The button was released: do it."""

    def leave(self) -> None:
        """The pointer left the canvas."""

    def paint(self, painter: QPainter) -> None:
        """Draw the preview over the diagram; the painter is in view pixels."""

    def clean_up(self) -> None:
        """Take every trace off the canvas."""
        self.stage.marks.clear()
        self.stage.hint()
        self.stage.refresh()

    def cancel(self) -> None:
        """Esc, or something else took over."""
        self.clean_up()
