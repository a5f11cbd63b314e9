"""Reads what a figure shows from a document's shapes and edges; whatever is odd there is read as nothing special."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from engine.bpmn import (
    Activity,
    Association,
    BPMNEdge,
    BPMNShape,
    ChoreographyActivity,
    DataAssociation,
    DataInputAssociation,
    DataOutputAssociation,
    Document,
    Element,
    Event,
    FlowNode,
    Gateway,
    MessageFlow,
    Participant,
    SequenceFlow,
)
from engine.bpmn.diagram import bounds_in, box_of, line_of
from engine.bpmn.extensions import NO_COLORS, Colors, colors_of, colors_with
from engine.bpmn.geometry import Bounds, Point
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import local_name
from modeler.drawing import traits
from modeler.drawing.docking import docked
from modeler.drawing.figure import Detail
from modeler.drawing.free_side import free_side
from modeler.drawing.names import shown_name
from modeler.drawing.outlines import Outline
from modeler.drawing.style import FileColors
from modeler.drawing.subject import NO_TRAITS, Band, EdgeSubject, ShapeSubject

IconLookup: TypeAlias = Callable[[Element], str | None]
"""The reference of the icon that an element's connector has, or None."""

OutlineLookup: TypeAlias = Callable[[BPMNShape], Outline]
_BOXES, _NO_TEXT, _FULL = Detail
_new = tuple.__new__
"""Makes a named tuple in half the time of its class's own call: for what is made by thousands."""
_NEAREST, _FARTHEST = -1e7, 1e7
_DIRECTIONS = {"One": frozenset(("to-target",)), "Both": frozenset(("to-target", "to-source"))}
_DEFAULT, _CONDITIONAL = frozenset(("default",)), frozenset(("conditional",))
_PLAIN_CONNECTIONS = (SequenceFlow, MessageFlow, Association)
_NOWHERE = Bounds(0.0, 0.0, 0.0, 0.0)
_NOBODY: Mapping[str, FlowNode] = MappingProxyType({})
_ENVELOPES = {"initiating": frozenset(("initiating",)), "non_initiating": frozenset(("non-initiating",))}


def no_icons(_element: Element) -> str | None:
    """The lookup that knows no icons."""
    return None


def read_shape(shape: BPMNShape, icons: IconLookup = no_icons, detail: Detail = Detail.FULL) -> ShapeSubject:
    """What the figure of a shape shows; below full detail nothing that only text needs."""
    return shape_subject(shape, shape.element, icons, detail)


def shape_subject(
    shape: BPMNShape, element: Element | None, icons: IconLookup = no_icons, detail: Detail = Detail.FULL
) -> ShapeSubject:
    """The same, for those who know already which element the shape shows."""
    place, label_node = box_of(shape)
    bounds = _NOWHERE if place is None else sane(place)
    colors = _colors(shape, element, label_node) if shape.host.has_colors else None
    if element is None:
        return ShapeSubject("?", bounds, shape.element_ref or "", colors=colors)
    read_traits, is_activity, is_named_beside, is_pool = _family(type(element))  # type: ignore[arg-type]  # as below
    kind = "participantBand" if is_pool and shape.participant_band_kind else kind_of(element)
    marks, symbol = read_traits(shape, element, bounds)
    if detail is _BOXES:
        return ShapeSubject(kind, bounds, "", marks, None, colors)
    icon = icons(element) if is_activity else None
    bands = _bands(shape, element) if isinstance(element, ChoreographyActivity) else ()
    marks = marks if icon is None else marks - {"collapsed"}
    if detail is _NO_TEXT:
        return ShapeSubject(kind, bounds, "", marks, symbol, colors, None, icon, bands)
    name, label = shown_name(element), None if label_node is None else _label_bounds(bounds_in(label_node))
    side = free_side(shape, element, bounds) if is_named_beside and label is None and name else "bottom"
    return _new(ShapeSubject, (kind, bounds, name, marks, symbol, colors, label, icon, bands, side))


class _Family(NamedTuple):
    """What is the same for all shapes of one class of elements; mypy takes classes for unhashable."""

    read_traits: traits.Reader
    is_activity: bool
    is_named_beside: bool
    is_pool: bool


@cache
def _family(kind: type[Element]) -> _Family:
    is_named_beside = issubclass(kind, (Event, Gateway))
    return _Family(traits.reader_of(kind), issubclass(kind, Activity), is_named_beside, issubclass(kind, Participant))


def read_colors(drawn: BPMNShape | BPMNEdge) -> FileColors | None:
    """The colors that the file gives a shape or edge, or None where it gives none."""
    return _file_colors(colors_of(drawn))


def _colors(drawn: BPMNShape | BPMNEdge, element: Element | None, label: Node | None) -> FileColors | None:
    return _file_colors(colors_with(drawn, element, label))


def _file_colors(found: Colors) -> FileColors | None:
    return None if found is NO_COLORS else FileColors(found.fill, found.stroke, found.label)


def kind_of(element: Element) -> str:
    """The BPMN name; foreign elements keep their namespace, so that no figure is mistaken for theirs."""
    return local_name(element.node.tag) if type(element) is not Element else element.kind


def read_edge(edge: BPMNEdge, outlines: OutlineLookup, detail: Detail = Detail.FULL) -> EdgeSubject:
    """What the figure of an edge shows, its ends cropped to the outlines of what it connects."""
    return edge_subject(edge, edge.element, lambda edge, element: _outline_at(edge, element, outlines), detail)


