"""The names of messages and signals that a file computes, `=…` in Camunda 8, `${…}` in Camunda 7, and their keys."""

from __future__ import annotations

from engine.expressions import ExpressionError
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Trigger
from engine.runtime.scheduler import Run
from engine.runtime.token import Watch


def name_of(run: Run, trigger: Trigger, frame: int) -> str:
    """The name of what a trigger throws or waits for; raises `IncidentError` where it computes no text."""
    if trigger.named is None:
        return trigger.name
    value = run.evaluate(trigger.named, frame)
    if not isinstance(value, str) or not value:
        raise IncidentError("NAME", f"the name {trigger.name} of the {trigger.kind} gives {value!r}, which is no text")
    return value


def key_of(run: Run, trigger: Trigger, frame: int) -> object:
    """The key that a message must have to be taken, from the data of now; None where it gives none."""
    if trigger.kind != "message" or trigger.expression is None:
        return None
    try:
        return run.evaluate(trigger.expression, frame)
    except ExpressionError as error:
        raise IncidentError("KEY", f"the correlation key of the message {trigger.name} fails: {error}") from None


def heard_name(run: Run, watch: Watch) -> str:
    """The name of what a watch waits for, as it was when it was armed."""
    return watch.name or run.graph.nodes[watch.node].triggers[watch.trigger].name
