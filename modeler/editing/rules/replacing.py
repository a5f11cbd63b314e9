"""What an element may be changed into: the content of the replace menu."""

from __future__ import annotations

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    DataObjectReference,
    DataStoreReference,
    Document,
    Element,
    EndEvent,
    Event,
    Gateway,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    Participant,
    StartEvent,
    SubProcess,
    Task,
    Transaction,
)
from modeler.editing import element_types as types
from modeler.editing.element_types import ElementType
from modeler.editing.structure import definitions_of, is_event_sub_process, is_expanded

_CANCEL = "bpmn:cancelEventDefinition"


def replacements(document: Document, element: Element) -> list[ElementType]:
    """The types that an element may become, as its replace menu shows them; the present one is left out."""
    return [each for each in _family(document, element) if not is_of_type(document, element, each)]


def can_replace(document: Document, element: Element, kind: str) -> bool:
    """Whether an element may become one of this BPMN name."""
    return any(each.kind == kind for each in _family(document, element))


def is_of_type(document: Document, element: Element, kind: ElementType) -> bool:
    """Whether an element is of a type already."""
    if element.kind != kind.kind:
        return False
    if isinstance(element, Event):
        found = [each.kind for each in definitions_of(element)]
        return (
            found == ([kind.definition] if kind.definition else []) and is_interrupting(element) == kind.is_interrupting
        )
    if isinstance(element, SubProcess):
        return (
            is_event_sub_process(element) == kind.triggered_by_event
            and is_expanded(document, element) == kind.is_expanded
        )
    if isinstance(element, Participant):
        return (element.process is not None) == kind.is_expanded
    return True


def is_interrupting(event: Event) -> bool:
    """Whether an event stops what it happens in; those that cannot say always do."""
    if isinstance(event, BoundaryEvent):
        return event.cancel_activity
    return event.is_interrupting if isinstance(event, StartEvent) else True


def _family(document: Document, element: Element) -> tuple[ElementType, ...]:
    if isinstance(element, Event):
        return _events(element)
    if isinstance(element, Gateway):
        return types.GATEWAYS
    if isinstance(element, Activity):
        return _activities(document, element)
    if isinstance(element, DataObjectReference | DataStoreReference):
        return types.DATA
    return types.PARTICIPANTS if isinstance(element, Participant) else ()


def _activities(document: Document, element: Activity) -> tuple[ElementType, ...]:
    containers = tuple(each for each in types.SUB_PROCESSES if each.is_expanded)
    if isinstance(element, SubProcess) and is_expanded(document, element):
        return (*containers, *(each for each in types.SUB_PROCESSES if not each.is_expanded), *types.TASKS)
    ordinary = tuple(each for each in types.SUB_PROCESSES if not each.triggered_by_event)
    return (*types.TASKS, *ordinary) if isinstance(element, Task | Activity) else ()


def _events(element: Event) -> tuple[ElementType, ...]:
    in_transaction = any(isinstance(each, Transaction) for each in element.ancestors())
    if isinstance(element, StartEvent):
        if is_event_sub_process(element.parent):
            return types.EVENT_SUB_PROCESS_STARTS
        if isinstance(element.parent, SubProcess):
            return (types.START_EVENTS[0], types.INTERMEDIATE_EVENTS[0], types.END_EVENTS[0])
        return (*types.START_EVENTS, types.INTERMEDIATE_EVENTS[0], types.END_EVENTS[0])
    if isinstance(element, BoundaryEvent):
        host = element.attached_to
        return tuple(e for e in types.BOUNDARY_EVENTS if e.definition != _CANCEL or isinstance(host, Transaction))
    if isinstance(element, EndEvent | IntermediateCatchEvent | IntermediateThrowEvent):
        ends = tuple(e for e in types.END_EVENTS if e.definition != _CANCEL or in_transaction)
        return (*types.INTERMEDIATE_EVENTS, types.START_EVENTS[0], *ends)
    return ()
