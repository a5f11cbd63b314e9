"""A run in which something was broken off and tried again becomes a scenario that does the same, to the event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Event, Thread

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.manifest import read_manifest
from engine.bpmn import Document
from engine.runtime.state import Event as Happened
from modeler.services.catalog import Catalog, CatalogEntry
from modeler.services.preview.ports import StillClock
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.starting import PreparedPreview
from modeler.services.scenarios.playing import play
from modeler.services.scenarios.running import Trials, options_of
from modeler.services.scenarios.scenario import Scenario, read_scenario, written_scenario
from tests.connectors.packages import write_package
from tests.services.connector_processes import process

SLOW = """
import time
from connectors.sdk.connector import Outcome
from connectors.sdk.ports import File

class Slow:
    def check(self, config):
        return []

    def run(self, config, data, ports):
        ports.files.write(File("done.txt", "text/plain", b"done"))
        if not data.get("fast") and data.get("loopCounter", 2) == 2:
            ports.clock.now()
            time.sleep(600)
        return Outcome({"done": data.get("n", 0)})
"""
TASK = '<bpmn:serviceTask id="long" name="Ask slowly" implementation="slow" pm:config="{}"/>'
EACH = (
    '<bpmn:serviceTask id="long" name="Ask slowly" implementation="slow" pm:config="{}">'
    '<bpmn:multiInstanceLoopCharacteristics isSequential="true"><bpmn:loopCardinality>3</bpmn:loopCardinality>'
    "</bpmn:multiInstanceLoopCharacteristics></bpmn:serviceTask>"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Catalog:
    folder = write_package(
        tmp_path / "slow", SLOW, id="slow", binding={"implementation": "slow", "config": "json-attribute"},
        run="run:Slow", permissions={"files": ["write"]}, limits={"seconds": 600, "megabytes": 256},
    )  # fmt: skip
    made = read_manifest(folder).manifest
    assert made is not None
    return Catalog((CatalogEntry("slow", "tests", "ready", made),))


@pytest.fixture
def session() -> Iterator[PreviewSession]:
    made = PreviewSession()
    yield made
    made.close()


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> Event:
    begun, now = Event(), StillClock.now

    def asked(clock: StillClock) -> datetime:
        begun.set()
        return now(clock)

    monkeypatch.setattr(StillClock, "now", asked)
    return begun


def broken_off(session: PreviewSession, at_work: Event) -> None:
    """Go on, and break off what takes long."""
    at_work.clear()
    running = Thread(target=session.run)
    running.start()
    assert at_work.wait(20)
    while running.is_alive():
        session.break_off()
        running.join(0.05)


def trace_of(scenario: Scenario, document: Document, catalog: Catalog) -> tuple[Happened, ...]:
    read = read_scenario(written_scenario(scenario))
    with Hosts() as hosts, closing(PreparedPreview(document, catalog, hosts, None)) as prepared:
        preview = prepared.start(options_of(read, None))
        play(preview.request, read)
        return tuple(preview.request.events)


def test_what_was_broken_off_and_tried_again_is_played_with_the_same_trace(
    session: PreviewSession, catalog: Catalog, at_work: Event
) -> None:
    document = Document.from_bytes(process(TASK))
    session.start(document, catalog, {}, None)
    broken_off(session, at_work)
    session.set_data({"fast": True})
    session.retry("long")

    scenario = session.record("Patience")
    standing = session.standing
    with Hosts() as hosts, Trials(document, catalog, hosts, None) as trials:
        trial = trials.run(read_scenario(written_scenario(scenario)))

    assert [next(iter(event)) for event in scenario.events] == ["breakOff", "set", "retry"]
    assert standing.status == "completed"
    assert trial.reasons == []
    snapshot = session.snapshot()
    assert snapshot is not None
    assert trace_of(scenario, document, catalog) == tuple(snapshot.events)


def test_what_was_done_before_a_break_off_is_in_the_outbox_once_after_trying_again(
    session: PreviewSession, catalog: Catalog, at_work: Event
) -> None:
    session.start(Document.from_bytes(process(TASK)), catalog, {}, None)

    broken_off(session, at_work)
    effects_then = session.standing.effects
    session.set_data({"fast": True})
    session.retry("long")

    assert effects_then == ()
    assert [effect.title for effect in session.standing.effects] == ["done.txt"]


def test_the_call_that_was_broken_off_is_the_one_that_is_broken_off_again(
    session: PreviewSession, catalog: Catalog, at_work: Event
) -> None:
    document = Document.from_bytes(process(EACH))
    session.start(document, catalog, {}, None)
    broken_off(session, at_work)
    session.set_data({**session.standing.local.data, "fast": True})
    session.retry("long")

    scenario = session.record("The second of three")

    assert {"breakOff": "long", "call": 2} in scenario.events
    snapshot = session.snapshot()
    assert snapshot is not None
    assert snapshot.status == "completed"
    assert trace_of(scenario, document, catalog) == tuple(snapshot.events)


def test_a_request_that_was_stopped_while_something_took_long_is_stopped_in_the_scenario_too(
    session: PreviewSession, catalog: Catalog, at_work: Event
) -> None:
    document = Document.from_bytes(process(TASK))
    session.start(document, catalog, {}, None)
    broken_off(session, at_work)
    session.stop()

    scenario = session.record("Stopped")

    snapshot = session.snapshot()
    assert snapshot is not None
    assert snapshot.status == "canceled"
    assert trace_of(scenario, document, catalog) == tuple(snapshot.events)


def test_a_step_before_the_break_off_knows_nothing_of_it(
    session: PreviewSession, catalog: Catalog, at_work: Event
) -> None:
    session.start(Document.from_bytes(process(TASK)), catalog, {}, None)
    broken_off(session, at_work)
    session.go_to(1)

    assert session.record("Before").events == ()
