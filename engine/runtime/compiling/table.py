"""Which behavior each kind of element has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.runtime.behaviors import (
    activities,
    adhoc,
    collecting,
    compensation,
    events,
    gateways,
    loops,
    subprocesses,
    tasks,
)
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Behavior, Node
from engine.runtime.scheduler import Run
from engine.runtime.token import Token


@dataclass(frozen=True, slots=True)
class Behaviors:
    """The four behaviors of a node."""

    enter: Behavior
    resume: Behavior
    perform: Behavior
    finish: Behavior


def _nothing(_run: Run, _token: Token, _node: Node) -> None:
    """What a node has no use for."""


def not_executable(run: Run, token: Token, node: Node) -> None:
    """An element that this engine does not execute stops its token, always."""
    run.enter(token, node)
    raise IncidentError("NOT_EXECUTABLE", f"{node.kind} is not executed by this engine")


def _activity(perform: Behavior, finish: Behavior = activities.resume_activity) -> Behaviors:
    return Behaviors(activities.enter_activity, finish, perform, finish)


def _simple(enter: Behavior, resume: Behavior = _nothing) -> Behaviors:
    return Behaviors(enter, resume, _nothing, resume)


UNKNOWN = _simple(not_executable)
BEHAVIORS: Mapping[str, Behaviors] = MappingProxyType(
    {
        "task": _activity(tasks.perform_task),
        "globalTask": _activity(tasks.perform_task),
        "userTask": _activity(tasks.perform_user),
        "globalUserTask": _activity(tasks.perform_user),
        "manualTask": _activity(tasks.perform_user),
        "globalManualTask": _activity(tasks.perform_user),
        "serviceTask": _activity(tasks.perform_service),
        "businessRuleTask": _activity(tasks.perform_service),
        "globalBusinessRuleTask": _activity(tasks.perform_service),
        "scriptTask": _activity(tasks.perform_script),
        "globalScriptTask": _activity(tasks.perform_script),
        "sendTask": _activity(tasks.perform_send),
        "receiveTask": _activity(tasks.perform_receive),
        "subProcess": _activity(subprocesses.perform_subprocess, subprocesses.resume_subprocess),
        "transaction": _activity(subprocesses.perform_subprocess, subprocesses.resume_subprocess),
        "adHocSubProcess": _activity(adhoc.perform_adhoc, adhoc.resume_adhoc),
        "callActivity": _activity(subprocesses.perform_call, subprocesses.resume_call),
        "startEvent": _simple(events.enter_start),
        "intermediateCatchEvent": _simple(events.enter_catch),
        "intermediateThrowEvent": _simple(events.enter_throw, compensation.resume_throw),
        "boundaryEvent": _simple(events.enter_boundary),
        "endEvent": _simple(events.enter_end, compensation.resume_throw),
        "exclusiveGateway": _simple(gateways.enter_exclusive),
        "parallelGateway": _simple(gateways.enter_parallel),
        "inclusiveGateway": _simple(gateways.enter_inclusive, gateways.resume_inclusive),
        "complexGateway": _simple(collecting.enter_complex, collecting.resume_complex),
        "eventBasedGateway": _simple(gateways.enter_event_based),
    }
)


OUTSIDE = frozenset(("message", "timer", "signal", "conditional"))
ALLOWED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "startEvent": OUTSIDE,
        "intermediateCatchEvent": OUTSIDE | {"link"},
        "boundaryEvent": OUTSIDE | {"error", "escalation", "compensate", "cancel"},
        "intermediateThrowEvent": frozenset(("message", "signal", "escalation", "compensate", "link")),
        "endEvent": frozenset(("message", "signal", "error", "escalation", "compensate", "terminate", "cancel")),
    }
)
"""For each kind of event, what may define it."""
ENTERED = frozenset(("intermediateCatchEvent", "intermediateThrowEvent", "endEvent"))
"""Events that a token enters by a flow."""


def looped(plain: Behaviors) -> Behaviors:
    """The same activity, repeated."""
    return Behaviors(loops.enter_loop, loops.resume_loop, plain.perform, plain.finish)


def collected(plain: Behaviors) -> Behaviors:
    """An activity that begins when several tokens have come."""
    return Behaviors(collecting.enter_collected, plain.resume, plain.perform, plain.finish)


def instant(plain: Behaviors) -> Behaviors:
    """A task that is done at once unless a handler takes it."""
    return Behaviors(activities.enter_plain, plain.resume, plain.perform, plain.finish)
