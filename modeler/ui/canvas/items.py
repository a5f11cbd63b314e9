"""One drawn thing: a shape or edge of the diagram with what the canvas remembers about it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from math import hypot
from typing import Literal, NamedTuple

from engine.bpmn import (
    Activity,
    BPMNEdge,
    BPMNShape,
    CallActivity,
    Element,
    Group,
    Lane,
    Participant,
    Point,
    SubChoreography,
    SubProcess,
    TextAnnotation,
)
from engine.bpmn.geometry import point_of
from modeler.drawing import Figure
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.stacking import StackingKey

Role = Literal["node", "container", "pool", "lane", "group", "text", "edge"]
Drawn = BPMNShape | BPMNEdge
HEADER = 30.0
_NAMED_INSIDE = (Activity, Participant, Lane, TextAnnotation)


class Part(NamedTuple):
    """What can be selected: a shape, an edge, or the external label of one."""

    view: Drawn
    is_label: bool = False

    @property
    def element(self) -> Element | None:
        """The BPMN element it shows."""
        return self.view.element


class SceneItem:
    """A shape or edge on the canvas. Values are read from the model once and again after each change of it."""

    __slots__ = (
        "_away", "_points", "box", "colors", "element", "expanded", "extent", "figure", "hidden", "is_carried", "key",
        "label_place", "plain", "reference", "role", "view",
    )  # fmt: skip

    def __init__(self, view: Drawn, element: Element | None, key: StackingKey) -> None:
        self.view = view
        self.element = element
        self.key = key
        self.role: Role = role_of(view, element)
        self._points: tuple[Point, ...] = ()
        self._away: tuple[float, float] | None = None
        """How far the points have been carried since they were last looked at."""
        self.box: Rect = (0.0, 0.0, 0.0, 0.0)
        self.extent: Rect = self.box
        self.label_place: Rect | None = None
        self.expanded = view.node.get("isExpanded")
        self.reference = view.element_ref
        self.figure: Figure | None = None
        self.plain: Figure | None = None
        self.colors: tuple[str, str] | None = None
        self.hidden = False
        self.is_carried = False

    @property
    def points(self) -> tuple[Point, ...]:
        """The bends of an edge with its ends; a shape has none."""
        if self._away is not None:
            dx, dy = self._away
            self._points = tuple([point_of((x + dx, y + dy)) for x, y in self._points])
            self._away = None
        return self._points

    @points.setter
    def points(self, points: tuple[Point, ...]) -> None:
        self._points, self._away = points, None

    def carry(self, dx: float, dy: float) -> None:
        """Go along with a change that moved very many things; the places are read again once they must be exact."""
        self.is_carried = True
        self.figure = self.plain = None
        left, top, right, bottom = self.box
        self.box = left + dx, top + dy, right + dx, bottom + dy
        left, top, right, bottom = self.extent
        self.extent = left + dx, top + dy, right + dx, bottom + dy
        if self._points:
            away = self._away
            self._away = (dx, dy) if away is None else (away[0] + dx, away[1] + dy)
        if self.label_place is not None:
            left, top, right, bottom = self.label_place
            self.label_place = left + dx, top + dy, right + dx, bottom + dy

    def forget_looks(self) -> None:
        """Whatever was made of its look may no longer be true."""
        self.figure = self.plain = self.colors = None

    @property
    def center(self) -> tuple[float, float]:
        """The middle of the shape."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def is_frame(self) -> bool:
        """Whether it surrounds others, so that its inside belongs to them."""
        return self.role in ("container", "pool", "lane", "group")

    @property
    def may_have_label(self) -> bool:
        """Whether it may have an external label: an edge without a name has none, nor what has its name inside."""
        if self.role == "edge":
            return self.element is None or bool(self.element.get("name"))
        return not isinstance(self.element, _NAMED_INSIDE)

    def label_rect(self) -> Rect | None:
        """Where the external label stands, when it is drawn."""
        label = self.figure.label if self.figure is not None else None
        if label is None:
            return None
        box = label.box
        return box.x, box.y, box.x + box.width, box.y + box.height

    def is_at(self, x: float, y: float, tolerance: float) -> bool:
        """Whether the body of the thing is at a point: inside a shape, within the tolerance of a line."""
        if self.role == "edge":
            return distance_to_line(self.points, x, y) <= tolerance
        if self.role == "group":
            return _inside(self.box, x, y, tolerance) and not _inside(self.box, x, y, -tolerance)
        return _inside(self.box, x, y, 0.0)

    def is_handle(self, x: float, y: float, tolerance: float) -> bool:
        """Whether dragging from this point moves the thing: everywhere, but for pools only border and header."""
        if self.role not in ("pool", "lane"):
            return True
        left, top, right, bottom = self.box
        near_border = not _inside(self.box, x, y, -tolerance)
        return near_border or (x < left + HEADER if right - left > bottom - top else y < top + HEADER)


def role_of(view: Drawn, element: Element | None) -> Role:
    """How a thing behaves under the pointer."""
    if isinstance(view, BPMNEdge):
        return "edge"
    if isinstance(element, Participant):
        return "pool"
    if isinstance(element, Lane):
        return "lane"
    if isinstance(element, Group):
        return "group"
    if isinstance(element, TextAnnotation):
        return "text"
    is_open = isinstance(element, SubProcess | SubChoreography) and view.is_expanded is not False
    is_open = is_open or (isinstance(element, CallActivity) and view.is_expanded is True)
    return "container" if is_open else "node"


def distance_to_line(points: Sequence[Point], x: float, y: float) -> float:
    """How far a point is from a line through way-points."""
    pairs = itertools.pairwise(points)
    return min((_distance_to_segment(a, b, x, y) for a, b in pairs), default=float("inf"))


def nearest_segment(points: Sequence[Point], x: float, y: float) -> int:
    """The number of the segment that is nearest to a point."""
    pairs = list(itertools.pairwise(points))
    return min(range(len(pairs)), key=lambda number: _distance_to_segment(*pairs[number], x, y), default=0)


def _distance_to_segment(a: Point, b: Point, x: float, y: float) -> float:
    dx, dy = b.x - a.x, b.y - a.y
    length = dx * dx + dy * dy
    along = min(max(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0), 1.0) if length else 0.0
    return hypot(x - a.x - along * dx, y - a.y - along * dy)


def _inside(rect: Rect, x: float, y: float, margin: float) -> bool:
    return rect[0] - margin <= x <= rect[2] + margin and rect[1] - margin <= y <= rect[3] + margin
