"""Everything drawn over the diagram: hover, selection, handles, guides, drop marks, badges and the preview's state.

Lines keep their width at every zoom: the painter is in view pixels. Only what is in view is visited.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.bpmn import Document, FlowNode, Point
from modeler.drawing import Style
from modeler.ui.canvas.coverage_overlay import CoverageOverlay
from modeler.ui.canvas.handles import BendHandle, ResizeHandle
from modeler.ui.canvas.index import Rect, grown, overlap, union
from modeler.ui.canvas.items import Part, SceneItem
from modeler.ui.canvas.marking import centered_text, corner, tinted, view_line, view_rect
from modeler.ui.canvas.marks import RunMarks, Severity
from modeler.ui.canvas.run_overlay import RunOverlay
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.viewport import Viewport

HANDLE = 8.0
_OUTLINE_GAP = 5.0
_OUTSIDE = 20.0
_MANY = 400
_MOST_LINES = 4000
NO_BRUSH = Qt.BrushStyle.NoBrush


@dataclass(frozen=True, slots=True)
class _Many:
    version: tuple[int, int]
    boxes: list[QRectF]
    lines: list[QLineF]


def invitation(document: Document) -> str:
    """What an empty canvas says: what to do, or why nothing of the file is there."""
    if not document.diagrams and next(iter(document.elements(FlowNode)), None) is not None:
        return QCoreApplication.translate("Canvas", "The file has no diagram. Its elements stand in the outline.")
    return QCoreApplication.translate("Canvas", "Drag an element from the palette, or press N")


class Overlays:
    """Paints over the tiles of a stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.run_layer = RunOverlay(stage)
        self.coverage = CoverageOverlay(stage)
        self.problems: Mapping[str, Severity] = {}
        self._many: _Many | None = None

    def paint(self, painter: QPainter, dirty: QRectF) -> None:
        """Paint all, from the bottom up; only the dirty part of the view is shown."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_invitation(painter)
        self.coverage.paint(painter, dirty)
        self.run_layer.paint(painter, dirty)
        self._paint_target(painter)
        self._paint_hover(painter)
        self._paint_recent(painter)
        self._paint_selection(painter)
        self._paint_problems(painter)
        self._paint_guides(painter)

    @property
    def run(self) -> RunMarks:
        """The previewed Request that is shown."""
        return self.run_layer.marks

    @property
    def _view(self) -> Viewport:
        return self._stage.viewport

    @property
    def _style(self) -> Style:
        return self._stage.style

    def _paint_invitation(self, painter: QPainter) -> None:
        """What to do with an empty diagram."""
        document = self._stage.document
        if document is None or len(self._stage.scene):
            return
        font = painter.font()
        font.setPixelSize(15)
        painter.setFont(font)
        painter.setPen(QColor(self._style.muted))
        box = QRectF(0, 0, self._view.width, self._view.height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, invitation(document))

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
            seen = QRectF(0, 0, self._view.width, self._view.height).adjusted(-_OUTSIDE, -_OUTSIDE, _OUTSIDE, _OUTSIDE)
            near = view_rect(item.box, self._view, gap).intersected(seen)
            if not near.isEmpty():  # long lines cost time also where nobody sees them
                painter.drawRoundedRect(near, gap, gap)

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
        x, y = corner(item, self._view, right=True)
        painter.setPen(QPen(QColor(self._style.canvas), 2.0))
        painter.setBrush(QColor(color))
        painter.drawEllipse(QPointF(x, y), 8.0, 8.0)
        centered_text(painter, QRectF(x - 8, y - 8, 16, 16), text, self._style.canvas)


def _many_of(version: tuple[int, int], stage: Stage, chosen: Iterable[Part]) -> _Many:
    items = [item for item in stage.items_of(chosen) if not item.hidden]
    boxes = [QRectF(x0, y0, x1 - x0, y1 - y0) for x0, y0, x1, y1 in (item.box for item in items if not item.points)]
    lines: list[QLineF] = []
    if len(items) <= _MOST_LINES:
        for item in items:
            lines += [QLineF(a.x, a.y, b.x, b.y) for a, b in pairwise(item.points)]
    return _Many(version, boxes, lines)


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
