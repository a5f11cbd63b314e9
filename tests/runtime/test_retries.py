"""Retry policies as files write them, on the virtual clock; the events on a task's border keep their time meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import escape

import pytest

from engine.runtime import Outcome, Request, TaskCall, completed, error, failure, json_lines, read_trace, start
from tests.runtime.builder import model
from tests.runtime.test_events import boundary, timer

MINUTE = timedelta(minutes=1)


class Failing:
    """Fails so many times, then is done; remembers when it was called."""

    def __init__(self, times: int, outcome: Outcome) -> None:
        self.left, self.outcome, self.calls = times, outcome, list[TaskCall]()

    def run(self, call: TaskCall) -> Outcome:
        self.calls.append(call)
        self.left -= 1
        return self.outcome if self.left >= 0 else completed({"tries": call.attempt})


def processmaker(policy: str) -> str:
    return f'serviceTask pm:implementation="x" pm:errorHandling="{escape(policy)}"'


def inside(tag: str, text: str) -> str:
    return f"serviceTask |<bpmn:extensionElements>{text}</bpmn:extensionElements>"


def begun(task: str, handler: Failing, profile: str, **more: str) -> Request:
    return start(model("start > A > end; late > B", profile=profile, A=task, **more), handlers={"A": handler}).run()


def to_the_end(request: Request) -> Iterator[timedelta]:
    """Let time pass as long as there is something to wait for; the pauses."""
    while request.next_due:
        before = request.now
        yield request.advance().now - before


def test_processmaker_tries_again_as_often_and_after_as_long_as_the_task_says() -> None:
    handler = Failing(2, error("busy", "E1"))
    policy = '{"timeout": "30", "retry_attempts": 2, "retry_wait_time": "60", "inapp_notification": true}'

    request = begun(processmaker(policy), handler, "processmaker")

    assert request.reasons == {"A": "attempt 1 failed: busy"}
    assert list(to_the_end(request)) == [MINUTE, MINUTE]
    assert (request.status, request.data) == ("completed", {"tries": 3})
    assert handler.calls[0].timeout == 30


def test_after_the_last_attempt_it_is_an_incident_that_tells_how_many_there_were() -> None:
    policy = '{"retry_attempts": 2, "retry_wait_time": 0}'

    request = begun(processmaker(policy), Failing(9, failure("no answer", "HTTP")), "processmaker")

    assert request.errors == [{"element": "A", "code": "HTTP", "message": "failed after 3 attempts: no answer"}]
    assert [each.details["outcome"] for each in request.trace if each.kind == "called"] == ["error"] * 3


def test_what_a_handler_raises_is_tried_again_too() -> None:
    class Broken:
        def run(self, call: TaskCall) -> Outcome:
            raise ValueError("torn")

    graph = model("start > A > end", profile="processmaker", A=processmaker('{"retry_attempts": 1}'))

    request = start(graph, handlers={"A": Broken()}).run()

    assert request.errors[0]["message"] == "failed after 2 attempts: ValueError: torn"
    assert request.errors[0]["code"] == "HANDLER_FAILED"


@pytest.mark.parametrize(
    ("profile", "text", "pauses"),
    [
        ("camunda7", "<camunda:failedJobRetryTimeCycle>R2/PT5M</camunda:failedJobRetryTimeCycle>", [5 * MINUTE] * 2),
        ("camunda7", "<camunda:failedJobRetryTimeCycle>PT1M,PT5M</camunda:failedJobRetryTimeCycle>", [MINUTE] * 2),
        ("camunda8", '<zeebe:taskDefinition type="pay" retries="3"/>', []),
    ],
)
def test_camunda_tries_again_after_failures_but_not_after_errors_of_the_model(
    profile: str, text: str, pauses: list[timedelta]
) -> None:
    failing, refusing = Failing(2, failure("no answer")), Failing(2, error("refused", "E1"))

    request = begun(inside("serviceTask", text), failing, profile)

    assert list(to_the_end(request)) == pauses
    assert request.data == {"tries": 3}
    assert begun(inside("serviceTask", text), refusing, profile).status == "error"
    assert len(refusing.calls) == 1


def test_a_timer_on_the_border_runs_from_the_first_attempt() -> None:
    late = boundary("late", "A", timer("PT150S"))
    policy = '{"retry_attempts": 50, "retry_wait_time": 60}'

    request = begun(processmaker(policy), Failing(99, error("busy")), "processmaker", late=late)

    assert list(to_the_end(request)) == [MINUTE, MINUTE, MINUTE / 2]
    assert request.path == ["start", "A", "late", "B"]


def test_a_timer_that_has_fired_beside_the_work_does_not_begin_again_with_an_attempt() -> None:
    late = boundary("late", "A", timer("PT90S"), interrupting=False)
    policy = '{"retry_attempts": 4, "retry_wait_time": 60}'

    request = begun(processmaker(policy), Failing(4, error("busy")), "processmaker", late=late)
    list(to_the_end(request))

    assert (request.path.count("B"), request.data) == (1, {"tries": 5})


@pytest.mark.parametrize(
    ("policy", "rule"),
    [
        ("{", "malformed-settings"),
        ('{"retry_attempts": "many"}', "configuration"),
        ('{"retry_wait_time": -1}', "configuration"),
    ],
)
def test_a_policy_that_cannot_be_read_is_a_problem_and_none(policy: str, rule: str) -> None:
    graph = model("start > A > end", profile="processmaker", A=processmaker(policy))

    assert [problem.rule for problem in graph.problems] == [rule]
    assert start(graph, handlers={"A": Failing(1, error("no"))}).run().status == "error"


def test_the_pause_begins_when_a_call_that_took_long_is_over_and_a_trace_says_so() -> None:
    begun_at = begun(processmaker("{}"), Failing(0, error("")), "processmaker").now
    handler = Failing(1, replace(error("busy", "E1"), ended=begun_at + 5 * MINUTE))

    request = begun(processmaker('{"retry_attempts": 1, "retry_wait_time": "60"}'), handler, "processmaker")

    assert request.now == begun_at + 5 * MINUTE
    assert request.next_due == begun_at + 6 * MINUTE
    again = read_trace(request.graph, json_lines(request.trace))
    assert (again.now, again.next_due, again.events) == (request.now, request.next_due, request.events)
    while request.step_back():
        pass
    assert request.now == begun_at
