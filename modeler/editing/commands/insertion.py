"""Dropping a node on a flow: the flow ends at the node, a new one continues (R-I2 to R-I4)."""

from __future__ import annotations

from engine.bpmn import BPMNDiagram, BPMNEdge, Document, Element, FlowNode, Point, SequenceFlow
from modeler.editing.commands.connections import connect_as, point_at
from modeler.editing.commands.removal import remove_connection
from modeler.editing.drawn import outline_on
from modeler.editing.facts import ShapeDroppedOnFlow
from modeler.editing.layout.docking import cut
from modeler.editing.layout.geometry import Path, center, grow, holds_point, nearest_segment
from modeler.editing.relayout import set_path
from modeler.editing.rules.connecting import can_connect_as
from modeler.editing.structure import source_of, target_of


def insert_on_flow(
    document: Document, node: FlowNode, flow: Element, at: Point, diagram: BPMNDiagram | None = None
) -> None:
    """Make a node part of a flow: source to node by the old flow, node to target by a new one."""
    source, target = source_of(flow), target_of(flow)
    edge = document.edge_of(flow, diagram)
    if source is None or target is None:
        return
    with document.edit("Insert into flow") as edit:
        before = edge.waypoints if edge is not None else ()
        enters = can_connect_as(document, flow.kind, source, node)
        leaves = can_connect_as(document, flow.kind, node, target)
        rest: Element | None = None
        if enters:
            point_at(document, flow, target=node)
        elif leaves:
            point_at(document, flow, source=node)
        if enters and leaves:
            rest = connect_as(document, flow.kind, node, target, diagram)
        if edge is not None and len(before) > 1:
            _divide(document, node, flow if enters else None, edge, rest if enters else flow, before, diagram)
        _drop_duplicates(document, node, flow, rest)
        edit.note(ShapeDroppedOnFlow(node, flow, at))


def _divide(
    document: Document,
    node: FlowNode,
    first: Element | None,
    edge: BPMNEdge,
    second: Element | None,
    before: Path,
    diagram: BPMNDiagram | None,
) -> None:
    """Give both halves their part of the old line, without bends inside the node's box (R-I3)."""
    outline = outline_on(document, node, diagram)
    if outline is None:
        return
    middle = center(outline.bounds)
    index, crossing = nearest_segment(middle, before)
    dock = crossing if holds_point(outline.bounds, crossing) else middle
    near = grow(outline.bounds, 1)
    if first is not None:
        kept = [each for each in before[: index + 1] if not holds_point(near, each)]
        set_path(document, first, edge, cut((*(kept or before[:1]), dock), None, outline))
    if second is not None:
        rest_edge = document.edge_of(second, diagram)
        kept = [each for each in before[index + 1 :] if not holds_point(near, each)]
        if rest_edge is not None:
            set_path(document, second, rest_edge, cut((dock, *(kept or before[-1:])), outline, None))


def _drop_duplicates(document: Document, node: FlowNode, flow: Element, rest: Element | None) -> None:
    """Remove connections that the node had before to the same source or the same target (R-I4)."""
    ends = {(source_of(each), target_of(each)) for each in (flow, rest) if each is not None}
    for other in document.connections_of(node):
        if other in (flow, rest) or not isinstance(other, SequenceFlow):
            continue
        if (source_of(other), target_of(other)) in ends:
            remove_connection(document, other)
