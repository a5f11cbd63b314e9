"""Repeated activities: standard loops and multiple instances, in turn or at the same time.

The token of the activity holds while each round runs in a frame of its own inside the loop's frame, which counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.expressions import ExpressionError
from engine.expressions.php_values import numeric
from engine.runtime.behaviors.activities import enter_activity
from engine.runtime.behaviors.events import tell_others
from engine.runtime.behaviors.watching import arm_boundaries
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Loop, LoopEvent, Node
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run
from engine.runtime.token import COMPLETING, HOLDING, ROUNDS, Frame, Token

ITEMS = "_items"
FROM_ZERO = frozenset(("camunda7", "flowable"))
"""Profiles that count rounds from zero, and have names of their own for how many there are."""
INVALID = "INVALID_DATA_INPUT"


def enter_loop(run: Run, token: Token, node: Node) -> None:
    """Begin the rounds, or one of them."""
    if token.loop:
        enter_activity(run, token, node)
        return
    loop = _loop(node)
    items = None if loop.collection is None else _collection(run, token, loop)
    total = _instances(run, token, loop, items)
    run.emit(("looped", token.id, node.index))
    counts = _counts(run, total, 0, 0)
    frame = run.open(-1, "loop", token.frame, token.id, counts if items is None else {**counts, ITEMS: items})
    arm_boundaries(run, token, node)
    if loop.kind == "parallel":
        for number in range(1, total + 1):
            _open_round(run, token, node, frame, number)
        run.emit(("written", frame, _counts(run, total, total, 0)))
    elif _another(run, token, loop, frame, 0, total):
        _next_round(run, token, node, frame, 1)
    if not _rounds(run, token):
        run.emit(("completing", token.id))


def _loop(node: Node) -> Loop:
    assert node.loop is not None
    return node.loop


def _counts(run: Run, total: int, active: int, done: int) -> dict[str, object]:
    """What the rounds can read of their number, under Camunda 7's and Flowable's names too where a file is theirs."""
    found: dict[str, object] = {
        "numberOfInstances": total,
        "numberOfActiveInstances": active,
        "numberOfCompletedInstances": done,
    }
    if run.graph.profile in FROM_ZERO:
        found.update({"nrOfInstances": total, "nrOfActiveInstances": active, "nrOfCompletedInstances": done})
    return found


def _instances(run: Run, token: Token, loop: Loop, items: list[object] | None) -> int:
    """How many rounds there will be; a standard loop does not know and says 0."""
    if loop.kind == "standard":
        return 0
    total = _cardinality(run, token, loop) if items is None else len(items)
    most = run.limits.instances
    if total > most:
        raise IncidentError(INVALID, f"{total:,} instances are more than {most:,}")
    if loop.kind == "parallel" and (running := sum(other.loop for other in run.state.tokens.values())) + total > most:
        raise IncidentError(INVALID, f"{total:,} instances beside {running:,} others at once are more than {most:,}")
    if total == 0 and run.graph.profile == "processmaker":
        raise IncidentError(INVALID, "there is nothing to repeat the activity for")
    return total


def _collection(run: Run, token: Token, loop: Loop) -> list[object]:
    assert loop.collection is not None
    value = run.evaluate(loop.collection, token.frame)
    name = loop.collection_name or loop.collection.text
    if isinstance(value, Mapping):
        raise IncidentError(
            INVALID, f"The data input ({name}) is an object or an associative array, it must be a sequential array"
        )
    if not isinstance(value, list):
        raise IncidentError(INVALID, f"Invalid data input ({name}), it must be a sequential array")
    return value


def _cardinality(run: Run, token: Token, loop: Loop) -> int:
    if loop.maximum is None:
        raise IncidentError(INVALID, "neither a collection nor a number of instances is given")
    value = loop.maximum if isinstance(loop.maximum, int) else run.evaluate(loop.maximum, token.frame)
    number = numeric(value)
    if number is None or number < 0 or number != int(number):
        raise IncidentError(INVALID, f"Invalid data input, expected a number of instances, got {value!r}")
    return int(number)


def _open_round(run: Run, token: Token, node: Node, frame: int, number: int) -> None:
    loop = _loop(node)
    local: dict[str, object] = {"loopCounter": number - (run.graph.profile in FROM_ZERO)}
    items = run.state.data_of(frame).get(ITEMS)
    if isinstance(items, list):
        item = items[number - 1]
        if loop.item:
            local[loop.item] = item
        elif isinstance(item, Mapping):
            local = {**item, **local}
    sealed = loop.kind != "standard" and run.graph.profile == "processmaker"
    if loop.output_item and not sealed:
        local.setdefault(loop.output_item, None)
    inner = run.open(-1, "sealed" if sealed else "round", frame, token.id, local)
    run.emit(("instance", run.state.last_id + 1, node.index, inner))
    if loop.kind != "standard":
        run.grant(node)


def _next_round(run: Run, token: Token, node: Node, frame: int, number: int) -> None:
    total = run.state.data_of(frame)["numberOfInstances"]
    _open_round(run, token, node, frame, number)
    run.emit(("written", frame, _counts(run, max(int(str(total)), number), 1, number - 1)))


def _rounds(run: Run, token: Token) -> list[Frame]:
    return [frame for frame in run.state.frames.values() if frame.host == token.id and frame.kind in ROUNDS]


def _another(run: Run, token: Token, loop: Loop, frame: int, done: int, total: int) -> bool:
    """Whether one more round follows in turn."""
    if loop.kind == "standard":
        return _goes_on(run, token, loop, frame, done)
    return loop.kind == "sequential" and done < total


def _goes_on(run: Run, token: Token, loop: Loop, frame: int, done: int) -> bool:
    """Whether a standard loop makes another round."""
    if loop.maximum is not None and done >= _cardinality(run, token, loop):
        return False
    if done == 0 and not loop.test_before:
        return True
    if loop.condition is None:
        return loop.maximum is not None
    extra = {"loopCounter": done}
    held = bool(loop.condition.is_true({**run.view(frame), **extra}, run.state.now, run.functions))
    run.tell("decided", token, condition=loop.condition.text, result=held, values=loop.condition.seen(run.view(frame)))
    return not held if loop.exits_when_true else held


def resume_loop(run: Run, token: Token, node: Node) -> None:
    """A round has ended, or the whole loop has, or what ran inside one round has."""
    if token.loop:
        node.finish(run, token, node)
    elif token.state is COMPLETING:
        _finish(run, token, node)
    else:
        _round_ended(run, token, node)


def _loop_frame(run: Run, token: Token) -> Frame:
    return next(frame for frame in run.state.frames.values() if _is_loop_of(frame, token))


def _round_ended(run: Run, token: Token, node: Node) -> None:
    loop, ended = _loop(node), run.ended
    frame, (total, active, done) = ended.parent, _numbers(run, ended.parent)
    counts = _counts(run, total, active - 1, done + 1)
    value = _output(run, loop, ended, counts)
    stop = _completed(run, token, loop, ended, {**counts, **_so_far(run, loop, ended, value)})
    events = _due_events(run, loop, ended, counts)
    if loop.output_collection:
        run.emit(("collected", frame, _number(run, ended), value))
    run.emit(("written", frame, counts))
    if node.compensation >= 0 and ended.id in run.state.done:
        run.emit(("finished", frame, node.index, ended.id))
    run.emit(("closed", ended.id))
    if not all(_throw(run, token, node, event) for event in events):
        return
    if stop:
        _cancel_rounds(run, token)
        run.emit(("completing", token.id))
    else:
        _follow(run, token, node, frame)


def _numbers(run: Run, frame: int) -> tuple[int, int, int]:
    """How many rounds there are, are at work, and are done."""
    counts = run.state.data_of(frame)
    names = ("numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances")
    total, active, done = (int(str(counts[name])) for name in names)
    return total, active, done


def _number(run: Run, round: Frame) -> int:
    return int(str(run.state.data_of(round.id)["loopCounter"]))


def _follow(run: Run, token: Token, node: Node, frame: int) -> None:
    """The next round, or the end of them all."""
    total, active, done = _numbers(run, frame)
    if _another(run, token, _loop(node), frame, done, total):
        _next_round(run, token, node, frame, done + 1)
    elif active == 0:
        run.emit(("completing", token.id))


def go_on_with_rounds(run: Run, token: Token, node: Node) -> bool:
    """After an incident between two rounds, count those that have ended meanwhile; False where none has ended ever."""
    frame = next((frame for frame in run.state.frames.values() if _is_loop_of(frame, token)), None)
    if frame is None:
        return False
    ended = [round for round in _rounds(run, token) if not round.live]
    if not ended and not _numbers(run, frame.id)[2]:
        return False
    run.emit(("resumed", token.id))
    run.emit(("holding", token.id))
    if not ended:
        _follow(run, token, node, frame.id)
    for each in ended:
        if token.state is HOLDING and each.id in run.state.frames:
            run.ended = each
            _round_ended(run, token, node)
    return True


def _is_loop_of(frame: Frame, token: Token) -> bool:
    return frame.host == token.id and frame.kind == "loop"


def _throw(run: Run, token: Token, node: Node, event: LoopEvent) -> bool:
    """Throw what the activity's behavior asks for at the end of a round; whether the activity still runs."""
    tell_others(run, token, node, event.trigger)
    return token.id in run.state.tokens and token.node == node.index


