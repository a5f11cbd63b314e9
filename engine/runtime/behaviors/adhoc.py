"""Ad-hoc sub-processes: their activities start without order, at once or one by one, until a condition holds.

Each activity that nothing leads to starts once by itself; every one can be started again by hand (`trigger`). Without
a completion condition the sub-process ends with its last activity.
"""

from __future__ import annotations

from engine.runtime.behaviors.activities import complete_activity, inputs_of
from engine.runtime.behaviors.boundary import listen
from engine.runtime.behaviors.watching import arm_boundaries
from engine.runtime.graph import Node
from engine.runtime.scheduler import Run
from engine.runtime.token import COMPLETING, Frame, Token

LEFT, OVER = "_left", "_over"
BY_HAND = -2
"""The trigger of a watch that stands for an activity which a person may start."""


def perform_adhoc(run: Run, token: Token, node: Node) -> None:
    """Open it and start its activities, all at once or the first of them."""
    scope = run.graph.scopes[node.inner]
    starts = [place for place in scope.starts if not run.graph.nodes[place].for_compensation]
    if not starts:
        complete_activity(run, token, node)
        return
    chosen = _chosen(run, token, node, starts)
    data = {**inputs_of(run, token, node), LEFT: chosen}
    run.emit(("holding", token.id))
    arm_boundaries(run, token, node)
    frame = run.open(node.inner, "adhoc", token.frame, token.id, data)
    for place in starts:
        run.arm(run.graph.nodes[place], BY_HAND, 0, frame, None, -1)
    listen(run, frame, node.inner)
    if node.settings.get("sequential"):
        _start_next(run, frame)
    else:
        run.emit(("written", frame, {LEFT: []}))
        for place in chosen:
            run.emit(("created", run.state.last_id + 1, place, frame, -1))
    if not run.state.frames[frame].live:
        _ended(run, token, node)


def _chosen(run: Run, token: Token, node: Node, starts: list[int]) -> list[int]:
    """The activities to start: those that the file's expression names, else all."""
    expression = node.work.expression
    if expression is None:
        return starts
    named = run.evaluate(expression, token.frame)
    names = [str(name) for name in named] if isinstance(named, list) else []
    return [run.graph.by_id[name] for name in names if run.graph.by_id.get(name) in starts]


def _start_next(run: Run, frame: int) -> bool:
    left = run.state.data_of(frame)[LEFT]
    if not isinstance(left, list) or not left:
        return False
    run.emit(("written", frame, {LEFT: left[1:]}))
    run.emit(("created", run.state.last_id + 1, left[0], frame, -1))
    return True


def start_by_hand(run: Run, node: Node, frame: int) -> None:
    """A person starts an activity of a running ad-hoc sub-process."""
    host = run.graph.nodes[run.state.tokens[run.state.frames[frame].host].node]
    left = run.state.data_of(frame)[LEFT]
    if host.settings.get("sequential") and run.state.frames[frame].live and isinstance(left, list):
        run.emit(("written", frame, {LEFT: [*left, node.index]}))
    else:
        run.emit(("created", run.state.last_id + 1, node.index, frame, -1))


def resume_adhoc(run: Run, token: Token, node: Node) -> None:
    """A path inside has ended, or the whole of it."""
    if token.state is COMPLETING:
        run.emit(("resumed", token.id))
        run.emit(("closed", token.inner))
        complete_activity(run, token, node)
    else:
        _ended(run, token, node)


def look_again(run: Run, token: Token, node: Node) -> bool:
    """After an incident of its condition, look at it once more; False where nothing has begun inside."""
    if node.kind != "adHocSubProcess" or token.inner not in run.state.frames:
        return False
    run.emit(("resumed", token.id))
    run.emit(("holding", token.id))
    _ended(run, token, node)
    return True


def _ended(run: Run, token: Token, node: Node) -> None:
    frame = run.state.frames[token.inner]
    if run.state.data_of(frame.id).get(OVER) or _holds(run, token, node, frame):
        if frame.live and not node.settings.get("cancel_remaining", True):
            _start_no_more(run, frame)
        else:
            _complete(run, token)
        return
    more = frame.live or (node.settings.get("sequential") and _start_next(run, frame.id))
    if not more and node.condition is None:
        _complete(run, token)


def _holds(run: Run, token: Token, node: Node, frame: Frame) -> bool:
    """Whether the completion condition holds now; the trace has the values that it saw."""
    if node.condition is None:
        return False
    data = run.view(frame.id)
    result = node.condition.is_true(data, run.state.now, run.functions)
    run.tell("decided", token, condition=node.condition.text, result=result, values=node.condition.seen(data))
    return result


def _start_no_more(run: Run, frame: Frame) -> None:
    """The condition has held once: what runs may end, and nothing more begins (BPMN 2.0.2, 13.3.5)."""
    if not run.state.data_of(frame.id).get(OVER):
        run.emit(("written", frame.id, {OVER: True, LEFT: []}))
        for watch in list(run.state.watches.values()):
            if watch.trigger == BY_HAND and watch.frame == frame.id:
                run.emit(("disarmed", watch.id))


def _complete(run: Run, token: Token) -> None:
    frame = run.state.frames[token.inner]
    run.clear_frame(frame.id, "completed")
    run.disarm_frame(frame)
    run.disarm(token)
    run.emit(("completing", token.id))
