"""What a Request tells of its past: earlier steps, visits and durations, decisions with their values, assignments."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.expressions import ExpressionError
from engine.runtime import PinnedHandler, Request, completed, fold, resume, start
from tests.runtime.builder import model
from tests.runtime.test_events import boundary, event, timer

HOUR = timedelta(hours=1)


def begun(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    return start(model(chains, **more), data or {}).run()  # type: ignore[arg-type]


def test_a_visit_says_how_long_and_what_was_written() -> None:
    request = begun("start > catch > user > end", {}, catch=event("catch", timer("PT1H")), user="userTask")
    request.advance()
    request.complete("user", {"approved": True})

    wait, work = request.history.visits("catch")[0], request.history.visits("user")[0]

    assert (wait.duration, wait.outcome) == (HOUR, "moved")
    assert (work.duration, work.written) == (timedelta(), {"approved": True})
    assert request.events[work.begin][0] == "entered"


def test_a_visit_that_still_lasts_has_no_duration() -> None:
    request = begun("start > user > end", user="userTask")

    visit = request.history.visits("user")[0]

    assert (visit.duration, visit.end, visit.outcome) == (None, -1, "")


def test_a_visit_says_that_it_was_interrupted_and_its_event_begins_one() -> None:
    request = begun("start > user > end; late > B", user="userTask", late=boundary("late", "user", timer("PT1H")))
    request.advance()

    visits = {visit.element: visit for visit in request.history.visits()}

    assert (visits["user"].outcome, visits["user"].duration) == ("interrupted", HOUR)
    assert visits["late"].outcome == "moved"


def test_data_edited_by_hand_is_no_work_of_the_element_that_waits() -> None:
    request = begun("start > user > end", user="userTask").set_data({"x": 1})

    assert request.history.visits("user")[0].written == {}
    assert next(each for each in request.trace if each.kind == "edited").details["names"] == ["x"]


def test_rounds_and_the_repeated_activity_around_them_are_visits() -> None:
    loop = "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality>"
    request = begun("start > A > end", A=f"userTask |{loop}</bpmn:multiInstanceLoopCharacteristics>")
    for number in range(3):
        request.complete("A", {"n": number})

    visits = request.history.visits("A")

    assert [visit.repeats for visit in visits] == [True, False, False, False]
    assert [visit.written for visit in visits[1:]] == [{"n": 0}, {"n": 1}, {"n": 2}]
    assert visits[0].outcome == "moved"


def test_a_decision_tells_its_condition_with_the_values_it_saw() -> None:
    request = begun("start > xor -[amount > 1000]> A > end; xor -*> B > end", {"amount": 1200})

    decision = request.history.decisions("xor")[0]

    assert (decision.flow, decision.condition, decision.result) == ("xor_A", "amount > 1000", True)
    assert decision.values == {"amount": 1200}


def test_an_assignment_tells_who_and_by_which_rule() -> None:
    request = begun(
        "start > user > end",
        profile="processmaker",
        user='userTask pm:assignment="user_group" pm:assignedUsers="7,9"',
    )

    assignment = request.history.assignments("user")[0]

    assert (assignment.assignee, assignment.rule) == ("7", "user_group")


def test_a_branch_from_any_earlier_step_is_the_fold_of_its_events_and_goes_on_by_itself() -> None:
    request = begun("start > A > user > B > end", user="userTask").complete("user", {"x": 1})

    for number in request.marks:
        assert request.branch(number).state == fold(request.events[:number], request.begun)
    waiting = next(branch for number in request.marks if (branch := request.branch(number)).waiting)

    assert waiting.complete("user", {"x": 2}).data == {"x": 2}
    assert request.data == {"x": 1}


def test_a_branch_within_a_step_stands_at_its_beginning() -> None:
    request = begun("start > A > B > end")

    for number in range(len(request.events)):
        branch = request.branch(number)
        assert branch.run().status == "completed"
        assert branch.events == request.events


def test_a_request_that_was_loaded_steps_back_too() -> None:
    request = begun("start > A > user > B > end", user="userTask").complete("user", {"x": 1})

    loaded = resume(request.graph, request.events, request.begun)

    assert loaded.marks == request.marks
    while loaded.step_back():
        pass
    assert loaded.run().waiting == ["user"]


def test_the_condition_of_a_breakpoint_decides_and_flows_have_them_too() -> None:
    request = start(model("start > A > B > C > end"), {"x": 1})
    stops = {"A": "x > 5", "A_B": "x < 5", "C": None}

    assert [request.run_on(stops) for _ in range(3)] == ["B", "C", None]


def test_a_condition_of_a_breakpoint_that_cannot_be_evaluated_yet_does_not_stop() -> None:
    request = start(model("start > A > end", profile="camunda7"), {})

    assert request.run_on({"A": "${missing.x > 5}"}) is None


def test_a_condition_of_a_breakpoint_that_cannot_be_read_is_refused() -> None:
    request = start(model("start > A > end"))

    with pytest.raises(ExpressionError):
        request.run_on({"A": "x >"})


def test_a_breakpoint_on_a_sub_process_stops_once() -> None:
    request = start(model("start > sub > end", inside={"sub": "start2 > A > end2"}))

    assert [request.run_on({"sub"}), request.run_on({"sub"})] == ["sub", None]


def test_what_a_handler_was_given_belongs_to_the_visit() -> None:
    mapping = (
        '<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="who">'
        "${name}</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements>"
    )
    graph = model("start > A > end", profile="camunda7", A=f"serviceTask |{mapping}")

    request = start(graph, {"name": "Ada"}, handlers={"A": PinnedHandler(completed({"y": 2}))}).run()

    visit = request.history.visits("A")[0]
    assert (visit.inputs, visit.written) == ({"who": "Ada"}, {"y": 2})
