"""The life of an activity, whatever its kind: begin, wait, complete, fail."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from engine.expressions import ExpressionError
from engine.runtime.behaviors.assigning import participants, work_as_assignee
from engine.runtime.behaviors.failing import raise_error
from engine.runtime.behaviors.watching import arm_boundaries
from engine.runtime.errors import BrokenOffError, IncidentError
from engine.runtime.graph import BY_MAIL, Assignment, Node
from engine.runtime.handlers import (
    MANAGER,
    NO_DATA,
    Data,
    FinishingHandler,
    Outcome,
    PinnedHandler,
    TaskCall,
    TaskHandler,
    failure,
    retry,
)
from engine.runtime.paths import assign
from engine.runtime.scheduler import Run
from engine.runtime.token import ACTIVE, WAITING, Token

HANDLER_FAILED = "HANDLER_FAILED"
AGAIN = -1
"""In place of a trigger's number: the watch is for the next attempt of a handler."""
OVERDUE = -3
"""The same: the watch is for the time after which an attempt has taken too long."""
TIMEOUT = "TIMEOUT"
INPUTS_ARE_LOCAL = frozenset(("camunda7", "camunda8", "flowable"))
"""Profiles in which an input mapping makes a variable of the task that hides one of the same name around it."""


def enter_plain(run: Run, token: Token, node: Node) -> None:
    """A task that is done at once, unless a handler takes it."""
    if run.handlers or run.graph.message_flows:
        enter_activity(run, token, node)
        return
    run.emit(("entered", token.id, node.index))
    only = node.only
    if only is not None:
        run.emit(("moved", token.id, only.index, only.target))
    else:
        run.leave(token, node)


def enter_activity(run: Run, token: Token, node: Node) -> None:
    """Begin the work of an activity."""
    run.emit(("entered", token.id, node.index))
    node.perform(run, token, node)


def resume_activity(run: Run, token: Token, node: Node) -> None:
    """What ran inside has ended, or the time of the next attempt has come: begin again or complete."""
    run.emit(("resumed", token.id))
    node.perform(run, token, node)


def wait_for_answer(run: Run, token: Token, node: Node, reason: str) -> None:
    """The activity takes time: its boundary events are armed, once for all attempts, and the time it may take."""
    _wait(run, token, node, reason)
    if node.work.retries.timeout and node.kind != "callActivity":
        run.arm(node, OVERDUE, token.id, token.frame, run.state.now + timedelta(seconds=node.work.retries.timeout), 1)


def _wait(run: Run, token: Token, node: Node, reason: str) -> None:
    run.wait(token, reason)
    if run.retrying != token.id:
        arm_boundaries(run, token, node)


def inputs_of(run: Run, token: Token, node: Node, pinned: bool = False) -> Data:
    """The values of an activity's input mappings; one that is pinned needs none, and has those that can be computed."""
    values: dict[str, object] = {}
    for assignment in node.inputs:
        try:
            value = run.evaluate(assignment.source, token.frame, values)
        except ExpressionError:
            if not pinned:
                raise
            continue
        assign(values, assignment.target, value)
    return values


def call_handler(run: Run, token: Token, node: Node, handler: TaskHandler) -> None:
    """Let a handler do the work and act on its outcome."""
    inputs = inputs_of(run, token, node, isinstance(handler, PinnedHandler))
    while True:
        outcome = _called(run, token, node, handler, inputs)
        if not _fails_again(token, node, outcome):
            break
        if node.work.retries.wait:
            outcome = retry(outcome.message, node.work.retries.wait, outcome.code)
            break
        run.emit(("retried", token.id, token.attempt + 1))
    act_on(run, token, node, outcome)


def take_too_long(run: Run, token: Token, node: Node) -> None:
    """An attempt has waited longer than the file gives it: the next one, or the failure of them all."""
    run.emit(("resumed", token.id))
    policy = node.work.retries
    outcome = _last_words(token, node, failure(f"it took longer than {policy.timeout:g} seconds", TIMEOUT))
    run.tell("called", token, outcome="error", message=outcome.message, inputs={})
    if not _fails_again(token, node, outcome):
        act_on(run, token, node, outcome)
    elif policy.wait:
        _retry_later(run, token, node, retry(outcome.message, policy.wait, TIMEOUT))
    else:
        run.emit(("retried", token.id, token.attempt + 1))
        node.perform(run, token, node)


