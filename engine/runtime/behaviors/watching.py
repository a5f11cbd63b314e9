"""Arming events: what makes a Request wait for messages, signals, times and conditions."""

from __future__ import annotations

from datetime import datetime

from engine.expressions import ExpressionError
from engine.runtime.behaviors.naming import key_of, name_of
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node, Trigger
from engine.runtime.scheduler import Run
from engine.runtime.times import Schedule, schedule
from engine.runtime.token import Token, Watch

WATCHED = frozenset(("timer", "message", "signal", "conditional"))
HELD = 0
"""The rounds of a condition that has been true and must be false before its event can happen again."""


def arm_event(run: Run, node: Node, token: int, frame: int) -> None:
    """Arm every definition of an event that can happen from outside."""
    for place, trigger in enumerate(node.triggers):
        if trigger.kind in WATCHED:
            due, rounds, rhythm = _when(run, node, trigger, frame)
            name, key = name_of(run, trigger, frame), key_of(run, trigger, frame)
            run.arm(node, place, token, frame, due, rounds)
            if trigger.named is not None or rhythm:
                run.emit(("named", run.state.last_id, rhythm or name))
            if key is not None:
                run.emit(("keyed", run.state.last_id, key))
            waits_for_mail = trigger.kind == "message" and bool(run.state.posted)
            run.changed = run.changed or waits_for_mail or trigger.kind == "conditional"


def _when(run: Run, node: Node, trigger: Trigger, frame: int) -> tuple[datetime | None, int, str]:
    """When a timer is due, how often, and the computed cycle of one that goes on at its pace when the data changes."""
    if trigger.kind != "timer":
        return None, -1, ""
    value = _time(run, trigger, frame)
    planned = plan(run, trigger, value)
    keeps = trigger.time == "cycle" and not node.interrupting and isinstance(value, str)
    computed = trigger.expression is not None and bool(trigger.expression.variables)
    return planned.first, planned.rounds, str(value) if keeps and computed else ""


def _time(run: Run, trigger: Trigger, frame: int) -> object:
    if trigger.expression is None:
        raise IncidentError("TIMER", "the timer has no date, duration or cycle")
    return run.evaluate(trigger.expression, frame)


def plan(run: Run, trigger: Trigger, value: object) -> Schedule:
    """When a timer is due by the value of its expression."""
    try:
        return schedule(trigger.time, value, run.state.now)
    except ValueError as error:
        source = "" if trigger.expression is None else f"; from {trigger.expression.text}"
        raise IncidentError("TIMER", f"{error}{source}") from None


def plan_of(run: Run, trigger: Trigger, watch: Watch) -> Schedule:
    """The plan by which a timer goes on: as it was computed when it was armed."""
    return plan(run, trigger, watch.name or _time(run, trigger, watch.frame))


def arm_boundaries(run: Run, token: Token, node: Node) -> None:
    """Arm the boundary events of an activity that takes time."""
    if token.loop:
        return
    for place in node.boundaries:
        boundary = run.graph.nodes[place]
        try:
            arm_event(run, boundary, token.id, token.frame)
        except (ExpressionError, IncidentError) as error:
            code = error.code if isinstance(error, IncidentError) else "EXPRESSION_FAILED"
            told = f'"{boundary.name or boundary.id}" on its border cannot wait for its event: {error}'
            raise IncidentError(code, told) from error
