"""The rubber band: selects what lies wholly inside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import Part
from modeler.ui.canvas.marking import view_rect
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.controller import Tool
from modeler.ui.canvas.tools.gesture import Gesture


class Lasso(Gesture):
    """Selects while the band grows; with Shift on the lasso tool, or over an old selection, it adds."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, start: Pointer, adds: bool = False) -> None:
        super().__init__(stage, start)
        self._before = list(stage.selection)
        self._kept = self._before if adds else []

    def begin(self) -> None:
        """Say what the band does."""
        self.stage.hint("Drag around what you want to select")

    def move(self, pointer: Pointer) -> None:
        """Select what is inside now."""
        self.last = pointer
        inside = [Part(item.view) for item in self.stage.scene.within(self._rect())]
        self.stage.selection.set([*self._kept, *inside])
        self.stage.refresh()

    def cancel(self) -> None:
        """Select again what was selected before."""
        self.stage.selection.set(self._before)
        self.clean_up()

    def paint(self, painter: QPainter) -> None:
        """The band."""
        color = QColor(self.stage.style.selection)
        painter.setPen(QPen(color, 1.0))
        color.setAlpha(28)
        painter.setBrush(color)
        painter.drawRect(view_rect(self._rect(), self.stage.viewport).toRect())

    def _rect(self) -> Rect:
        x0, x1 = sorted((self.start.x, self.last.x))
        y0, y1 = sorted((self.start.y, self.last.y))
        return x0, y0, x1, y1


class LassoTool(Tool):
    """Every drag is a rubber band; a click selects."""

    name = "lasso"
    cursor = Qt.CursorShape.CrossCursor

    def gesture(self, start: Pointer) -> Gesture:
        """A band from anywhere; with Shift it adds."""
        return Lasso(self.stage, start, adds=start.shift)

    def click(self, pointer: Pointer) -> None:
        """Select what is there."""
        part = self.stage.hit(pointer.x, pointer.y)
        self.stage.selection.set([part] if part is not None else [])
