"""A previewed Request over the diagram: the path taken, tokens, counts, states, time spent, breakpoints and pins.

Only what is in view, and only what changed, is painted: of many things at once plain lines and frames are kept in
lists that grow with the path; what stands out (tokens, waiting, failed) is found by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from engine.bpmn import Point
from modeler.drawing import Style
from modeler.drawing.outlines import LineOutline
from modeler.services.stops import Stop
from modeler.ui.canvas.context_pad import IconProvider
from modeler.ui.canvas.index import Rect, grown, overlap
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.marking import body_path, centered_text, corner, tinted, view_line, view_rect
from modeler.ui.canvas.marks import RunMarks
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.travel import Travels
from modeler.ui.canvas.viewport import Viewport

NO_BRUSH = Qt.BrushStyle.NoBrush
FAR = 0.2
READABLE = 0.35
MANY = 400
ROOM = 40.0
OUTSTANDING = ("active", "waiting", "error")


@dataclass
class _Path:
    """The path as plain lines and frames in diagram units, for when there is too much of it to look at each thing."""

    version: int = -1
    known: set[str] = field(default_factory=set)
    lines: list[QLineF] = field(default_factory=list)
    frames: list[QRectF] = field(default_factory=list)


class RunOverlay:
    """Paints `marks`, the breakpoints `stops`, the `pins`, and tokens on their way."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.marks = RunMarks()
        self.stops: Mapping[str, Stop] = {}
        self.pins: frozenset[str] = frozenset()
        self._pin = QPixmap()
        self.travels = Travels()
        self._path = _Path()

    def set_icons(self, icons: IconProvider | None) -> None:
        """Draw pins in other colors."""
        self._pin = icons.get("pin", "accent").pixmap(QSize(16, 16)) if icons is not None else QPixmap()

    def paint(self, painter: QPainter, region: QRectF) -> None:
        """Paint what lies in a part of the view."""
        dirty = self._diagram_part(region)
        if self.marks.states or self.marks.taken:
            self._paint_path(painter, dirty)
            for item in self._items(self._outstanding(), dirty):
                self._paint_state(painter, item, self.marks.states[item.element.id or ""] if item.element else "")
            self._paint_counts(painter, dirty)
        for item in self._items(self.stops, dirty):
            self._paint_stop(painter, item)
        for item in self._items(self.pins, dirty):
            self._paint_pin(painter, item)
        self._paint_travels(painter)

    def changed_rects(self, before: RunMarks) -> list[QRectF] | None:
        """Which parts of the view look different than with other marks; None for too many to tell."""
        after = self.marks
        names = set(before.taken ^ after.taken)
        for old, new in ((before.states, after.states), (before.counts, after.counts), (before.tokens, after.tokens)):
            names.update(key for key, _ in dict(old).items() ^ dict(new).items())
        names.update(key for key, _ in before.spent.items() ^ after.spent.items())
        if len(names) > MANY // 4:
            return None
        return [view_rect(item.box, self._view, ROOM) for item in self._items(names, None)]

    @property
    def _view(self) -> Viewport:
        return self._stage.viewport

    @property
    def _style(self) -> Style:
        return self._stage.style

    def _diagram_part(self, box: QRectF) -> Rect:
        """The part of the diagram there, with room for what sticks out of elements."""
        view = self._view
        left, top = view.to_diagram(box.left(), box.top())
        right, bottom = view.to_diagram(box.right(), box.bottom())
        return grown((left, top, right, bottom), ROOM / view.scale)

    def _outstanding(self) -> list[str]:
        return [name for name, state in self.marks.states.items() if state in OUTSTANDING]

    def _items(self, names: Iterable[str], dirty: Rect | None) -> Iterator[SceneItem]:
        """The drawn things of elements by name, as far as they are on this diagram and in the dirty part."""
        document = self._stage.document
        for name in names if document is not None else ():
            item = self._stage.scene.item(document.find(name)) if document is not None else None
            if item is not None and not item.hidden and (dirty is None or overlap(item.extent, dirty)):
                yield item

    def _paint_path(self, painter: QPainter, dirty: Rect) -> None:
        if self._view.scale < FAR:
            self._paint_plain_path(painter)
            return
        seen = self._stage.scene.touching(dirty)
        if len(seen) > MANY:
            self._paint_plain_path(painter)
            return
        for item in seen:
            name = item.element.id if item.element is not None else None
            if name is not None and not item.hidden and (name in self.marks.taken or name in self.marks.states):
                self._paint_taken(painter, item)

    def _paint_plain_path(self, painter: QPainter) -> None:
        path, view = self._grown_path(), self._view
        pen = QPen(tinted(self._style.taken, 190), 2.0)
        pen.setCosmetic(True)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.setBrush(NO_BRUSH)
        painter.scale(view.scale, view.scale)
        painter.translate(-view.x, -view.y)
        painter.drawRects(path.frames)
        painter.drawLines(path.lines)
        painter.restore()

    def _grown_path(self) -> _Path:
        """The lists of the path; only what is new in it is looked up."""
        path, scene = self._path, self._stage.scene
        wanted = self.marks.taken | self.marks.states.keys()
        if path.version != scene.version or not path.known <= wanted:
            path = self._path = _Path(scene.version)
        new = wanted - path.known
        for item in self._items(new, None):
            if item.points:
                path.lines += [QLineF(a.x, a.y, b.x, b.y) for a, b in pairwise(item.points)]
            elif not item.is_frame:
                x0, y0, x1, y1 = item.box
                path.frames.append(QRectF(x0, y0, x1 - x0, y1 - y0))
        path.known |= new
        return path

    def _paint_taken(self, painter: QPainter, item: SceneItem) -> None:
        painter.setBrush(NO_BRUSH)
        if item.role == "edge":
            pen = QPen(tinted(self._style.taken, 150), max(2.0, 3.5 * min(self._view.scale, 1.0)))
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(view_line(self._line(item), self._view))
        elif not item.is_frame:
            painter.setPen(QPen(tinted(self._style.taken, 120), max(1.5, 2.5 * min(self._view.scale, 1.0))))
            painter.drawPath(body_path(self._stage, item))

    def _line(self, item: SceneItem) -> Iterable[Point]:
        outline = self._stage.scene.figure(item).outline
        return outline.points if isinstance(outline, LineOutline) else item.points

    def _paint_state(self, painter: QPainter, item: SceneItem, state: str) -> None:
        colors = {"active": self._style.token, "waiting": self._style.warning, "error": self._style.error}
        if item.role == "edge" or state not in colors:
            return
        painter.setPen(QPen(QColor(colors[state]), 3.0))
        painter.setBrush(NO_BRUSH if item.is_frame else tinted(colors[state], 30))
        painter.drawPath(body_path(self._stage, item))

    def _paint_counts(self, painter: QPainter, dirty: Rect) -> None:
        for item in self._items(self.marks.tokens, dirty):
            self._paint_token(painter, item, self.marks.tokens[item.element.id or ""] if item.element else 0)
        if self._view.scale < FAR:
            return
        seen = self._stage.scene.touching(dirty)
        for item in seen if len(seen) <= MANY else ():
            name = item.element.id if item.element is not None else None
            if name is None or item.hidden:
                continue
            count = self.marks.counts.get(name, 0)
            if count > 1 and name not in self.marks.tokens:
                self._paint_count(painter, item, count)
            if name in self.marks.spent and self._view.scale >= READABLE:
                self._paint_spent(painter, item, self.marks.spent[name])

    def _paint_token(self, painter: QPainter, item: SceneItem, tokens: int) -> None:
        x, y = corner(item, self._view, right=False)
        radius = 10.0 if self._view.scale >= FAR else 4.0
        painter.setPen(QPen(QColor(self._style.canvas), 2.0))
        painter.setBrush(QColor(self._style.token))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        if self._view.scale >= FAR:
            centered_text(painter, QRectF(x - 10, y - 10, 20, 20), str(tokens), self._style.canvas)

    def _paint_count(self, painter: QPainter, item: SceneItem, count: int) -> None:
        x, y = corner(item, self._view, right=False)
        self._chip(painter, QRectF(x - 12, y - 8, 24, 16), f"{count}×", self._style.taken)

    def _paint_spent(self, painter: QPainter, item: SceneItem, words: str) -> None:
        box = view_rect(item.box, self._view)
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        self._chip(painter, QRectF(box.center().x() - width / 2, box.bottom() - 8, width, 16), words, self._style.muted)

    def _chip(self, painter: QPainter, box: QRectF, words: str, color: str) -> None:
        painter.setPen(QPen(QColor(color), 1.0))
        painter.setBrush(QColor(self._style.canvas))
        painter.drawRoundedRect(box, 8.0, 8.0)
        centered_text(painter, box, words, color)

    def _paint_stop(self, painter: QPainter, item: SceneItem) -> None:
        """A dot at the upper left; hollow where it is off, with a sign where it has a condition."""
        stop = self.stops[item.element.id or ""] if item.element is not None else Stop("")
        x, y = corner(item, self._view, right=True) if item.points else self._view.to_view(item.box[0], item.box[1])
        radius = 7.0 if self._view.scale >= READABLE else 4.0
        painter.setPen(QPen(QColor(self._style.error if not stop.is_on else self._style.canvas), 2.0))
        painter.setBrush(QColor(self._style.error) if stop.is_on else QColor(self._style.canvas))
        painter.drawEllipse(QPointF(x, y), radius, radius)
        if stop.condition and self._view.scale >= READABLE:
            color = self._style.canvas if stop.is_on else self._style.error
            centered_text(painter, QRectF(x - 8, y - 8.5, 16, 16), "?", color)

    def _paint_pin(self, painter: QPainter, item: SceneItem) -> None:
        if self._view.scale < FAR or self._pin.isNull():
            return
        x, y = self._view.to_view(item.box[2], item.box[3])
        painter.setPen(QPen(QColor(self._style.selection), 1.0))
        painter.setBrush(QColor(self._style.canvas))
        painter.drawEllipse(QPointF(x, y), 10.0, 10.0)
        painter.drawPixmap(QRectF(x - 7, y - 7, 14, 14), self._pin, QRectF(self._pin.rect()))

    def _paint_travels(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(self._style.canvas), 2.0))
        painter.setBrush(QColor(self._style.token))
        for point in self.travels.points:
            painter.drawEllipse(QPointF(*self._view.to_view(point.x, point.y)), 8.0, 8.0)
