"""Elements that collect tokens by a rule of their own: complex gateways, and activities that need several tokens."""

from __future__ import annotations

from engine.expressions import ExpressionError
from engine.runtime.behaviors.gateways import fire_held, held_tokens, more_can_come
from engine.runtime.graph import Flow, Node
from engine.runtime.scheduler import WAITS_FOR_START, Run
from engine.runtime.token import FAILED, Token


def enter_complex(run: Run, token: Token, node: Node) -> None:
    """A complex gateway (BPMN 2.0.2, 13.4.5): fires when its condition holds, then takes the late tokens."""
    run.emit(("arrived", token.id))
    resume_complex(run, token, node)


def resume_complex(run: Run, token: Token, node: Node) -> None:
    """Look at a complex gateway again: reset it, or fire it."""
    frame = token.frame
    taken = run.state.resets.get((frame, node.index), ())
    held = held_tokens(run, frame, node.index)
    if taken:
        late = [item for flow, item in held.items() if flow not in taken]
        for item in late:
            run.emit(("absorbed", item.id, item.flow))
        reset = run.state.resets[(frame, node.index)]
        filled = dict.fromkeys(reset, token)
        if len(reset) < len(node.incoming) and more_can_come(run, frame, node, filled):
            return
        _reset(run, frame, node)
        held = held_tokens(run, frame, node.index)
    if held and _activates_or_stops(run, frame, node, held):
        flows = tuple(held)
        last = fire_held(run, list(held.values()), node)
        if len(node.incoming) > len(flows):
            run.emit(("awaiting", frame, node.index, flows))
        run.leave_or_stop(last, node)


def _reset(run: Run, frame: int, node: Node) -> None:
    """The late tokens are taken: the conditions are looked at once more, which may open no flow at all.

    A flow without a condition had its token when the gateway fired. With the last token the frame is done.
    """
    run.emit(("reset", frame, node.index))
    for flow in node.outgoing:
        if flow.condition is not None and _opens_again(run, frame, node, flow):
            run.emit(("created", run.state.last_id + 1, flow.target, frame, flow.index))
    if not run.state.frames[frame].live:
        run.frame_ended(run.state.frames[frame])


def _opens_again(run: Run, frame: int, node: Node, flow: Flow) -> bool:
    assert flow.condition is not None
    data, note = {**run.view(frame), WAITS_FOR_START: False}, ""
    try:
        result = flow.condition.is_true(data, run.state.now, run.functions)
    except ExpressionError as error:
        result, note = False, error.message
    told = {"flow": flow.id, "condition": flow.condition.text, "result": result, "values": flow.condition.seen(data)}
    run.events.append(("decided", 0, node.index, {**told, "note": note} if note else told))
    return result


def _activates_or_stops(run: Run, frame: int, node: Node, held: dict[int, Token]) -> bool:
    """Whether the gateway fires now; a condition that fails stops the token that came last, until it is tried again."""
    if any(
        token.state is FAILED and (token.frame, token.node) == (frame, node.index)
        for token in run.state.tokens.values()
    ):
        return False
    try:
        return _activates(run, frame, node, held)
    except ExpressionError as error:
        run.stop(run.state.tokens[run.state.joins[(frame, node.index)][-1]], error)
        return False


def _activates(run: Run, frame: int, node: Node, held: dict[int, Token]) -> bool:
    if node.condition is None:
        return not more_can_come(run, frame, node, held)
    count = len(held)
    extra = {"activationCount": count, **{_name(run, flow): 1 if flow in held else 0 for flow in node.incoming}}
    data = {**run.view(frame), **extra}
    result = node.condition.is_true(data, run.state.now, run.functions)
    first = next(iter(held.values()))
    run.tell("decided", first, condition=node.condition.text, result=result, values={"activationCount": count})
    return result


def _name(run: Run, flow: int) -> str:
    return run.graph.flows[flow].id


def enter_collected(run: Run, token: Token, node: Node) -> None:
    """An activity with a start quantity begins when so many tokens have come, by whatever way."""
    run.emit(("arrived", token.id))
    waiting = run.state.joins.get((token.frame, node.index), ())
    if len(waiting) < node.start_quantity:
        return
    for id in waiting[: node.start_quantity - 1]:
        run.emit(("removed", id, "joined"))
    last = run.state.tokens[waiting[node.start_quantity - 1]]
    run.emit(("fired", last.id, node.index))
    node.perform(run, last, node)
