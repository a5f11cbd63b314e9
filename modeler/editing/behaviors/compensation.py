"""Compensation: an association from a compensation boundary event makes its target the undoing activity (R-F4)."""

from __future__ import annotations

from engine.bpmn import Activity, Association, BoundaryEvent, Document, Element
from modeler.editing.commands.removal import remove_connection, remove_element
from modeler.editing.facts import ConnectionCreated, ConnectionDeleted, ConnectionReconnected
from modeler.editing.structure import is_compensation_boundary


def mark_compensation(document: Document, fact: object) -> None:
    """Set and clear `isForCompensation` as compensation associations come and go."""
    if isinstance(fact, ConnectionDeleted):
        _unmark(document, fact.connection, fact.source, fact.target)
    elif isinstance(fact, ConnectionCreated):
        _mark(document, fact.connection)
    elif isinstance(fact, ConnectionReconnected):
        _unmark(document, fact.connection, fact.source_before, fact.target_before)
        _mark(document, fact.connection)


def _mark(document: Document, connection: Element) -> None:
    if not isinstance(connection, Association) or connection.parent is None:
        return
    event, activity = connection.source, connection.target
    if (
        not isinstance(event, BoundaryEvent)
        or not is_compensation_boundary(event)
        or not isinstance(activity, Activity)
    ):
        return
    for other in document.connections_of(event):
        if other is not connection and isinstance(other, Association) and isinstance(other.target, Activity):
            remove_connection(document, other)
    if not activity.is_for_compensation:
        activity.is_for_compensation = True
    for flow in (*document.incoming(activity), *document.outgoing(activity)):
        remove_connection(document, flow)
    for attached in document.attached_to(activity):
        remove_element(document, attached)


def _unmark(document: Document, connection: Element, event: Element | None, activity: Element | None) -> None:
    if not isinstance(connection, Association) or not isinstance(activity, Activity):
        return
    if event is None or not is_compensation_boundary(event) or activity.parent is None:
        return
    still = any(
        isinstance(other, Association) and is_compensation_boundary(other.source)
        for other in document.connections_of(activity)
    )
    if not still and activity.get("isForCompensation") is not None:
        activity.set("isForCompensation", None)
