"""Diagram interchange: diagrams, planes, shapes, edges and labels.

Reading a rectangle or a line gives value types; writing one writes only the numbers that changed. A number that no
xsd:double is reads as 0, and its text stays in the file until somebody writes that very number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal

from engine.bpmn.content import Child, Children, new_node, place_for, remove_node
from engine.bpmn.elements import Element, ExtensionElements
from engine.bpmn.fields import Attr, Flag, Host, Number, Ref, View, format_number, parse_number
from engine.bpmn.geometry import Bounds, Point, bounds_of, point_of
from engine.bpmn.journal import Insert, Node, SetAttribute, attributes_of, children_of
from engine.bpmn.namespaces import BPMNDI, DC, DI, clark

BOUNDS: Final = clark(DC, "Bounds")
WAYPOINT: Final = clark(DI, "waypoint")
LABEL: Final = clark(BPMNDI, "BPMNLabel")


class DiagramExtension(ExtensionElements):
    """Vendors' elements inside a diagram element (`di:extension`)."""

    __slots__ = ()


class DiagramElement(Element):
    """Whatever stands on a plane."""

    __slots__ = ()

    extension = Child(DiagramExtension, clark(DI, "extension"))


class Font(Element):
    """How a label's text looks."""

    __slots__ = ()

    name = Attr("name")
    size = Number("size")
    is_bold = Flag("isBold")
    is_italic = Flag("isItalic")
    is_underline = Flag("isUnderline")
    is_strike_through = Flag("isStrikeThrough")


class BPMNLabelStyle(Element):
    """A font that labels share."""

    __slots__ = ()

    font = Child(Font, clark(DC, "Font"))


class BoundsElement(Element):
    """The element that holds a rectangle; `shape.bounds` is the easy way to it."""

    __slots__ = ()

    x = Number("x")
    y = Number("y")
    width = Number("width")
    height = Number("height")


class PointElement(Element):
    """The element that holds a point of a line; `edge.waypoints` is the easy way to it."""

    __slots__ = ()

    x = Number("x")
    y = Number("y")


class BPMNLabel(DiagramElement):
    """Where a name is drawn; without bounds, the place is the drawing's own choice."""

    __slots__ = ()

    bounds_element = Child(BoundsElement, BOUNDS)
    label_style_ref = Attr("labelStyle")
    label_style = Ref("labelStyle", BPMNLabelStyle)

    @property
    def bounds(self) -> Bounds | None:
        """The rectangle of the text, if the file gives one."""
        return bounds_in(self.node)

    @bounds.setter
    def bounds(self, value: Bounds | None) -> None:
        write_bounds(self, value)


class BPMNShape(DiagramElement):
    """How a node is drawn."""

    __slots__ = ()

    bounds_element = Child(BoundsElement, BOUNDS)
    label = Child(BPMNLabel, clark(BPMNDI, "BPMNLabel"))
    element_ref = Attr("bpmnElement")
    element = Ref("bpmnElement", Element)
    is_horizontal = Flag("isHorizontal")
    is_expanded = Flag("isExpanded")
    is_marker_visible = Flag("isMarkerVisible")
    is_message_visible = Flag("isMessageVisible")
    participant_band_kind = Attr("participantBandKind")
    choreography_activity_shape_ref = Attr("choreographyActivityShape")

    @property
    def choreography_activity_shape(self) -> BPMNShape | None:
        """The shape of the choreography activity that this participant band belongs to."""
        found = _shape_reference.__get__(self, type(self))
        return found if isinstance(found, BPMNShape) else None

    @property
    def bounds(self) -> Bounds:
        """The rectangle; all zero where the file gives none."""
        return bounds_in(self.node) or _NOWHERE

    @bounds.setter
    def bounds(self, value: Bounds) -> None:
        write_bounds(self, value)


