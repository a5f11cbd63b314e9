"""Runaway models: each is stopped soon, with a message that names the loop or the measure."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from engine.runtime import Limits, Request, RequestError, start
from engine.runtime.clock import START
from engine.runtime.times import parse_cycle
from tests.runtime.builder import graph_of, model, xml


def run(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    return start(model(chains, **more), data or {}).run()  # type: ignore[arg-type]


def multi(cardinality: str) -> str:
    number = f"<bpmn:loopCardinality>{cardinality}</bpmn:loopCardinality>"
    loop = f"<bpmn:multiInstanceLoopCharacteristics>{number}</bpmn:multiInstanceLoopCharacteristics>"
    return f'<bpmn:task id="A">{loop}</bpmn:task>'


def test_a_billion_instances_are_refused() -> None:
    request = run("start > A > end", A=multi("1000000000"))

    assert request.errors[0]["code"] == "INVALID_DATA_INPUT"
    assert "1,000,000,000 instances are more than 10,000" in str(request.errors[0]["message"])


def test_two_thousand_instances_at_once_are_allowed() -> None:
    assert run("start > A > end", A=multi("2000")).status == "completed"


def test_a_process_that_calls_itself_stops_at_its_depth() -> None:
    text = xml("start > A > end", A='<bpmn:callActivity id="A" calledElement="Process_1"/>')

    request = start(graph_of(text)).run()

    assert request.status == "error"
    assert request.errors[0] == {"element": "A", "code": "CALL_DEPTH", "message": "calls are nested deeper than 500"}


def test_a_standard_loop_without_end_is_stopped() -> None:
    loop = "<bpmn:standardLoopCharacteristics><bpmn:loopCondition>true</bpmn:loopCondition>"
    text = f'<bpmn:task id="A">{loop}</bpmn:standardLoopCharacteristics></bpmn:task>'

    request = run("start > A > end", A=text)

    assert (request.errors[0]["code"], request.errors[0]["element"]) == ("RUNAWAY", "A")


def test_a_link_to_itself_is_stopped() -> None:
    link = '<bpmn:linkEventDefinition name="x"/>'
    request = run(
        "start > throw; catch > A > throw",
        throw=f'<bpmn:intermediateThrowEvent id="throw">{link}</bpmn:intermediateThrowEvent>',
        catch=f'<bpmn:intermediateCatchEvent id="catch">{link}</bpmn:intermediateCatchEvent>',
    )

    assert request.errors[0]["code"] == "RUNAWAY"


def test_limits_can_be_widened() -> None:
    graph = model("start > A > xor -[x < 1]> A; xor -*> end")

    request = start(graph, {"x": 0}, limits=Limits(steps=100)).run()

    assert "more than 100 steps without waiting" in str(request.errors[0]["message"])


def test_a_timer_that_turns_without_pause_ends_and_one_from_long_ago_starts_at_once() -> None:
    ancient = parse_cycle("R/0001-01-01T00:00:00Z/PT1S", START)
    still = parse_cycle("R/2020-01-01T00:00:00Z/PT0S", START)

    assert ancient.first == START
    assert still.first == datetime(2020, 1, 1, tzinfo=UTC)


def test_too_many_timers_are_not_fired_in_silence() -> None:
    cycle = (
        '<bpmn:boundaryEvent id="tick" attachedToRef="A" cancelActivity="false"><bpmn:timerEventDefinition>'
        "<bpmn:timeCycle>R/PT1S</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
    )
    request = run("start > A > end; tick > B", A="userTask", tick=cycle)

    with pytest.raises(RequestError, match="more than 10,000 timers"):
        request.advance(START + timedelta(days=1))


def test_a_seed_gives_one_trace_whatever_the_hash_seed_of_the_interpreter() -> None:
    code = (
        "import hashlib, random; from tests.properties.random_models import RandomModel;"
        "from tests.properties.test_requests import play; from engine.runtime import json_lines;"
        "r = play(RandomModel(random.Random(4), 14).graph(), 4);"
        "print(hashlib.sha256(json_lines(r.trace).encode()).hexdigest())"
    )

    traces = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert len(traces) == 1
