"""Events that break into running work: on the boundary of an activity, or starting an event sub-process."""

from __future__ import annotations

from engine.runtime.graph import Node
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run
from engine.runtime.token import ACTIVE, JOINING, Token


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
    run.leave(token, boundary)


def release(run: Run, token: Token) -> None:
    """Bring a token that waits, holds or is held into the running step."""
    if token.state is JOINING:
        run.emit(("fired", token.id, token.node))
    elif token.state is not ACTIVE:
        run.emit(("resumed", token.id))


def happen(run: Run, token: Token, node: Node, payload: Data) -> None:
    """An event took place: it is part of the path and its payload of the data."""
    run.emit(("happened", token.id, node.index))
    if payload or node.outputs:
        write_payload(run, token, node, payload)


def write_payload(run: Run, token: Token, node: Node, payload: Data) -> None:
    """Merge what an event brought: by its output mappings, or as it is."""
    if node.outputs:
        updates = {item.target: run.evaluate(item.source, token.frame, payload) for item in node.outputs}
        run.write(token.frame, updates)
    else:
        run.write(token.frame, payload)


def start_event_subprocess(run: Run, host: Node, frame: int, payload: Data) -> None:
    """Start an event sub-process in a frame; an interrupting one ends everything else there."""
    start = run.graph.nodes[run.graph.scopes[host.inner].starts[0]]
    token = run.spawn(host, frame)
    if start.interrupting:
        run.disarm_frame(run.state.frames[frame])
        run.clear_frame(frame, "interrupted", keep=token.id)
    run.emit(("happened", token.id, host.index))
    run.emit(("holding", token.id))
    inner = run.open(host.inner, "scope", frame, token.id, None)
    for within in run.graph.scopes[host.inner].event_subprocesses:
        run.arm_scope(within, inner)
    first = run.spawn(start, inner)
    happen(run, first, start, payload)
    run.leave(first, start)
