"""Making an external label wider or narrower; its text wraps anew while it is dragged, its height follows."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPen

from engine.bpmn import Bounds, BPMNEdge, BPMNShape
from modeler.drawing import Figure, Medium, edge_figure, outline_of, read_edge, read_shape, shape_figure
from modeler.editing import commands
from modeler.ui.canvas.handles import Side
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import Part
from modeler.ui.canvas.marking import paint_chip, tinted, view_rect
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.previews import paint_in_diagram
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.gesture import Gesture

_LEAST = 30.0


class ResizeLabel(Gesture):
    """Drags the left or right border of one label."""

    def __init__(self, stage: Stage, start: Pointer, part: Part, side: Side) -> None:
        super().__init__(stage, start)
        self._part = part
        self._side = side

    def begin(self) -> None:
        """Take the label as it stands."""
        self._before: Rect = self.stage.scene.part_rect(self._part) or (0.0, 0.0, 0.0, 0.0)
        self._area: Bounds | None = None
        self._figure: Figure | None = None
        self.stage.hint("Release to make the label so wide; Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer with the dragged border, and wrap the text anew."""
        left, top, right, bottom = self._before
        dx = pointer.x - self.start.x
        if self._side == "w":
            left = min(left + dx, right - _LEAST)
        else:
            right = max(right + dx, left + _LEAST)
        area = Bounds(left, top, right - left, bottom - top)
        self._figure = self._drawn(area)
        text = self._figure.label if self._figure is not None else None
        self._area = area if text is None else Bounds(left, top, area.width, text.height)
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Write the new box: one command."""
        self.move(pointer)
        document, element, area = self.stage.document, self._part.element, self._area
        if document is None or element is None or area is None or pointer.x == self.start.x:
            return
        box = Bounds(round(area.x), round(area.y), round(area.width), round(area.height))
        self.stage.run(lambda: commands.resize_label(document, element, box, diagram=self.stage.scene.diagram))

    def paint(self, painter: QPainter) -> None:
        """The text as it would stand, over where it stands now."""
        if self._area is None or self._figure is None:
            return
        style, area = self.stage.style, self._area
        box = view_rect((area.x, area.y, area.right, area.bottom), self.stage.viewport, 3.0)
        painter.setPen(QPen(QColor(style.selection), 1.5))
        painter.setBrush(tinted(style.canvas, 235))
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.save()
        paint_in_diagram(painter, self.stage.viewport)
        self.stage.figures.paint_label(painter, self._figure)
        painter.restore()
        paint_chip(painter, box.center().x(), box.bottom() + 10, f"{area.width:.0f}", style)

    def _drawn(self, area: Bounds) -> Figure | None:
        view, medium = self._part.view, Medium(self.stage.style, self.stage.scene.metrics)
        if isinstance(view, BPMNEdge):
            return edge_figure(read_edge(view, outline_of)._replace(label=area), medium)
        return shape_figure(read_shape(view)._replace(label=area), medium) if isinstance(view, BPMNShape) else None
