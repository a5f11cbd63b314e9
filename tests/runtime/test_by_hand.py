"""What a designer does to a running Request: breakpoints, tokens moved and taken away, each seen in the trace."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.runtime import Request, RequestError, start
from engine.runtime.clock import START
from tests.runtime.builder import model


def begun(chains: str) -> Request:
    return start(model(chains, user="userTask", user1="userTask", user2="userTask"), {})


def reasons(request: Request) -> list[object]:
    return [event[2] for event in request.events if event[0] == "removed" and len(event) > 2]


def test_it_goes_on_from_breakpoint_to_breakpoint() -> None:
    request = begun("start > A > B > C > end")

    stops = [request.run_on({"A", "C"}) for _ in range(3)]

    assert stops == ["A", "C", None]
    assert request.status == "completed"


def test_at_a_breakpoint_the_element_is_not_entered_yet() -> None:
    request = begun("start > A > B > end")

    request.run_on({"B"})

    assert request.path == ["start", "A"]


def test_a_loop_between_breakpoints_is_stopped_by_name() -> None:
    request = begun("start > A > B > A")

    assert request.run_on({"nowhere"}) is None
    assert request.errors[0]["code"] == "RUNAWAY"


def test_a_token_is_moved_by_hand_and_the_trace_says_so() -> None:
    request = begun("start > user > B > C > end").run()

    request.move("user", "C")

    assert request.path == ["start", "user", "C", "end"]
    assert request.status == "completed"
    assert "moved by hand" in reasons(request)


def test_a_token_taken_away_by_hand_ends_its_path_only() -> None:
    request = begun("start > and; and > user1 > end1; and > user2 > end2").run()

    request.cancel_token("user1")

    assert request.waiting == ["user2"]
    assert "canceled by hand" in reasons(request)
    request.complete("user2")
    assert request.status == "completed"


def test_steps_back_undo_a_move() -> None:
    request = begun("start > user > B > user2 > end").run()
    request.move("user", "user2")

    while request.waiting != ["user"]:
        assert request.step_back()

    assert request.path == ["start", "user"]


def test_a_move_to_nowhere_is_refused() -> None:
    request = begun("start > user > end").run()

    with pytest.raises(RequestError, match="one scope"):
        request.move("user", "nowhere")
    with pytest.raises(RequestError, match="nothing waits"):
        request.cancel_token("end")


def test_time_passes_for_a_span_as_well_as_to_a_moment() -> None:
    cycle = "<bpmn:timerEventDefinition><bpmn:timeCycle>R3/PT10M</bpmn:timeCycle></bpmn:timerEventDefinition>"
    reminder = f'<bpmn:boundaryEvent id="catch" attachedToRef="A" cancelActivity="false">{cycle}</bpmn:boundaryEvent>'
    request = start(model("start > A > end; catch > end2", A="userTask", catch=reminder)).run()

    request.advance(timedelta(minutes=25))

    assert request.now == START + timedelta(minutes=25)
    assert request.path.count("catch") == 2
