"""Dragging an external label away from its owner."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from modeler.editing import commands
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import Part
from modeler.ui.canvas.marking import view_rect
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.previews import paint_in_diagram
from modeler.ui.canvas.snapping import TOLERANCE, Snap, SnapLines
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.gesture import Gesture


class MoveLabel(Gesture):
    """Moves one label; it rests on the middle of its owner."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, start: Pointer, part: Part) -> None:
        super().__init__(stage, start)
        self._part = part

    def begin(self) -> None:
        """Find the label and what it may line up with."""
        self._item = self.stage.scene.item(self._part.view)
        self._rect: Rect | None = self.stage.scene.part_rect(self._part)
        own = [self._item.box] if self._item is not None and self._item.role != "edge" else []
        self._lines = SnapLines(own)
        self._by = (0.0, 0.0)
        self.stage.hint("Release to move the label; Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        snap = Snap()
        if self._rect is not None and not pointer.control:
            left, top, right, bottom = self._rect
            moved = (left + dx, top + dy, right + dx, bottom + dy)
            snap = self._lines.snap(moved, TOLERANCE / self.stage.viewport.scale, grid=None)
        self._by = (dx + snap.dx, dy + snap.dy)
        self.stage.marks.guides = snap.guides
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Leave it there: one command."""
        self.move(pointer)
        document, element, (dx, dy) = self.stage.document, self._part.element, self._by
        if document is not None and element is not None and self._by != (0.0, 0.0):
            self.stage.run(lambda: commands.move_label(document, element, dx, dy, diagram=self.stage.scene.diagram))

    def paint(self, painter: QPainter) -> None:
        """The label at its new place, tied to its owner."""
        if self._rect is None or self._item is None:
            return
        dx, dy = self._by
        left, top, right, bottom = self._rect
        box = view_rect((left + dx, top + dy, right + dx, bottom + dy), self.stage.viewport, 3.0)
        painter.setPen(QPen(QColor(self.stage.style.selection), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.save()
        paint_in_diagram(painter, self.stage.viewport)
        painter.translate(dx, dy)
        self.stage.figures.paint_label(painter, self.stage.scene.figure(self._item))
        painter.restore()
