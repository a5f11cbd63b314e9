"""Events that break into running work: on the boundary of an activity, or starting an event sub-process."""

from __future__ import annotations

from engine.expressions import ExpressionError
from engine.runtime.behaviors.watching import arm_event
from engine.runtime.errors import IncidentError
from engine.runtime.graph import PAYLOAD, Node
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run
from engine.runtime.state import HAPPENED
from engine.runtime.token import ACTIVE, JOINING, Token

HELD = "its scope waits for an event sub-process that cannot listen yet"
UNARMED = "unarmed"
"""What a stopped token has to do still: begin to listen for its event."""


def catch_at_boundary(run: Run, host: Token, boundary: Node, payload: Data) -> None:
    """The event happened: the activity is interrupted and its token goes on here, or a new token starts here."""
    if boundary.interrupting:
        run.interrupt_inside(host, "interrupted")
        release(run, host)
        run.emit(("redirected", host.id, boundary.index))
        token = host
    else:
        token = run.spawn(boundary, host.frame)
    happen(run, token, boundary, payload)


def release(run: Run, token: Token) -> None:
    """Bring a token that waits, holds or is held into the running step."""
    if token.state is JOINING:
        run.emit(("fired", token.id, token.node))
    elif token.state is not ACTIVE:
        run.emit(("resumed", token.id))


def happen(run: Run, token: Token, node: Node, payload: Data, listening: bool = True) -> None:
    """An event took place: it is part of the path, its payload of the data, and its token goes on.

    Where its scope is not `listening` yet, its token waits for that.
    """
    run.emit(("happened", token.id, node.index))
    if listening:
        go_on(run, token, node, payload)
        return
    run.wait(token, HELD)
    run.emit(("kept", token.id, HAPPENED, payload))


def go_on(run: Run, token: Token, node: Node, payload: Data | None) -> None:
    """What follows from an event: what it brought is written (None where that is done), and its token leaves.

    What fails here is an incident on the event, which does not happen again when it is tried again.
    """
    try:
        if payload is not None:
            if payload or node.outputs or node.copies:
                write_payload(run, token, node, payload)
            if node.compensation >= 0:
                run.emit(("finished", token.frame, node.index, 0))
            payload = None
        if token.loop:
            run.end(token, "round")
        else:
            run.leave(token, node)
    except (ExpressionError, IncidentError) as error:
        run.stop(token, error)
        run.emit(("kept", token.id, HAPPENED, payload))


def write_payload(run: Run, token: Token, node: Node, payload: Data) -> None:
    """Merge what an event brought: by its associations and output mappings, or as it is."""
    if node.copies:
        seen = {**payload, PAYLOAD: payload}
        found = {item.target: run.evaluate(item.source, token.frame, seen) for item in node.copies}
        run.write(token.frame, {name: value for name, value in found.items() if value is not None})
    if node.outputs:
        updates = {item.target: run.evaluate(item.source, token.frame, payload) for item in node.outputs}
        run.write(token.frame, updates)
    else:
        run.write(token.frame, payload)


def start_event_subprocess(run: Run, host: Node, frame: int, payload: Data) -> None:
    """Start an event sub-process in a frame; an interrupting one ends everything else there."""
    start = start_of(run, host)
    token = run.spawn(host, frame)
    if start.interrupting:
        run.disarm_frame(run.state.frames[frame])
        run.clear_frame(frame, "interrupted", keep=token.id)
    run.emit(("happened", token.id, host.index))
    run.emit(("holding", token.id))
    inner = run.open(host.inner, "scope", frame, token.id, None)
    listening = listen(run, inner, host.inner)
    happen(run, run.spawn(start, inner), start, payload, listening)


def start_of(run: Run, host: Node) -> Node:
    """The start event of an event sub-process."""
    return run.graph.nodes[run.graph.scopes[host.inner].starts[0]]


def listen(run: Run, frame: int, scope: int, stopped: Token | None = None) -> bool:
    """Let the event sub-processes of a scope listen, or the `stopped` one only; whether all could.

    One that cannot is an incident on a token of its own.
    """
    hosts = run.graph.scopes[scope].event_subprocesses if stopped is None else (stopped.node,)
    refused = [host for host in hosts if not _listens(run, run.graph.nodes[host], frame, stopped)]
    return not refused


def _listens(run: Run, host: Node, frame: int, stopped: Token | None) -> bool:
    start = start_of(run, host)
    try:
        arm_event(run, start, 0, frame)
    except (ExpressionError, IncidentError) as error:
        for watch in list(run.state.watches.values()):
            if (watch.node, watch.token, watch.frame) == (start.index, 0, frame):
                run.emit(("disarmed", watch.id))
        token = stopped or run.spawn(host, frame)
        run.stop(token, error, f'"{start.name or start.id}" cannot wait for its event: ')
        run.emit(("kept", token.id, UNARMED, None))
        return False
    return True
