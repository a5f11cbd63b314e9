"""What one diagram shows: every shape and edge by view and by place, kept in step with the document.

`show` reads a whole diagram; `sync` applies one `ChangeSet` and answers with the rectangles that look different
now. The scene reads the model and never writes it.
"""

from __future__ import annotations

import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TypeAlias

from engine.bpmn import (
    Association,
    Bounds,
    BPMNDiagram,
    BPMNEdge,
    BPMNPlane,
    BPMNShape,
    ChangeSet,
    Document,
    Element,
    Point,
)
from engine.bpmn.changes import Distance
from engine.bpmn.diagram import places_of
from modeler.drawing import Detail, Figure, IconLookup, Metrics, Outline, Style, figure, no_icons, outline_of
from modeler.drawing.dependents import dependents, neighbors
from modeler.drawing.figure import is_same_look
from modeler.drawing.reading import read_colors, sane
from modeler.drawing.style import ink
from modeler.ui.canvas.index import GridIndex, Rect, grown, overlap, union
from modeler.ui.canvas.items import Drawn, Part, SceneItem
from modeler.ui.canvas.stacking import Stacking

Renewed: TypeAlias = tuple[SceneItem, Figure | None, Rect | None]
"""A thing that may look otherwise, with its figure, if that was made, and its extent before."""
_by_key = attrgetter("key")
_LABEL_ROOM = 70.0
_MARGIN = 2.0
_FARTHEST = 1e7
_DRAWN = (BPMNShape, BPMNEdge)
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_MANY = 500


@dataclass(slots=True)
class SceneChange:
    """What one change of the document did to the picture."""

    dirty: list[Rect] = field(default_factory=list)
    shown: list[SceneItem] = field(default_factory=list)
    gone: list[SceneItem] = field(default_factory=list)