class BPMNEdge(DiagramElement):
    """How a connection is drawn."""

    __slots__ = ()

    waypoint_elements = Children(PointElement, WAYPOINT)
    label = Child(BPMNLabel, clark(BPMNDI, "BPMNLabel"))
    element_ref = Attr("bpmnElement")
    element = Ref("bpmnElement", Element)
    source_element_ref = Attr("sourceElement")
    source_element = Ref("sourceElement", DiagramElement)
    target_element_ref = Attr("targetElement")
    target_element = Ref("targetElement", DiagramElement)
    message_visible_kind = Attr("messageVisibleKind")

    @property
    def waypoints(self) -> tuple[Point, ...]:
        """The points of the line, from source to target."""
        return tuple([_read_point(node) for node in children_of(self.node) if node.tag == WAYPOINT])

    @waypoints.setter
    def waypoints(self, value: Sequence[Point]) -> None:
        write_waypoints(self, value)


class BPMNPlane(DiagramElement):
    """The surface of a diagram: one process, collaboration, choreography or sub-process."""

    __slots__ = ()

    elements = Children(DiagramElement, clark(BPMNDI, "BPMNShape"), clark(BPMNDI, "BPMNEdge"))
    shapes = Children(BPMNShape, clark(BPMNDI, "BPMNShape"))
    edges = Children(BPMNEdge, clark(BPMNDI, "BPMNEdge"))
    element_ref = Attr("bpmnElement")
    element = Ref("bpmnElement", Element)


class BPMNDiagram(Element):
    """One diagram of the file."""

    __slots__ = ()

    plane = Child(BPMNPlane, clark(BPMNDI, "BPMNPlane"))
    label_styles = Children(BPMNLabelStyle, clark(BPMNDI, "BPMNLabelStyle"))
    name = Attr("name")
    documentation = Attr("documentation")
    resolution = Number("resolution")


def read_bounds(node: Node) -> Bounds:
    """The rectangle that a Bounds node says; a bad number is 0."""
    number = _NUMBERS
    x, y = number[node.get("x")], number[node.get("y")]
    return bounds_of((x, y, number[node.get("width")], number[node.get("height")]))


def along(edge: BPMNEdge, axis: Literal["x", "y"]) -> list[float]:
    """The points of an edge in one direction only."""
    number = _NUMBERS
    return [number[node.get(axis)] for node in edge.node if node.tag == WAYPOINT]


def span_of(shape: BPMNShape, axis: Literal["x", "y"]) -> tuple[float, float]:
    """Where a shape begins and ends in one direction only; at 0 where the file gives it no place."""
    node = next(shape.node.iterchildren(BOUNDS), None)
    if node is None:
        return 0.0, 0.0
    first = _NUMBERS[node.get(axis)]
    return first, first + _NUMBERS[node.get("width" if axis == "x" else "height")]


def places_of(drawn: BPMNShape | BPMNEdge) -> tuple[Bounds | None, tuple[Point, ...], Bounds | None]:
    """The rectangle, the points and the label's rectangle of something drawn, as far as it has them."""
    points, label = line_of(drawn)
    return bounds_in(drawn.node), points, None if label is None else bounds_in(label)


def box_of(drawn: BPMNShape | BPMNEdge) -> tuple[Bounds | None, Node | None]:
    """The rectangle of something drawn and the node of its label, as far as it has them, in one pass."""
    bounds = label = None
    for node in children_of(drawn.node):
        tag = node.tag
        if tag == BOUNDS:
            bounds = bounds or read_bounds(node)
        elif tag == LABEL and label is None:
            label = node
    return bounds, label


def line_of(drawn: BPMNShape | BPMNEdge) -> tuple[tuple[Point, ...], Node | None]:
    """The points of something drawn and the node of its label, as far as it has them, in one pass."""
    children, number, point = children_of(drawn.node), _NUMBERS, point_of
    line = tuple([point((number[it.get("x")], number[it.get("y")])) for it in children if it.tag == WAYPOINT])
    if len(line) == len(children):
        return line, None
    return line, next((child for child in children if child.tag == LABEL), None)


def bounds_in(owner: Node) -> Bounds | None:
    """The rectangle that stands in a node, such as that of a label."""
    for node in children_of(owner):
        if node.tag == BOUNDS:
            return read_bounds(node)
    return None


