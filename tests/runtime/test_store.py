"""Requests on disk: they come back as they were, after a kill too, and missed timers fire once."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from engine.runtime import RequestError, RequestStore, start
from engine.runtime import store as stores
from engine.runtime.clock import START
from engine.runtime.state import Event
from engine.runtime.store import decode, encode
from tests.properties.random_models import RandomModel
from tests.properties.test_requests import play
from tests.reliability.requests import Work, is_prefix, same_end
from tests.runtime.builder import model
from tests.services.storage.killing import fork, was_killed

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


def test_a_stored_processmaker_request_still_knows_itself_and_its_user(tmp_path: Path) -> None:
    store = RequestStore(tmp_path / "requests.sqlite")
    chains = "start > A > xor -[_user.id == 7 and _request.id == 4]> B; xor -*> C"
    graph = model(chains, "processmaker", A="userTask")
    store.save("r", start(graph, seed=3, user={"id": 7}).run())

    request = store.load("r", graph).complete("A")

    assert request.path[-1] == "B"


def test_a_kill_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from engine.runtime import RequestStore, start
from tests.reliability.requests import Work, is_prefix, same_end
from tests.runtime.builder import model
from tests.services.storage.killing import fork, was_killed
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


@pytest.mark.parametrize("calls", [1, 40, 90, 200, 400])
def test_a_kill_inside_a_save_leaves_a_prefix_and_the_end_is_the_uninterrupted_one(tmp_path: Path, calls: int) -> None:
    work = Work(tmp_path, seed=5)
    whole = work.finished(work.begun(0))

    killed = was_killed(fork(lambda: work_until(work, calls)))

    assert killed
    request = work.store.load("r0", whole.graph) if work.store.list() else work.begun(0)
    assert is_prefix(request.events, whole.events)
    assert request.status == "waiting"
    assert same_end(work, 0, request)


def work_until(work: Work, calls: int) -> None:
    """Answer and save; the process is killed when so many events were written, in the middle of a transaction."""
    made = itertools.count(1)

    def encode_or_die(event: Event) -> str:
        if next(made) == calls:
            os.kill(os.getpid(), signal.SIGKILL)
        return encode(event)

    stores.encode = encode_or_die
    work.go_on(0, os.open(os.devnull, os.O_WRONLY))