def _due_events(run: Run, loop: Loop, ended: Frame, counts: Data) -> list[LoopEvent]:
    """The events that a round throws as it ends."""
    data = {**run.view(ended.id), **counts} if loop.events else {}
    return [
        event
        for event in loop.events
        if not (event.first_only and int(str(counts["numberOfCompletedInstances"])) > 1)
        and (event.condition is None or event.condition.is_true(data, run.state.now, run.functions))
    ]


def _output(run: Run, loop: Loop, ended: Frame, counts: Data) -> object:
    """The output of a round, if the activity collects any."""
    if not loop.output_collection:
        return None
    local = run.state.data_of(ended.id)
    if loop.output_expression is not None:
        value = run.evaluate(loop.output_expression, ended.id, counts)
    elif loop.output_item:
        value = local.get(loop.output_item)
    else:
        value = {name: item for name, item in local.items() if name != "_parent"}
    run.weigh({loop.output_collection: value})
    return value


def _completed(run: Run, token: Token, loop: Loop, ended: Frame, extra: Data) -> bool:
    """Whether the completion condition of a multi-instance activity holds now."""
    if loop.condition is None or loop.kind == "standard":
        return False
    data, note = {**run.view(ended.id), **extra}, ""
    try:
        held = loop.condition.is_true(data, run.state.now, run.functions)
    except ExpressionError as error:
        if run.graph.profile != "processmaker":
            raise
        held, note = False, error.message
    run.tell("decided", token, condition=loop.condition.text, result=held, values=loop.condition.seen(data), note=note)
    return held


