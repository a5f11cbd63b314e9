"""The front door: the figure of a shape or an edge of a document."""

from __future__ import annotations

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
from modeler.drawing.outlines import EllipseOutline, FrameOutline, Outline, RectangleOutline, diamond, hexagon
from modeler.drawing.reading import (
    IconLookup,
    OutlineLookup,
    no_icons,
    read_edge,
    read_shape,
    sane,
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
