"""Everything drawn over the diagram: hover, selection, handles, guides, drop marks, badges and the preview's state.

Lines keep their width at every zoom: the painter is in view pixels. Only what is in view is visited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from engine.bpmn import Point
from modeler.drawing import Style
from modeler.drawing.outlines import LineOutline
from modeler.ui.canvas.handles import BendHandle, ResizeHandle
from modeler.ui.canvas.index import Rect, grown, overlap, union
from modeler.ui.canvas.items import Part, SceneItem
from modeler.ui.canvas.marks import RunMarks, Severity
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.viewport import Viewport

HANDLE = 8.0
_OUTLINE_GAP = 5.0
_MANY = 400
_MOST_LINES = 4000
NO_BRUSH = Qt.BrushStyle.NoBrush


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


@dataclass(frozen=True, slots=True)
class _Many:
    version: tuple[int, int]
    boxes: list[QRectF]
    lines: list[QLineF]


class Overlays:
    """Paints over the tiles of a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.run = RunMarks()
        self.problems: Mapping[str, Severity] = {}
        self._many: _Many | None = None

    def paint(self, painter: QPainter) -> None:
        """Paint all, from the bottom up."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_invitation(painter)
        self._paint_run(painter)
        self._paint_target(painter)
        self._paint_hover(painter)
        self._paint_recent(painter)
        self._paint_selection(painter)
        self._paint_problems(painter)
        self._paint_guides(painter)

    @property
    def _view(self) -> Viewport:
        return self._stage.viewport

    @property
    def _style(self) -> Style:
        return self._stage.style

    def _paint_invitation(self, painter: QPainter) -> None:
        """What to do with an empty diagram."""
        if self._stage.document is None or len(self._stage.scene):
            return
        font = painter.font()
        font.setPixelSize(15)
        painter.setFont(font)
        painter.setPen(QColor(self._style.muted))
        box = QRectF(0, 0, self._view.width, self._view.height)
        text = QCoreApplication.translate("Canvas", "Drag an element from the palette, or press N")
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_hover(self, painter: QPainter) -> None:
        part = self._stage.marks.hover
        if part is None or part in self._stage.selection:
            return
        self._outline(painter, part, QPen(QColor(self._style.hover), 1.5))

    def _paint_recent(self, painter: QPainter) -> None:
        for part in self._stage.marks.recent:
            self._outline(painter, part, QPen(tinted(self._style.selection, 110), 4.0))

    def _paint_target(self, painter: QPainter) -> None:
        marks = self._stage.marks
        if marks.target is None or marks.verdict == "neutral":
            return
        color = self._style.allowed if marks.verdict == "allowed" else self._style.forbidden
        item = self._stage.scene.item(marks.target.view)
        if item is not None and item.role != "edge":
            painter.fillRect(view_rect(item.box, self._view), tinted(color, 26))
        self._outline(painter, marks.target, QPen(QColor(color), 2.5))

    def _paint_selection(self, painter: QPainter) -> None:
        selection = self._stage.selection
        if len(selection) > _MANY:
            self._paint_many(painter)
            return
        pen = QPen(QColor(self._style.selection), 1.5)
        seen = grown(self._view.rect, 20.0 / self._view.scale)
        for part in selection:
            rect = self._stage.scene.part_rect(part)
            if rect is not None and overlap(rect, seen):
                self._outline(painter, part, pen)
                if part.is_label:
                    self._paint_label_link(painter, part, rect)
        if len(selection) > 1:
            self._paint_around(painter)

    def _paint_many(self, painter: QPainter) -> None:
        """Plain frames around all of it, from lists that are kept until selection or diagram change."""
        view, chosen = self._view, self._stage.selection
        version = (chosen.version, self._stage.scene.version)
        if self._many is None or self._many.version != version:
            self._many = _many_of(version, self._stage, chosen)
        pen = QPen(QColor(self._style.selection), 1.0)
        pen.setCosmetic(True)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        painter.scale(view.scale, view.scale)
        painter.translate(-view.x, -view.y)
        painter.drawRects(self._many.boxes)
        painter.drawLines(self._many.lines)
        painter.restore()

    def _paint_around(self, painter: QPainter) -> None:
        rects = [rect for rect in map(self._stage.scene.part_rect, self._stage.selection) if rect is not None]
        around = union(rects)
        if around is not None:
            painter.setPen(QPen(tinted(self._style.selection, 130), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(view_rect(around, self._view, 10.0))

    def _paint_label_link(self, painter: QPainter, part: Part, rect: Rect) -> None:
        item = self._stage.scene.item(part.view)
        if item is None:
            return
        owner = item.points[len(item.points) // 2] if item.points else Point(*item.center)
        start = self._view.to_view((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
        painter.setPen(QPen(tinted(self._style.selection, 150), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(*start), QPointF(*self._view.to_view(owner.x, owner.y)))

    def _outline(self, painter: QPainter, part: Part, pen: QPen) -> None:
        item = self._stage.scene.item(part.view)
        if item is None or item.hidden:
            return
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        if part.is_label:
            rect = self._stage.scene.label_rect(item)
            if rect is not None:
                painter.drawRoundedRect(view_rect(rect, self._view, 3.0), 3.0, 3.0)
        elif item.role == "edge":
            wide = QPen(tinted(pen.color().name(), 70), pen.widthF() + 5.0)
            wide.setCapStyle(Qt.PenCapStyle.RoundCap)
            wide.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(wide)
            painter.drawPolyline(view_line(item.points, self._view))
        else:
            gap = _OUTLINE_GAP if self._view.scale > 0.3 else 2.0
            painter.drawRoundedRect(view_rect(item.box, self._view, gap), gap, gap)

    def _paint_guides(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(self._style.guide), 1.0))
        for guide in self._stage.marks.guides:
            if guide.axis == "x":
                start, end = (guide.at, guide.start), (guide.at, guide.end)
            else:
                start, end = (guide.start, guide.at), (guide.end, guide.at)
            painter.drawLine(_pixel(self._view, start), _pixel(self._view, end))
            for x, y in (start, end):
                _cross(painter, _pixel(self._view, (x, y)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _paint_problems(self, painter: QPainter) -> None:
        if not self.problems or self._view.scale < 0.2:
            return
        for item in self._stage.scene.touching(self._view.rect):
            severity = self.problems.get(item.element.id or "") if item.element is not None else None
            if severity is not None:
                color = {"error": self._style.error, "warning": self._style.warning}.get(severity, self._style.muted)
                self._badge(painter, item, color, "!" if severity != "info" else "i")

    def _badge(self, painter: QPainter, item: SceneItem, color: str, text: str) -> None:
        x, y = _corner(item, self._view, right=True)
        painter.setPen(QPen(QColor(self._style.canvas), 2.0))
        painter.setBrush(QColor(color))
        painter.drawEllipse(QPointF(x, y), 8.0, 8.0)
        _centered_text(painter, QRectF(x - 8, y - 8, 16, 16), text, self._style.canvas)

    def _paint_run(self, painter: QPainter) -> None:
        run = self.run
        if not (run.tokens or run.counts or run.states or run.taken):
            return
        for item in self._stage.scene.touching(grown(self._view.rect, 20.0 / self._view.scale)):
            name = item.element.id if item.element is not None else None
            if name is None or item.hidden:
                continue
            if name in run.taken:
                self._paint_taken(painter, item)
            state = run.states.get(name)
            if state in ("active", "waiting", "error"):
                self._paint_state(painter, item, state)
            if self._view.scale >= 0.2:
                self._paint_tokens(painter, item, run.tokens.get(name, 0), run.counts.get(name, 0))

    def _paint_taken(self, painter: QPainter, item: SceneItem) -> None:
        pen = QPen(tinted(self._style.taken, 150), max(2.0, 3.5 * min(self._view.scale, 1.0)))
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        if item.role == "edge":
            outline = self._stage.scene.figure(item).outline
            points = outline.points if isinstance(outline, LineOutline) else item.points
            painter.drawPolyline(view_line(points, self._view))
        elif not item.is_frame:
            painter.drawPath(_body(self._stage, item))

    def _paint_state(self, painter: QPainter, item: SceneItem, state: str) -> None:
        colors = {"active": self._style.token, "waiting": self._style.warning, "error": self._style.error}
        painter.setPen(QPen(QColor(colors[state]), 3.0))
        painter.setBrush(tinted(colors[state], 30))
        if item.role != "edge":
            painter.drawPath(_body(self._stage, item))

    def _paint_tokens(self, painter: QPainter, item: SceneItem, tokens: int, count: int) -> None:
        x, y = _corner(item, self._view, right=False)
        if tokens:
            painter.setPen(QPen(QColor(self._style.canvas), 2.0))
            painter.setBrush(QColor(self._style.token))
            painter.drawEllipse(QPointF(x, y), 10.0, 10.0)
            _centered_text(painter, QRectF(x - 10, y - 10, 20, 20), str(tokens), self._style.canvas)
        elif count > 1:
            box = QRectF(x - 12, y - 8, 24, 16)
            painter.setPen(QPen(QColor(self._style.taken), 1.0))
            painter.setBrush(QColor(self._style.canvas))
            painter.drawRoundedRect(box, 8.0, 8.0)
            _centered_text(painter, box, f"{count}×", self._style.taken)


def _many_of(version: tuple[int, int], stage: Stage, chosen: Iterable[Part]) -> _Many:
    items = [item for item in stage.items_of(chosen) if not item.hidden]
    boxes = [QRectF(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in (item.box for item in items if not item.points)]
    lines: list[QLineF] = []
    if len(items) <= _MOST_LINES:
        for item in items:
            lines += [QLineF(a.x, a.y, b.x, b.y) for a, b in pairwise(item.points)]
    return _Many(version, boxes, lines)


def _body(stage: Stage, item: SceneItem) -> QPainterPath:
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


def _corner(item: SceneItem, view: Viewport, right: bool) -> tuple[float, float]:
    """Where a badge sits: the upper right or lower left corner of a shape, the middle of an edge."""
    if item.points:
        middle = len(item.points) // 2
        a, b = item.points[max(middle - 1, 0)], item.points[middle]
        return view.to_view((a.x + b.x) / 2, (a.y + b.y) / 2)
    return view.to_view(item.box[2], item.box[1]) if right else view.to_view(item.box[0], item.box[3])


def _centered_text(painter: QPainter, box: QRectF, text: str, color: str) -> None:
    font = painter.font()
    font.setPixelSize(11)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(color))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _pixel(view: Viewport, at: tuple[float, float]) -> QPointF:
    x, y = view.to_view(*at)
    return QPointF(round(x), round(y))


def _cross(painter: QPainter, at: QPointF) -> None:
    painter.drawLine(QPointF(at.x() - 3, at.y() - 3), QPointF(at.x() + 3, at.y() + 3))
    painter.drawLine(QPointF(at.x() - 3, at.y() + 3), QPointF(at.x() + 3, at.y() - 3))


def paint_grips(painter: QPainter, handles: Iterable[ResizeHandle | BendHandle], style: Style) -> None:
    """The grips of what is selected: squares to resize, circles at way-points, small ones in between."""
    line = QPen(QColor(style.selection), 1.5)
    for handle in handles:
        at = QPointF(handle.x, handle.y)
        painter.setPen(line)
        painter.setBrush(QColor(style.shape_fill))
        if isinstance(handle, ResizeHandle):
            half = HANDLE / 2
            painter.drawRoundedRect(QRectF(at.x() - half, at.y() - half, HANDLE, HANDLE), 2.0, 2.0)
        elif handle.kind == "point":
            painter.drawEllipse(at, 4.5, 4.5)
        else:
            painter.setBrush(tinted(style.selection, 200))
            painter.drawEllipse(at, 2.5, 2.5)


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
