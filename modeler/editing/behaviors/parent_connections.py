"""Connections after a node moved into another parent: kept where the rules allow, converted, or removed (R-F6)."""

from __future__ import annotations

from engine.bpmn import Activity, Document, Element
from modeler.editing.commands.connection_ends import container_of_connection
from modeler.editing.commands.connections import convert
from modeler.editing.commands.removal import remove_connection
from modeler.editing.facts import ParentChanged
from modeler.editing.rules.connecting import can_connect, is_still_allowed
from modeler.editing.structure import source_of, target_of


def mend_connections(document: Document, fact: object) -> None:
    """Convert or remove the connections of a node that changed its parent; carry those that stay into the new one."""
    if not isinstance(fact, ParentChanged) or fact.element.parent is None:
        return
    nodes: list[Element] = [fact.element]
    if isinstance(fact.element, Activity):
        nodes.extend(document.attached_to(fact.element))
    for node in nodes:
        for connection in document.connections_of(node):
            _mend(document, connection, fact)


def _mend(document: Document, connection: Element, fact: ParentChanged) -> None:
    source, target = source_of(connection), target_of(connection)
    if connection.parent is None or source is None or target is None:
        return
    if is_still_allowed(document, connection):
        container = container_of_connection(document, connection.kind, source, target)
        if container is not None and container is not connection.parent:
            document.insert(container, connection)
        return
    found = can_connect(document, source, target)
    if found is None or found.kind == connection.kind:
        remove_connection(document, connection)
    else:
        convert(document, connection, found, source, target, fact.diagram)
