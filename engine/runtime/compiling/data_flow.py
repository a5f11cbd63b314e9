"""Data associations of the standard: data objects, properties and stores as variables of the Request data.

A data object is the variable of its name. An association that names only one end, as drawings do, moves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import Activity, DataAssociation, DataObjectReference, Element
from engine.expressions import Expression
from engine.runtime.compiling.context import Context
from engine.runtime.graph import Assignment


def copies_in(context: Context, activity: Activity) -> tuple[Assignment, ...]:
    """What an activity's data inputs get."""
    return tuple(copy for item in activity.data_input_associations for copy in _copies(context, activity, item))


def copies_out(context: Context, activity: Activity) -> tuple[Assignment, ...]:
    """What data objects get from an activity's data outputs."""
    return tuple(copy for item in activity.data_output_associations for copy in _copies(context, activity, item))


def _copies(context: Context, activity: Activity, association: DataAssociation) -> Iterator[Assignment]:
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
        yield Assignment(target, variable(sources[0]))


def variable_of(element: Element | None) -> str:
    """The variable behind a data element: its name, else its id; a reference is the data object it shows."""
    if element is None:
        return ""
    if isinstance(element, DataObjectReference) and not element.name and element.data_object is not None:
        return variable_of(element.data_object)
    return element.get("name") or element.id or ""


def variable(name: str) -> Expression:
    """An expression that reads one variable, whatever signs its name has; null where there is none."""
    return Expression(name, "tolerant", (name,), lambda evaluation: evaluation.data.get(name))
