"""An association that ends on a flow keeps its relative anchor when the flow is laid out again (R-L9)."""

from __future__ import annotations

from itertools import pairwise

from engine.bpmn import Document, Point
from modeler.editing.drawn import diagram_on
from modeler.editing.facts import ConnectionLaidOut
from modeler.editing.layout.geometry import Path, distance, nearest_segment
from modeler.editing.relayout import set_path
from modeler.editing.structure import source_of, target_of


def keep_anchor(document: Document, fact: object) -> None:
    """Move the ends of associations along with the flow that they end on."""
    if not isinstance(fact, ConnectionLaidOut) or fact.edge.parent is None or len(fact.before) < 2:
        return
    flow, diagram = fact.connection, diagram_on(fact.edge)
    for association in document.connections_of(flow):
        edge = document.edge_of(association, diagram)
        if edge is None or len(edge.waypoints) < 2:
            continue
        path = list(edge.waypoints)
        if source_of(association) is flow:
            path[0] = anchored(path[0], fact.before, fact.edge.waypoints)
        if target_of(association) is flow:
            path[-1] = anchored(path[-1], fact.before, fact.edge.waypoints)
        set_path(document, association, edge, tuple(path))


def anchored(at: Point, before: Path, after: Path) -> Point:
    """The point as far along the new line, by share of its length, as it was along the old one."""
    index, anchor = nearest_segment(at, before)
    done = sum(distance(before[i], before[i + 1]) for i in range(index)) + distance(before[index], anchor)
    share = done / (_length(before) or 1.0)
    left = share * _length(after)
    for first, second in pairwise(after):
        length = distance(first, second)
        if left <= length and length:
            along = left / length
            x, y = first.x + (second.x - first.x) * along, first.y + (second.y - first.y) * along
            return Point(round(x, 2), round(y, 2))
        left -= length
    return after[-1]


def _length(path: Path) -> float:
    return sum(distance(first, second) for first, second in pairwise(path))