def edge_subject(
    edge: BPMNEdge,
    element: Element | None,
    ends: Callable[[BPMNEdge, Element], Outline | None],
    detail: Detail = Detail.FULL,
    known: Mapping[str, FlowNode] = _NOBODY,
) -> EdgeSubject:
    """The same, for those who know already which element the edge shows, and the outlines of `ends` by element.

    `known` are flow nodes by the references to them that were found already.
    """
    points, label = line_of(edge)
    colors = _colors(edge, element, label) if edge.host.has_colors else None
    for x, y in points:
        if not (_NEAREST < x < _FARTHEST and _NEAREST < y < _FARTHEST):
            points = tuple([_near(point) for point in points])
            break
    if element is None:
        return EdgeSubject("?", points, edge.element_ref or "", colors=colors)
    kind = kind_of(element)
    if detail is _BOXES and len(points) > 1:
        return EdgeSubject(kind, points, colors=colors)
    begin, end = ends_of(element, known)
    points = docked(points, None if begin is None else ends(edge, begin), None if end is None else ends(edge, end))
    name = shown_name(element) if detail is _FULL else ""
    place = _label_bounds(bounds_in(label)) if name and label is not None else None
    return _new(EdgeSubject, (kind, points, name, _edge_traits(edge, element, begin), colors, place))


def ends_of(connection: Element, known: Mapping[str, FlowNode] = _NOBODY) -> tuple[Element | None, Element | None]:
    """What a connection of any kind connects; data associations connect data and the activity or event around them.

    `known` are flow nodes by the references to them that were found already.
    """
    if known and isinstance(connection, SequenceFlow):
        get = connection.node.get
        begin, end = known.get(get("sourceRef")), known.get(get("targetRef"))  # type: ignore[arg-type]  # None: no hit
        if begin is not None and end is not None:
            return begin, end
    if isinstance(connection, _PLAIN_CONNECTIONS):
        return connection.source, connection.target
    if isinstance(connection, DataAssociation):
        source, target = next(iter(connection.sources), None), connection.target
        around = connection.parent
        return (source, around) if isinstance(connection, DataInputAssociation) else (around, target)
    return getattr(connection, "source", None), getattr(connection, "target", None)


def _outline_at(edge: BPMNEdge, element: Element, outlines: OutlineLookup) -> Outline | None:
    shape = shape_at(edge, element)
    return None if shape is None else outlines(shape)


def shape_at(edge: BPMNEdge, element: Element) -> BPMNShape | None:
    """The shape at which an edge reaches an element: the only one there is, or one on the same plane."""
    document = edge.document
    if not isinstance(document, Document):
        return None
    drawings = document.shapes_of(element)
    if len(drawings) > 1:
        plane = edge.parent
        shapes = [shape for shape in drawings if isinstance(shape, BPMNShape)]
        drawings = [shape for shape in shapes if len(shapes) == 1 or shape.parent is plane]
    first = drawings[0] if drawings else None
    return first if isinstance(first, BPMNShape) else None


def _edge_traits(edge: BPMNEdge, element: Element, source: Element | None) -> frozenset[str]:
    if isinstance(element, SequenceFlow):
        return NO_TRAITS if source is None else _flow_traits(element, source)
    if isinstance(element, Association):
        return _DIRECTIONS.get(element.association_direction or "", NO_TRAITS)
    if isinstance(element, (DataInputAssociation, DataOutputAssociation)):
        return _DIRECTIONS["One"]
    return _ENVELOPES.get(edge.message_visible_kind or "", NO_TRAITS)


def _flow_traits(flow: SequenceFlow, source: Element) -> frozenset[str]:
    default = source.get("default")
    if default and default.rpartition(":")[2] == flow.id:
        return _DEFAULT
    has_condition = len(flow.node) > 0 and isinstance(source, Activity) and flow.condition is not None
    return _CONDITIONAL if has_condition else NO_TRAITS


def _bands(shape: BPMNShape, element: ChoreographyActivity) -> tuple[Band, ...]:
    """The participants that have no band shapes of their own in the file, the initiating one unshaded."""
    document = element.document
    if isinstance(document, Document) and any(
        isinstance(each, BPMNShape) and each.participant_band_kind for each in document.referrers(shape)
    ):
        return ()
    first = element.initiating_participant
    return tuple(Band(shown_name(each), each is first) for each in element.participants)


def _label_bounds(bounds: Bounds | None) -> Bounds | None:
    return None if bounds is None or not (bounds.width or bounds.x or bounds.y) else sane(bounds)


def sane(bounds: Bounds) -> Bounds:
    """The bounds, with nothing negative in size and nothing farther away than drawing can bear."""
    x, y, width, height = bounds
    if 0.0 <= width < _FARTHEST and 0.0 <= height < _FARTHEST and _NEAREST < x < _FARTHEST and _NEAREST < y < _FARTHEST:
        return bounds
    return Bounds(_clamped(x), _clamped(y), _clamped(max(width, 0.0)), _clamped(max(height, 0.0)))


def _near(point: Point) -> Point:
    return point if _is_near(point.x, point.y) else Point(_clamped(point.x), _clamped(point.y))


def _is_near(x: float, y: float) -> bool:
    return _NEAREST < x < _FARTHEST and _NEAREST < y < _FARTHEST


def _clamped(number: float) -> float:
    return min(max(number, _NEAREST), _FARTHEST)
