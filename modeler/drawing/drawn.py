"""The front door: the figure of a shape or an edge of a document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from engine.bpmn import (
    Activity,
    Bounds,
    BPMNEdge,
    BPMNShape,
    ChoreographyActivity,
    ConversationNode,
    DataInput,
    DataObject,
    DataObjectReference,
    DataOutput,
    Element,
    Event,
    Gateway,
    Group,
)
from modeler.drawing.activities import RADIUS
from modeler.drawing.data import page_outline
from modeler.drawing.figure import Detail, Figure
from modeler.drawing.figures import edge_figure, shape_figure
from modeler.drawing.metrics import Metrics
from modeler.drawing.order import Standing
from modeler.drawing.outlines import EllipseOutline, FrameOutline, Outline, RectangleOutline, diamond, hexagon
from modeler.drawing.reading import (
    IconLookup,
    OutlineLookup,
    edge_subject,
    no_icons,
    read_edge,
    read_shape,
    sane,
    shape_at,
    shape_subject,
)
from modeler.drawing.style import Style
from modeler.drawing.subject import Medium


def figure(
    drawn: BPMNShape | BPMNEdge,
    style: Style,
    metrics: Metrics,
    detail: Detail = Detail.FULL,
    icons: IconLookup = no_icons,
    outlines: OutlineLookup | None = None,
) -> Figure:
    """What a shape or edge looks like. It reads the document and keeps nothing.

    `outlines` answers for shapes whose figures are known already; else they are read.
    """
    medium = Medium(style, metrics, detail)
    if isinstance(drawn, BPMNEdge):
        return edge_figure(read_edge(drawn, outlines or outline_of, detail), medium)
    return shape_figure(read_shape(drawn, icons, detail), medium)


def figures(contents: Sequence[Standing], style: Style, metrics: Metrics, icons: IconLookup = no_icons) -> list[Figure]:
    """What all of a diagram looks like, in its order.

    All is read before it is drawn, and shapes before edges: the processor is a quarter faster at one thing at a time.
    """
    medium = Medium(style, metrics)
    shapes = [(each, element) for each, element in contents if isinstance(each, BPMNShape)]
    nodes = [shape_subject(shape, element, icons) for shape, element in shapes]
    made: dict[BPMNShape | BPMNEdge, Figure] = {
        shape: shape_figure(subject, medium) for (shape, _), subject in zip(shapes, nodes, strict=True)
    }
    ends = _Ends(shapes, made)
    edges = [(each, element) for each, element in contents if isinstance(each, BPMNEdge)]
    lines = [edge_subject(edge, element, ends.of) for edge, element in edges]
    made.update((edge, edge_figure(subject, medium)) for (edge, _), subject in zip(edges, lines, strict=True))
    return [made[each] for each, _ in contents]


class _Ends:
    """The outlines at which edges end, by element: those of the figures that are made already."""

    def __init__(
        self, shapes: Iterable[tuple[BPMNShape, Element | None]], made: Mapping[BPMNShape | BPMNEdge, Figure]
    ) -> None:
        self._made = made
        self._only: dict[Element, Outline | None] = {}
        for shape, element in shapes:
            if element is not None:
                self._only[element] = None if element in self._only else made[shape].outline

    def of(self, edge: BPMNEdge, element: Element) -> Outline | None:
        """The outline at an end of an edge; elements that are drawn twice, or elsewhere, are looked up."""
        return self._only.get(element) or self._found(edge, element)

    def _found(self, edge: BPMNEdge, element: Element) -> Outline | None:
        shape = shape_at(edge, element)
        if shape is None:
            return None
        known = self._made.get(shape)
        return outline_of(shape) if known is None else known.outline


def outline_of(shape: BPMNShape) -> Outline:
    """The border of a shape, without making its figure: for docking and for hit tests."""
    element, bounds = shape.element, sane(shape.bounds)
    if isinstance(element, Activity):
        return RectangleOutline(bounds, RADIUS)
    if isinstance(element, Event):
        return EllipseOutline(bounds)
    if isinstance(element, Gateway):
        return diamond(bounds)
    return _rarer_outline(element, bounds)


def _rarer_outline(element: Element | None, bounds: Bounds) -> Outline:
    if isinstance(element, ConversationNode):
        return hexagon(bounds)
    if isinstance(element, Group):
        return FrameOutline(bounds)
    if isinstance(element, DataObjectReference | DataObject | DataInput | DataOutput):
        return page_outline(bounds)
    return RectangleOutline(bounds, RADIUS if isinstance(element, ChoreographyActivity) else 0.0)
