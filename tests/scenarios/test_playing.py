"""Scenarios: saved data, answers, pins and events play a Request, and expectations are compared."""

from __future__ import annotations

import json

import pytest

from engine.runtime import Request, RequestError, start
from modeler.services.scenarios.playing import play
from modeler.services.scenarios.scenario import read_scenario
from tests.runtime.builder import model

LATE = (
    '<bpmn:boundaryEvent id="late" attachedToRef="B" cancelActivity="false"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
PAID = (
    '<bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition messageRef="paid"/>'
    "</bpmn:intermediateCatchEvent>"
)


def played(scenario: dict[str, object]) -> Request:
    read = read_scenario(json.dumps(scenario))
    graph = model("start > A > B > paid > end; late > C", A="userTask", B="userTask", late=LATE, paid=PAID)
    request = start(graph, read.data, read.start, read.seed)
    play(request, read)
    return request


def test_answers_and_events_carry_a_request_to_its_end() -> None:
    request = played(
        {
            "data": {"x": 1},
            "answers": {"A": {"approved": True}},
            "events": [
                {"advance": "next"},
                {"complete": "B", "data": {"y": 2}},
                {"message": "paid", "data": {"sum": 5}},
            ],
        }
    )

    assert request.path == ["start", "A", "B", "late", "C", "paid", "end"]
    assert request.data == {"x": 1, "approved": True, "y": 2, "sum": 5}


def test_time_moves_by_durations_and_dates() -> None:
    events = [{"advance": "PT30M"}, {"advance": "2026-01-05T10:00:00Z"}]

    assert "late" in played({"answers": {"A": {}}, "events": events}).path


def test_an_event_that_cannot_happen_is_named() -> None:
    with pytest.raises(RequestError, match='event 1 of the scenario cannot happen: nothing waits at "C" now'):
        played({"events": [{"complete": "C"}]})


def test_listed_answers_are_given_in_their_order() -> None:
    read = read_scenario(json.dumps({"answers": [{"element": "B", "data": {"x": 1}}, {"element": "A"}]}))
    request = start(model("start > and > A > C; and > B > C", A="userTask", B="userTask"), {})

    play(request, read)

    assert [entry for entry in request.path if entry == "C"] == ["C", "C"]
    assert [visit.element for visit in request.history.visits() if visit.written] == ["B"]
    assert request.status == "completed"


def test_an_event_before_an_element_happens_while_the_request_goes_on() -> None:
    read = read_scenario(json.dumps({"events": [{"set": {"x": 5}, "before": "xor"}]}))
    request = start(model("start > A > xor -[x > 3]> B; xor -*> C"), {"x": 1})

    play(request, read)

    assert request.path == ["start", "A", "xor", "B"]
    assert request.holds is False


def test_a_failed_task_goes_on_after_the_data_were_put_right() -> None:
    read = read_scenario(json.dumps({"events": [{"set": {"x": 5}}, {"retry": "xor"}]}))
    request = start(model("start > xor -[x > 3]> B"), {"x": 1})

    play(request, read)

    assert (request.status, request.path[-1]) == ("completed", "B")


def test_a_task_fails_with_a_code_and_words() -> None:
    request = played({"events": [{"fail": "A", "code": "E1", "message": "no paper"}]})

    assert request.errors[0]["message"] == "no paper"


@pytest.mark.parametrize(
    "text",
    ["[]", "no", '{"schemaVersion": 9}', '{"events": [{}]}', '{"events": 3}', '{"answers": {"A": 1}}', '{"data": []}'],
)
def test_a_wrong_scenario_says_why(text: str) -> None:
    with pytest.raises(ValueError, match=r"must|not JSON|newer|list"):
        read_scenario(text)
