"""Attaching events to activities and taking them off (R-D6, R-D7)."""

from __future__ import annotations

from engine.bpmn import (
    BoundaryEvent,
    Bounds,
    BPMNDiagram,
    Document,
    Element,
    Event,
    Point,
)
from engine.bpmn.diagram import move_by
from modeler.editing.commands.mending import legal_connections, mend
from modeler.editing.commands.morphing import change_type
from modeler.editing.drawn import bounds_of
from modeler.editing.facts import BoundaryAttached
from modeler.editing.layout.geometry import bottom, center, right
from modeler.editing.layout.plans import attach_side
from modeler.editing.relayout import connections_at, follow
from modeler.editing.rules.attaching import detached_kind, is_near_border
from modeler.editing.structure import scope_of


def attach(document: Document, event: Event, host: Element, diagram: BPMNDiagram | None = None) -> BoundaryEvent:
    """Attach an event to an activity: it becomes a boundary event with its middle on the border."""
    with document.edit("Attach event") as edit:
        allowed = legal_connections(document, event)
        found = event if isinstance(event, BoundaryEvent) else change_type(document, event, "bpmn:boundaryEvent")
        assert isinstance(found, BoundaryEvent)
        if found.attached_to is not host:
            found.set("attachedToRef", host.id)
        scope = scope_of(host)
        if scope is not None and scope is not found.parent:
            document.insert(scope, found)
        snap_to_border(document, found, host, diagram)
        mend(document, allowed, diagram)
        edit.note(BoundaryAttached(found, host))
        return found


def detach(document: Document, event: BoundaryEvent) -> Event:
    """Take a boundary event off its host: it becomes an intermediate event."""
    with document.edit("Detach event"):
        allowed = legal_connections(document, event)
        found = change_type(document, event, detached_kind(event))
        assert isinstance(found, Event)
        mend(document, allowed)
        return found


def is_at_host(document: Document, event: BoundaryEvent, diagram: BPMNDiagram | None = None) -> bool:
    """Whether a boundary event still stands on the border of its host."""
    host = None if event.attached_to is None else bounds_of(document, event.attached_to, diagram)
    own = bounds_of(document, event, diagram)
    return host is not None and own is not None and is_near_border(host, center(own))


def snap_to_border(document: Document, event: BoundaryEvent, host: Element, diagram: BPMNDiagram | None) -> None:
    """Move a boundary event so that its middle lies on the border of its host."""
    shape, around = document.shape_of(event, diagram), bounds_of(document, host, diagram)
    if shape is None or around is None:
        return
    before = shape.bounds
    middle = center(before)
    place = on_border(around, before)
    if place == middle:
        return
    move_by(shape, place.x - middle.x, place.y - middle.y)
    for connection in connections_at(document, [event]):
        edge = document.edge_of(connection, diagram)
        if edge is not None:
            follow(document, edge, {event: before}, diagram)


def on_border(host: Bounds, event: Bounds) -> Point:
    """The point of a host's border nearest to the middle of an event."""
    middle = center(event)
    x = min(max(middle.x, host.x), right(host))
    y = min(max(middle.y, host.y), bottom(host))
    side = attach_side(host, event)
    if side in ("left", "right"):
        return Point(host.x if side == "left" else right(host), y)
    return Point(x, host.y if side == "top" else bottom(host))
