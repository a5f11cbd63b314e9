"""Deleting elements, and healing the flow where a node goes (R-X1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.bpmn import (
    Activity,
    BPMNDiagram,
    BPMNPlane,
    Collaboration,
    Definitions,
    Document,
    Element,
    FlowNode,
    Group,
    Lane,
    Participant,
    Point,
    Process,
    SequenceFlow,
    SubProcess,
)
from engine.bpmn.diagram import DiagramElement
from modeler.editing.commands.connections import point_at
from modeler.editing.commands.lanes import delete_lane
from modeler.editing.commands.moving import outermost
from modeler.editing.commands.pools import delete_pool
from modeler.editing.commands.removal import remove_alone, remove_connection, remove_element
from modeler.editing.commands.reparenting import own_data_object
from modeler.editing.drawn import remarks_within
from modeler.editing.layout.geometry import (
    Path,
    are_aligned,
    grow,
    holds_point,
    line_crossing,
    without_redundant,
)
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import lay_out_anew, set_path
from modeler.editing.rules.connecting import can_connect_sequence_flow
from modeler.editing.structure import CONNECTIONS, called, describe


def delete(document: Document, elements: Sequence[Element], *, diagram: BPMNDiagram | None = None) -> None:
    """Delete elements with their content, boundary events, labels and connections, as one step.

    A node with exactly one flow in and one out lets them join, where the rules allow it.
    """
    if not elements:
        raise CommandRefused("There is nothing to delete")
    for element in elements:
        _require_deletable(document, element)
    label = f"Delete {called(elements[0])}" if len(elements) == 1 else f"Delete {len(elements)} elements"
    with document.edit(label):
        for connection in [each for each in elements if isinstance(each, CONNECTIONS)]:
            if connection.parent is not None:
                remove_connection(document, connection)
        rest = outermost(each for each in elements if not isinstance(each, CONNECTIONS))
        for element in rest:
            if element.parent is not None:
                delete_one(document, element, diagram)


def _require_deletable(document: Document, element: Element) -> None:
    """Refuse what is no element of a diagram: drawings go with what they show, a process with its pool."""
    if isinstance(element, DiagramElement | BPMNDiagram):
        raise CommandRefused(f"{describe(element)} is only a drawing; delete what it shows")
    if isinstance(element, Definitions | Collaboration):
        raise CommandRefused(f"{describe(element)} holds the others and cannot be deleted")
    shows = (BPMNPlane, Participant)
    if isinstance(element, Process) and any(isinstance(each, shows) for each in document.referrers(element)):
        raise CommandRefused(f"{describe(element)} is what a diagram or a pool shows and cannot be deleted")


def delete_one(document: Document, element: Element, diagram: BPMNDiagram | None = None) -> None:
    """Delete one element that is no connection, and what cannot be without it."""
    if isinstance(element, Participant):
        delete_pool(document, element, diagram)
        return
    if isinstance(element, Lane):
        delete_lane(document, element)
        return
    if isinstance(element, FlowNode) and not isinstance(element, SubProcess) and has_double(document, element):
        remove_alone(document, element)
        return
    if isinstance(element, FlowNode):
        heal(document, element)
    for dependent in list(_dependents(document, element, diagram)):
        remove_element(document, dependent)
    remove_element(document, element)


def has_double(document: Document, element: Element) -> bool:
    """Whether another element of the model has the same id, so that what refers to one may mean the other."""
    return any(each is not element and isinstance(each, FlowNode) for each in document.sharing(element.id or ""))


def heal(document: Document, node: FlowNode) -> None:
    """Join the one flow into a node and the one out of it, if they are its only connections."""
    connections = document.connections_of(node)
    incoming, outgoing = document.incoming(node), document.outgoing(node)
    if len(connections) != 2 or len(incoming) != 1 or len(outgoing) != 1 or incoming[0] is outgoing[0]:
        return
    first, second = incoming[0], outgoing[0]
    source, target = first.source, second.target
    if source is None or target is None or not can_connect_sequence_flow(source, target):
        return
    paths = {edge: edge.waypoints for flow in (first, second) if (edge := document.edge_of(flow)) is not None}
    remove_connection(document, second)
    point_at(document, first, target=target)
    _join_lines(document, node, first, list(paths.values()))


def _join_lines(document: Document, node: FlowNode, flow: SequenceFlow, paths: list[Path]) -> None:
    edge, shape = document.edge_of(flow), document.shape_of(node)
    if edge is None:
        return
    joined = _joined(paths[0], paths[1]) if len(paths) == 2 and all(len(path) > 1 for path in paths) else None
    around = None if shape is None else grow(shape.bounds, 60)
    if joined is None or (around is not None and not all(holds_point(around, each) for each in _new(joined, paths))):
        lay_out_anew(document, flow)
    else:
        set_path(document, flow, edge, joined)


def _joined(first: Path, second: Path) -> Path | None:
    """Both lines as one: meeting where their inner segments cross, or running on where they are in line."""
    a, b, c, d = first[-2], first[-1], second[0], second[1]
    crossing = line_crossing(a, b, c, d)
    if crossing is not None:
        return without_redundant((*first[:-1], crossing, *second[1:]))
    if are_aligned((a, b, c, d)):
        return without_redundant((*first[:-1], *second[1:]))
    return None


def _new(joined: Path, paths: list[Path]) -> Iterable[Point]:
    known = {point for path in paths for point in path}
    return (each for each in joined if each not in known)


def _dependents(document: Document, element: Element, diagram: BPMNDiagram | None) -> Iterable[Element]:
    if isinstance(element, Activity):
        yield from document.attached_to(element)
    if isinstance(element, SubProcess):
        yield from remarks_within(document, element, diagram)
    yield from own_data_object(document, element)
    if isinstance(element, Group) and element.category_value is not None:
        yield from _category(document, element)


def _category(document: Document, group: Group) -> Iterable[Element]:
    """The category value of a group that no other group uses, and the category if it is left empty (R-X5)."""
    value = group.category_value
    if value is None or any(isinstance(each, Group) and each is not group for each in document.referrers(value)):
        return
    category = value.parent
    yield value
    if category is not None and not isinstance(category, Collaboration) and len(category.children) == 1:
        yield category
