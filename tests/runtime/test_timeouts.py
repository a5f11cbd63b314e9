"""The time that a task's error handling gives each attempt, and who hears of the failure of the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from html import escape

import pytest

from engine.runtime import Handlers, ManualHandler, Outcome, Request, TaskCall, completed, error, fold, start, waiting
from engine.runtime.clock import START
from engine.runtime.scripts import Scripts, script_handlers
from engine.runtime.scripts.contract import Limits, ScriptResult
from engine.runtime.scripts.languages import Language
from tests.runtime.builder import model

MINUTE = timedelta(minutes=1)
CATCH = '<bpmn:boundaryEvent id="late" attachedToRef="A"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>'


def task(kind: str, policy: str, more: str = "") -> str:
    return f'{kind} pm:errorHandling="{escape(policy)}" {more}'


def begun(given: str, handlers: Handlers, **more: str) -> Request:
    chains = "start > A > end" + ("; late > B" if more else "")
    return start(model(chains, "processmaker", A=given, **more), handlers=handlers).run()


@pytest.mark.parametrize("kind", ["serviceTask", "scriptTask"])
def test_a_task_that_waits_longer_than_its_timeout_fails_on_the_virtual_clock(kind: str) -> None:
    request = begun(task(kind, '{"timeout": 60}'), {"A": ManualHandler()})
    assert [(each["kind"], each["due"]) for each in request.watches] == [("timeout", START + MINUTE)]

    request.advance()

    assert request.now - START == MINUTE
    assert request.errors == [{"element": "A", "code": "TIMEOUT", "message": "it took longer than 60 seconds"}]
    assert fold(request.events, START) == request.state


def test_an_answer_in_time_ends_the_timeout() -> None:
    request = begun(task("serviceTask", '{"timeout": 60}'), {"A": ManualHandler()})

    request.complete("A", {"ok": True})

    assert (request.status, request.watches) == ("completed", [])


def test_a_service_that_nothing_here_runs_takes_too_long_as_well() -> None:
    request = begun(task("serviceTask", '{"timeout": 60}', 'implementation="elsewhere"'), {})

    assert request.advance().errors[0]["code"] == "TIMEOUT"


def test_a_task_for_a_person_and_one_without_a_timeout_wait_for_ever() -> None:
    assert begun("serviceTask", {"A": ManualHandler()}).watches == []
    assert begun("userTask", {}).watches == []


def test_a_timeout_is_caught_on_the_border_of_its_task() -> None:
    request = begun(task("serviceTask", '{"timeout": 60}'), {"A": ManualHandler()}, late=CATCH)

    assert request.advance().path == ["start", "A", "late", "B"]


class Slow:
    """Waits for so many attempts, then is done."""

    def __init__(self, times: int) -> None:
        self.left = times

    def run(self, call: TaskCall) -> Outcome:
        self.left -= 1
        return waiting() if self.left >= 0 else completed({"tries": call.attempt})


@pytest.mark.parametrize(("pause", "due"), [(0, 60), (30, 90)])
def test_an_attempt_that_took_too_long_is_followed_by_the_next_one(pause: int, due: int) -> None:
    policy = f'{{"timeout": 60, "retry_attempts": 2, "retry_wait_time": {pause}}}'
    request = begun(task("serviceTask", policy), {"A": Slow(1)})

    while request.next_due:
        request.advance()

    assert (request.status, request.data) == ("completed", {"tries": 2})
    assert request.now - START == timedelta(seconds=due)


def test_the_last_attempt_that_took_too_long_says_how_many_there_were() -> None:
    request = begun(task("serviceTask", '{"timeout": 60, "retry_attempts": 1}'), {"A": Slow(9)})

    request.advance().advance()

    assert request.errors[0]["message"] == "failed after 2 attempts: it took longer than 60 seconds"


def test_after_a_retry_by_hand_the_time_begins_anew() -> None:
    request = begun(task("serviceTask", '{"timeout": 60}'), {"A": Slow(9)}).advance()

    request.retry("A")

    assert request.next_due == START + 2 * MINUTE


class Refusing:
    """Always fails."""

    def run(self, call: TaskCall) -> Outcome:
        return error("no", "E")


def test_the_process_manager_hears_of_the_last_failure_only() -> None:
    ways = '"inapp_notification": true, "email_notification": "true"'

    request = begun(task("serviceTask", f'{{"retry_attempts": 1, {ways}}}'), {"A": Refusing()})

    told = [each.details for each in request.trace if each.kind == "notified"]
    assert told == [{"whom": "process manager", "by": ["in-app", "e-mail"], "message": "failed after 2 attempts: no"}]


def test_nobody_hears_of_a_failure_where_the_file_says_nothing() -> None:
    request = begun(task("serviceTask", '{"inapp_notification": false}'), {"A": Refusing()})

    assert not [each for each in request.trace if each.kind == "notified"]


class Measured(Scripts):
    """Runs nothing; notes how many seconds a script is given."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def run(self, language: Language, code: str, inputs: Mapping[str, object], limits: Limits) -> ScriptResult:
        self.seconds = limits.seconds
        return ScriptResult()


@pytest.mark.parametrize(("policy", "seconds"), [('{"timeout": 40}', 40), ('{"timeout": 3600}', 60), ("{}", 1)])
def test_a_script_may_take_as_long_as_its_task_says_up_to_a_minute(policy: str, seconds: float) -> None:
    script = task("scriptTask", policy, 'scriptFormat="python"|<bpmn:script>1</bpmn:script>')
    graph = model("start > A > end", "processmaker", A=script)

    with Measured() as scripts:
        start(graph, handlers=script_handlers(graph, scripts)).run()

    assert scripts.seconds == seconds
