"""What an event-based gateway leads to has no other way in (R-F3)."""

from __future__ import annotations

from engine.bpmn import Document, EventBasedGateway, FlowNode, ReceiveTask, SequenceFlow
from modeler.editing.commands.removal import remove_connection, remove_element
from modeler.editing.facts import ConnectionCreated, ConnectionReconnected, ElementReplaced


def keep_single_entry(document: Document, fact: object) -> None:
    """Remove the flows that a flow from, or beside, an event-based gateway rules out."""
    if isinstance(fact, ConnectionCreated | ConnectionReconnected) and isinstance(fact.connection, SequenceFlow):
        _check(document, fact.connection)
    elif isinstance(fact, ElementReplaced) and isinstance(fact.element, EventBasedGateway):
        for flow in document.outgoing(fact.element):
            _check(document, flow)


def _check(document: Document, flow: SequenceFlow) -> None:
    target = flow.target
    if flow.parent is None or not isinstance(target, FlowNode):
        return
    from_gateway = isinstance(flow.source, EventBasedGateway)
    for other in document.incoming(target):
        if other is not flow and (from_gateway or isinstance(other.source, EventBasedGateway)):
            remove_connection(document, other)
    if from_gateway and isinstance(target, ReceiveTask):
        for event in document.attached_to(target):
            remove_element(document, event)
