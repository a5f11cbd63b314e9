"""Default flows carry no condition, and only flows out of their own node are defaults (R-F1, R-X2)."""

from __future__ import annotations

from engine.bpmn import Document, SequenceFlow
from modeler.editing.facts import ConnectionReconnected, DefaultFlowSet
from modeler.editing.rules.flows import can_have_default, is_default_of


def keep_defaults(_document: Document, fact: object) -> None:
    """Clear the condition of a new default; let a default follow its flow to another source, or end."""
    if isinstance(fact, DefaultFlowSet):
        fact.flow.condition = None
    elif isinstance(fact, ConnectionReconnected) and isinstance(fact.connection, SequenceFlow):
        flow, before = fact.connection, fact.source_before
        if before is not None and before is not flow.source and is_default_of(before, flow):
            before.set("default", None)
            if flow.source is not None and can_have_default(flow.source) and flow.source.get("default") is None:
                flow.source.set("default", flow.id)
