"""What ProcessMaker's expressions ask of the Request itself: its data, its waiting tasks, and who has them."""

from __future__ import annotations

import pytest

from engine.runtime import Request, start
from tests.runtime.builder import model
from tests.runtime.test_events import boundary, condition

PEOPLE = {5: {"manager_id": 9, "delegation_user_id": 6}, 9: {}}
CHAINS = "start > and > A > end; and > B > xor -[{}]> C; xor -*> D"
ASSIGNED = 'userTask pm:assignment="user" pm:assignedUsers="5"'


def asked(expression: str, data: dict[str, object] | None = None) -> Request:
    """A Request whose gateway has asked, while A waits for user 5."""
    graph = model(CHAINS.format(expression), "processmaker", A=ASSIGNED, B='userTask pm:assignment="requester"')
    request = start(graph, data or {}, seed=3, functions={"user": lambda id: PEOPLE.get(int(id))}).run()
    return request.complete("B")


def given(request: Request) -> list[int]:
    return [int(str(each.assignee)) for each in request.history.assignments("A")]


@pytest.mark.parametrize(
    "expression",
    [
        'request(4).status == "ACTIVE" and request(_request.id).process_id == "Process_1"',
        'process("Process_1").name == _request.name',
        'getActiveTaskAt("A", 4).user_id == 5 and getActiveTaskAt("A", 4).element_name == "A"',
        'getActiveTaskAt("B", 4) == null',
        "user(5).manager_id == 9",
    ],
)
def test_an_expression_knows_its_own_request(expression: str) -> None:
    assert asked(expression).path[-1] == "C"


@pytest.mark.parametrize(
    ("expression", "assignees"),
    [
        ('escalateTask(getActiveTaskAt("A", 4).id)', [5, 9]),
        ('delegateTask(getActiveTaskAt("A", 4).id)', [5, 6]),
        ("reassignTasks(5, 7) == 7", [5, 7]),
        ("reassignTasks(8, 7) == 7", [5]),
    ],
)
def test_an_expression_gives_a_waiting_task_to_another(expression: str, assignees: list[object]) -> None:
    request = asked(expression)

    assert given(request) == assignees
    assert request.branch().history.assignments("A") == request.history.assignments("A")
    while "B" not in request.waiting:
        assert request.step_back()
    assert given(request) == assignees[:1]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("request(77).id == 1", "request(77) asks for another Request"),
        ("process(77).id == 1", "process(77) asks for another process"),
        ("escalateTask(77)", "there is no waiting task 77 in this Request"),
        ('env("TAX") > 1', "env() asks the server"),
    ],
)
def test_what_only_the_server_knows_is_an_incident_on_the_gateway(expression: str, message: str) -> None:
    request = asked(expression)

    assert [error["element"] for error in request.errors] == ["xor"]
    assert message in str(request.errors[0]["message"])


def test_a_condition_that_escalates_does_so_once_while_it_is_looked_at_again() -> None:
    late = boundary("late", "A", condition("over and reassignTasks(5, 9) == 9"), interrupting=False)
    graph = model("start > A > end; late > B", "processmaker", A=ASSIGNED, late=late)
    request = start(graph, {"over": False}).run()

    request.set_data({"over": True}).set_data({"x": 1}).set_data({"x": 2})

    assert given(request) == [5, 9]


def test_what_the_host_says_goes_before() -> None:
    graph = model("start > xor -[request(1).id == 8]> C; xor -*> D", "processmaker")

    assert start(graph, functions={"request": lambda _id: {"id": 8}}).run().path[-1] == "C"
