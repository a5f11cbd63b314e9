"""What scenarios pass, over the diagram: passed in green with a count, never passed in red and dashed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from modeler.drawing.outlines import LineOutline
from modeler.ui.canvas.index import grown
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.marking import body_path, centered_text, corner, tinted, view_line
from modeler.ui.canvas.stage import Stage

ROOM = 40.0
READABLE = 0.35
CHIP, HEIGHT = 7.0, 16.0


class CoverageOverlay:
    """Paints `counts`: how often each element and flow was passed, by id; nothing while there are none."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.counts: Mapping[str, int] = {}

    def paint(self, painter: QPainter, region: QRectF) -> None:
        """Paint what lies in a part of the view."""
        if not self.counts:
            return
        view = self._stage.viewport
        left, top = view.to_diagram(region.left(), region.top())
        right, bottom = view.to_diagram(region.right(), region.bottom())
        seen = [
            (item, self.counts[str(item.element.id)])
            for item in self._stage.scene.touching(grown((left, top, right, bottom), ROOM / view.scale))
            if not item.hidden and item.element is not None and item.element.id in self.counts
        ]
        for item, count in seen:
            self._paint_line(painter, item, count) if item.role == "edge" else self._paint_body(painter, item, count)
        if view.scale >= READABLE:
            for item, count in seen:
                if item.role != "edge" or count == 0:
                    self._paint_count(painter, item, count)

    def _pen(self, count: int, width: float) -> QPen:
        style = self._stage.style
        pen = QPen(
            QColor(style.taken if count else style.error), max(1.5, width * min(self._stage.viewport.scale, 1.0))
        )
        if not count:
            pen.setDashPattern([3.0, 2.0])
        return pen

    def _paint_line(self, painter: QPainter, item: SceneItem, count: int) -> None:
        outline = self._stage.scene.figure(item).outline
        points = outline.points if isinstance(outline, LineOutline) else item.points
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._pen(count, 3.0))
        painter.drawPolyline(view_line(points, self._stage.viewport))

    def _paint_body(self, painter: QPainter, item: SceneItem, count: int) -> None:
        style = self._stage.style
        color = style.taken if count else style.error
        painter.setPen(self._pen(count, 2.5))
        painter.setBrush(Qt.BrushStyle.NoBrush if item.is_frame else tinted(color, 28))
        painter.drawPath(body_path(self._stage, item))

    def _paint_count(self, painter: QPainter, item: SceneItem, count: int) -> None:
        style = self._stage.style
        words = f"{count}×"
        x, y = corner(item, self._stage.viewport, right=False)
        width = CHIP * len(words) + 10
        box = QRectF(x - width / 2, y - HEIGHT / 2, width, HEIGHT)
        color = style.taken if count else style.error
        painter.setPen(QPen(QColor(color), 1.0))
        painter.setBrush(QColor(style.canvas))
        painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
        centered_text(painter, box, words, color)
