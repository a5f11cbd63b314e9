"""ProcessMaker's `_user` and `_request`: who is at work now, and what a Request may not overwrite."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from engine.runtime import Request, fold, json_lines, read_trace, resume, start
from engine.runtime.clock import START
from tests.runtime.builder import model

ANN: Mapping[str, object] = {"id": 1, "firstname": "Ann"}
PEOPLE = {5: {"id": 5, "firstname": "Bob", "manager_id": 9}, 6: {"id": 6, "firstname": "Cy"}}
FUNCTIONS = {"user": lambda id: PEOPLE.get(int(str(id)))}
SCRIPT = 'scriptTask scriptFormat="feel"'


def given_to(user: str) -> str:
    return f'task pm:assignment="user_by_id" pm:assignedUsers="{user}"'


def begun(chains: str, data: Mapping[str, object] | None = None, **tasks: str) -> Request:
    return start(model(chains, "processmaker", **tasks), data or {}, functions=FUNCTIONS, user=ANN).run()


def users(request: Request) -> list[object]:
    return [each.details["user"] for each in request.trace if each.kind == "user"]


def test_the_user_is_the_assignee_of_the_present_task_and_stays_until_the_next_one() -> None:
    request = begun("start > A > xor -[_user.firstname == 'Bob']> B; xor -*> end", A=given_to("5"), B=given_to("6"))
    assert request.data_at("A")["_user"] == PEOPLE[5]

    request.complete("A")

    assert request.waiting == ["B"]
    assert request.data_at("B")["_user"] == PEOPLE[6]
    assert fold(request.events, START) == request.state


def test_whoever_answers_one_of_two_tasks_is_the_user_of_what_follows() -> None:
    ways = "start > and > A > xor -[_user.id == 5]> C; xor -*> D; and > B"
    request = begun(ways, A=given_to("5"), B=given_to("6"), C=given_to("5"))

    request.complete("A")

    assert sorted(request.waiting) == ["B", "C"]


def test_a_user_that_nobody_knows_has_an_id_at_least() -> None:
    assert begun("start > A > end", A=given_to("77")).data_at("A")["_user"] == {"id": "77"}


def test_a_task_for_several_people_has_no_user_until_it_is_given_to_one() -> None:
    request = begun("start > A > end", A='task pm:assignment="self_service" pm:assignedUsers="5,6"')
    assert "_user" not in request.data_at("A")

    request.assign("A", 6)

    assert request.data_at("A")["_user"] == PEOPLE[6]


def test_the_requester_stays_the_user_and_nothing_is_told() -> None:
    request = begun("start > A > end", A='task pm:assignment="requester"')

    assert (request.data_at("A")["_user"], users(request)) == (ANN, [])


def test_a_step_back_a_branch_a_stored_and_a_read_request_know_the_user_of_then() -> None:
    request = begun("start > A > B > end", A=given_to("5"), B=given_to("6"))
    before = request.branch()
    snapshot = request.snapshot()
    request.complete("A")

    again = resume(request.graph, request.events, START)
    read = read_trace(request.graph, json_lines(request.trace))

    assert again.data_at("B")["_user"] == read.data_at("B")["_user"] == PEOPLE[6]
    assert before.data_at("A")["_user"] == PEOPLE[5]
    assert request.restore(snapshot).data_at("A")["_user"] == PEOPLE[5]


@pytest.mark.parametrize(("more", "id"), [({}, 1), ({"not_override_request": True}, 99)])
def test_a_request_of_the_data_stands_only_where_the_data_say_so(more: Mapping[str, object], id: int) -> None:
    request = begun("start > A > end", {"_request": {"id": 99}, "_user": {"id": 98}, **more}, A=given_to("5"))

    seen = request.data_at("A")

    assert (seen["_request"]["id"], seen["_user"]) == (id, PEOPLE[5])  # type: ignore[index]


def test_a_failure_that_is_told_to_the_manager_can_be_stepped_back() -> None:
    policy = "{&quot;email_notification&quot;: true, &quot;timeout&quot;: 5}"
    request = begun("start > A > end", A=f'serviceTask implementation="x" pm:errorHandling="{policy}"').advance()
    assert request.errors

    assert request.step_back()

    assert request.waiting == ["A"]