class Scene:
    """The drawn things of one diagram."""

    def __init__(self, style: Style, metrics: Metrics) -> None:
        self.style = style
        self.metrics = metrics
        self.icons: IconLookup = no_icons
        self.document: Document | None = None
        self.diagram: BPMNDiagram | None = None
        self._items: dict[Element, SceneItem] = {}
        self._index: GridIndex[SceneItem] = GridIndex()
        self._stacking = Stacking()
        self._seen: Rect | None = None
        self._outgrown: list[Rect] = []
        self.version = 0

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[SceneItem]:
        return iter(self._items.values())

    def show(self, document: Document | None, diagram: BPMNDiagram | None = None) -> None:
        """Show a diagram of a document (the first one unless said), or nothing."""
        self.document = document
        first = document.diagrams[0] if document is not None and document.diagrams else None
        self.diagram = diagram if diagram is not None else first
        self.version += 1
        self._items.clear()
        self._index = GridIndex()
        self._stacking = Stacking(document)
        plane = self._plane
        if plane is not None:
            for view in (*plane.shapes, *plane.edges):
                self._add(view)

    @property
    def _plane(self) -> BPMNPlane | None:
        return None if self.diagram is None else self.diagram.plane

    def restyle(self, style: Style) -> None:
        """Draw everything in another style from now on."""
        self.style = style
        for item in self:
            item.forget_looks()

    def item(self, view: Element | None) -> SceneItem | None:
        """The drawn thing of a shape or edge view, or of the element that it shows."""
        if view is None:
            return None
        found = self._items.get(view)
        if found is None and self.document is not None:
            shown = (self._items.get(shape) for shape in self.document.shapes_of(view))
            found = next((item for item in shown if item is not None), None)
        return found

    def bounds(self) -> Rect | None:
        """The rectangle around everything that is drawn."""
        return self._index.bounds()

    def touching(self, rect: Rect) -> list[SceneItem]:
        """What is drawn in a rectangle, from the bottom up."""
        return sorted(self._index.touching(rect), key=_by_key)

    def within(self, rect: Rect) -> list[SceneItem]:
        """The shapes and edges that lie wholly inside a rectangle; labels may stick out."""
        left, top, right, bottom = rect
        found: list[SceneItem] = []
        for item in self._index.touching(rect):
            x0, y0, x1, y1 = item.box
            if left <= x0 and top <= y0 and x1 <= right and y1 <= bottom:
                found.append(item)
        return sorted(found, key=_by_key)

    def hit(
        self,
        x: float,
        y: float,
        tolerance: float = 5.0,
        without: Iterable[SceneItem] = (),
        detail: Detail = Detail.FULL,
    ) -> Part | None:
        """The topmost thing at a point: label, node, flow within the tolerance, then what surrounds the point.

        From so far away that no text is drawn, no label is hit.
        """
        left_out = set(without)
        near = [item for item in self._index.near(x, y, tolerance) if item not in left_out]
        near.sort(key=_by_key, reverse=True)
        for item in near if detail is Detail.FULL else ():
            rect = self.label_rect(item)
            if rect is not None and rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]:
                return Part(item.view, True)
        for wanted in (_is_node, _is_edge, _is_frame):
            for item in near:
                if wanted(item) and item.is_at(x, y, tolerance):
                    return Part(item.view)
        return None

    def figure(self, item: SceneItem, detail: Detail = Detail.FULL) -> Figure:
        """What a thing looks like; made when it is first seen so near."""
        made = item.figure if detail is Detail.FULL else item.plain
        if made is not None:
            return made
        if item.is_carried:
            _read_places(item)
        made = figure(item.view, self.style, self.metrics, detail, self.icons, self._outline)
        if detail is not Detail.FULL:
            item.plain = made
            return made
        item.figure = made
        drawn = _rect_of(made.bounds)
        if not _covers(item.extent, drawn):
            self._file(item, union((item.extent, drawn)) or drawn)
            self._outgrown.append(item.extent)
        return made

    def _outline(self, shape: BPMNShape) -> Outline:
        item = self._items.get(shape)
        known = None if item is None else item.figure or item.plain
        return outline_of(shape) if known is None else known.outline

    def take_outgrown(self) -> list[Rect]:
        """Where things turned out to be larger than they were taken to be, since this was asked last."""
        found, self._outgrown = self._outgrown, []
        return found

    def colors(self, item: SceneItem) -> tuple[str, str]:
        """The line and fill color of a thing seen from far away."""
        if item.colors is None:
            stroke, fill = _default_colors(item, self.style)
            given = read_colors(item.view)
            found = None if given is None else ink(self.style, given, stroke, fill)
            item.colors = (stroke, fill) if found is None else (found.stroke, found.fill)
        return item.colors

    def label_rect(self, item: SceneItem) -> Rect | None:
        """Where the external label of a thing stands; no figure is made of what cannot have one."""
        if item.figure is None and item.may_have_label:
            self.figure(item)
        return item.label_rect()

    def part_rect(self, part: Part) -> Rect | None:
        """The rectangle of a selected part: of the shape, the way-points, or the label."""
        item = self._items.get(part.view)
        if item is None:
            return None
        if item.is_carried:
            _read_places(item)
        return self.label_rect(item) if part.is_label else item.box

    def sync(self, changes: ChangeSet, seen: Rect | None = None) -> SceneChange:
        """Follow a change of the document; figures are made at once for what is `seen`, else when they are needed."""
        change = SceneChange()
        self.version += 1
        self._seen = seen
        for view in changes.removed:
            self._drop(view, change)
        if self.document is None:
            return change
        touched = self._touched_by(self.document, changes)
        if len(touched) > _MANY:
            renewed = self._renew_all(touched, changes, change)
        else:
            renewed = self._refresh_all(touched, changes, change)
            drawn = (view for view in _views_of(changes) if isinstance(view, _DRAWN))
            around = dict.fromkeys(near for view in drawn for near in neighbors(self.document, view))
            renewed += [self._renew(near) for near in around if near not in touched]
        for each in renewed:
            if each is not None:
                self._note(*each, change)
        return change

    @staticmethod
    def _touched_by(document: Document, changes: ChangeSet) -> dict[Element, None]:
        """The shapes and edges to look at after a change, whether they are drawn still or not."""
        touched: dict[Element, None] = {}
        for view in _views_of(changes):
            if isinstance(view, _DRAWN):
                touched[view] = None
            else:
                touched.update(dict.fromkeys(dependents(document, view)))
        return touched

    def _renew_all(self, touched: Iterable[Element], changes: ChangeSet, change: SceneChange) -> list[Renewed | None]:
        """Follow a change of very many things: all is drawn anew, sooner done than asking what stands beside each."""
        before = self.bounds()
        known = self._carry(changes.shifted, change)
        for view, item in self._items.items():
            if view not in known:
                item.forget_looks()
        renewed = self._refresh_all((view for view in touched if view not in known), changes, change)
        change.dirty.extend(rect for rect in (before, self.bounds()) if rect is not None)
        return renewed

    def _carry(self, shifted: Mapping[Element, Distance], change: SceneChange) -> Container[Element]:
        """Let what only moved go along, unless it is in view now; returns what needs no reading."""
        carried: dict[Element, SceneItem] = {}
        seen, items = self._seen, self._items
        for view, (dx, dy) in shifted.items():
            item = items.get(view)
            if item is not None:
                item.carry(dx, dy)
                if seen is None or not overlap(item.extent, seen):
                    carried[view] = item
        for item in self._index.stay({item: item.extent for item in carried.values()}):
            self._file(item, item.extent)
        change.shown.extend(carried.values())
        return carried

    def set_hidden(self, items: Iterable[SceneItem], hidden: bool) -> list[Rect]:
        """Lift things out of the picture, or put them back; returns what looks different now."""
        dirty: list[Rect] = []
        self.version += 1
        for item in items:
            if item.hidden != hidden:
                item.hidden = hidden
                dirty.append(grown(item.extent, _MARGIN))
        return dirty

    def _refresh_all(self, views: Iterable[Element], changes: ChangeSet, change: SceneChange) -> list[Renewed | None]:
        """Read things anew; no figure is made before all are read, for figures depend on each other."""
        plane, is_order_kept = self._plane, self._keeps_order(changes)
        return [self._refresh(view, plane, is_order_kept, change) for view in views]

    def _refresh(
        self, view: Element, plane: BPMNPlane | None, is_order_kept: bool, change: SceneChange
    ) -> Renewed | None:
        if not isinstance(view, (BPMNShape, BPMNEdge)) or plane is None or view.node.getparent() is not plane.node:
            self._drop(view, change)
            return None
        before = self._items.get(view)
        figure, extent = (None, None) if before is None else (before.figure, before.extent)
        item = self._add(view, is_order_kept)
        if before is not None and before is not item:
            change.gone.append(before)
        return item, figure, extent

    def _renew(self, view: Element) -> Renewed | None:
        """Follow a change nearby: the same thing in the same place may look otherwise."""
        item = self._items.get(view)
        if item is None:
            return None
        figure = item.figure
        item.forget_looks()
        return item, figure, item.extent

    def _note(self, item: SceneItem, figure: Figure | None, extent: Rect | None, change: SceneChange) -> None:
        """Tell what of a thing looks different now, by what it was; `figure` may not have been made."""
        self._make_if_seen(item)
        if figure is not None and item.figure is not None and is_same_look(figure, item.figure):
            change.shown.extend(() if item.is_frame else (item,))
            return
        if extent is not None and extent != item.extent:
            change.dirty.append(grown(extent, _MARGIN))
        change.dirty.append(grown(item.extent, _MARGIN))
        change.shown.append(item)

    def _make_if_seen(self, item: SceneItem) -> None:
        """Make the figure of what is in view, so that its true extent is known before it is painted."""
        if self._seen is not None and overlap(item.extent, self._seen):
            known = len(self._outgrown)
            self.figure(item)
            del self._outgrown[known:]

    def _drop(self, view: Element, change: SceneChange) -> None:
        item = self._items.pop(view, None)
        if item is not None:
            self._index.remove(item)
            change.dirty.append(grown(item.extent, _MARGIN))
            change.gone.append(item)

    def _add(self, view: Drawn, is_order_kept: bool = False) -> SceneItem:
        item = self._items.get(view)
        is_known = is_order_kept and item is not None and view.element_ref == item.reference
        element = item.element if is_known and item is not None else view.element
        if item is None or item.element is not element:
            if item is not None:
                self._index.remove(item)
            item = SceneItem(view, element, ())
            self._items[view] = item
        if not item.key or not is_order_kept:
            item.key = self._stacking.key(view, element)
        item.forget_looks()
        item.expanded = view.node.get("isExpanded")
        _read_places(item)
        self._file(item, _estimate(item))
        return item

    def _keeps_order(self, changes: ChangeSet) -> bool:
        """Whether a change leaves all above and below what it was: only lines and the places of nodes changed."""
        if changes.added or changes.removed:
            return False
        others = (view for view in changes.changed if view not in changes.shifted)
        return all(isinstance(view, _DRAWN) and self._is_as_open(view) for view in others)

    def _is_as_open(self, view: Drawn) -> bool:
        """Whether a thing is opened or closed as it was when it was read."""
        expanded, item = view.node.get("isExpanded"), self._items.get(view)
        return expanded is None if item is None else expanded == item.expanded

    def _file(self, item: SceneItem, extent: Rect) -> None:
        item.extent = extent
        self._index.put(item, extent, _parts(item) if len(item.points) > 2 else None)


