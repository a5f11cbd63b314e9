"""Events in the flow: starts, catches, throws and ends."""

from __future__ import annotations

from engine.runtime.behaviors.boundary import happen
from engine.runtime.behaviors.compensation import cancel_transaction, throw_compensation
from engine.runtime.behaviors.failing import end_with_error, raise_escalation
from engine.runtime.behaviors.messages import deliver_posted, throw_message, throw_signal
from engine.runtime.behaviors.naming import name_of
from engine.runtime.behaviors.watching import arm_event
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node, Trigger
from engine.runtime.handlers import NO_DATA
from engine.runtime.scheduler import Run
from engine.runtime.token import Token

ENDING = frozenset(("error", "terminate", "cancel"))


def enter_start(run: Run, token: Token, node: Node) -> None:
    """A start event has happened already when a token is there; only a condition must hold as well."""
    run.enter(token, node)
    conditions = [trigger.expression for trigger in node.triggers if trigger.kind == "conditional"]
    data = run.view(token.frame)
    if all(item is None or item.is_true(data, run.state.now, run.functions) for item in conditions):
        run.leave(token, node)
    else:
        run.wait(token, "its condition")
        arm_event(run, node, token.id, token.frame)


def enter_boundary(run: Run, token: Token, node: Node) -> None:
    """A token that was moved here by hand: the event counts as having happened."""
    run.enter(token, node)
    run.leave(token, node)


def enter_catch(run: Run, token: Token, node: Node) -> None:
    """Wait for the event; one without a definition, and the target of a link, let the token pass."""
    run.enter(token, node)
    if not node.triggers or all(trigger.kind == "link" for trigger in node.triggers):
        run.leave(token, node)
        return
    run.wait(token, ", ".join(_reason(run, trigger, token.frame) for trigger in node.triggers) + whom(run, node))
    arm_event(run, node, token.id, token.frame)
    deliver_posted(run)


def whom(run: Run, node: Node) -> str:
    """From which pools the message comes that a person sends in their place."""
    senders = run.graph.senders.get(node.id)
    return f" from {', '.join(senders)}" if senders else ""


def _reason(run: Run, trigger: Trigger, frame: int) -> str:
    return f"{trigger.kind} {name_of(run, trigger, frame)}".strip()


def enter_throw(run: Run, token: Token, node: Node) -> None:
    """Throw what it defines and go on."""
    run.enter(token, node)
    for trigger in node.triggers:
        if trigger.kind == "link":
            _follow_link(run, token, node, trigger)
            return
    if throw_all(run, token, node):
        run.leave(token, node)


def enter_end(run: Run, token: Token, node: Node) -> None:
    """Throw what it defines and end this path, or more than this path."""
    run.enter(token, node)
    if throw_all(run, token, node):
        run.end(token)


def throw_all(run: Run, token: Token, node: Node) -> bool:
    """Throw every definition of an event; whether the token is still there to go on."""
    for trigger in sorted(node.triggers, key=lambda trigger: trigger.kind in ENDING):
        if not _throw(run, token, node, trigger) or not _is_at(run, token, node):
            return False
    return True


def _is_at(run: Run, token: Token, node: Node) -> bool:
    return token.id in run.state.tokens and token.node == node.index


def _throw(run: Run, token: Token, node: Node, trigger: Trigger) -> bool:
    """Throw one definition; False where the token goes no further now."""
    if trigger.kind in ENDING:
        _end_by(run, token, node, trigger)
        return False
    if trigger.kind == "compensate":
        return not throw_compensation(run, token, trigger)
    tell_others(run, token, node, trigger)
    return True


def tell_others(run: Run, token: Token, node: Node, trigger: Trigger) -> None:
    """Throw a message, signal or escalation."""
    if trigger.kind == "message":
        throw_message(run, token, node, trigger)
    elif trigger.kind == "signal":
        throw_signal(run, token, trigger)
    elif trigger.kind == "escalation":
        run.tell("thrown", token, event="escalation", name=trigger.name, code=trigger.code)
        raise_escalation(run, token, trigger.code)


def _end_by(run: Run, token: Token, node: Node, trigger: Trigger) -> None:
    if trigger.kind == "error":
        end_with_error(run, token, trigger)
    elif trigger.kind == "terminate":
        terminate(run, token)
    else:
        cancel_transaction(run, token, node)


def terminate(run: Run, token: Token) -> None:
    """End everything in the scope of the token, and with it the scope."""
    frame = run.state.frames[token.frame]
    run.clear_frame(frame.id, "terminated", keep=token.id)
    run.disarm_frame(frame)
    run.end(token)


def _follow_link(run: Run, token: Token, node: Node, trigger: Trigger) -> None:
    for place in run.graph.scopes[node.scope].nodes:
        target = run.graph.nodes[place]
        catches = any(other.kind == "link" and other.name == trigger.name for other in target.triggers)
        if target.kind == "intermediateCatchEvent" and catches:
            run.emit(("redirected", token.id, target.index))
            happen(run, token, target, NO_DATA)
            return
    raise IncidentError("LINK", f'no link event catches "{trigger.name}" here')
