"""Opening a scope: its event sub-processes begin to listen, then a token stands at each start.

Where one of them cannot listen, such as for a time that gives no time, the scope stands before its beginning: the
incident is on that event sub-process, the starts are held, and both go on when it is tried again.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.runtime.behaviors.boundary import HELD, UNARMED, go_on, happen, listen
from engine.runtime.graph import Node
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run
from engine.runtime.token import WAITING, Token

START = "start"
"""What a start has to do still that is held: begin."""


def start_scope(run: Run, frame: int, scope: int, starts: Sequence[int] | None = None) -> None:
    """Let the event sub-processes of a scope listen, and put a token at each of its starts."""
    listening = listen(run, frame, scope)
    for place in run.graph.scopes[scope].starts if starts is None else starts:
        if listening:
            run.emit(("created", run.state.last_id + 1, place, frame, -1))
        else:
            token = run.spawn(run.graph.nodes[place], frame)
            run.wait(token, HELD)
            run.emit(("kept", token.id, START, None))


def start_by_event(run: Run, frame: int, gateway: Node, event: Node, payload: Data) -> None:
    """An event behind the gateway at the start of a process begins it; where that is parallel, it awaits the others."""
    listening = listen(run, frame, gateway.scope)
    token = run.spawn(gateway, frame)
    run.emit(("happened", token.id, gateway.index))
    others = [flow for flow in gateway.outgoing if flow.target != event.index] if gateway.parallel_multiple else []
    for flow in others:
        run.emit(("created", run.state.last_id + 1, flow.target, frame, flow.index))
    run.emit(("redirected", token.id, event.index))
    happen(run, token, event, payload, listening)


def listen_again(run: Run, token: Token) -> None:
    """Try once more to listen for the event sub-process of an incident; what was held for it goes on."""
    frame = token.frame
    run.emit(("resumed", token.id))
    if listen(run, frame, run.graph.nodes[token.node].scope, token):
        if not _stands(run, frame):
            _release(run, frame)
        run.end(token, "listens")


def _stands(run: Run, frame: int) -> bool:
    """Whether another event sub-process of the scope cannot listen."""
    kept = run.state.kept.items()
    return any(what == UNARMED and run.state.tokens[id].frame == frame for id, (what, _) in kept)


def _release(run: Run, frame: int) -> None:
    for id, (what, data) in list(run.state.kept.items()):
        token = run.state.tokens[id]
        if token.frame != frame or token.state is not WAITING:
            continue
        run.emit(("resumed", id))
        if what == START:
            run.emit(("moved", id, -1, token.node))
        else:
            go_on(run, token, run.graph.nodes[token.node], data)
