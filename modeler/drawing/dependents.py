"""Which figures a change makes stale: a figure shows its element, and a little of what is around it."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import BPMNEdge, BPMNShape, Document, Element, Event, FlowNode, Gateway
from modeler.drawing.reading import ends_of


def dependents(document: Document, view: Element) -> Iterator[BPMNShape | BPMNEdge]:
    """The shapes and edges whose look may depend on a changed view; some may come twice.

    What depends on the place of a shape or edge alone is told by `neighbors`.
    """
    current: Element | None = view
    while current is not None:
        if isinstance(current, (BPMNShape, BPMNEdge)):
            yield current
            return
        shown = document.shapes_of(current)
        yield from shown
        if shown:
            yield from _flows(document, current)
            return
        yield from _of_referrers(document, current)
        current = current.parent


def _flows(document: Document, element: Element) -> Iterator[BPMNShape | BPMNEdge]:
    """The flows out of a node: default and conditional marks depend on the node."""
    if isinstance(element, FlowNode):
        for flow in document.outgoing(element):
            yield from document.shapes_of(flow)


def _of_referrers(document: Document, element: Element) -> Iterator[BPMNShape | BPMNEdge]:
    """What shows an element that has no shape: a category value, a data object, the process of a pool."""
    if element.id:
        for referrer in document.referrers(element):
            yield from document.shapes_of(referrer)


def neighbors(document: Document, drawn: BPMNShape | BPMNEdge) -> Iterator[BPMNShape | BPMNEdge]:
    """What looks otherwise when a shape or edge moves: lines are cropped to shapes, labels make way for both."""
    element = drawn.element
    if element is None:
        return
    if isinstance(drawn, BPMNEdge):
        for end in ends_of(element):
            if isinstance(end, (Event, Gateway)):
                yield from document.shapes_of(end)
        return
    for connection in document.connections_of(element):
        yield from document.shapes_of(connection)
    for event in document.attached_to(element):
        yield from document.shapes_of(event)
