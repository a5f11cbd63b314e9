"""Who may do a task, as the file says it: lanes, performers, and the vendors' attributes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from engine.bpmn import Activity, Element, Lane, LaneSet, Process, ResourceRole, UserTask
from engine.bpmn.namespaces import ACTIVITI, CAMUNDA, FLOWABLE, PROCESSMAKER, ZEEBE
from engine.expressions import Expression
from engine.runtime.compiling.context import Context, extensions

PEOPLE_TASKS = ("task", "userTask", "manualTask")
ESCALATIONS = ("escalateToManager", "assigneeManagerEscalation")
RULES = frozenset(
    (
        "requester",
        "user_group",
        "previous_task_assignee",
        "process_variable",
        "rule_expression",
        "process_manager",
        "manager",
        "self_service",
        "user",
        "group",
        "user_by_id",
        "script",
    )
)
"""ProcessMaker's rules, those of older versions too."""
PEOPLE = (("assignee", "assignee"), ("users", "candidateUsers"), ("groups", "candidateGroups"))


def lanes_of(process: Process) -> dict[str, str]:
    """For each flow node's id, the name of its innermost lane."""
    found: dict[str, str] = {}
    for lane in _lanes(process.lane_sets):
        for reference in lane.flow_node_refs:
            found[reference.rpartition(":")[2]] = lane.name or lane.id or ""
    return found


def _lanes(sets: object) -> Iterator[Lane]:
    """All lanes, outer ones first."""
    waiting = list(sets) if not isinstance(sets, LaneSet) else [sets]  # type: ignore[call-overload]  # a view list
    while waiting:
        for lane in waiting.pop(0).lanes:
            yield lane
            inner = lane.child_lane_set
            if isinstance(inner, LaneSet):
                waiting.append(inner)


def assignment_of(context: Context, task: Element, lane: str, plain: bool) -> Mapping[str, object]:
    """What the file says about who gets a task; a plain one says nothing, and only ProcessMaker has a rule for that."""
    if not isinstance(task, Activity):
        return {}
    if plain and context.profile != "processmaker":
        return {"lane": lane} if lane else {}
    found: dict[str, object] = {"lane": lane} if lane else {}
    for_people = isinstance(task, UserTask) or (context.profile == "processmaker" and task.tag in PEOPLE_TASKS)
    if not for_people and not task.foreign(PROCESSMAKER, "assignment"):
        return found
    for uri in (CAMUNDA, FLOWABLE, ACTIVITI):
        found.update({key: context.value(text, task) for key, name in PEOPLE if (text := task.foreign(uri, name))})
    for definition in extensions(task, ZEEBE, "assignmentDefinition"):
        found.update({key: context.value(text, task) for key, name in PEOPLE if (text := definition.get(name))})
    for role in task.resources:
        if isinstance(role, ResourceRole):
            name = role.name or role.resource_ref or ""
            expression = role.assignment_expression
            found.setdefault("role", name or ("" if expression is None else expression.text.strip()))
    if task.foreign(PROCESSMAKER, "assignment") or context.profile == "processmaker":
        found.update(_processmaker(context, task))
    return found


def _processmaker(context: Context, task: Element) -> dict[str, object]:
    rule = {"requestor": "requester", "": "requester"}.get(
        given := task.foreign(PROCESSMAKER, "assignment") or "", given
    )
    users, groups = (task.foreign(PROCESSMAKER, name) or "" for name in ("assignedUsers", "assignedGroups"))
    found: dict[str, object] = {"rule": rule, "users": _list(users), "groups": _list(groups)}
    if rule == "user_by_id":
        found["users"] = context.value(users, task)
    found["lock"] = (task.foreign(PROCESSMAKER, "assignmentLock") or "").lower() == "true"
    config = task.foreign(PROCESSMAKER, "config") or ""
    found["escalates"] = any(f'"{name}":true' in config.replace(" ", "") for name in ESCALATIONS)
    if rule not in RULES:
        context.problem(task, "configuration", f'{task.id}: there is no assignment rule "{rule}"', "warning")
    if rule == "rule_expression":
        found["rules"] = _rules(context, task)
    return found


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _rules(context: Context, task: Element) -> tuple[tuple[Expression | None, Mapping[str, object]], ...]:
    try:
        entries = json.loads(task.foreign(PROCESSMAKER, "assignmentRules") or "[]")
    except (ValueError, RecursionError) as error:
        context.problem(task, "malformed-settings", f"{task.id}: the assignment rules are no JSON: {error}", "warning")
        return ()
    found = []
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, Mapping):
            text = entry.get("expression")
            given = entry.get("assignee")
            assignee = context.value(given, task) if isinstance(given, str) and "{{" in given else given
            who = {"type": entry.get("type") or "user", "assignee": assignee}
            by_default = not text or entry.get("default") is True
            found.append((None if by_default else context.text(str(text), task), who))
    return tuple(found)
