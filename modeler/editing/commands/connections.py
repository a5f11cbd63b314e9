"""Connecting, reconnecting and bending: everything about the lines between elements."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn import BPMNDiagram, Document, Element, Point
from modeler.editing.commands.connection_ends import container_of_connection, new_connection, set_ends
from modeler.editing.commands.removal import remove_connection
from modeler.editing.drawn import diagram_on, outline_on, plane_of
from modeler.editing.facts import ConnectionCreated, ConnectionReconnected
from modeler.editing.layout.connections import adapted_path, end_drawn, end_with_dock, new_path
from modeler.editing.layout.docking import cut
from modeler.editing.layout.geometry import Path, holds_point, without_redundant
from modeler.editing.naming import require_free_id
from modeler.editing.new_drawings import draw_connection
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import lay_out_anew, set_path
from modeler.editing.rules.connecting import ConnectionType, can_connect, can_reconnect
from modeler.editing.structure import CONNECTIONS, called, describe, source_of, target_of


def connect(
    document: Document,
    source: Element,
    target: Element,
    *,
    kind: ConnectionType | None = None,
    start: Point | None = None,
    end: Point | None = None,
    id: str | None = None,
    diagram: BPMNDiagram | None = None,
) -> Element:
    """Connect two elements, by the connection that the rules choose, and draw it where both are drawn.

    `start` and `end` are docks inside the shapes; without them the line aims at the middles.
    """
    found = kind or can_connect(document, source, target)
    if found is None:
        raise CommandRefused(f"{describe(source)} cannot be connected to {describe(target)}")
    if id is not None:
        require_free_id(document, id)
    with document.edit(f"Connect {called(source)} to {called(target)}"):
        return connect_as(document, found.kind, source, target, diagram, found.direction, start, end, id)


def connect_as(
    document: Document,
    kind: str,
    source: Element,
    target: Element,
    diagram: BPMNDiagram | None = None,
    direction: str | None = None,
    start: Point | None = None,
    end: Point | None = None,
    id: str | None = None,
) -> Element:
    """Make and draw a connection of a given kind, asking no rule."""
    with document.edit("Connect") as edit:
        connection = new_connection(document, kind, source, target, direction, id)
        diagram = diagram or _shared_diagram(document, source, target)
        path = new_path(document, kind, source, target, diagram, start, end)
        drawn = document.shape_of(source, diagram) or document.edge_of(source, diagram)
        plane = None if drawn is None else plane_of(drawn)
        if path is not None and plane is not None:
            draw_connection(document, plane, connection, path)
        edit.note(ConnectionCreated(connection, diagram))
        return connection


def _shared_diagram(document: Document, source: Element, target: Element) -> BPMNDiagram | None:
    """The first diagram that shows both ends of a connection."""
    shown = [diagram_on(each) for each in document.shapes_of(target)]
    return next((found for each in document.shapes_of(source) if (found := diagram_on(each)) in shown), None)


def reconnect(
    document: Document,
    connection: Element,
    *,
    source: Element | None = None,
    target: Element | None = None,
    dock: Point | None = None,
    diagram: BPMNDiagram | None = None,
) -> Element:
    """Give a connection another source or target, or the same one at another dock.

    The result is another connection when the rules ask for another type between the new ends; name, documentation
    and what the types share are kept. Raises `CommandRefused` where nothing may connect them.
    """
    new_source, new_target = source or source_of(connection), target or target_of(connection)
    if new_source is None or new_target is None:
        raise CommandRefused(f"{describe(connection)} has a loose end; connect that one first")
    found = can_reconnect(document, connection, new_source, new_target)
    if found is None:
        raise CommandRefused(f"{describe(new_source)} cannot be connected to {describe(new_target)}")
    with document.edit(f"Reconnect {called(connection)}"):
        if found.kind != connection.kind:
            return convert(document, connection, found, new_source, new_target, diagram)
        point_at(document, connection, source=new_source, target=new_target)
        _lay_out_end(document, connection, source is not None, target is not None, dock, diagram)
        return connection


def convert(
    document: Document,
    connection: Element,
    kind: ConnectionType,
    source: Element,
    target: Element,
    diagram: BPMNDiagram | None = None,
) -> Element:
    """Replace a connection by one of another type, which takes over its name, documentation and extensions (R-F6)."""
    name = connection.get("name")
    remove_connection(document, connection)
    made = connect_as(document, kind.kind, source, target, diagram, kind.direction)
    if name and not made.kind.endswith("ssociation"):
        made.set("name", name)
    return made


def point_at(
    document: Document, connection: Element, *, source: Element | None = None, target: Element | None = None
) -> None:
    """Change the ends of a connection in the model, without touching its line."""
    before = source_of(connection), target_of(connection)
    after = source or before[0], target or before[1]
    if after == before:
        return
    with document.edit("Reconnect") as edit:
        set_ends(document, connection, after[0], after[1])
        container = container_of_connection(document, connection.kind, after[0], after[1])
        if container is not None and container is not connection.parent:
            document.insert(container, connection)
        edit.note(ConnectionReconnected(connection, *before))


def set_waypoints(
    document: Document, connection: Element, waypoints: Sequence[Point], diagram: BPMNDiagram | None = None
) -> None:
    """Bend a connection as the user draws it: ends inside a shape are cut at its outline, idle bends go (R-L6)."""
    edge = document.edge_of(connection, diagram)
    if edge is None or len(waypoints) < 2:
        raise CommandRefused(f"{describe(connection)} is not drawn in this diagram")
    with document.edit(f"Bend {called(connection)}"):
        path = _cut_inside(document, connection, tuple(waypoints), diagram)
        set_path(document, connection, edge, without_redundant(path))


def lay_out(document: Document, connection: Element, diagram: BPMNDiagram | None = None) -> None:
    """Lay out a connection anew, forgetting the bends it has."""
    if not isinstance(connection, CONNECTIONS):
        raise CommandRefused(f"{describe(connection)} is no connection")
    with document.edit(f"Lay out {called(connection)}"):
        lay_out_anew(document, connection, diagram)


def _cut_inside(document: Document, connection: Element, path: Path, diagram: BPMNDiagram | None) -> Path:
    first = outline_on(document, source_of(connection), diagram)
    last = outline_on(document, target_of(connection), diagram)
    first = first if first is not None and holds_point(first.bounds, path[0]) else None
    last = last if last is not None and holds_point(last.bounds, path[-1]) else None
    return cut(path, first, last)


def _lay_out_end(
    document: Document,
    connection: Element,
    source_moved: bool,
    target_moved: bool,
    dock: Point | None,
    diagram: BPMNDiagram | None,
) -> None:
    edge = document.edge_of(connection, diagram)
    source, target = source_of(connection), target_of(connection)
    if edge is None or len(edge.waypoints) < 2 or source is None or target is None:
        return
    path = edge.waypoints
    on = diagram or diagram_on(edge)
    first = end_with_dock(document, source, on, dock) if source_moved else end_drawn(document, source, on, path)
    last = end_with_dock(document, target, on, dock) if target_moved else end_drawn(document, target, on, path[::-1])
    if first is not None and last is not None:
        moved = (source_moved, target_moved)
        set_path(document, connection, edge, adapted_path(document, connection, path, first, last, moved))
