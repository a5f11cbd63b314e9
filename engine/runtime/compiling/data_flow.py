"""Data associations of the standard: data objects, properties and stores as variables of the Request data.

A data object is the variable of its name. An association that names only one end, as drawings do, moves nothing.
What an event brings is its data output: the entry of that name, else all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from engine.bpmn import (
    Activity,
    CatchEvent,
    DataAssociation,
    DataObjectReference,
    Element,
    ErrorEventDefinition,
    EscalationEventDefinition,
    ReceiveTask,
    ThrowEvent,
)
from engine.expressions import Expression
from engine.runtime.compiling.context import Context
from engine.runtime.graph import PAYLOAD, Assignment


def copies_in(context: Context, activity: Activity | ThrowEvent) -> tuple[Assignment, ...]:
    """What the data inputs of an activity, or of an event that throws, get."""
    return tuple(copy for item in activity.data_input_associations for copy in _copies(context, activity, item))


def copies_out(context: Context, activity: Activity) -> tuple[Assignment, ...]:
    """What data objects get from an activity's data outputs."""
    return tuple(copy for item in activity.data_output_associations for copy in _copies(context, activity, item))


def filled_from(context: Context, activity: Activity, reference: str | None) -> Expression | None:
    """What fills a data input of an activity, if an association does."""
    for item in activity.data_input_associations:
        if _is(item.target_ref, reference):
            return next((copy.source for copy in _copies(context, activity, item)), None)
    return None


def emptied_into(activity: Activity, reference: str | None) -> str:
    """The variable that gets a data output of an activity as it is, if an association says so."""
    for item in activity.data_output_associations:
        plain = not item.assignments and item.transformation is None
        if plain and any(_is(source, reference) for source in item.source_refs):
            return variable_of(item.target)
    return ""


def unmoved(view: Element) -> Iterator[str]:
    """What a model says of data at an element that this engine does not do, a sentence each."""
    if isinstance(view, Activity):
        sets = len(view.io_specification.input_sets) if view.io_specification is not None else 0
        if sets > 1:
            yield f"{view.id}: of its {sets} input sets none is waited for: it starts at once"
    elif isinstance(view, CatchEvent | ThrowEvent) and any(map(_carries_nothing, view.event_definitions)):
        moved = view.data_input_associations if isinstance(view, ThrowEvent) else view.data_output_associations
        if moved:
            yield f"{view.id}: errors and escalations carry no data in this engine: its data associations bring nothing"


def _carries_nothing(definition: Element) -> bool:
    return isinstance(definition, ErrorEventDefinition | EscalationEventDefinition)


def _is(one: str | None, other: str | None) -> bool:
    """Whether two references name the same element, with or without a prefix."""
    first, second = ((name or "").strip().rpartition(":")[2] for name in (one, other))
    return bool(first) and first == second


def brought_out(context: Context, event: CatchEvent | ReceiveTask) -> tuple[Assignment, ...]:
    """What data objects get of what an event brings."""
    found = event.data_output_associations
    return tuple(copy for item in found for copy in _copies(context, event, item, brought))


def _copies(
    context: Context, activity: Element, association: DataAssociation, read: Callable[[str], Expression] | None = None
) -> Iterator[Assignment]:
    target = variable_of(association.target)
    for assignment in association.assignments:
        source, to = assignment.from_expression, assignment.to_expression
        if source is not None and source.text.strip() and to is not None and to.text.strip():
            name = to.text.strip()
            yield Assignment(
                variable_of(context.document.find(name)) or name, context.text(source.text.strip(), activity)
            )
    if association.assignments or not target:
        return
    if association.transformation is not None:
        expression = context.expression(association.transformation, activity)
        if expression is not None:
            yield Assignment(target, expression)
    elif sources := [name for source in association.sources if (name := variable_of(source))]:
        yield Assignment(target, (read or variable)(sources[0]))


def variable_of(element: Element | None) -> str:
    """The variable behind a data element: its name, else its id; a reference is the data object it shows."""
    if element is None:
        return ""
    if isinstance(element, DataObjectReference) and not element.name and element.data_object is not None:
        return variable_of(element.data_object)
    return element.get("name") or element.id or ""


def brought(name: str) -> Expression:
    """An expression that reads what an event has brought, which stands under `PAYLOAD`."""
    return Expression(name, "tolerant", (name,), lambda evaluation: _entry(evaluation.data.get(PAYLOAD), name))


def _entry(payload: object, name: str) -> object:
    if not isinstance(payload, Mapping):
        return None
    return payload[name] if name in payload else dict(payload) or None


def variable(name: str) -> Expression:
    """An expression that reads one variable, whatever signs its name has; null where there is none."""
    return Expression(name, "tolerant", (name,), lambda evaluation: evaluation.data.get(name))
