"""Compensation: finished work is undone in reverse order, and a canceled transaction undoes all of its own.

The throwing token holds while a frame of its own runs one handler after the other; `_pending` says which are left.
A handler reads the data of the time when its activity was done; what it writes goes to the data of now as well.
Each round of a repeated activity is undone by itself, the last one first (BPMN 2.0.2, 10.7 and 13.5.5).
"""

from __future__ import annotations

from engine.runtime.behaviors.boundary import catch_at_boundary
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node, Trigger
from engine.runtime.handlers import NO_DATA
from engine.runtime.scheduler import Run
from engine.runtime.token import ACTIVE, HOLDING, Frame, Token

PENDING = "_pending"
NEXT = "_next"
OWN = (PENDING, NEXT)


def throw_compensation(run: Run, token: Token, trigger: Trigger) -> bool:
    """Start undoing; whether the token must hold for it. One that does not wait leaves another in its place."""
    frame = _scope_frame(run, token)
    wanted = run.graph.by_id.get(trigger.name, -1) if trigger.name else None
    handlers = _handlers(run, frame, wanted)
    run.tell("thrown", token, event="compensation", name=trigger.name)
    _forget(run, frame, wanted)
    if trigger.wait or not handlers:
        return _start(run, token, frame, handlers)
    _start(run, run.spawn(run.graph.nodes[token.node], token.frame), frame, handlers)
    return False


def _forget(run: Run, frame: int, wanted: int | None) -> None:
    """What is being undone cannot be undone by another event meanwhile."""
    for node, *_ in run.state.done.get(frame, ()):
        if wanted is None or node == wanted:
            run.emit(("undone", frame, node))


def _scope_frame(run: Run, token: Token) -> int:
    """The frame whose work is undone: that of the token, or the one around its event sub-process."""
    frame = run.state.frames[token.frame]
    host = run.state.tokens.get(frame.host)
    while host is not None and run.graph.nodes[host.node].by_event:
        frame = run.state.frames[host.frame]
        host = run.state.tokens.get(frame.host)
    return frame.id


def _handlers(run: Run, frame: int, wanted: int | None) -> list[list[object]]:
    """What is to be undone, last one first; without handler, or in rounds, an activity undoes what it did inside."""
    found: list[list[object]] = []
    entries = run.state.done.get(frame, ())
    waiting = [(entry, entry[0]) for entry in entries if wanted is None or entry[0] == wanted]
    while waiting:
        (node, inner, data), outer = waiting.pop()
        handler = run.graph.nodes[node].compensation
        if handler >= 0 and not inner:
            found.append([outer, handler, dict(data)])
        else:
            waiting.extend((entry, outer) for entry in inner)
    return found


def _start(run: Run, token: Token, frame: int, handlers: list[list[object]]) -> bool:
    if not handlers:
        return False
    run.emit(("holding", token.id))
    scope = run.state.frames[frame].scope
    run.open(scope, "compensation", frame, token.id, {PENDING: handlers, NEXT: 0})
    _next(run, token)
    return True


def _next(run: Run, token: Token) -> bool:
    """Run the next handler; False when none is left."""
    frame = run.state.frames[token.inner]
    before = run.state.data_of(frame.id)
    pending, place = before[PENDING], before[NEXT]
    assert isinstance(pending, list)
    assert isinstance(place, int)
    if place == len(pending):
        return False
    _, handler, data = pending[place]
    if stale := tuple(name for name in before if name not in data and name not in OWN):
        run.emit(("erased", frame.id, stale))
    run.emit(("written", frame.id, {**data, NEXT: place + 1}))
    run.emit(("created", run.state.last_id + 1, handler, frame.id, -1))
    return True


def resume_throw(run: Run, token: Token, node: Node) -> None:
    """A handler has ended: the next one, or the throwing event goes on."""
    if token.state is HOLDING:
        if not _next(run, token):
            run.emit(("completing", token.id))
        return
    run.emit(("resumed", token.id))
    run.emit(("closed", token.inner))
    if any(trigger.kind == "cancel" for trigger in node.triggers):
        leave_canceled(run, token)
    elif node.kind == "endEvent" or not all(trigger.wait for trigger in node.triggers):
        run.end(token)
    else:
        run.leave(token, node)


def cancel_transaction(run: Run, token: Token, node: Node) -> None:
    """A cancel end event: everything else in the transaction stops, what was done is undone, then it is left.

    A repeated transaction is left as a whole, so that nothing of its other instances stays done either.
    """
    frame = run.state.frames[_scope_frame(run, token)]
    host = run.state.tokens.get(frame.host)
    if host is None or run.graph.nodes[host.node].kind != "transaction":
        raise IncidentError("CANCEL", f'"{node.name or node.id}" cancels, but is in no transaction')
    if frame.id != token.frame:
        token = _outside(run, token, frame)
    whole = run.state.frames[host.frame].parent if host.loop else frame.id
    handlers = _all_handlers(run, whole)
    run.clear_frame(frame.id, "canceled", keep=token.id)
    run.disarm_frame(frame)
    if host.loop:
        _clear_others(run, whole, host.frame)
    if not _start(run, token, frame.id, handlers):
        leave_canceled(run, token)


def _all_handlers(run: Run, frame: int) -> list[list[object]]:
    """What undoes the work of a frame and of all that still runs inside it, what began last first."""
    around = [frame, *run.inner_frames((frame,))]
    kept = {frame}
    for id in around:
        inner = run.state.frames[id]
        if inner.parent in kept and inner.kind not in ("call", "compensation"):
            kept.add(id)
    return [entry for id in reversed(around) if id in kept for entry in _handlers(run, id, None)]


def _clear_others(run: Run, loop: int, own: int) -> None:
    """Stop the other instances of a repeated transaction; what they had done is noted already."""
    others = [frame.id for frame in run.state.frames.values() if frame.parent == loop and frame.id != own]
    run.clear_frames(others, "canceled")
    for frame in others:
        run.emit(("closed", frame))


def _outside(run: Run, token: Token, frame: Frame) -> Token:
    """A token at the same end event, but in the transaction's own frame: that of its event sub-process goes now."""
    run.emit(("removed", token.id, "canceled"))
    return run.spawn(run.graph.nodes[token.node], frame.id)


def leave_canceled(run: Run, token: Token) -> None:
    """The transaction is left by its cancel boundary event, with all its instances if it has several."""
    host = run.state.tokens[run.state.frames[token.frame].host]
    while host.loop:
        host = run.state.tokens[run.state.frames[host.frame].host]
    for place in run.graph.nodes[host.node].boundaries:
        boundary = run.graph.nodes[place]
        if any(trigger.kind == "cancel" for trigger in boundary.triggers):
            catch_at_boundary(run, host, boundary, NO_DATA)
            return
    assert token.state is ACTIVE
    raise IncidentError("CANCEL", "the canceled transaction has no cancel boundary event")
