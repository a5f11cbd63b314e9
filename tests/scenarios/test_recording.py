"""A run becomes a scenario that comes out the same when it is played again; expectations follow after a review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.starting import PreviewOptions
from modeler.services.scenarios.recording import updated
from modeler.services.scenarios.running import Trial, Trials
from modeler.services.scenarios.scenario import Scenario, read_scenario, written_scenario
from modeler.services.scenarios.shelf import Shelf
from tests.runtime.builder import xml

LATE = (
    '<bpmn:boundaryEvent id="late" attachedToRef="B" cancelActivity="false"><bpmn:timerEventDefinition>'
    "<bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
)
MODEL = xml("start > A > B > xor -[x > 3]> C > end; xor -*> end; late > R", A="userTask", B="userTask", late=LATE)
SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "purchase-approval.bpmn"


@pytest.fixture
def session() -> Iterator[PreviewSession]:
    made = PreviewSession()
    yield made
    made.close()


def document(text: str = MODEL) -> Document:
    return Document.from_bytes(text.encode(), "m.bpmn")


def tried(scenario: Scenario, text: str = MODEL) -> Trial:
    with Hosts() as hosts, Trials(document(text), discover(), hosts, None) as trials:
        return trials.run(read_scenario(written_scenario(scenario)))


def test_a_run_with_answers_time_data_and_pins_is_played_again_to_the_same_end(session: PreviewSession) -> None:
    session.start(document(), discover(), {"x": 1}, None, PreviewOptions(seed=4, user={"id": 3}))
    session.pin("C", {"pinned": True})
    session.run()
    session.answer("A", {"a": 1})
    session.advance()
    session.set_data({"x": 9, "a": 1})
    before = session.answer("B", {})

    scenario = session.record("Late")
    again = tried(scenario)

    assert again.reasons == []
    assert (scenario.seed, scenario.user, scenario.pins) == (4, {"id": 3}, {"C": {"pinned": True}})
    assert again.outcome.path == before.path
    assert [next(iter(event)) for event in scenario.events] == ["complete", "advance", "set", "complete"]


def test_what_was_done_while_it_stepped_happens_before_the_same_element(session: PreviewSession) -> None:
    session.start(document(xml("start > A > xor -[x > 3]> B; xor -*> C")), discover(), {"x": 1}, None)
    session.run_to("xor")
    session.set_data({"x": 8})
    session.run()

    scenario = session.record("Changed")

    assert scenario.events == ({"set": {"x": 8}, "before": "xor"},)
    assert tried(scenario, xml("start > A > xor -[x > 3]> B; xor -*> C")).reasons == []


def test_a_branch_holds_only_what_was_done_on_its_way(session: PreviewSession) -> None:
    session.start(document(), discover(), {"x": 1}, None)
    session.run()
    waiting = session.standing.steps
    session.answer("A", {"a": "first"})
    session.go_to(waiting)
    session.answer("A", {"a": "second"})

    scenario = session.record("Second")

    assert scenario.events == ({"complete": "A", "data": {"a": "second"}},)
    assert scenario.expect["waiting"] == ["B"]


def test_a_recorded_sample_comes_out_the_same_with_its_mails_and_pages(session: PreviewSession) -> None:
    sample = Document.from_bytes(SAMPLE.read_bytes(), SAMPLE.name)
    played = read_scenario(SAMPLE.with_suffix(".scenario.json").read_text("utf-8"))
    session.start(sample, discover(), played.data, SAMPLE.parent)
    standing = session.play(played)

    scenario = session.record("Again")
    with Hosts() as hosts, Trials(sample, discover(), hosts, SAMPLE.parent) as trials:
        again = trials.run(scenario)

    assert again.reasons == []
    assert again.outcome.path == standing.path
    assert len(again.outcome.effects) == len(standing.effects) > 3


def test_expectations_that_fail_follow_what_came_out_and_stay_of_their_kind() -> None:
    before = read_scenario(
        '{"data": {"x": 9}, "answers": {"A": {}, "B": {"total": 5}}, "expect": {"status": "waiting", "path": {"order":'
        ' ["A", "R"]}, "data": {"total": 4, "gone": 1}, "effectCounts": {"mail": 1}, "note": "kept"}}'
    )
    trial = tried(before)
    assert len(trial.reasons) == 5

    after = updated(before, trial.outcome)

    assert tried(after).reasons == []
    assert (after.expect["data"], after.expect["note"]) == ({"total": 5}, "kept")


def test_files_are_added_renamed_doubled_deleted_and_brought_back(tmp_path: Path) -> None:
    process = tmp_path / "order.bpmn"
    process.write_text(MODEL)
    shelf = Shelf(process)
    file = shelf.add(Scenario(name="Paid late", kept={"owner": "billing"}))

    shelf.rename(shelf.read(file), "Paid never")
    shelf.duplicate(shelf.read(file), "Paid never (copy)")
    (tmp_path / "order.broken.scenario.json").write_text("{")

    assert [each.name for each in shelf.all()] == ["broken", "Paid never", "Paid never (copy)"]
    assert "not JSON" in shelf.all()[0].refusal
    assert '"owner": "billing"' in file.read_text()
    held = shelf.delete(file)
    assert len(shelf.all()) == 2
    shelf.bring_back(file, held)
    assert shelf.read(file).name == "Paid never"
