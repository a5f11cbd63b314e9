"""Labels make way for connections: they move to a free side (R-T2).

Only after connecting, and at the nodes of that connection: a label elsewhere stays where its author put it. One without
a place in the file is drawn where there is room, and gets a place only where the new connection is what needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.bpmn import BoundaryEvent, Bounds, BPMNShape, Document, Element
from engine.bpmn.factory import set_label_bounds
from modeler.editing.commands.labels import label_place
from modeler.editing.drawn import bounds_of, diagram_on, label_bounds
from modeler.editing.facts import ConnectionCreated, ConnectionReconnected
from modeler.editing.layout.geometry import Path, Side, translate
from modeler.editing.layout.labels import adapted_label, label_side
from modeler.editing.layout.plans import attach_side
from modeler.editing.structure import has_outside_label, source_of, target_of, text_of

_OPPOSITE: dict[Side, Side] = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}


def make_way(document: Document, fact: object) -> None:
    """Move the labels at both ends of a new or reconnected connection, where it needs their side."""
    if not isinstance(fact, ConnectionCreated | ConnectionReconnected) or fact.connection.parent is None:
        return
    for end in (source_of(fact.connection), target_of(fact.connection)):
        if end is not None and has_outside_label(end) and text_of(end):
            shape = document.shape_of(end)
            if shape is not None:
                _adapt_label(document, end, shape, fact.connection)


def _adapt_label(document: Document, element: Element, shape: BPMNShape, new: Element) -> None:
    """Move the label of a node to a side that no connection uses, if it stands on one that is used."""
    label, covered = label_place(element, shape), _covered(document, element, shape)
    own = _lines_from(document, element, shape, [new])
    if label_bounds(shape) is None and adapted_label(shape.bounds, label, own, covered) is None:
        return
    lines = _lines_from(document, element, shape, document.connections_of(element))
    place = adapted_label(shape.bounds, label, lines, covered)
    if place is not None:
        set_label_bounds(shape, _clear_of_host(place, shape.bounds, covered))


def _lines_from(
    document: Document, element: Element, shape: BPMNShape, connections: Iterable[Element]
) -> Iterator[Path]:
    diagram = diagram_on(shape)
    for connection in connections:
        edge = document.edge_of(connection, diagram)
        if edge is None or len(edge.waypoints) < 2:
            continue
        if source_of(connection) is element:
            yield edge.waypoints
        if target_of(connection) is element:
            yield edge.waypoints[::-1]


def _clear_of_host(label: Bounds, event: Bounds, covered: list[Side]) -> Bounds:
    """A label beside a boundary event stands off the border that the event sits on."""
    away = label.height / 2 + 4
    if label_side(event, label) in ("left", "right") and covered in (["top"], ["bottom"]):
        return translate(label, 0, away if covered == ["top"] else -away)
    if label_side(event, label) in ("top", "bottom") and covered in (["left"], ["right"]):
        away = (label.width + event.width) / 2
        return translate(label, away if covered == ["left"] else -away, 0)
    return label


def _covered(document: Document, element: Element, shape: BPMNShape) -> list[Side]:
    """The sides of a boundary event that its host covers."""
    if not isinstance(element, BoundaryEvent) or element.attached_to is None:
        return []
    host = bounds_of(document, element.attached_to)
    return [] if host is None else [_OPPOSITE[attach_side(host, shape.bounds)]]