def _views_of(changes: ChangeSet) -> Iterator[Element]:
    return itertools.chain(changes.removed, changes.changed, changes.added)


def _read_places(item: SceneItem) -> None:
    """Take from the model where a thing stands."""
    bounds, points, label = places_of(item.view)
    item.is_carried = False
    item.label_place = None if label is None else _rect_of(label)
    if isinstance(item.view, BPMNEdge):
        item.points = tuple([_near(point) for point in points])
        item.box = _around(item.points)
    else:
        item.box = _NOWHERE if bounds is None else _rect_of(sane(bounds))


def _is_node(item: SceneItem) -> bool:
    return item.role in ("node", "text")


def _is_edge(item: SceneItem) -> bool:
    return item.role == "edge"


def _is_frame(item: SceneItem) -> bool:
    return item.is_frame


def _rect_of(box: Bounds) -> Rect:
    return box.x, box.y, box.x + box.width, box.y + box.height


def _near(at: Point) -> Point:
    """The point, unless it is farther away than a picture can bear."""
    if -_FARTHEST < at.x < _FARTHEST and -_FARTHEST < at.y < _FARTHEST:
        return at
    return Point(min(max(at.x, -_FARTHEST), _FARTHEST), min(max(at.y, -_FARTHEST), _FARTHEST))


