"""What moves together: the closure of a selection over attachers, contents, labels and connections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    BPMNDiagram,
    BPMNEdge,
    BPMNShape,
    Document,
    Element,
    Participant,
    SubProcess,
)
from engine.bpmn.shifting import move_all
from modeler.editing.drawn import content_of, diagram_on, remarks_within
from modeler.editing.relayout import connections_at, follow
from modeler.editing.structure import source_of, target_of


@dataclass(frozen=True, slots=True)
class Closure:
    """The shapes that move, the connections that move as a whole, and those of which one end moves."""

    shapes: dict[Element, BPMNShape]
    inner: tuple[BPMNEdge, ...]
    outer: tuple[BPMNEdge, ...]


def outermost(elements: Iterable[Element]) -> tuple[Element, ...]:
    """The elements without those inside, or attached to, others of them."""
    chosen = dict.fromkeys(elements)
    around = {*chosen, *(each.process for each in chosen if isinstance(each, Participant))}
    return tuple(each for each in chosen if not _belongs(each, around))


def closure_of(document: Document, elements: Iterable[Element], diagram: BPMNDiagram | None) -> Closure:
    """Everything that moves when these elements do."""
    shapes: dict[Element, BPMNShape] = {}
    for element in elements:
        own = document.shape_of(element, diagram)
        on = diagram or (None if own is None else diagram_on(own))
        for each in with_belongings(document, element, on):
            shape = document.shape_of(each, on)
            if shape is not None:
                shapes[each] = shape
    moving: set[Element | None] = set(shapes)
    inner, outer = [], []
    for connection in connections_at(document, shapes):
        edge = document.edge_of(connection, diagram)
        if edge is not None and source_of(connection) in moving and target_of(connection) in moving:
            moving.add(connection)
            inner.append(edge)
        elif edge is not None:
            outer.append(edge)
    return Closure(shapes, tuple(inner), tuple(outer))


def move_closure(document: Document, closure: Closure, dx: float, dy: float, diagram: BPMNDiagram | None) -> None:
    """Move shapes, labels and inner connections by a distance and let the outer connections follow."""
    before = {element: shape.bounds for element, shape in closure.shapes.items()}
    move_all((*closure.shapes.values(), *closure.inner), dx, dy)
    for edge in closure.outer:
        follow(document, edge, before, diagram)


def with_belongings(document: Document, element: Element, diagram: BPMNDiagram | None) -> Iterator[Element]:
    """An element, its boundary events and everything inside it."""
    yield element
    if isinstance(element, Activity):
        yield from document.attached_to(element)
    if isinstance(element, Participant | SubProcess):
        for child in content_of(element):
            yield from with_belongings(document, child, diagram)
        yield from remarks_within(document, element, diagram)


def _belongs(element: Element, around: set[Element | None]) -> bool:
    if isinstance(element, BoundaryEvent) and element.attached_to in around:
        return True
    return any(each in around for each in element.ancestors())
