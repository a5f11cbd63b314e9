"""Who gets a task: lanes, candidates and assignees as the file says, ProcessMaker's rules where it uses them.

What only a server knows comes from the host's functions, where it gives them: `user(id)` (its `manager_id`, `status`,
and `delegation_user_id` while out of office) and `group_users(id)`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.expressions import Expression, ExpressionError
from engine.runtime.errors import IncidentError
from engine.runtime.graph import Node
from engine.runtime.scheduler import Run
from engine.runtime.token import Token

Found = Mapping[str, object]
HIDDEN = frozenset(("rules", "lock", "escalates"))
IN_TURN = frozenset(("user_group", "user", "group", "process_variable"))
ABSENT = frozenset(("INACTIVE", "BLOCKED"))


def tell_assignment(run: Run, token: Token, node: Node) -> None:
    """Put into the trace to whom the task goes, if the file says anything about it."""
    found = {name: _value(run, token, value) for name, value in node.assignment.items() if name not in HIDDEN}
    if found.get("rule"):
        found.update(_by_rule(run, token, node, found))
    if any(found.values()):
        run.tell("assigned", token, **{name: value for name, value in found.items() if value})
    if found.get("rule"):
        _work_as(run, token, found.get("assignee"))


def assign_by_hand(run: Run, token: Token, assignee: object, why: str) -> None:
    """Give a waiting task to somebody; the trace says so."""
    run.tell("assigned", token, assignee=assignee, why=why)
    _work_as(run, token, assignee)


def work_as_assignee(run: Run, token: Token) -> None:
    """Whoever has a task answers it: what follows is done as this user, until the next task has another one."""
    if run.state.magic:
        mine = [event[3].get("assignee") for event in _assigned(run) if event[1] == token.id and event[2] == token.node]
        if mine:
            _work_as(run, token, mine[-1])


def participants(run: Run) -> list[object]:
    """Those who have been given a task so far, each once, in that order."""
    given = (event[3].get("assignee") for event in _assigned(run))
    return list(dict.fromkeys(each for each in given if each not in (None, "")))


def _work_as(run: Run, token: Token, assignee: object) -> None:
    """ProcessMaker's `_user` is the assignee of the present task; one that is for several people has none."""
    magic = run.state.magic
    if not magic:
        return
    user = None if assignee in (None, "") else _known_user(run, assignee)
    if user != magic.get("_user"):
        run.emit(("user", token.id, token.node, {"user": user}))


def _known_user(run: Run, id: object) -> Found:
    """What is known of a user: by the host, or because it is who began the Request; at least the id."""
    began = run.events[0][3].get("magic", {}).get("_user") if run.events[0][0] == "begun" else None
    for known in (began, _asked(run, "user", id)):
        if isinstance(known, Mapping) and str(known.get("id", id)) == str(id):
            return {"id": id, **known}
    return {"id": id}


def _value(run: Run, token: Token, value: object) -> object:
    if not isinstance(value, Expression):
        return value
    try:
        return run.evaluate(value, token.frame)
    except ExpressionError as error:
        return f"? {error.message}"


def _by_rule(run: Run, token: Token, node: Node, found: Found) -> dict[str, object]:
    """ProcessMaker's rules: its lock first, then the rule, then the process manager where nobody was found."""
    if node.assignment.get("lock"):
        before = [event[3].get("assignee") for event in _assigned(run) if event[2] == node.index]
        if before and before[-1] is not None:
            return {"assignee": before[-1], "why": "locked: whoever had this task before"}
    rule = str(found["rule"])
    result = _first_rule(run, token, node) if rule == "rule_expression" else _chosen(run, token, node, rule, found)
    if rule != "self_service" and result.get("assignee") in (None, ""):
        result.update({"assignee": _manager(run), "why": "nobody was found: the process manager"})
    if node.assignment.get("escalates") and result.get("assignee") not in (None, ""):
        result.update(_escalated(run, result["assignee"]))
    return result


def _chosen(run: Run, token: Token, node: Node, rule: str, found: Found) -> dict[str, object]:
    if rule == "requester":
        return {"assignee": _requester(run), "why": "the requester"}
    if rule in ("process_manager", "manager"):
        return {"assignee": _manager(run), "why": "the process manager"}
    if rule == "previous_task_assignee":
        return _previous(run, node)
    if rule == "self_service":
        return {"why": "whoever of them takes it"}
    if rule == "user_by_id":
        return {"assignee": _first(found.get("users")), "why": "the user with this id"}
    if rule in IN_TURN:
        people = _people(run, token, rule, found)
        return {"users": people, "assignee": _next_in_turn(run, node, people), "why": "in turn by id"}
    return {}


def _requester(run: Run) -> object:
    request, user = run.state.magic.get("_request"), run.state.magic.get("_user")
    known = request.get("user_id") if isinstance(request, Mapping) else None
    return known if known is not None else user.get("id") if isinstance(user, Mapping) else None


