"""Live pictures of what a gesture would do: things that follow the pointer, and connections that follow them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from engine.bpmn import Bounds, BPMNDiagram, BPMNEdge, Document, Element, Point
from modeler.drawing import EdgeSubject, Medium, edge_figure
from modeler.drawing import outline_of as outline_of_shape
from modeler.drawing.reading import read_edge
from modeler.editing.layout.connections import End, adapted_path, end_drawn
from modeler.editing.layout.outlines import outline_of
from modeler.editing.structure import source_of, target_of
from modeler.ui.canvas.index import Rect, grown, overlap, union
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.viewport import Viewport

_MOST_FIGURES = 1500
_ROOM = 0.6
_MOST_ROUTED = 40


def paint_in_diagram(painter: QPainter, view: Viewport) -> None:
    """Let the painter draw in diagram units from here on."""
    painter.scale(view.scale, view.scale)
    painter.translate(-view.x, -view.y)


class Sprite:
    """Things painted once into a picture of their own, to be drawn wherever the pointer takes them.

    Only what lies in the view or near it is painted; more is painted when the view has moved on.
    """

    def __init__(self, stage: Stage, items: Sequence[SceneItem]) -> None:
        self._stage = stage
        self._items = items
        self._extent = union(item.extent for item in items)
        self._region: Rect | None = None
        self._scale = 0.0
        self._image = QImage()

    def paint(self, painter: QPainter, dx: float, dy: float) -> None:
        """Draw the things, moved by a distance in diagram units."""
        view = self._stage.viewport
        seen = (view.rect[0] - dx, view.rect[1] - dy, view.rect[2] - dx, view.rect[3] - dy)
        if self._extent is None or not overlap(self._extent, seen):
            return
        needed = _common(self._extent, seen)
        if self._region is None or self._scale != view.scale or not _covers(self._region, needed):
            self._render(seen, painter.device().devicePixelRatioF())
        if self._region is not None:
            x, y = view.to_view(self._region[0] + dx, self._region[1] + dy)
            painter.drawImage(QPointF(round(x), round(y)), self._image)

    def _render(self, seen: Rect, ratio: float) -> None:
        view = self._stage.viewport
        space = _ROOM * max(seen[2] - seen[0], seen[3] - seen[1])
        region = _common(grown(self._extent or seen, 4.0), grown(seen, space))
        left, top = round(region[0] * view.scale) / view.scale, round(region[1] * view.scale) / view.scale
        self._region, self._scale = (left, top, region[2], region[3]), view.scale
        pixels = view.scale * ratio
        width, height = int((region[2] - left) * pixels) + 2, int((region[3] - top) * pixels) + 2
        self._image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(pixels, pixels)
        painter.translate(-left, -top)
        shown = [item for item in self._items if overlap(item.extent, self._region)]
        self._stage.picture.paint_items(painter, shown, pixels, len(shown) > _MOST_FIGURES)
        painter.end()
        self._image.setDevicePixelRatio(ratio)


@dataclass(frozen=True, slots=True)
class _Following:
    item: SceneItem
    connection: Element
    first: End
    last: End
    moved: tuple[bool, bool]
    subject: EdgeSubject


class LiveEdges:
    """Connections of which one end is dragged, laid out anew on each move.

    Only those in view are drawn; when these are many, as plain lines that keep their bends.
    """

    def __init__(self, stage: Stage, document: Document, edges: Iterable[BPMNEdge], moved: frozenset[Element]) -> None:
        self._stage = stage
        self._document = document
        diagram = stage.scene.diagram
        found = (_following(document, stage.scene.item(edge), moved, diagram) for edge in edges)
        self._edges = [each for each in found if each is not None]

    def paint(self, painter: QPainter, dx: float, dy: float) -> None:
        """Draw them as they run when what is dragged has moved; the painter is in diagram units."""
        seen = self._stage.viewport.rect
        shown = [each for each in self._edges if overlap(_reach(each, dx, dy), seen)]
        if len(shown) > _MOST_ROUTED:
            self._paint_plainly(painter, shown, dx, dy)
            return
        medium = Medium(self._stage.style, self._stage.scene.metrics)
        for each in shown:
            subject = each.subject._replace(points=self._path(each, dx, dy))
            self._stage.figures.paint(painter, edge_figure(subject, medium))

    def _paint_plainly(self, painter: QPainter, shown: Sequence[_Following], dx: float, dy: float) -> None:
        painter.setPen(QPen(QColor(self._stage.style.flow), max(1.5, 0.8 / self._stage.viewport.scale)))
        lines: list[QLineF] = []
        for each in shown:
            path = _stretched(each, dx, dy)
            lines += [QLineF(a.x, a.y, b.x, b.y) for a, b in pairwise(path)]
        painter.drawLines(lines)

    def _path(self, each: _Following, dx: float, dy: float) -> tuple[Point, ...]:
        first = _shifted(each.first, dx, dy) if each.moved[0] else each.first
        last = _shifted(each.last, dx, dy) if each.moved[1] else each.last
        return tuple(adapted_path(self._document, each.connection, each.item.points, first, last, each.moved))


def paint_edge(painter: QPainter, stage: Stage, item: SceneItem, path: tuple[Point, ...]) -> None:
    """An edge with its own colors and marks on another line; the painter is in diagram units."""
    if isinstance(item.view, BPMNEdge) and len(path) > 1:
        subject = read_edge(item.view, outline_of_shape)._replace(points=path, name="")
        stage.figures.paint(painter, edge_figure(subject, Medium(stage.style, stage.scene.metrics)))


def paint_new_edge(painter: QPainter, stage: Stage, kind: str, path: tuple[Point, ...]) -> None:
    """An edge that does not exist yet; the painter is in diagram units."""
    if len(path) > 1:
        subject = EdgeSubject(kind.removeprefix("bpmn:") or "sequenceFlow", path)
        stage.figures.paint(painter, edge_figure(subject, Medium(stage.style, stage.scene.metrics)))


def _following(
    document: Document, item: SceneItem | None, moved: frozenset[Element], diagram: BPMNDiagram | None
) -> _Following | None:
    if item is None or item.element is None or len(item.points) < 2 or not isinstance(item.view, BPMNEdge):
        return None
    source, target = source_of(item.element), target_of(item.element)
    first = end_drawn(document, source, diagram, item.points)
    last = end_drawn(document, target, diagram, item.points[::-1])
    if first is None or last is None:
        return None
    subject = read_edge(item.view, outline_of_shape)._replace(name="")
    return _Following(item, item.element, first, last, (source in moved, target in moved), subject)


def _reach(each: _Following, dx: float, dy: float) -> Rect:
    """Where a connection may run: its old box, and that box moved."""
    box = grown(each.item.box, 60.0)
    return min(box[0], box[0] + dx), min(box[1], box[1] + dy), max(box[2], box[2] + dx), max(box[3], box[3] + dy)


def _stretched(each: _Following, dx: float, dy: float) -> tuple[Point, ...]:
    """The old line with its dragged ends moved; the bend beside an end keeps the segment's axis."""
    points = list(each.item.points)
    for is_moved, end, beside in ((each.moved[0], 0, 1), (each.moved[1], -1, -2)):
        if not is_moved:
            continue
        old, bend = points[end], points[beside]
        points[end] = Point(old.x + dx, old.y + dy)
        if len(points) > 2:
            is_level = abs(old.y - bend.y) < 1.0
            points[beside] = Point(bend.x, bend.y + dy) if is_level else Point(bend.x + dx, bend.y)
    return tuple(points)


def _shifted(end: End, dx: float, dy: float) -> End:
    dock = Point(end.dock.x + dx, end.dock.y + dy)
    if end.outline is None:
        return End(end.element, None, dock, end.is_cut)
    box = end.outline.bounds
    moved = outline_of(end.element, Bounds(box.x + dx, box.y + dy, box.width, box.height))
    return End(end.element, moved, dock, end.is_cut)


def _common(first: Rect, second: Rect) -> Rect:
    return max(first[0], second[0]), max(first[1], second[1]), min(first[2], second[2]), min(first[3], second[3])


def _covers(outer: Rect, inner: Rect) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
