"""What connects to what, and by which connection (section R-… "what connects to what": first match wins)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    CatchEvent,
    ConditionalEventDefinition,
    DataAssociation,
    Document,
    Element,
    EndEvent,
    Event,
    EventBasedGateway,
    FlowNode,
    Group,
    IntermediateCatchEvent,
    MessageEventDefinition,
    MessageFlow,
    Participant,
    ReceiveTask,
    SequenceFlow,
    SignalEventDefinition,
    StartEvent,
    TextAnnotation,
    ThrowEvent,
    TimerEventDefinition,
)
from modeler.editing.structure import (
    CONNECTIONS,
    DATA,
    definitions_of,
    has_definition,
    is_compensation_boundary,
    is_event_sub_process,
    is_for_compensation,
    is_link,
    organization_of,
    scope_of,
    source_of,
    target_of,
)


@dataclass(frozen=True, slots=True)
class ConnectionType:
    """Which connection two elements get: its kind and, for associations, the direction."""

    kind: str
    direction: str | None = None


SEQUENCE_FLOW: Final = ConnectionType("bpmn:sequenceFlow")
MESSAGE_FLOW: Final = ConnectionType("bpmn:messageFlow")
DATA_INPUT: Final = ConnectionType("bpmn:dataInputAssociation")
DATA_OUTPUT: Final = ConnectionType("bpmn:dataOutputAssociation")
ASSOCIATION: Final = ConnectionType("bpmn:association", "None")
COMPENSATION: Final = ConnectionType("bpmn:association", "One")

_AWAITED: Final = (
    MessageEventDefinition,
    TimerEventDefinition,
    ConditionalEventDefinition,
    SignalEventDefinition,
)


def can_start_connection(element: Element) -> bool:
    """Whether a connection may be drawn from an element at all."""
    return isinstance(element, (FlowNode, Participant, Group, TextAnnotation, *DATA))


def can_connect(document: Document, source: Element, target: Element) -> ConnectionType | None:
    """Which connection leads from one element to another; None where none may."""
    if can_connect_message_flow(document, source, target):
        return MESSAGE_FLOW
    if can_connect_sequence_flow(source, target):
        return SEQUENCE_FLOW
    if can_connect_data_input(document, source, target):
        return DATA_INPUT
    if can_connect_data_output(document, source, target):
        return DATA_OUTPUT
    if can_connect_compensation(source, target):
        return COMPENSATION
    return ASSOCIATION if can_connect_association(source, target) else None


def can_connect_as(document: Document, kind: str, source: Element, target: Element) -> bool:
    """Whether a connection of this kind may lead from one element to another."""
    data = DATA_INPUT.kind, DATA_OUTPUT.kind
    if kind == SEQUENCE_FLOW.kind:
        return can_connect_sequence_flow(source, target)
    if kind == MESSAGE_FLOW.kind:
        return can_connect_message_flow(document, source, target)
    if kind in data:
        return can_connect_data_input(document, source, target) or can_connect_data_output(document, source, target)
    return _can_associate(document, source, target)


def can_reconnect(document: Document, connection: Element, source: Element, target: Element) -> ConnectionType | None:
    """Which connection results when a connection gets these ends; a data association stays one."""
    if isinstance(connection, DataAssociation):
        if can_connect_data_input(document, source, target):
            return DATA_INPUT
        return DATA_OUTPUT if can_connect_data_output(document, source, target) else None
    if can_connect_as(document, connection.kind, source, target):
        direction = connection.get("associationDirection") if connection.kind == ASSOCIATION.kind else None
        return ConnectionType(connection.kind, direction)
    return can_connect(document, source, target)


def is_still_allowed(document: Document, connection: Element) -> bool:
    """Whether a connection between its present ends keeps the rules; one with a loose end is left alone."""
    source, target = source_of(connection), target_of(connection)
    if source is None or target is None:
        return True
    return can_connect_as(document, connection.kind, source, target)


def can_connect_message_flow(document: Document, source: Element, target: Element) -> bool:
    """Rule 1: between pools, or their activities and message events."""
    return (
        _can_send(source)
        and _can_receive(target)
        and organization_of(document, source) is not organization_of(document, target)
    )


def can_connect_sequence_flow(source: Element, target: Element) -> bool:
    """Rule 2: between flow nodes of one scope."""
    return (
        can_have_outgoing(source)
        and can_have_incoming(target)
        and scope_of(source) is scope_of(target)
        and (not isinstance(source, EventBasedGateway) or can_follow_event_gateway(target))
    )


def can_have_outgoing(element: Element) -> bool:
    """Whether sequence flows may leave an element."""
    return (
        isinstance(element, FlowNode)
        and not isinstance(element, EndEvent)
        and not is_event_sub_process(element)
        and not (isinstance(element, ThrowEvent) and is_link(element))
        and not is_compensation_boundary(element)
        and not is_for_compensation(element)
    )


def can_have_incoming(element: Element) -> bool:
    """Whether sequence flows may enter an element."""
    return (
        isinstance(element, FlowNode)
        and not isinstance(element, StartEvent | BoundaryEvent)
        and not is_event_sub_process(element)
        and not (isinstance(element, CatchEvent) and is_link(element))
        and not is_for_compensation(element)
    )


def can_follow_event_gateway(element: Element) -> bool:
    """Whether an event-based gateway may lead to an element."""
    if isinstance(element, ReceiveTask):
        return True
    if not isinstance(element, IntermediateCatchEvent):
        return False
    found = definitions_of(element)
    return bool(found) and all(isinstance(each, _AWAITED) for each in found)


def can_connect_data_input(document: Document, source: Element, target: Element) -> bool:
    """Rule 3: from data into an activity or a throw event."""
    return isinstance(source, DATA) and isinstance(target, Activity | ThrowEvent) and _share(document, source, target)


def can_connect_data_output(document: Document, source: Element, target: Element) -> bool:
    """Rule 4: from an activity or a catch event into data."""
    return isinstance(source, Activity | CatchEvent) and isinstance(target, DATA) and _share(document, source, target)


def can_connect_compensation(source: Element, target: Element) -> bool:
    """Rule 5: from a compensation boundary event to the activity that undoes."""
    return (
        isinstance(source, BoundaryEvent)
        and is_compensation_boundary(source)
        and isinstance(target, Activity)
        and scope_of(source) is scope_of(target)
        and source.attached_to is not target
        and not is_event_sub_process(target)
    )


def can_connect_association(source: Element, target: Element) -> bool:
    """Rule 6: between a text annotation and anything else that is drawn."""
    one_remark = isinstance(source, TextAnnotation) != isinstance(target, TextAnnotation)
    remarkable = (FlowNode, Participant, Group, TextAnnotation, *CONNECTIONS, *DATA)
    drawn = isinstance(source, remarkable) and isinstance(target, remarkable)
    return one_remark and drawn and source not in target.ancestors() and target not in source.ancestors()


def _can_associate(document: Document, source: Element, target: Element) -> bool:
    return (
        can_connect_association(source, target)
        or can_connect_compensation(source, target)
        or can_connect_data_input(document, source, target)
        or can_connect_data_output(document, source, target)
    )


def _can_send(element: Element) -> bool:
    if isinstance(element, Event):
        return isinstance(element, ThrowEvent) and _takes_messages(element)
    return isinstance(element, Participant | Activity) and not is_event_sub_process(element)


def _can_receive(element: Element) -> bool:
    if isinstance(element, BoundaryEvent):
        return has_definition(element, MessageEventDefinition)
    if isinstance(element, Event):
        return isinstance(element, CatchEvent) and _takes_messages(element)
    receives = isinstance(element, Participant) or (isinstance(element, Activity) and not is_for_compensation(element))
    return receives and not is_event_sub_process(element)


def _takes_messages(event: Event) -> bool:
    return not definitions_of(event) or has_definition(event, MessageEventDefinition)


def _share(document: Document, source: Element, target: Element) -> bool:
    first, second = organization_of(document, source), organization_of(document, target)
    return first is second or first is None or second is None


def connects(connection: Element) -> bool:
    """Whether an element is a sequence or message flow, the connections that carry the process on."""
    return isinstance(connection, SequenceFlow | MessageFlow)
