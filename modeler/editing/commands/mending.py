"""Connections that an edit made illegal: converted where the rules know another one, removed otherwise (R-M5, R-F6)."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn import BPMNDiagram, Document, Element
from modeler.editing.commands.connection_ends import container_of_connection
from modeler.editing.commands.connections import convert
from modeler.editing.commands.removal import remove_connection
from modeler.editing.rules.connecting import can_connect, is_still_allowed
from modeler.editing.structure import source_of, target_of


def legal_connections(document: Document, element: Element) -> list[Element]:
    """The connections at an element that keep the rules now; others were so before and are no edit's business."""
    return [each for each in document.connections_of(element) if is_still_allowed(document, each)]


def mend(document: Document, connections: Iterable[Element], diagram: BPMNDiagram | None = None) -> None:
    """Convert or remove the connections that the rules do not allow, and put the others where they belong."""
    for connection in connections:
        source, target = source_of(connection), target_of(connection)
        if connection.parent is None or source is None or target is None:
            continue
        if is_still_allowed(document, connection):
            container = container_of_connection(document, connection.kind, source, target)
            if container is not None and container is not connection.parent:
                document.insert(container, connection)
            continue
        found = can_connect(document, source, target)
        if found is None or found.kind == connection.kind:
            remove_connection(document, connection)
        else:
            convert(document, connection, found, source, target, diagram)
