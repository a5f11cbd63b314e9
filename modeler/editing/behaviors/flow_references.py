"""Flow nodes list their flows as `incoming` and `outgoing`, where the file does so.

Many tools leave these lists out; a file that does, keeps doing without. A node that has any keeps them complete; a new
one, or one without flows so far, does as its neighbors do.
"""

from __future__ import annotations

from itertools import islice

from engine.bpmn import Document, FlowNode, SequenceFlow
from modeler.editing.facts import ConnectionCreated, ConnectionReconnected
from modeler.editing.structure import scope_of

_LOOK_AT = 30


def list_flows(document: Document, fact: object) -> None:
    """Keep the lists of the nodes at a new or reconnected flow."""
    if isinstance(fact, ConnectionCreated) and isinstance(fact.connection, SequenceFlow):
        _list_ends(document, fact.connection)
    elif isinstance(fact, ConnectionReconnected) and isinstance(fact.connection, SequenceFlow):
        flow = fact.connection
        if isinstance(fact.source_before, FlowNode) and fact.source_before is not flow.source:
            _drop(fact.source_before, flow, "outgoing")
        if isinstance(fact.target_before, FlowNode) and fact.target_before is not flow.target:
            _drop(fact.target_before, flow, "incoming")
        _list_ends(document, flow)


def _list_ends(document: Document, flow: SequenceFlow) -> None:
    if flow.parent is None:
        return
    source, target = flow.source, flow.target
    if source is not None and not source.outgoing.refers_to(flow) and _lists(document, source, flow):
        source.outgoing.append(flow)
    if target is not None and not target.incoming.refers_to(flow) and _lists(document, target, flow):
        target.incoming.append(flow)


def _drop(node: FlowNode, flow: SequenceFlow, name: str) -> None:
    references = node.incoming if name == "incoming" else node.outgoing
    if references.refers_to(flow):
        references.remove(flow)


def _lists(document: Document, node: FlowNode, new: SequenceFlow) -> bool:
    """Whether a node lists its flows: as it does so far, or as the first connected node of its scope does."""
    own = _habit(document, node, new)
    if own is not None:
        return own
    scope = scope_of(node)
    members = () if scope is None else islice(scope.iterate_children(), _LOOK_AT)
    habits = (_habit(document, each, new) for each in members if isinstance(each, FlowNode) and each is not node)
    found = next((habit for habit in habits if habit is not None), None)
    return True if found is None else found


def _habit(document: Document, node: FlowNode, new: SequenceFlow) -> bool | None:
    if len(node.incoming) or len(node.outgoing):
        return True
    if document.is_new(node):
        return None
    others = [flow for flow in (*document.incoming(node), *document.outgoing(node)) if flow is not new]
    return False if others else None
