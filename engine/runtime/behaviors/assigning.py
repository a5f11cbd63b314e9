"""Who gets a task: lanes, candidates and assignees as the file says, ProcessMaker's rules where it uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.expressions import Expression, ExpressionError
from engine.runtime.graph import Node
from engine.runtime.scheduler import Run
from engine.runtime.token import Token


def tell_assignment(run: Run, token: Token, node: Node) -> None:
    """Put into the trace to whom the task goes, if the file says anything about it."""
    found = {name: _value(run, token, value) for name, value in node.assignment.items() if name != "rules"}
    if found.get("rule"):
        found.update(_by_rule(run, token, node, str(found["rule"]), found))
    if any(found.values()):
        run.tell("assigned", token, **{name: value for name, value in found.items() if value})


def _value(run: Run, token: Token, value: object) -> object:
    if not isinstance(value, Expression):
        return value
    try:
        return run.evaluate(value, token.frame)
    except ExpressionError as error:
        return f"? {error.message}"


def _by_rule(run: Run, token: Token, node: Node, rule: str, found: Mapping[str, object]) -> dict[str, object]:
    """ProcessMaker's rules, as far as they can be followed without the server's people."""
    if rule == "requester":
        user = run.magic.get("_user")
        return {"assignee": user.get("id") if isinstance(user, Mapping) else None}
    if rule == "rule_expression":
        return _first_rule(run, token, node.assignment.get("rules"))
    if rule == "process_variable":
        data = run.view(token.frame)
        users, groups = (data.get(str(found.get(name) or "")) for name in ("users", "groups"))
        return {"users": users, "groups": groups, "assignee": _first(users)}
    if rule in ("user_group", "user"):
        return {"assignee": _next_in_turn(run, node, found.get("users"))}
    return {}


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value if isinstance(value, str | int) else None


def _next_in_turn(run: Run, node: Node, users: object) -> object:
    """In turn, by how often this element has been assigned in this Request."""
    if not isinstance(users, Sequence) or isinstance(users, str) or not users:
        return users
    times = sum(event[0] == "assigned" and event[2] == node.index for event in run.events)
    return users[times % len(users)]


def _first_rule(run: Run, token: Token, rules: object) -> dict[str, object]:
    """The first rule whose expression is true; one without an expression is the default."""
    for condition, who in rules if isinstance(rules, tuple) else ():
        try:
            holds = condition is None or condition.is_true(run.view(token.frame), run.state.now, run.functions)
        except ExpressionError:
            holds = False
        if holds:
            return dict(who)
    return {}
