"""ProcessMaker's rules of who gets a task, each with its reason in the trace."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape

import pytest

from engine.runtime import Request, TaskAssignment, start
from engine.runtime.handlers import Outcome, TaskCall, completed
from tests.runtime.builder import model

PEOPLE: Mapping[str, Mapping[str, object]] = {
    "7": {"id": 7, "manager_id": 70},
    "8": {"id": 8, "status": "INACTIVE"},
    "9": {"id": 9, "status": "OUT_OF_OFFICE", "delegation_user_id": 12},
}
SERVER = {"user": lambda id: PEOPLE.get(str(id)), "group_users": lambda id: {"g": [3, 30]}.get(str(id))}
BOSS = {"id": 5, "username": "boss"}


def begun(task: str, data: dict[str, object] | None = None, chains: str = "start > A > end", **more: str) -> Request:
    graph = model(chains, profile="processmaker", A=f"task {task}", **more)
    return start(graph, data or {}, functions=SERVER, user=BOSS).run()


def given(request: Request, element: str = "A") -> TaskAssignment:
    return request.history.assignments(element)[-1]


def rules(*entries: dict[str, object]) -> str:
    return f'pm:assignment="rule_expression" pm:assignmentRules="{escape(json.dumps(entries))}"'


@pytest.mark.parametrize(
    ("task", "assignee"),
    [
        ("", 5),
        ('pm:assignment="requester"', 5),
        ('pm:assignment="user_group" pm:assignedUsers="30,7"', "7"),
        ('pm:assignment="user_group" pm:assignedGroups="g"', 3),
        ('pm:assignment="user_group" pm:assignedUsers="8,30"', "30"),
        ('pm:assignment="user" pm:assignedUsers="9"', 12),
        ('pm:assignment="user_by_id" pm:assignedUsers="{{who}}"', "41"),
        ('pm:assignment="process_variable" pm:assignedUsers="helpers" pm:assignedGroups="teams"', 3),
        ('pm:assignment="user" pm:assignedUsers="7" pm:config="{&quot;escalateToManager&quot;: true}"', 70),
    ],
)
def test_each_rule_finds_its_person(task: str, assignee: object) -> None:
    request = begun(task, {"who": 41, "helpers": [11], "teams": "g"})

    assert given(request).assignee == assignee
    assert given(request).people["why"]
    assert request.waiting == ["A"]


def test_a_group_takes_turns_by_id() -> None:
    task = 'pm:assignment="user_group" pm:assignedUsers="30,4,7"'
    request = begun(task, chains="start > A > xor > A")

    for _ in range(3):
        request.complete("A")

    assert [each.assignee for each in request.history.assignments("A")] == ["4", "7", "30", "4"]


def test_a_locked_task_goes_to_whoever_had_it() -> None:
    task = 'pm:assignment="user_group" pm:assignedUsers="30,4,7" pm:assignmentLock="true"'
    request = begun(task, chains="start > A > xor > A").complete("A")

    assert [each.assignee for each in request.history.assignments("A")] == ["4", "4"]
    assert "locked" in str(given(request).people["why"])


def test_the_first_rule_that_holds_decides_and_the_default_only_if_none_does() -> None:
    task = rules(
        {"type": "user", "assignee": 1, "expression": None, "default": True},
        {"type": "user", "assignee": 2, "expression": "amount > 100"},
        {"type": "group", "assignee": "g", "expression": "amount > 50"},
        {"type": "requester", "expression": "amount > 20"},
        {"type": "user", "assignee": "{{who}}", "expression": "amount > 10"},
    )

    found = [given(begun(task, {"amount": amount, "who": 41})).assignee for amount in (200, 60, 30, 11, 5)]

    assert found == [2, 3, 5, "41", 1]


def test_the_trace_tells_which_rule_chose_with_the_values_it_saw() -> None:
    request = begun(rules({"assignee": 2, "expression": "amount > 100"}), {"amount": 200})

    assert given(request).people["why"] == "rule amount > 100"
    assert request.history.decisions("A")[0].values == {"amount": 200}


def test_the_previous_assignee_gets_the_next_task() -> None:
    first = 'pm:assignment="user" pm:assignedUsers="7"'
    request = begun(first, chains="start > A > B > end", B='task pm:assignment="previous_task_assignee"').complete("A")

    assert given(request, "B").assignee == "7"


def test_nobody_came_before_directly_after_a_start_event() -> None:
    request = begun('pm:assignment="previous_task_assignee"')

    message = 'Previous Task Assignee rule can not be used in task "A"'
    assert request.errors == [{"element": "A", "code": "ASSIGNMENT", "message": message}]
    assert message in request.graph.problems[0].message


def test_where_nobody_is_found_the_process_manager_gets_it() -> None:
    request = begun('pm:assignment="user_group" pm:assignedUsers="8"')

    assert given(request).people["why"] == "nobody was found: the process manager"


def test_a_self_service_task_has_candidates_and_no_assignee() -> None:
    request = begun('pm:assignment="self_service" pm:assignedUsers="7,9" pm:assignedGroups="g"')

    assert (given(request).assignee, given(request).people["users"]) == (None, ["7", "9"])


def test_a_rule_that_does_not_exist_is_a_problem() -> None:
    graph = model("start > A > end", profile="processmaker", A='task pm:assignment="lottery"')

    assert [problem.message for problem in graph.problems] == ['A: there is no assignment rule "lottery"']


class Asking:
    """A task that notes who took part before it."""

    def __init__(self) -> None:
        self.found: list[object] = []

    def run(self, call: TaskCall) -> Outcome:
        self.found = list(call.participants())
        return completed()


def test_a_call_knows_who_was_given_a_task_before_it() -> None:
    asking, first = Asking(), 'task pm:assignment="user" pm:assignedUsers="7"'
    again = 'task pm:assignment="previous_task_assignee"'
    graph = model("start > A > B > C > D > end", profile="processmaker", A=first, B=again, C="task", D="serviceTask")

    request = start(graph, {}, handlers={"D": asking}, functions=SERVER, user=BOSS).run()
    request.complete("A").complete("B").complete("C")

    assert asking.found == ["7", 5]