def _around(points: tuple[Point, ...]) -> Rect:
    if not points:
        return _NOWHERE
    across, down = [point.x for point in points], [point.y for point in points]
    return min(across), min(down), max(across), max(down)


def _covers(outer: Rect, inner: Rect) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _segments(points: tuple[Point, ...]) -> list[Rect]:
    """One rectangle for each segment, a little wider than the line with its arrow head."""
    return [
        grown((min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)), 12.0) for a, b in itertools.pairwise(points)
    ]


def _estimate(item: SceneItem) -> Rect:
    """Where a thing may paint, as far as one can tell before its figure is made: its box and an external label."""
    body = grown(item.box, 12.0 if item.role == "edge" else 4.0)
    label = item.label_place
    if label is not None:
        return union((body, grown(label, 2.0))) or body
    left, top, right, bottom = body
    if item.role == "edge":
        return grown(body, _LABEL_ROOM) if getattr(item.element, "name", None) else body
    if bottom - top < _LABEL_ROOM:
        return left - _LABEL_ROOM, top, right + _LABEL_ROOM, bottom + _LABEL_ROOM
    return body


def _parts(item: SceneItem) -> Iterator[Rect]:
    """The smaller rectangles that a bent line takes: its segments and its label."""
    yield from _segments(item.points)
    label = item.label_rect() or item.label_place
    if label is not None:
        yield label


def _default_colors(item: SceneItem, style: Style) -> tuple[str, str]:
    if item.role == "edge":
        return (style.association if isinstance(item.element, Association) else style.flow), style.canvas
    if item.role in ("pool", "lane"):
        return style.pool_stroke, style.pool_fill
    return style.shape_stroke, style.container_fill if item.role == "container" else style.shape_fill