def _manager(run: Run) -> object:
    request = run.state.magic.get("_request")
    if not isinstance(request, Mapping):
        return None
    process = request.get("process")
    known = process.get("manager_id") if isinstance(process, Mapping) else None
    return _asked(run, "process_manager", request.get("process_id")) if known is None else known


def _assigned(run: Run) -> list[tuple[str, int, int, Mapping[str, object]]]:
    return [(event[0], event[1], event[2], event[3]) for event in run.events if event[0] == "assigned"]


def _previous(run: Run, node: Node) -> dict[str, object]:
    before = [event[3].get("assignee") for event in _assigned(run)]
    if not before:
        name = node.name or node.id
        raise IncidentError("ASSIGNMENT", f'Previous Task Assignee rule can not be used in task "{name}"')
    return {"assignee": before[-1], "why": "whoever had the task before"}


def _first(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value if isinstance(value, str | int) else None


def _people(run: Run, token: Token, rule: str, found: Found) -> list[object]:
    """The ids of all users and of the members of all groups, without those who are not there."""
    users, groups = (_listed(found.get(name)) for name in ("users", "groups"))
    if rule == "process_variable":
        data = run.view(token.frame)
        users, groups = ([each for name in names for each in _listed(data.get(str(name)))] for names in (users, groups))
    members = [each for group in groups for each in _listed(_asked(run, "group_users", group))]
    present = [_present(run, user) for user in (*users, *members)]
    return list(dict.fromkeys(user for user in present if user is not None))


def _listed(value: object) -> list[object]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    if isinstance(value, Mapping):
        return [value["id"]] if "id" in value else []
    if isinstance(value, Sequence):
        return [each for item in value for each in ([item] if isinstance(item, int) else _listed(item))]
    return [] if value is None else [value]


def _asked(run: Run, function: str, id: object) -> object:
    """What the host knows; nothing where it gives no such function or does not know the id."""
    ask = run.functions.get(function)
    return ask(id) if ask is not None else None


def _present(run: Run, user: object) -> object:
    """The user, the delegate of one who is out of office, or nobody for one who is inactive."""
    known = _asked(run, "user", user)
    if not isinstance(known, Mapping):
        return user
    status = str(known.get("status") or "ACTIVE").upper()
    if status == "OUT_OF_OFFICE":
        return known.get("delegation_user_id") or user
    return None if status in ABSENT else user


def _next_in_turn(run: Run, node: Node, people: Sequence[object]) -> object:
    """The next by id after the last one who had this task in this Request; the first by id to begin with."""
    ordered = sorted(people, key=_order)
    before = [event[3].get("assignee") for event in _assigned(run) if event[2] == node.index]
    if before and before[-1] is not None:
        later = [each for each in ordered if _order(each) > _order(before[-1])]
        return (later or ordered or [None])[0]
    return ordered[0] if ordered else None


def _order(id: object) -> tuple[bool, int, str]:
    text = str(id)
    return (True, 0, text) if not text.isdigit() else (False, int(text), "")


def _escalated(run: Run, assignee: object) -> dict[str, object]:
    known = _asked(run, "user", assignee)
    manager = known.get("manager_id") if isinstance(known, Mapping) else None
    if manager is None:
        return {"why": "escalated to the manager, who is not known here"}
    return {"assignee": manager, "why": f"escalated: the manager of {assignee}"}


def _first_rule(run: Run, token: Token, node: Node) -> dict[str, object]:
    """The first rule whose expression is true; the one without an expression only if no other is."""
    rules = node.assignment.get("rules")
    default: Found | None = None
    for condition, who in rules if isinstance(rules, tuple) else ():
        if condition is None:
            default = default or who
        elif _holds(run, token, condition):
            return _by_entry(run, token, node, who, f"rule {condition.text}")
    return _by_entry(run, token, node, default, "the default rule") if default else {}


def _holds(run: Run, token: Token, condition: Expression) -> bool:
    """Whether a rule holds; the trace has it with the values it saw, and why one could not be evaluated."""
    data, note = run.view(token.frame), ""
    try:
        holds = condition.is_true(data, run.state.now, run.functions)
    except ExpressionError as error:
        holds, note = False, error.message
    details = {"condition": condition.text, "result": holds, "values": condition.seen(data)}
    run.tell("decided", token, **({**details, "note": note} if note else details))
    return holds


def _by_entry(run: Run, token: Token, node: Node, entry: Found, why: str) -> dict[str, object]:
    """Whom one entry of the rules names: a user, a group, or somebody by a rule of its own."""
    kind, assignee = str(entry.get("type") or "user"), _value(run, token, entry.get("assignee"))
    found = {"rule": f"rule_expression: {kind}", "why": why}
    if kind in ("user", "user_by_id"):
        return {**found, "assignee": _first(assignee) if isinstance(assignee, list) else assignee}
    names = {"groups" if kind == "group" else "users": assignee}
    return {**found, **_chosen(run, token, node, kind, names), "why": why}
