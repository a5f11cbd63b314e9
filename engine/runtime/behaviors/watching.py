"""Arming events: what makes a Request wait for messages, signals, times and conditions."""

from __future__ import annotations

from datetime import datetime

from engine.runtime.behaviors.naming import name_of
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node, Trigger
from engine.runtime.scheduler import Run
from engine.runtime.times import Schedule, schedule
from engine.runtime.token import Token

WATCHED = frozenset(("timer", "message", "signal", "conditional"))
HELD = 0
"""The rounds of a condition that has been true and must be false before its event can happen again."""


def arm_event(run: Run, node: Node, token: int, frame: int) -> None:
    """Arm every definition of an event that can happen from outside."""
    for place, trigger in enumerate(node.triggers):
        if trigger.kind in WATCHED:
            due, rounds = _when(run, trigger, frame)
            name = name_of(run, trigger, frame)
            run.arm(node, place, token, frame, due, rounds)
            if trigger.named is not None:
                run.emit(("named", run.state.last_id, name))
            waits_for_mail = trigger.kind == "message" and bool(run.state.posted)
            run.changed = run.changed or waits_for_mail or trigger.kind == "conditional"


def _when(run: Run, trigger: Trigger, frame: int) -> tuple[datetime | None, int]:
    if trigger.kind != "timer":
        return None, -1
    planned = plan(run, trigger, frame)
    return planned.first, planned.rounds


def plan(run: Run, trigger: Trigger, frame: int) -> Schedule:
    """When a timer is due, from its expression and the Request data."""
    if trigger.expression is None:
        raise IncidentError("TIMER", "the timer has no date, duration or cycle")
    value = run.evaluate(trigger.expression, frame)
    try:
        return schedule(trigger.time, value, run.state.now)
    except ValueError as error:
        raise IncidentError("TIMER", f"{error}; from {trigger.expression.text}") from None


def arm_boundaries(run: Run, token: Token, node: Node) -> None:
    """Arm the boundary events of an activity that takes time."""
    if token.loop:
        return
    for place in node.boundaries:
        arm_event(run, run.graph.nodes[place], token.id, token.frame)