def _fails_again(token: Token, node: Node, outcome: Outcome) -> bool:
    """Whether the file says to try a failed call once more."""
    policy = node.work.retries
    if outcome.kind != "error" or token.attempt >= policy.attempts:
        return False
    return outcome.technical or not policy.technical


def _called(run: Run, token: Token, node: Node, handler: TaskHandler, inputs: Data) -> Outcome:
    """The outcome of one attempt."""
    try:
        if run.broken_off:
            _break_off_again(run, node)
        outcome = _outcome_of(handler, _call(run, token, node, inputs))
    except BrokenOffError as broken:
        run.tell("called", token, outcome="error", message=str(broken), inputs=dict(inputs))
        raise
    if outcome.ended is not None and outcome.ended > run.state.now:
        run.emit(("passed", outcome.ended))
    printed = {"printed": outcome.printed} if outcome.printed else {}
    run.tell("called", token, outcome=outcome.kind, message=outcome.message, inputs=dict(inputs), **printed)
    return _last_words(token, node, outcome)


def _break_off_again(run: Run, node: Node) -> None:
    """What was broken off in a run that is repeated is broken off at the same call: nothing of it is run."""
    calls = sum(event[0] == "called" and event[2] == node.index for event in run.events)
    if (node.id, calls + 1) in run.broken_off:
        raise BrokenOffError(node.name or node.id)


def _outcome_of(handler: TaskHandler, call: TaskCall) -> Outcome:
    try:
        return handler.run(call)
    except BrokenOffError:
        raise
    except Exception as error:  # a handler is foreign code: whatever it raises stays on its element
        return failure(f"{type(error).__name__}: {error}", HANDLER_FAILED)


def _last_words(token: Token, node: Node, outcome: Outcome) -> Outcome:
    """An outcome whose error says after how many attempts it is the last one."""
    if outcome.kind == "error" and token.attempt and token.attempt == node.work.retries.attempts:
        return replace(outcome, message=f"failed after {token.attempt + 1} attempts: {outcome.message}")
    return outcome


def _call(run: Run, token: Token, node: Node, inputs: Data) -> TaskCall:
    data = run.view(token.frame)
    return TaskCall(
        node.id,
        node.kind,
        node.name,
        {**data, **inputs} if inputs else data,
        run.state.now,
        token.attempt + 1,
        run.implementation(node, token),
        node.work.settings,
        inputs,
        run.seed,
        token.id,
        node.work.retries.timeout,
        partial(participants, run),
    )


def _finish(run: Run, token: Token, node: Node, outputs: Data) -> None:
    """Tell a handler that wants to know what its task was answered with."""
    handler = run.handler(node, token)
    if not isinstance(handler, FinishingHandler):
        return
    try:
        words = handler.finish(_call(run, token, node, outputs))
    except Exception as error:  # as with `run`: foreign code
        raise IncidentError(HANDLER_FAILED, f"{type(error).__name__}: {error}") from error
    if words:
        run.tell("called", token, outcome="completed", message=words, inputs={})


def act_on(run: Run, token: Token, node: Node, outcome: Outcome) -> None:
    """Complete, wait, try again later, or fail, as a handler's outcome says."""
    if outcome.kind == "completed":
        complete_activity(run, token, node, outcome.outputs)
    elif outcome.kind == "waiting":
        if outcome.outputs:
            run.write(token.frame, outcome.outputs)
        _wait_at_most(run, token, node, outcome)
    elif outcome.kind == "retry":
        _retry_later(run, token, node, outcome)
    else:
        _fail(run, token, node, outcome)


def _fail(run: Run, token: Token, node: Node, outcome: Outcome) -> None:
    """The work has failed for good; the process manager hears of it where the file says so."""
    if node.work.retries.notify:
        _notify(run, token, node, outcome)
    if outcome.code == HANDLER_FAILED:
        raise IncidentError(HANDLER_FAILED, outcome.message)
    raise_error(run, token, outcome.code, outcome.message, outcome.outputs)


def _notify(run: Run, token: Token, node: Node, outcome: Outcome) -> None:
    """Let the host write to the process manager, where the file wants that; the trace has every way, and why not."""
    ways, writer = node.work.retries.notify, run.handlers.get(MANAGER)
    note: dict[str, object] = {}
    if writer is not None and BY_MAIL in ways:
        answer = _outcome_of(writer, _call(run, token, node, {"message": outcome.message}))
        note = {"note": answer.message} if answer.message else {}
    run.tell("notified", token, whom=MANAGER, by=[*ways], message=outcome.message, **note)