def write_bounds(owner: View, value: Bounds | None) -> None:
    """Give a shape or label a rectangle, changing only the numbers that differ; None removes it."""
    node = next(owner.node.iterchildren(BOUNDS), None)
    if value is None:
        if node is not None:
            remove_node(owner, node)
        return
    numbers = {"x": value.x, "y": value.y, "width": value.width, "height": value.height}
    if node is None:
        _insert_numbers(owner, BOUNDS, numbers)
    else:
        _write_numbers(owner.host, node, numbers)


def move_by(drawn: BPMNShape | BPMNEdge, dx: float, dy: float) -> None:
    """Move a shape or a line as a whole, with its label where that has a place of its own."""
    record = drawn.host.record
    for node, name, text in moved_numbers(drawn.node, dx, dy):
        record(SetAttribute(node, name, text, attributes_of(node)))


def moved_numbers(drawn: Node, dx: float, dy: float) -> Iterator[tuple[Node, str, str]]:
    """What to write in the node of a shape or line to move it: where, which attribute, and its new text."""
    steps = [(name, step) for name, step in (("x", dx), ("y", dy)) if step]
    for node in drawn.iterchildren(BOUNDS, WAYPOINT, LABEL):
        for placed in node.iterchildren(BOUNDS) if node.tag == LABEL else (node,):
            for name, step in steps:
                raw = placed.get(name)
                text = format_number((parse_number(raw) or 0.0) + step)
                if text != raw:
                    yield placed, name, text


def write_waypoints(edge: BPMNEdge, value: Sequence[Point]) -> None:
    """Give an edge another line, keeping the points at both ends of it that are the same."""
    nodes = list(edge.node.iterchildren(WAYPOINT))
    old = [_read_point(node) for node in nodes]
    head = _common(old, value)
    tail = _common(old[head:][::-1], list(value[head:])[::-1])
    middle, points = nodes[head : len(nodes) - tail], value[head : len(value) - tail]
    for node, point in zip(middle, points, strict=False):
        _write_numbers(edge.host, node, {"x": point.x, "y": point.y})
    for node in middle[len(points) :]:
        remove_node(edge, node)
    before = nodes[len(nodes) - tail] if tail else None
    for point in points[len(middle) :]:
        _insert_numbers(edge, WAYPOINT, {"x": point.x, "y": point.y}, before)


def _common(left: Sequence[Point], right: Sequence[Point]) -> int:
    pairs = zip(left, right, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(left), len(right)))


def _read_point(node: Node) -> Point:
    return point_of((_NUMBERS[node.get("x")], _NUMBERS[node.get("y")]))


def _write_numbers(host: Host, node: Node, numbers: dict[str, float]) -> None:
    for name, number in numbers.items():
        _write_number(host, node, name, number)


def _write_number(host: Host, node: Node, name: str, number: float) -> None:
    raw = node.get(name)
    if parse_number(raw) == number:
        return
    text = format_number(number)
    if text != raw:
        host.record(SetAttribute(node, name, text, attributes_of(node)))


def _insert_numbers(owner: View, tag: str, numbers: dict[str, float], before: Node | None = None) -> None:
    node = new_node(owner.node, tag)
    for name, number in numbers.items():
        node.set(name, format_number(number))
    place = place_for(owner, node, View) if before is None else owner.node.index(before)
    owner.host.record(Insert(owner.node, node, place))


class _Numbers(dict[str | None, float]):
    """The numbers that texts of coordinates say, each understood once; one that is missing or bad is 0."""

    __slots__ = ()

    def __missing__(self, raw: str | None) -> float:
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        number = self[raw] = parse_number(raw) or 0.0
        return number


_MOST_NUMBERS: Final = 65536
_NUMBERS: Final = _Numbers()
_NOWHERE: Final = Bounds(0.0, 0.0, 0.0, 0.0)
_shape_reference: Final = Ref("choreographyActivityShape", BPMNShape)
