"""Events that fit only where they were become plain ones elsewhere (R-D8)."""

from __future__ import annotations

from engine.bpmn import (
    BoundaryEvent,
    CancelEventDefinition,
    CompensateEventDefinition,
    Document,
    EndEvent,
    ErrorEventDefinition,
    EscalationEventDefinition,
    Event,
    StartEvent,
    SubProcess,
    Transaction,
)
from modeler.editing.facts import ParentChanged
from modeler.editing.structure import definitions_of, has_definition, is_event_sub_process

_INNER = (ErrorEventDefinition, EscalationEventDefinition, CompensateEventDefinition)


def plain_elsewhere(document: Document, fact: object) -> None:
    """Take the definition from a start, end or boundary event that its new parent does not allow."""
    if not isinstance(fact, ParentChanged) or fact.element.parent is None:
        return
    event = fact.element
    if isinstance(event, StartEvent) and not is_event_sub_process(event.parent):
        typed = [each for each in definitions_of(event) if isinstance(each, _INNER)]
        if typed or not event.is_interrupting or (isinstance(event.parent, SubProcess) and definitions_of(event)):
            _make_plain(document, event)
            event.set("isInterrupting", None)
    cancels = isinstance(event, EndEvent | BoundaryEvent) and has_definition(event, CancelEventDefinition)
    if cancels and not any(isinstance(each, Transaction) for each in event.ancestors()):
        _make_plain(document, event)


def _make_plain(document: Document, event: object) -> None:
    if isinstance(event, Event):
        for definition in event.definitions:
            document.remove(definition)
