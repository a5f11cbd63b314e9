"""What may follow an element: the content of its append menu."""

from __future__ import annotations

from typing import Final

from engine.bpmn import Document, Element, EventBasedGateway, FlowNode
from modeler.editing import element_types as types
from modeler.editing.element_types import ElementType, definition_kind
from modeler.editing.rules.connecting import can_have_outgoing
from modeler.editing.structure import is_compensation_boundary

_AWAITED: Final = frozenset(map(definition_kind, ("message", "timer", "conditional", "signal")))
_LINK: Final = definition_kind("link")
_CATCH: Final = "bpmn:intermediateCatchEvent"


def followers(document: Document, source: Element) -> list[ElementType]:
    """The types that may be appended to an element, the most used first; none where nothing may follow."""
    if isinstance(source, EventBasedGateway):
        receive = [each for each in types.TASKS if each.kind == "bpmn:receiveTask"]
        return receive + [e for e in types.INTERMEDIATE_EVENTS if e.kind == _CATCH and e.definition in _AWAITED]
    if is_compensation_boundary(source):
        return [] if document.connections_of(source) else list(types.TASKS)
    if not isinstance(source, FlowNode) or not can_have_outgoing(source):
        return []
    events = [each for each in types.INTERMEDIATE_EVENTS if not (each.kind == _CATCH and each.definition == _LINK)]
    scopes = [each for each in types.SUB_PROCESSES if not each.triggered_by_event]
    return [*types.TASKS, *types.GATEWAYS, *types.END_EVENTS, *events, *scopes]


def can_append(document: Document, source: Element, kind: ElementType) -> bool:
    """Whether a type may be appended to an element."""
    return kind in followers(document, source)
