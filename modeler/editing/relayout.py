"""Connections that follow shapes which moved or were resized."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.bpmn import Bounds, BPMNDiagram, BPMNEdge, Document, Element, Point
from modeler.editing.drawn import bounds_of
from modeler.editing.facts import ConnectionLaidOut
from modeler.editing.layout.connections import End, adapted_path, end_drawn, lay_out
from modeler.editing.layout.docking import dock_of, is_cut
from modeler.editing.layout.geometry import Path, point, shift
from modeler.editing.layout.outlines import outline_of
from modeler.editing.structure import source_of, target_of


def connections_at(document: Document, elements: Iterable[Element]) -> list[Element]:
    """All connections at some elements, each once, and the associations that end on those."""
    found: dict[Element, None] = {}
    for element in elements:
        found.update(dict.fromkeys(document.connections_of(element)))
    for connection in tuple(found):
        found.update(dict.fromkeys(document.connections_of(connection)))
    return list(found)


def follow(document: Document, edge: BPMNEdge, before: Mapping[Element, Bounds], diagram: BPMNDiagram | None) -> None:
    """Lay out a connection of which an end moved or was resized; `before` are the old boxes of such ends."""
    connection, path = edge.element, edge.waypoints
    if connection is None or len(path) < 2:
        return
    source, target = source_of(connection), target_of(connection)
    first = _end(document, source, path, before, diagram)
    last = _end(document, target, path[::-1], before, diagram)
    moved = (source in before, target in before)
    if first is not None and last is not None and any(moved):
        set_path(document, connection, edge, adapted_path(document, connection, path, first, last, moved))


def lay_out_anew(document: Document, connection: Element, diagram: BPMNDiagram | None = None) -> None:
    """Give a connection a new line between its present ends, where both are drawn."""
    edge = document.edge_of(connection, diagram)
    if edge is None or len(edge.waypoints) < 2:
        return
    path = edge.waypoints
    first = end_drawn(document, source_of(connection), diagram, path)
    last = end_drawn(document, target_of(connection), diagram, path[::-1])
    if first is not None and last is not None:
        set_path(document, connection, edge, lay_out(document, connection.kind, first, last))


def set_path(document: Document, connection: Element, edge: BPMNEdge, path: Path) -> None:
    """Write a connection's way-points and tell what they were."""
    before = edge.waypoints
    if before == path:
        return
    with document.edit("Lay out connection") as edit:
        edge.waypoints = path
        edit.note(ConnectionLaidOut(connection, before, edge))


def _end(
    document: Document,
    element: Element | None,
    path: Path,
    before: Mapping[Element, Bounds],
    diagram: BPMNDiagram | None,
) -> End | None:
    if element is None or element not in before:
        return end_drawn(document, element, diagram, path)
    old, now = outline_of(element, before[element]), bounds_of(document, element, diagram)
    if now is None:
        return None
    dock = mapped(dock_of(old, path[0], path[1]), old.bounds, now)
    return End(element, outline_of(element, now), dock, is_cut(old, path[0]))


def mapped(at: Point, before: Bounds, now: Bounds) -> Point:
    """The point at the same relative place of a box that moved or was resized."""
    if (before.width, before.height) == (now.width, now.height) or not before.width or not before.height:
        return shift(at, now.x - before.x, now.y - before.y)
    return point(
        now.x + (at.x - before.x) / before.width * now.width,
        now.y + (at.y - before.y) / before.height * now.height,
    )
