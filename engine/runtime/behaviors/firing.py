"""What happens when something that a Request waited for happens."""

from __future__ import annotations

from datetime import datetime, timedelta

from engine.runtime.behaviors.activities import AGAIN, OVERDUE, resume_activity, take_too_long
from engine.runtime.behaviors.adhoc import BY_HAND, start_by_hand
from engine.runtime.behaviors.boundary import catch_at_boundary, go_on, happen, start_event_subprocess
from engine.runtime.behaviors.watching import HELD, plan_of
from engine.runtime.graph import Node, Trigger
from engine.runtime.handlers import NO_DATA, Data
from engine.runtime.scheduler import Run
from engine.runtime.times import next_cron
from engine.runtime.token import Token, Watch

MOMENT = timedelta(microseconds=1)
ATTEMPTS = frozenset((AGAIN, OVERDUE))
"""Watches for the attempts of a handler."""


def fire(run: Run, watch: Watch, payload: Data = NO_DATA) -> None:
    """The event of a watch happened, with what it brought."""
    node = run.graph.nodes[watch.node]
    token = run.state.tokens.get(watch.token)
    if watch.trigger == BY_HAND:
        start_by_hand(run, node, watch.frame)
        return
    if watch.trigger in ATTEMPTS and token is not None:
        _attempt(run, watch, token, node)
        return
    trigger = node.triggers[watch.trigger]
    values = _named(trigger, payload)
    if node.parallel_multiple and _others_missing(run, watch, node, values):
        return
    if node.kind == "boundaryEvent" and token is not None:
        _fire_boundary(run, watch, node, trigger, token, values)
    elif node.kind == "startEvent" and token is None:
        _fire_start(run, watch, node, values)
    elif token is not None:
        _fire_catch(run, watch, node, token, values)


def _others_missing(run: Run, watch: Watch, node: Node, payload: Data) -> bool:
    """A parallel-multiple event has not happened before all of its definitions have; note this one."""
    others = [
        other
        for other in run.state.watches.values()
        if other.id != watch.id and (other.node, other.token, other.frame) == (node.index, watch.token, watch.frame)
    ]
    if not others:
        return False
    run.emit(("disarmed", watch.id))
    if payload:
        run.write(watch.frame, payload)
    return True


def _named(trigger: Trigger, payload: Data) -> Data:
    """The payload under the catcher's variable, where it names one."""
    if trigger.variable and trigger.kind in ("message", "signal") and payload:
        return {trigger.variable: dict(payload)}
    return payload


def _attempt(run: Run, watch: Watch, token: Token, node: Node) -> None:
    """The handler's next attempt, also where nothing of the activity has begun inside yet, as in a call.

    Or the end of one that has taken too long. The events on the border wait on: their time runs from the first attempt.
    """
    for other in run.watches_of(token):
        if other.trigger in ATTEMPTS:
            run.emit(("disarmed", other.id))
    run.retrying = token.id
    try:
        (resume_activity if watch.trigger == AGAIN else take_too_long)(run, token, node)
    finally:
        run.retrying = 0


def _fire_boundary(run: Run, watch: Watch, node: Node, trigger: Trigger, token: Token, payload: Data) -> None:
    if not node.interrupting:
        _again(run, watch, node, trigger)
    catch_at_boundary(run, token, node, payload)


def _again(run: Run, watch: Watch, node: Node, trigger: Trigger) -> None:
    """A non-interrupting timer is armed for its next round, a condition for when it becomes true again."""
    if trigger.kind == "conditional":
        run.emit(("disarmed", watch.id))
        run.arm(node, watch.trigger, watch.token, watch.frame, None, HELD)
    if trigger.kind != "timer":
        return
    run.emit(("disarmed", watch.id))
    due, rounds = _following(run, watch, trigger)
    if due is not None:
        run.arm(node, watch.trigger, watch.token, watch.frame, due, rounds)
        if watch.name:
            run.emit(("named", run.state.last_id, watch.name))


def _following(run: Run, watch: Watch, trigger: Trigger) -> tuple[datetime | None, int]:
    """When a cycle is due next, and how often still; instants that were missed meanwhile are left out."""
    if watch.rounds == 1 or watch.due is None:
        return None, 0
    planned = plan_of(run, trigger, watch)
    if planned.cron:
        return next_cron(planned.cron, run.state.now), watch.rounds
    if planned.period is None or planned.period.after(watch.due) <= watch.due:
        return None, 0
    due, missed = planned.period.skip(planned.period.after(watch.due), run.state.now + MOMENT)
    rounds = -1 if watch.rounds < 0 else max(0, watch.rounds - 1 - missed)
    ended = rounds == 0 or (planned.end is not None and due > planned.end)
    return (None, 0) if ended else (due, rounds)


def _fire_start(run: Run, watch: Watch, node: Node, payload: Data) -> None:
    """The start of an event sub-process."""
    host = run.graph.nodes[run.graph.scopes[node.scope].host]
    trigger = node.triggers[watch.trigger]
    if not node.interrupting:
        _again(run, watch, node, trigger)
    start_event_subprocess(run, host, watch.frame, payload)


def _fire_catch(run: Run, watch: Watch, node: Node, token: Token, payload: Data) -> None:
    """An intermediate event or receive task, waited for by its own token or by the gateway before it."""
    run.disarm(token)
    run.emit(("resumed", token.id))
    if token.node != node.index:
        run.emit(("redirected", token.id, node.index))
        happen(run, token, node, payload)
    else:
        run.tell("caught", token, event=node.triggers[watch.trigger].kind, data=dict(payload))
        go_on(run, token, node, payload)
