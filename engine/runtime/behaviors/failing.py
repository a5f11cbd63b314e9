"""Errors and escalations on their way up: to a boundary event, an event sub-process, or nobody."""

from __future__ import annotations

from engine.runtime.behaviors.boundary import catch_at_boundary, start_event_subprocess, start_of
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node, Trigger
from engine.runtime.handlers import NO_DATA, Data
from engine.runtime.scheduler import Run
from engine.runtime.token import ROUNDS, Token

FAILED_POOL = "failed"
"""The outcome of a Request in which a process has ended in error; others may still go on."""


def raise_error(run: Run, token: Token, code: str | None, message: str, outputs: Data = NO_DATA) -> None:
    """Give an error to the nearest catcher around a token; with none it is an incident on this element."""
    if not _caught(run, token, "error", code, message, outputs):
        raise IncidentError(code or "ERROR", message or f"error {code}")


def rescue(run: Run, token: Token, code: str, message: str) -> bool:
    """Give the failure of an activity to the nearest error event that catches it, if there is one."""
    place = token.node
    caught = _caught(run, token, "error", code, message, NO_DATA)
    if caught:
        run.events.append(("caught", token.id, place, {"event": "error", "code": code, "message": message}))
    return caught


def raise_escalation(run: Run, token: Token, code: str | None, outputs: Data = NO_DATA) -> bool:
    """Give an escalation to the nearest catcher; nobody need catch it. Whether the token was interrupted."""
    _caught(run, token, "escalation", code, "", outputs)
    return token.id not in run.state.tokens


def end_with_error(run: Run, token: Token, trigger: Trigger) -> None:
    """An error end event: the error goes up; uncaught it ends the whole process in error."""
    code = trigger.code
    message = trigger.name or f"error {code}"
    if _caught(run, token, "error", code, message, NO_DATA):
        return
    run.tell("error", token, code=code or "ERROR", message=message)
    root = run.state.frames[token.frame]
    while root.parent:
        if root.kind == "call" and run.graph.profile == "processmaker":
            _fail_call(run, run.state.tokens[root.host], code, message)
            return
        root = run.state.frames[root.parent]
    run.clear_frame(root.id, "error")
    run.disarm_frame(root)
    if run.graph.profile != "processmaker":
        run.emit(("closing", FAILED_POOL))


def _fail_call(run: Run, host: Token, code: str | None, message: str) -> None:
    """In ProcessMaker the error of a called process fails the task that called it."""
    run.interrupt_inside(host, "error")
    run.emit(("failed", host.id))
    run.tell("error", host, code=code or "ERROR", message=message)


def _caught(run: Run, token: Token, kind: str, code: str | None, message: str, outputs: Data) -> bool:
    """Climb from a token outwards until something catches; the token itself is interrupted or goes on."""
    climbing = token
    while True:
        frame = run.state.frames[climbing.frame]
        node = run.graph.nodes[climbing.node]
        boundary = None if climbing.loop else _match(run, node.boundaries, kind, code)
        if boundary is not None:
            catch_at_boundary(run, climbing, boundary, _values(boundary, kind, code, message, outputs))
            return True
        if frame.kind not in ROUNDS:
            host = _event_subprocess(run, frame.scope, kind, code, node)
            if host is not None:
                start = start_of(run, host)
                values = _values(start, kind, code, message, outputs)
                start_event_subprocess(run, host, frame.id, values)
                return True
        if not frame.host:
            return False
        climbing = run.state.tokens[frame.host]


def _match(run: Run, places: tuple[int, ...], kind: str, code: str | None) -> Node | None:
    """The boundary event for this code, or one for any code."""
    candidates = [run.graph.nodes[place] for place in places]
    for wanted in (code, None):
        for node in candidates:
            if any(trigger.kind == kind and trigger.code == wanted for trigger in node.triggers):
                return node
    return None


def _event_subprocess(run: Run, scope: int, kind: str, code: str | None, within: Node) -> Node | None:
    hosts = [run.graph.nodes[place] for place in run.graph.scopes[scope].event_subprocesses]
    starts = {start_of(run, host).index: host for host in hosts if host.index != within.index}
    found = _match(run, tuple(starts), kind, code)
    return None if found is None else starts[found.index]


def _values(node: Node, kind: str, code: str | None, message: str, outputs: Data) -> Data:
    """The data that a catching event gets: the thrown outputs, and code and message where it names variables."""
    values = dict(outputs)
    for trigger in node.triggers:
        if trigger.kind == kind:
            code_variable, message_variable = trigger.settings.get("code"), trigger.settings.get("message")
            values.update({str(code_variable): code} if code_variable else {})
            values.update({str(message_variable): message} if message_variable else {})
    return values
