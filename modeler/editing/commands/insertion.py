"""Dropping a node on a flow: the flow ends at the node, a new one continues (R-I2 to R-I4)."""

from __future__ import annotations

import math
from itertools import pairwise

from engine.bpmn import Bounds, BPMNDiagram, BPMNEdge, Document, Element, FlowNode, Point, SequenceFlow
from modeler.editing.commands.connections import connect_as, point_at
from modeler.editing.commands.removal import remove_connection
from modeler.editing.commands.space import Cut, make_space
from modeler.editing.drawn import bounds_of, is_horizontal_at, outline_on, plane_of
from modeler.editing.facts import ShapeDroppedOnFlow
from modeler.editing.layout.autoplace import DISTANCE
from modeler.editing.layout.docking import cut
from modeler.editing.layout.geometry import (
    Path,
    bottom,
    center,
    centered,
    grow,
    holds_point,
    is_horizontal,
    is_vertical,
    nearest_segment,
    right,
)
from modeler.editing.layout.routing import LEAST_SEGMENT
from modeler.editing.relayout import set_path
from modeler.editing.rules.connecting import can_connect_as
from modeler.editing.structure import scope_of, source_of, target_of


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


def room_on_flow(
    document: Document, flow: Element, size: tuple[float, float], diagram: BPMNDiagram | None = None
) -> Bounds | None:
    """Push everything behind a flow's target along, so that a node of a size fits between both ends.

    Gives the box for the node; None, and pushes nothing, where there is room or the flow is no plain line onward.
    """
    source, target, edge = source_of(flow), target_of(flow), document.edge_of(flow, diagram)
    first = None if source is None else bounds_of(document, source, diagram)
    last = None if target is None else bounds_of(document, target, diagram)
    plane = None if edge is None else plane_of(edge)
    if edge is None or first is None or last is None or plane is None:
        return None
    level, line = is_horizontal_at(document, flow), edge.waypoints
    begin, end = (right(first), last.x) if level else (bottom(first), last.y)
    extent = size[0] if level else size[1]
    is_plain = all(is_horizontal(a, b) if level else is_vertical(a, b) for a, b in pairwise(line))
    if not is_plain or end < begin or end - begin >= extent + 2 * LEAST_SEGMENT:
        return None
    missing = math.ceil((extent + 2 * DISTANCE - (end - begin)) / 10) * 10.0
    make_space(document, plane, Cut(end, "right" if level else "bottom", missing), within=scope_of(flow))
    along = begin + DISTANCE + extent / 2
    return centered(Point(along, line[0].y) if level else Point(line[0].x, along), *size)


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
