"""The samples: clean, listed, and previewed to their end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.sdk.host import Hosts
from engine.bpmn import Document, FlowNode, SequenceFlow
from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from modeler.services.checks.document import check_document
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.starting import start_preview
from modeler.services.scenarios.places import process_of, scenarios_beside
from modeler.services.scenarios.playing import play
from modeler.services.scenarios.running import Trials, options_of
from modeler.services.scenarios.scenario import read_scenario

RESOURCES = Path(__file__).resolve().parents[3] / "resources"

SAMPLES = sorted((RESOURCES / "samples").glob("*.bpmn"))
SCENARIOS = sorted((RESOURCES / "samples").glob("*.scenario.json"))
ANSWERS: dict[str, dict[str, object]] = {"AskManager": {"decision": "approve"}, "Diagnose": {"solved": False}}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_has_no_problem(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)

    assert check_document(document, (connector_checker(discover()),)) == []
    assert document.profile == "processmaker"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_runs_to_its_end_and_sends_mail(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    data = json.loads(path.with_suffix(".data.json").read_text(encoding="utf-8"))
    session = PreviewSession()

    session.start(document, discover(), data, path.parent)
    standing = session.run()
    while standing.waiting:
        element = next(iter(standing.waiting))
        standing = session.answer(element, ANSWERS.get(element, {}))
    session.close()

    assert standing.status == "completed"
    mails = [effect.message() for effect in standing.effects]
    assert mails
    assert not any("{{" in str(mail["Subject"]) or "{{" in mail.as_string() for mail in mails)


def test_every_sample_is_listed() -> None:
    listed = json.loads((RESOURCES / "samples" / "samples.json").read_text(encoding="utf-8"))

    assert sorted(row["file"] for row in listed) == [path.name for path in SAMPLES]


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.name.removesuffix(".scenario.json"))
def test_a_scenario_of_a_sample_leaves_the_same_trace_twice(file: Path) -> None:
    scenario, path = read_scenario(file.read_text(encoding="utf-8")), process_of(file)
    assert path is not None
    traces = []

    with Hosts() as hosts:
        for _ in range(2):
            document = Document.from_bytes(path.read_bytes(), path.name)
            preview = start_preview(document, discover(), hosts, options_of(scenario, path.parent))
            play(preview.request, scenario)
            assert preview.request.status == "completed"
            traces.append(preview.trace_lines())

    assert traces[0] == traces[1]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_scenarios_of_a_sample_come_out_as_expected_and_pass_all_of_it(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    wanted = {each.id for each in document.elements() if isinstance(each, FlowNode | SequenceFlow)}

    with Hosts() as hosts, Trials(document, discover(), hosts, path.parent) as trials:
        reasons = [trials.run(read_scenario(each.read_text("utf-8"))).reasons for each in scenarios_beside(path)]

    assert reasons
    assert not any(reasons)
    assert {*trials.coverage.elements, *trials.coverage.flows} == wanted
    assert (trials.coverage.missed, trials.coverage.half_seen) == ([], [])
