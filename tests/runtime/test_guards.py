"""Runaway models: each is stopped soon, with a message that names the loop or the measure."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from engine.bpmn import Document
from engine.runtime import (
    IncidentError,
    Limits,
    Outcome,
    Request,
    RequestError,
    TaskCall,
    compile_graph,
    completed,
    start,
)
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
    told = "calls are nested deeper than 500: loop A → A; let a condition end it"
    assert request.errors[0] == {"element": "A", "code": "CALL_DEPTH", "message": told}


def test_processes_that_call_each_other_are_named_as_a_loop() -> None:
    calls = '<bpmn:callActivity id="{}" calledElement="{}"/>'
    first = xml("start > A > end", A=calls.format("A", "Q"))
    second = xml("s > B > e", B=calls.format("B", "Process_1")).replace('"Process_1" isExec', '"Q" isExec')
    library = [Document.from_bytes(second.encode(), "q.bpmn")]

    request = start(compile_graph(Document.from_bytes(first.encode(), "p.bpmn"), library=library)).run()

    assert "loop A → Q/B → A" in str(request.errors[0]["message"])


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


class Counting:
    """Answers with the next number."""

    def run(self, call: TaskCall) -> Outcome:
        return completed({"n": int(str(call.data["n"])) + 1})


class Doubling:
    """Answers with twice the text that it is given."""

    def run(self, call: TaskCall) -> Outcome:
        return completed({"text": str(call.data["text"]) * 2})


def test_data_that_grows_without_end_is_stopped_at_its_element() -> None:
    graph = model("start > A > xor -[x == 1]> A; xor -*> end", A="serviceTask")

    request = start(graph, {"text": "x" * 1000, "x": 1}, handlers={"A": Doubling()}).run()

    message = '"text" would bring the Request data to more than 64 MiB'
    assert request.errors == [{"element": "A", "code": "DATA_SIZE", "message": message}]
    assert len(str(request.data["text"])) < 64 << 20
    assert request.set_data({"text": "", "x": 2}).retry("A").status == "completed"


def test_a_big_value_that_replaces_itself_is_no_growth() -> None:
    graph = model("start > A > B > end", A="userTask", B="userTask")
    request = start(graph, limits=Limits(data=3 << 20)).run()

    for number in range(5):
        request.set_data({"text": str(number) * (1 << 20)})

    assert request.complete("A", {"text": "x" * (1 << 20)}).complete("B").status == "completed"


def test_what_the_host_writes_is_limited_too_and_going_back_is_counted_again() -> None:
    request = start(model("start > A > end", A="userTask"), limits=Limits(data=1 << 20)).run()
    snapshot = request.set_data({"a": "x" * 900_000}).snapshot()
    request.set_data({"a": ""})

    request.restore(snapshot)

    with pytest.raises(IncidentError, match='"b" would bring the Request data to more than 1 MiB'):
        request.set_data({"b": ["y" * 100_000, {"c": "z" * 100_000}]})


def test_five_hundred_calls_inside_each_other_run_and_one_more_does_not() -> None:
    call = '<bpmn:callActivity id="A" calledElement="Process_1"/>'
    graph = graph_of(xml("start > N > xor -[n <= 500 + more]> A > end; xor -*> end2", A=call, N="serviceTask"))

    deepest, deeper = (start(graph, {"n": 0, "more": more}, handlers={"N": Counting()}).run() for more in (0, 1))

    assert (deepest.status, deepest.path.count("A")) == ("completed", 500)
    assert deeper.errors[0]["message"] == "calls are nested deeper than 500: loop A → A; let a condition end it"


def test_ten_thousand_instances_complete_and_instances_of_instances_are_counted_together() -> None:
    inner = (
        multi("200").replace('<bpmn:task id="A">', '<bpmn:userTask id="A">').replace("</bpmn:task>", "</bpmn:userTask>")
    )
    loop = multi("100").partition(">")[2].removesuffix("</bpmn:task>")

    request = run("start > sub > end", inside={"sub": "start2 > A > end2"}, A=inner, sub=f"|{loop}")

    assert run("start > A > end", A=multi("10000")).status == "completed"
    assert "instances beside" in str(request.errors[0]["message"])
