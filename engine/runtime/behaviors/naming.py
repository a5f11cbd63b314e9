"""The names of messages and signals that a file computes: `=…` in Camunda 8, `${…}` in Camunda 7."""

from __future__ import annotations

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


def heard_name(run: Run, watch: Watch) -> str:
    """The name of what a watch waits for, as it was when it was armed."""
    return watch.name or run.graph.nodes[watch.node].triggers[watch.trigger].name
