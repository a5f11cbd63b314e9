"""Requests on disk: they come back as they were, after a kill too, and missed timers fire once."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from engine.runtime import RequestError, RequestStore, start
from engine.runtime.clock import START
from engine.runtime.store import decode, encode
from tests.properties.random_models import RandomModel
from tests.properties.test_requests import play
from tests.runtime.builder import model

CYCLE = (
    '<bpmn:boundaryEvent id="late" attachedToRef="B" cancelActivity="false"><bpmn:timerEventDefinition>'
    "<bpmn:timeCycle>R5/PT1H</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
CHAINS = "start > A > B > end; late > C"


def test_a_stored_request_comes_back_and_goes_on(tmp_path: Path) -> None:
    store = RequestStore(tmp_path / "requests.sqlite")
    graph = model(CHAINS, A="userTask", B="userTask", late=CYCLE)
    request = start(graph, {"x": 1}, seed=3).run()
    store.save("r", request)
    request.complete("A", {"y": [1, {"z": 2}]})
    store.save("r", request)

    again = RequestStore(tmp_path / "requests.sqlite").load("r", graph)

    assert again.state == request.state
    assert (again.path, again.data, again.seed) == (request.path, request.data, 3)
    assert store.list() == {"r": "waiting"}
    assert store.due(START) == []
    assert store.due(START + timedelta(hours=1)) == ["r"]
    assert again.complete("B").status == "completed"


def test_a_missed_timer_fires_once(tmp_path: Path) -> None:
    graph = model(CHAINS, B="userTask", late=CYCLE)
    request = start(graph).run()

    request.catch_up(START + timedelta(hours=3, minutes=30))

    assert request.path.count("C") == 1
    assert request.next_due == START + timedelta(hours=4)


def test_a_request_that_went_back_is_stored_as_it_is_now(tmp_path: Path) -> None:
    store = RequestStore(tmp_path / "requests.sqlite")
    graph = model("start > A > B > end", A="userTask", B="userTask")
    request = start(graph).run()
    snapshot = request.snapshot()
    store.save("r", request.complete("A", {"x": 1}))

    store.save("r", request.restore(snapshot).complete("A", {"x": 2}))

    assert store.load("r", graph).data == {"x": 2}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_event_survives_its_way_through_json(seed: int) -> None:
    request = play(RandomModel(Random(seed), 14).graph(), seed)

    assert [decode(encode(event)) for event in request.events] == list(request.events)


def test_a_kill_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from engine.runtime import RequestStore, start
from tests.runtime.builder import model
store = RequestStore(Path({str(tmp_path)!r}) / "requests.sqlite")
request = start(model("start > A > B > end", A="userTask", B="userTask")).run()
store.save("r", request.complete("A", {{"x": 1}}))
request.complete("B")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code], check=False)

    graph = model("start > A > B > end", A="userTask", B="userTask")
    request = RequestStore(tmp_path / "requests.sqlite").load("r", graph)

    assert (request.waiting, request.data) == (["B"], {"x": 1})


def test_a_request_that_is_not_there_or_forgotten_is_an_error(tmp_path: Path) -> None:
    store = RequestStore(tmp_path / "requests.sqlite")
    graph = model("start > end")
    store.save("r", start(graph).run())
    store.delete("r")

    with pytest.raises(RequestError, match='no stored Request "r"'):
        store.load("r", graph)