def _wait_at_most(run: Run, token: Token, node: Node, outcome: Outcome) -> None:
    if outcome.after:
        run.emit(("retried", token.id, token.attempt + 1))
    wait_for_answer(run, token, node, outcome.message or "an answer")
    if outcome.after:
        run.arm(node, AGAIN, token.id, token.frame, run.state.now + outcome.after, 1)


def _retry_later(run: Run, token: Token, node: Node, outcome: Outcome) -> None:
    run.emit(("retried", token.id, token.attempt + 1))
    _wait(run, token, node, f"attempt {token.attempt} failed: {outcome.message}")
    run.arm(node, AGAIN, token.id, token.frame, run.state.now + outcome.after, 1)


def complete_activity(run: Run, token: Token, node: Node, outputs: Data = NO_DATA) -> None:
    """The work is done: write its outputs and go on."""
    if token.state is WAITING:
        run.emit(("resumed", token.id))
    if run.state.watches:
        run.disarm(token)
    try:
        write_outputs(run, token, node, outputs)
    except ExpressionError as error:
        raise IncidentError("OUTPUT_MAPPING", str(error)) from None
    if run.graph.message_flows and node.id in run.graph.message_flows:
        run.send(run, token, node)
    if node.compensation >= 0:
        run.emit(("finished", token.frame, node.index, 0))
    if token.loop:
        run.end(token, "round")
    elif node.only is not None:
        run.emit(("moved", token.id, node.only.index, node.only.target))
    else:
        run.leave(token, node)


def write_outputs(run: Run, token: Token, node: Node, outputs: Data) -> None:
    """Merge outputs into the data: by the output mappings where there are any, else as they are."""
    if node.copies:
        _copy(run, token, node, outputs)
    if not node.outputs:
        if outputs:
            run.write(token.frame, _beyond(run, token, node, outputs))
        return
    if node.inputs:
        outputs = {**inputs_of(run, token, node, pinned=True), **outputs}
    written: dict[str, object] = dict(run.view(token.frame)) if any("." in item.target for item in node.outputs) else {}
    before = dict(written)
    for assignment in node.outputs:
        assign(written, assignment.target, _output(run, token, assignment, outputs))
    run.write(
        token.frame, {name: value for name, value in written.items() if name not in before or before[name] != value}
    )


def _beyond(run: Run, token: Token, node: Node, outputs: Data) -> Data:
    """The outputs that leave a task: what has the name of an input of its own stays there, where the vendor says so."""
    if not node.inputs or run.graph.profile not in INPUTS_ARE_LOCAL:
        return outputs
    own = inputs_of(run, token, node, pinned=True)
    return {name: value for name, value in outputs.items() if name not in own}


def _output(run: Run, token: Token, assignment: Assignment, outputs: Data) -> object:
    """The value of one output; one that cannot be computed here may be given by an answer or a pin under its name.

    So may one that gives nothing: an answer or a pin is often what the element gave before, not what it was answered.
    """
    try:
        value = run.evaluate(assignment.source, token.frame, outputs)
    except ExpressionError:
        if assignment.target in outputs:
            return outputs[assignment.target]
        raise
    if value is None and assignment.target in outputs:
        handler = run.handler(run.graph.nodes[token.node], token)
        if handler is None or isinstance(handler, PinnedHandler):
            return outputs[assignment.target]
    return value


def _copy(run: Run, token: Token, node: Node, outputs: Data) -> None:
    """The data associations on the way out."""
    found = {item.target: run.evaluate(item.source, token.frame, outputs) for item in node.copies}
    run.write(token.frame, {name: value for name, value in found.items() if value is not None})


def answer(run: Run, token: Token, node: Node, outcome: Outcome) -> None:
    """An answer from outside for a waiting activity."""
    if token.state is not ACTIVE:
        run.emit(("resumed", token.id))
    run.disarm(token)
    if node.assignment.get("rule"):
        work_as_assignee(run, token)
    if outcome.kind == "completed":
        _finish(run, token, node, outcome.outputs)
    act_on(run, token, node, outcome)
