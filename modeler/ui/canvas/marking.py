"""Shapes and words that stand over the diagram: where they are in view pixels, and how they are written."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF

from engine.bpmn import Point
from modeler.drawing import Style
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.viewport import Viewport


def view_rect(rect: Rect, view: Viewport, gap: float = 0.0) -> QRectF:
    """A rectangle of the diagram in view pixels, wider by a gap of pixels."""
    x0, y0 = view.to_view(rect[0], rect[1])
    x1, y1 = view.to_view(rect[2], rect[3])
    return QRectF(x0 - gap, y0 - gap, x1 - x0 + 2 * gap, y1 - y0 + 2 * gap)


def view_line(points: Iterable[Point], view: Viewport) -> QPolygonF:
    """Way-points in view pixels."""
    return QPolygonF([QPointF(*view.to_view(point.x, point.y)) for point in points])


def tinted(color: str, alpha: int) -> QColor:
    """A color of the theme, partly transparent."""
    result = QColor(color)
    result.setAlpha(alpha)
    return result


def body_path(stage: Stage, item: SceneItem) -> QPainterPath:
    """The outline of a node in view pixels, with its real form where the figure has one."""
    path = QPainterPath()
    box = view_rect(item.box, stage.viewport)
    tag = item.element.tag if item.element is not None else ""
    if tag.endswith("Event"):
        path.addEllipse(box)
    elif tag.endswith("Gateway"):
        middle = box.center()
        path.addPolygon(
            QPolygonF(
                [
                    QPointF(middle.x(), box.top()),
                    QPointF(box.right(), middle.y()),
                    QPointF(middle.x(), box.bottom()),
                    QPointF(box.left(), middle.y()),
                ]
            )
        )
        path.closeSubpath()
    else:
        radius = 10.0 * stage.viewport.scale
        path.addRoundedRect(box, radius, radius)
    return path


def corner(item: SceneItem, view: Viewport, right: bool) -> tuple[float, float]:
    """Where a badge sits: the upper right or lower left corner of a shape, the middle of an edge."""
    if item.points:
        middle = len(item.points) // 2
        a, b = item.points[max(middle - 1, 0)], item.points[middle]
        return view.to_view((a.x + b.x) / 2, (a.y + b.y) / 2)
    return view.to_view(item.box[2], item.box[1]) if right else view.to_view(item.box[0], item.box[3])


def centered_text(painter: QPainter, box: QRectF, text: str, color: str) -> None:
    """Small bold words in the middle of a box."""
    font = painter.font()
    font.setPixelSize(11)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_chip(painter: QPainter, x: float, y: float, text: str, style: Style) -> None:
    """A small remark in a rounded box, such as the size while resizing."""
    font = painter.font()
    font.setPixelSize(11)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 14
    box = QRectF(x - width / 2, y, width, 20)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(style.selection))
    painter.drawRoundedRect(box, 5.0, 5.0)
    painter.setPen(QColor(style.canvas))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
