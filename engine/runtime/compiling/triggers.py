"""Event definitions as triggers: what an event names, and its vendor's settings."""

from __future__ import annotations

import json

from engine.bpmn import (
    CatchEvent,
    CompensateEventDefinition,
    ConditionalEventDefinition,
    Element,
    ErrorEventDefinition,
    EscalationEventDefinition,
    EventDefinition,
    LinkEventDefinition,
    Message,
    MessageEventDefinition,
    SignalEventDefinition,
    ThrowEvent,
    TimerEventDefinition,
)
from engine.bpmn.namespaces import CAMUNDA, FLOWABLE, PROCESSMAKER, ZEEBE
from engine.expressions import Expression, ExpressionError
from engine.runtime.compiling.context import Context, extensions
from engine.runtime.graph import Trigger

KINDS = {
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
}


def triggers_of(context: Context, event: CatchEvent | ThrowEvent) -> tuple[Trigger, ...]:
    """All definitions of an event, its own and the shared ones that it refers to."""
    definitions: list[EventDefinition] = list(event.event_definitions)
    for name in event.event_definition_refs:
        shared = context.document.find(name.rpartition(":")[2])
        if isinstance(shared, EventDefinition):
            definitions.append(shared)
        else:
            context.problem(event, "dangling-reference", f'{event.id}: there is no event definition "{name}"')
    return tuple(trigger for definition in definitions for trigger in _triggers(context, event, definition))


def _triggers(context: Context, event: Element, definition: EventDefinition) -> list[Trigger]:
    """The triggers of one definition: a list of cycles, as ProcessMaker writes it, is as many timers."""
    cycle = definition.time_cycle if isinstance(definition, TimerEventDefinition) else None
    text = cycle.text if cycle is not None else ""
    if "|" not in text or "{{" in text or event.get("parallelMultiple") == "true":
        return [trigger_of(context, event, definition)]
    parts = [part for part in text.split("|") if part.strip()]
    return [Trigger("timer", expression=context.value(part, event), time="cycle") for part in parts]


def trigger_of(context: Context, event: Element, definition: EventDefinition) -> Trigger:
    """One definition; `event` is the element that problems are noted on."""
    match definition:
        case MessageEventDefinition():
            return message_trigger(context, definition.message_ref, definition.message, definition)
        case SignalEventDefinition():
            return _signal(context, event, definition)
        case TimerEventDefinition():
            return _timer(context, event, definition)
        case ConditionalEventDefinition():
            condition = context.condition(definition.condition, event)
            if condition is None:
                context.problem(event, "event", f"{event.id}: the conditional event has no condition")
            return Trigger("conditional", expression=condition)
        case LinkEventDefinition():
            return Trigger("link", definition.name or "")
        case CompensateEventDefinition():
            name = context.prefix + definition.activity_ref if definition.activity_ref else ""
            return Trigger("compensate", name, wait=definition.wait_for_completion is not False)
        case _:
            return _coded(definition)


def _coded(definition: EventDefinition) -> Trigger:
    if isinstance(definition, ErrorEventDefinition):
        error = definition.error
        code = definition.error_ref if error is None else error.error_code or error.name or error.id
        return Trigger("error", (error.name if error else "") or "", code, settings=_variables(definition, "error"))
    if isinstance(definition, EscalationEventDefinition):
        found = definition.escalation
        code = definition.escalation_ref if found is None else found.escalation_code or found.name or found.id
        name = (found.name if found else "") or ""
        return Trigger("escalation", name, code, settings=_variables(definition, "escalation"))
    return Trigger(KINDS.get(definition.tag, definition.tag.removesuffix("EventDefinition")))


def _variables(definition: Element, prefix: str) -> dict[str, object]:
    """The variables into which Camunda writes the code and the message."""
    found = {}
    for key, name in (("code", f"{prefix}CodeVariable"), ("message", f"{prefix}MessageVariable")):
        value = definition.foreign(CAMUNDA, name) or definition.foreign(FLOWABLE, name)
        if value:
            found[key] = value
    return dict(found)


def message_trigger(context: Context, reference: str | None, message: Message | None, source: Element) -> Trigger:
    """The trigger for a message, by the message's name, else its id as written; with its correlation key, if any."""
    name = (message.name or message.id) if message is not None else reference
    name, named = _name(context, name or "", source)
    subscriptions = () if message is None else extensions(message, ZEEBE, "subscription")
    keys = [key for item in subscriptions if (key := item.get("correlationKey"))]
    return Trigger(
        "message",
        name,
        expression=context.text(keys[0], source, None, "feel") if keys else None,
        variable=source.foreign(PROCESSMAKER, "variableName"),
        named=named,
    )


def _name(context: Context, name: str, source: Element) -> tuple[str, Expression | None]:
    """A name, and what computes it where it depends on the Request data."""
    named = context.computed(name, source)
    if named is None or named.variables:
        return name, named
    try:
        return str(named.evaluate({})), None
    except ExpressionError:
        return name, named


def _signal(context: Context, event: Element, definition: SignalEventDefinition) -> Trigger:
    signal = definition.signal
    name = (signal.name or signal.id) if signal is not None else definition.signal_ref
    payload = _payload(definition.foreign(PROCESSMAKER, "config"))
    if context.profile == "processmaker":
        payload.setdefault("payload", "ALL_REQUEST_DATA")
    text = payload.get("expression")
    expression = context.text(str(text), event) if text else None
    variable = payload.get("variable") or definition.foreign(PROCESSMAKER, "variableName")
    name, named = _name(context, name or "", event)
    return Trigger(
        "signal", name, None, expression, variable=str(variable) if variable else None, settings=payload, named=named
    )


def _payload(config: str | None) -> dict[str, object]:
    """ProcessMaker's payload setting: `{"payload": [{"id": …, "variable": …, "expression": …}]}`."""
    try:
        read = json.loads(config or "{}")
        entries = read.get("payload") or [{}]
        first = entries[0] if isinstance(entries, list) else entries
        found = {"payload": first.get("id"), "variable": first.get("variable"), "expression": first.get("expression")}
        return {key: value for key, value in found.items() if value}
    except (ValueError, RecursionError, AttributeError, IndexError):
        return {}


def _timer(context: Context, event: Element, definition: TimerEventDefinition) -> Trigger:
    forms = (
        ("date", definition.time_date),
        ("duration", definition.time_duration),
        ("cycle", definition.time_cycle),
    )
    for form, view in forms:
        if view is not None and view.text.strip():
            return Trigger("timer", expression=context.value(view.text, event), time=form)
    context.problem(event, "timer", f"{event.id}: the timer has no date, duration or cycle")
    return Trigger("timer")