def _so_far(run: Run, loop: Loop, ended: Frame, value: object) -> dict[str, object]:
    """The outputs of all rounds as their completion condition sees them: none where a round is not done.

    ProcessMaker's sees that of the round alone.
    """
    name = loop.output_collection
    condition = loop.condition
    if not name or condition is None or run.graph.profile == "processmaker":
        return {}
    if not any(path.partition(".")[0] == name for path in condition.variables):
        return {}
    found: list[object] = [None] * _numbers(run, ended.parent)[0]
    first = 0 if run.graph.profile in FROM_ZERO else 1
    for place, output in (*run.state.outputs.get(ended.parent, ()), (_number(run, ended), value)):
        found[place - first] = output
    return {name: found}


def _cancel_rounds(run: Run, token: Token) -> None:
    rounds = [frame.id for frame in _rounds(run, token)]
    run.clear_frames(rounds, "canceled")
    for frame in rounds:
        run.emit(("closed", frame))


def _finish(run: Run, token: Token, node: Node) -> None:
    loop, frame = _loop(node), _loop_frame(run, token)
    outputs = run.state.outputs.get(frame.id, ())
    collected = [value for _, value in sorted(outputs, key=lambda entry: entry[0])]
    run.emit(("resumed", token.id))
    if frame.id in run.state.done:
        run.emit(("finished", token.frame, node.index, frame.id))
    run.emit(("closed", frame.id))
    if loop.output_collection:
        run.write(token.frame, {loop.output_collection: collected})
    run.disarm(token)
    run.leave(token, node)
