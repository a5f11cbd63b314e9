"""Resizing a shape by one of its grips; borders snap to neighbors and the grid, sizes keep their minimum."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPen

from engine.bpmn import Bounds
from modeler.editing import commands
from modeler.editing.rules import smallest
from modeler.ui.canvas.handles import Side
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import Part
from modeler.ui.canvas.marking import paint_chip, tinted, view_rect
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.snapping import TOLERANCE, Snap, SnapLines
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.gesture import Gesture
from modeler.ui.canvas.tools.move import neighbors


class Resize(Gesture):
    """Drags one side or corner. Control does not snap."""

    def __init__(self, stage: Stage, start: Pointer, part: Part, side: Side) -> None:
        super().__init__(stage, start)
        self._part = part
        self._side = side

    def begin(self) -> None:
        """Take the size as it is."""
        item = self.stage.scene.item(self._part.view)
        self._before: Rect = item.box if item is not None else (0.0, 0.0, 0.0, 0.0)
        self._rect = self._before
        self._lines = SnapLines(neighbors(self.stage, {item} if item is not None else set()))
        document, element = self.stage.document, self._part.element
        self._least = smallest(document, element) if document is not None and element is not None else (10.0, 10.0)
        self.stage.hint("Release to resize; Ctrl does not snap, Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer with the dragged side."""
        x = (self._before[0] if "w" in self._side else self._before[2]) + pointer.x - self.start.x
        y = (self._before[1] if "n" in self._side else self._before[3]) + pointer.y - self.start.y
        axes = {"n": "y", "s": "y", "e": "x", "w": "x"}.get(self._side, "xy")
        snap = Snap()
        if not pointer.control:
            snap = self._lines.snap_point(x, y, TOLERANCE / self.stage.viewport.scale, axes=axes)
        self._rect = self._resized(x + snap.dx, y + snap.dy)
        self.stage.marks.guides = snap.guides
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Resize for good."""
        self.move(pointer)
        document, element = self.stage.document, self._part.element
        if document is None or element is None or self._rect == self._before:
            return
        left, top, right, bottom = self._rect
        bounds = Bounds(left, top, right - left, bottom - top)
        self.stage.run(lambda: commands.resize(document, element, bounds, diagram=self.stage.scene.diagram))

    def paint(self, painter: QPainter) -> None:
        """The new border, and the size in numbers."""
        box = view_rect(self._rect, self.stage.viewport)
        painter.setPen(QPen(QColor(self.stage.style.selection), 1.5))
        painter.setBrush(tinted(self.stage.style.selection, 24))
        painter.drawRoundedRect(box, 4.0, 4.0)
        width, height = self._rect[2] - self._rect[0], self._rect[3] - self._rect[1]
        paint_chip(painter, box.center().x(), box.bottom() + 10, f"{width:.0f} × {height:.0f}", self.stage.style)

    def _resized(self, x: float, y: float) -> Rect:
        left, top, right, bottom = self._before
        width, height = self._least
        if "w" in self._side:
            left = min(x, right - width)
        if "e" in self._side:
            right = max(x, left + width)
        if "n" in self._side:
            top = min(y, bottom - height)
        if "s" in self._side:
            bottom = max(y, top + height)
        return left, top, right, bottom
