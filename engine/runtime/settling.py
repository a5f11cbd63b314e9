"""What becomes possible when no token is in the queue: merges that nothing can reach any more, conditions now true."""

from __future__ import annotations

from engine.expressions import Expression, ExpressionError
from engine.runtime.behaviors.collecting import resume_complex
from engine.runtime.behaviors.firing import fire
from engine.runtime.behaviors.messages import deliver_posted
from engine.runtime.behaviors.watching import HELD
from engine.runtime.scheduler import Run
from engine.runtime.token import Token, Watch

MERGES = frozenset(("inclusiveGateway", "complexGateway"))


def settle(run: Run) -> bool:
    """Let merges and conditional events happen; whether there is something in the queue now."""
    notice(run)
    if not run.state.queue and run.state.joins:
        _check_merges(run)
    if not run.state.queue and run.state.resets:
        _check_resets(run)
    return bool(run.state.queue)


def notice(run: Run) -> None:
    """Let the events happen that the last step has made possible: messages that were there before, conditions."""
    if run.changed:
        run.changed = False
        if run.state.changed:
            run.emit(("noticed",))
        if run.state.posted:
            deliver_posted(run)
        if run.state.watches:
            _check_conditions(run)


def leave_to_notice(run: Run) -> None:
    """What an act has changed is noticed at a later step, also after the Request was stored or gone back to."""
    waits = run.state.posted or any(_is_conditional(run, watch) for watch in run.state.watches.values())
    if run.changed and waits and not run.state.changed:
        run.emit(("changed",))


def _is_conditional(run: Run, watch: Watch) -> bool:
    return watch.trigger >= 0 and run.graph.nodes[watch.node].triggers[watch.trigger].kind == "conditional"


def _check_merges(run: Run) -> None:
    for (_, place), tokens in list(run.state.joins.items()):
        node = run.graph.nodes[place]
        if node.kind in MERGES and tokens[0] in run.state.tokens:
            node.resume(run, run.state.tokens[tokens[0]], node)
            if run.state.queue:
                return


def _check_resets(run: Run) -> None:
    """Complex gateways to which no late token can come any more are reset."""
    for frame, place in list(run.state.resets):
        node = run.graph.nodes[place]
        if frame in run.state.frames:
            probe = Token(0, place, frame, -1)
            resume_complex(run, probe, node)


def _check_conditions(run: Run) -> None:
    for watch in list(run.state.watches.values()):
        if watch.id not in run.state.watches or not _is_conditional(run, watch):
            continue
        trigger = run.graph.nodes[watch.node].triggers[watch.trigger]
        if trigger.expression is None:
            continue
        holds = _holds(run, watch, trigger.expression)
        if holds and watch.rounds != HELD:
            fire(run, watch)
        elif not holds and watch.rounds == HELD:
            run.emit(("disarmed", watch.id))
            run.arm(run.graph.nodes[watch.node], watch.trigger, watch.token, watch.frame, None, -1)


def _holds(run: Run, watch: Watch, condition: Expression) -> bool:
    """Whether a condition holds now; one that cannot be evaluated, such as on a variable not yet there, does not."""
    data = run.view(watch.frame)
    try:
        result, note = condition.is_true(data, run.state.now, run.functions), ""
    except ExpressionError as error:
        result, note = False, error.message
    details = {"condition": condition.text, "result": result, "values": condition.seen(data)}
    run.events.append(("decided", watch.token, watch.node, {**details, "note": note} if note else details))
    return result
