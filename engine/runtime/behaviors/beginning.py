"""What a person does with a token: let it begin again after an incident, or take it away."""

from __future__ import annotations

from engine.runtime.behaviors.adhoc import look_again
from engine.runtime.behaviors.boundary import UNARMED, go_on
from engine.runtime.behaviors.loops import go_on_with_rounds
from engine.runtime.behaviors.opening import listen_again
from engine.runtime.scheduler import STEPWISE, Run
from engine.runtime.state import HAPPENED
from engine.runtime.token import Token


def begin_again(run: Run, token: Token) -> None:
    """After an incident: what has happened does not happen again, all else of the element begins anew."""
    node = run.graph.nodes[token.node]
    what, data = run.state.kept.get(token.id, ("", None))
    if what == UNARMED:
        listen_again(run, token)
    elif what == HAPPENED:
        run.emit(("resumed", token.id))
        go_on(run, token, node, data)
    elif not (go_on_with_rounds if node.loop is not None and not token.loop else look_again)(run, token, node):
        run.interrupt_inside(token, "retried")
        run.emit(("resumed", token.id))
        run.emit(("moved", token.id, token.flow, node.index))


def take_away(run: Run, token: Token, reason: str) -> None:
    """Take a token away with all that runs inside it; a scope in which nothing is left is taken away too."""
    while True:
        run.interrupt_inside(token, reason)
        frame, host = run.state.frames[token.frame], run.state.tokens.get(run.state.frames[token.frame].host)
        run.emit(("removed", token.id, reason))
        if frame.live:
            return
        if host is None or frame.kind in STEPWISE:
            run.frame_ended(frame)
            return
        token = host
