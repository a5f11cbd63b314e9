"""The space tool: a drag across a line makes room beyond it; with Control it takes room away."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from modeler.editing import commands
from modeler.editing.layout.geometry import Side
from modeler.ui.canvas.marking import paint_chip, tinted
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.snapping import GRID
from modeler.ui.canvas.tools.controller import Tool
from modeler.ui.canvas.tools.gesture import Gesture

_OPPOSITE: dict[Side, Side] = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


class MakeSpace(Gesture):
    """The first direction of the drag fixes the axis; everything beyond the line moves by the length of the drag."""

    def begin(self) -> None:
        """Wait for a direction."""
        self._is_level: bool | None = None
        self._amount = 0.0
        self._side: Side = "right"
        self.stage.hint("Drag to make room; Ctrl takes room away, Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Measure the drag along its axis, in steps of the grid."""
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        if self._is_level is None:
            self._is_level = abs(dx) >= abs(dy)
        way = dx if self._is_level else dy
        amount = float(round(abs(way) / GRID) * GRID)
        ahead, back = ("right", "left") if self._is_level else ("bottom", "top")
        self._side = ahead if way >= 0 else back  # type: ignore[assignment]  # one of the four sides
        self._amount = amount
        if pointer.control:
            self._side, self._amount = _OPPOSITE[self._side], -amount
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Make the room: one command."""
        self.move(pointer)
        document, diagram = self.stage.document, self.stage.scene.diagram
        plane = diagram.plane if diagram is not None else None
        if document is None or plane is None or not self._amount:
            return
        line = self.start.x if self._is_level else self.start.y
        cut = commands.Cut(line, self._side, self._amount)
        self.stage.run(lambda: commands.make_space(document, plane, cut))

    def paint(self, painter: QPainter) -> None:
        """The line, the room beside it, and how much it is."""
        view, style = self.stage.viewport, self.stage.style
        x, y = view.to_view(self.start.x, self.start.y)
        sign = 1.0 if self._side in ("right", "bottom") else -1.0
        reach = self._amount * view.scale * sign
        removes = self._amount < 0
        painter.setPen(QPen(QColor(style.guide if removes else style.selection), 1.5, Qt.PenStyle.DashLine))
        tint = tinted(style.forbidden if removes else style.selection, 30)
        if self._is_level is not False:
            painter.fillRect(QRectF(x, 0, reach, view.height).normalized(), tint)
            painter.drawLines([QLineF(x, 0, x, view.height), QLineF(x + reach, 0, x + reach, view.height)])
        if self._is_level is not True:
            painter.fillRect(QRectF(0, y, view.width, reach).normalized(), tint)
            painter.drawLines([QLineF(0, y, view.width, y), QLineF(0, y + reach, view.width, y + reach)])
        if self._amount:
            paint_chip(painter, x, y + 12, f"{self._amount:+.0f}", style)


class SpaceTool(Tool):
    """Stays until another tool is taken."""

    name = "space"
    cursor = Qt.CursorShape.CrossCursor

    def gesture(self, start: Pointer) -> Gesture:
        """From anywhere."""
        return MakeSpace(self.stage, start)
