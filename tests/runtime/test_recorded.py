"""Traces are replayable in later versions: the recorded file here stays as it is, whatever the engine becomes."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from engine.bpmn import Document
from engine.runtime import ProcessGraph, Request, RequestError, compile_graph, json_lines, read_trace, start
from engine.runtime.clock import START
from engine.runtime.store import encode
from tests.properties.random_models import BLOCKS, RandomModel
from tests.reliability.figures import Figures
from tests.reliability.models import Walk
from tests.runtime.builder import model
from tests.runtime.test_events import boundary, timer

FOLDER = Path(__file__).with_name("recorded")


def recorded() -> tuple[ProcessGraph, str]:
    graph = compile_graph(Document.from_bytes((FOLDER / "order.bpmn").read_bytes(), "order.bpmn"))
    return graph, (FOLDER / "order.jsonl").read_text(encoding="utf-8")


def test_a_trace_recorded_by_an_earlier_version_is_replayed() -> None:
    request = read_trace(*recorded())

    assert (request.status, request.waiting, request.seed) == ("waiting", ["approve"], 7)
    assert request.data == {
        **{"amount": 1200, "items": ["pen", "ink"], "who": "ann"},
        **{"prices": [3, 4], "sum": 7, "checked": True},
    }
    assert request.now == START + timedelta(hours=2)
    assert request.path[:6] == ["start", "A", "xor", "price", "price", "xor2"]
    assert request.history.assignments("approve")[0].assignee == "ann"


def test_a_replayed_trace_goes_on_and_back() -> None:
    request = read_trace(*recorded())

    assert request.branch().complete("approve").path[-3:] == ["C", "complex", "end"]
    while request.waiting != ["price"]:
        assert request.step_back()
    assert request.data["amount"] == 1200


def test_traces_of_every_version_give_one_history_and_are_written_in_the_present_form() -> None:
    graph, first = recorded()
    third = (FOLDER / "order.v3.jsonl").read_text(encoding="utf-8")

    read = [read_trace(graph, text) for text in (first, third)]

    assert read[0].events == read[1].events
    present = third.replace('"version": 3', '"version": 4', 1)
    assert [json_lines(request.trace) for request in read] == [present, present]


def test_the_first_form_differs_only_in_its_version_and_in_where_a_token_was_after_an_event_was_armed() -> None:
    _, first = recorded()
    third = (FOLDER / "order.v3.jsonl").read_text(encoding="utf-8")

    pairs = zip(map(json.loads, first.splitlines()), map(json.loads, third.splitlines()), strict=True)
    changed = [(old["n"], {key: new[key] for key in new if old[key] != new[key]}) for old, new in pairs if old != new]

    assert changed == [(0, {"version": 3}), (79, {"element": "pack"})]


def test_what_a_token_does_is_told_of_its_task_though_an_event_on_the_border_was_armed() -> None:
    late = boundary("late", "A", timer("PT1H"))
    request = start(model("start > A > end; late > B", A="userTask", late=late)).run().complete("A")

    told = {event.kind: event.element for event in request.trace if event.kind in ("armed", "resumed")}

    assert told == {"armed": "late", "resumed": "A"}


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_the_trace_of_any_request_gives_back_its_history(seed: int) -> None:
    graph = RandomModel(Random(seed), 4 + seed % 20, blocks=BLOCKS).graph()
    request = Walk(graph, f"trace/{seed}", Figures(), looks=False).request

    again = read_trace(graph, json_lines(request.trace))

    assert [encode(event) for event in again.events] == [encode(event) for event in request.events]
    assert again.state == request.state


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the trace is empty"),
        ("[]", "line 1 of the trace cannot be replayed: it is no JSON object"),
        ("{}", "line 1"),
        ('{"version": 99, "seed": 0, "kind": "opened", "time": "2026-01-05T09:00:00+00:00"}', "by a newer version"),
    ],
)
def test_what_is_no_trace_says_so(text: str, words: str) -> None:
    with pytest.raises(RequestError, match=words):
        read_trace(model("start > A > end"), text)


def test_a_trace_of_another_model_names_the_line() -> None:
    request: Request = start(model("start > A > B > end")).run()

    with pytest.raises(RequestError, match="line 6 of the trace cannot be replayed: 'A_B' is not in this model"):
        read_trace(model("start > A > end"), json_lines(request.trace))


def test_only_the_first_line_tells_version_and_seed() -> None:
    lines = [json.loads(line) for line in json_lines(start(model("start > end"), seed=4).run().trace).splitlines()]

    assert [("version" in line, line.get("seed")) for line in lines[:2]] == [(True, 4), (False, None)]
