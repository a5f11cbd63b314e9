"""A previewed Request over the diagram: the path taken, tokens, counts, states, time spent, breakpoints and pins.

Only what is in view, and only what changed, is painted: of many things at once a picture is kept that grows with the
path; what stands out (tokens, waiting, failed) is found by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from engine.bpmn import Point
from modeler.drawing import Style
from modeler.drawing.outlines import LineOutline
from modeler.services.preview.stops import Stop
from modeler.ui.canvas.context_pad import IconProvider
from modeler.ui.canvas.index import Rect, grown, overlap
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.marking import body_path, centered_text, corner, tinted, view_line, view_rect
from modeler.ui.canvas.marks import RunMarks
from modeler.ui.canvas.path_picture import PathPicture
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.travel import Travels
from modeler.ui.canvas.viewport import Viewport

NO_BRUSH = Qt.BrushStyle.NoBrush
FAR = 0.2
READABLE, LARGE = 0.35, 0.5
MANY = 400
ROOM = 40.0
OUTSTANDING = ("active", "waiting", "error")


class RunOverlay:
    """Paints `marks`, the breakpoints `stops`, the `pins`, and tokens on their way.

    `unfinished` is called where there was too much for one frame and it must be painted once more.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.marks = RunMarks()
        self.stops: Mapping[str, Stop] = {}
        self.pins: frozenset[str] = frozenset()
        self._pin = QPixmap()
        self.travels = Travels()
        self._loud: list[str] = []
        self._far = PathPicture(stage)
        self.unfinished: Callable[[], None] = _nothing

    def set_icons(self, icons: IconProvider | None) -> None:
        """Draw pins in other colors."""
        self._pin = icons.get("pin", "accent").pixmap(QSize(16, 16)) if icons is not None else QPixmap()

    def paint(self, painter: QPainter, region: QRectF) -> None:
        """Paint what lies in a part of the view."""
        dirty = self._diagram_part(region)
        if self.marks.states or self.marks.taken:
            seen = self._seen(dirty)
            self._paint_path(painter, seen)
            for item in self._items(self._loud, dirty):
                self._paint_state(painter, item, self.marks.states[item.element.id or ""] if item.element else "")
            self._paint_counts(painter, dirty, seen)
        for item in self._items(self.stops, dirty):
            self._paint_stop(painter, item)
        for item in self._items(self.pins, dirty):
            self._paint_pin(painter, item)
        self._paint_travels(painter)

    def show(self, marks: RunMarks) -> list[QRectF] | None:
        """Show other marks; which parts of the view look different now, None for too many to tell."""
        before, self.marks = self.marks, marks
        self._loud = [name for name, state in marks.states.items() if state in OUTSTANDING]
        names = set(before.taken ^ marks.taken)
        pairs = ((before.states, marks.states), (before.counts, marks.counts), (before.tokens, marks.tokens))
        for old, new in (*pairs, (before.spent, marks.spent)):
            names |= _differing(old, new)
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

    def _seen(self, dirty: Rect) -> list[SceneItem] | None:
        """What is drawn in a part of the diagram; None where it is too much to look at each thing."""
        if self._view.scale < FAR:
            return None
        seen = self._stage.scene.touching(dirty)
        return seen if len(seen) <= MANY else None

    def _items(self, names: Iterable[str], dirty: Rect | None) -> Iterator[SceneItem]:
        """The drawn things of elements by name, as far as they are on this diagram and in the dirty part."""
        document = self._stage.document
        for name in names if document is not None else ():
            item = self._stage.scene.item(document.find(name)) if document is not None else None
            if item is not None and not item.hidden and (dirty is None or overlap(item.extent, dirty)):
                yield item

    def _paint_path(self, painter: QPainter, seen: list[SceneItem] | None) -> None:
        if seen is None:
            names = self.marks.taken | self.marks.states.keys()
            if not self._far.paint(painter, names, lambda new: self._items(new, None)):
                self.unfinished()
            return
        for item in seen:
            name = item.element.id if item.element is not None else None
            if name is not None and not item.hidden and (name in self.marks.taken or name in self.marks.states):
                self._paint_taken(painter, item)

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

    def _paint_counts(self, painter: QPainter, dirty: Rect, seen: list[SceneItem] | None) -> None:
        for item in self._items(self.marks.tokens, dirty):
            self._paint_token(painter, item, self.marks.tokens[item.element.id or ""] if item.element else 0)
        for item in seen or ():
            name = item.element.id if item.element is not None else None
            if name is None or item.hidden:
                continue
            count = self.marks.counts.get(name, 0)
            if count > 1 and name not in self.marks.tokens:
                self._paint_count(painter, item, count)
            if name in self.marks.spent and self._view.scale >= LARGE:
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
        width = 7.0 * len(words) + 14
        self._chip(painter, QRectF(box.center().x() - width / 2, box.top() - 9, width, 16), words, self._style.muted)

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


def _differing(old: Mapping[str, object], new: Mapping[str, object]) -> set[str]:
    found = {name for name, value in new.items() if old.get(name) != value}
    return found | (old.keys() - new.keys())


def _nothing() -> None:
    """Nobody paints again."""
