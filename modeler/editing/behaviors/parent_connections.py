"""Connections after a node moved into another parent: kept where the rules allow, converted, or removed (R-F6)."""

from __future__ import annotations

from engine.bpmn import Activity, Document, Element
from modeler.editing.commands.mending import mend
from modeler.editing.facts import ParentChanged


def mend_connections(document: Document, fact: object) -> None:
    """Convert or remove the connections of a node that changed its parent; carry those that stay into the new one."""
    if not isinstance(fact, ParentChanged) or fact.element.parent is None:
        return
    nodes: list[Element] = [fact.element]
    if isinstance(fact.element, Activity):
        nodes.extend(document.attached_to(fact.element))
    for node in nodes:
        mend(document, document.connections_of(node), fact.diagram)
