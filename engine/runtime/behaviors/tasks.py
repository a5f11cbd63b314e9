"""Tasks: who or what does their work, and what happens where nothing does it."""

from __future__ import annotations

from engine.expressions import ExpressionError
from engine.runtime.behaviors.activities import call_handler, complete_activity, wait_for_answer
from engine.runtime.behaviors.assigning import tell_assignment
from engine.runtime.behaviors.events import whom
from engine.runtime.behaviors.messages import deliver_posted, throw_message
from engine.runtime.behaviors.naming import name_of
from engine.runtime.behaviors.watching import arm_event
from engine.runtime.graph import Node
from engine.runtime.paths import assign
from engine.runtime.scheduler import Run
from engine.runtime.token import Token


def perform_task(run: Run, token: Token, node: Node) -> None:
    """An abstract task, or any task that names nothing to run: its handler, else done at once."""
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
    else:
        complete_activity(run, token, node)


def perform_user(run: Run, token: Token, node: Node) -> None:
    """A task for a person: a given answer, else it waits."""
    if node.assignment and not token.attempt:
        tell_assignment(run, token, node)
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
    else:
        wait_for_answer(run, token, node, "an answer of the person")


def perform_service(run: Run, token: Token, node: Node) -> None:
    """A task for a service: its handler; with an implementation that nobody here has, it waits for an answer."""
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
    elif node.work.expression is not None:
        try:
            _evaluate(run, token, node)
        except ExpressionError as error:
            wait_for_answer(run, token, node, f"{node.work.implementation} needs more than is here: {error.message}")
    elif node.work.implementation:
        wait_for_answer(run, token, node, f"nothing here runs {run.implementation(node, token)}")
    else:
        complete_activity(run, token, node)


def perform_script(run: Run, token: Token, node: Node) -> None:
    """A script: an expression is evaluated here; another language needs a handler, else it waits for an answer."""
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
    elif node.work.expression is not None:
        _evaluate(run, token, node)
    elif node.work.script or node.work.implementation:
        language = node.work.language or "an unnamed language"
        wait_for_answer(run, token, node, f"nothing here runs scripts in {language}")
    else:
        complete_activity(run, token, node)


def _evaluate(run: Run, token: Token, node: Node) -> None:
    assert node.work.expression is not None
    value = run.evaluate(node.work.expression, token.frame)
    outputs: dict[str, object] = {}
    if node.work.result:
        outputs = dict(run.view(token.frame)) if "." in node.work.result else {}
        assign(outputs, node.work.result, value)
        first = node.work.result.partition(".")[0]
        outputs = {first: outputs[first]}
    complete_activity(run, token, node, outputs)


def perform_send(run: Run, token: Token, node: Node) -> None:
    """Send the message of the task, or let its handler do so."""
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
        return
    for trigger in node.triggers:
        throw_message(run, token, node, trigger)
    complete_activity(run, token, node)


def perform_receive(run: Run, token: Token, node: Node) -> None:
    """Wait for the message of the task."""
    handler = run.handler(node, token)
    if handler is not None:
        call_handler(run, token, node, handler)
        return
    name = name_of(run, node.triggers[0], token.frame) if node.triggers else ""
    wait_for_answer(run, token, node, f"message {name}".strip() + whom(run, node))
    arm_event(run, node, token.id, token.frame)
    deliver_posted(run)
