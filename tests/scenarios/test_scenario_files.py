"""Scenario files: every version is read, unknown fields stay, the published schema and the reader agree."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from modeler.services.scenarios.places import NoScenarios, file_for, found_scenarios, name_of, process_of
from modeler.services.scenarios.scenario import read_scenario, scenario_schema, written_scenario

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples"
FULL = {
    "$schema": "scenario.schema.json",
    "schemaVersion": 2,
    "name": "Paid late",
    "description": "A reminder is sent.",
    "owner": {"team": "billing"},
    "start": "Start_1",
    "seed": 3,
    "clock": "2026-03-02T09:00:00Z",
    "user": {"id": 7},
    "data": {"amount": 1200},
    "answers": [{"element": "A", "data": {"ok": True}}, {"element": "A", "data": {"_error": {"code": "E"}}}],
    "events": [{"advance": "next"}, {"fail": "B", "code": "E1", "message": "no"}, {"set": {"x": 1}, "before": "C"}],
    "pins": {"S": {"rate": 1.1}},
    "expect": {"status": "completed", "path": {"order": ["A"]}, "score": 5},
}
WRONG = [
    [], {"schemaVersion": 9}, {"events": [{}]}, {"events": [{"signal": "a", "cancel": True}]}, {"events": 3},
    {"answers": {"A": 1}}, {"answers": [{"data": {}}]}, {"data": []}, {"name": 1}, {"seed": "x"}, {"user": 3},
    {"pins": {"A": 2}}, {"expect": {"status": "done"}}, {"expect": {"path": {"starts": []}}}, {"expect": {"path": [1]}},
    {"expect": {"effects": {}}}, {"expect": {"data": []}}, {"expect": {"errors": [1]}}, {"expect": {"waiting": "A"}},
]  # fmt: skip


def is_valid(value: object) -> bool:
    checker: jsonschema.Draft202012Validator = jsonschema.Draft202012Validator(scenario_schema())
    return checker.is_valid(value)


def test_a_file_is_written_as_it_was_read_with_what_nobody_knows_where_it_was() -> None:
    written = json.loads(written_scenario(read_scenario(json.dumps(FULL))))

    assert written == FULL
    assert list(written) == list(FULL)


def test_a_file_of_version_1_is_read_and_written_as_the_present_version() -> None:
    old = {"schemaVersion": 1, "data": {"x": 1}, "answers": {"A": {"ok": True}}, "expect": {"path": ["a"]}}

    scenario = read_scenario(json.dumps(old))

    assert scenario.answers == {"A": [{"ok": True}]}
    assert json.loads(written_scenario(scenario)) == {**old, "schemaVersion": 2}


def test_the_published_schema_is_one_and_accepts_the_samples_and_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(scenario_schema())

    assert is_valid(FULL)
    assert all(is_valid(json.loads(file.read_text("utf-8"))) for file in SAMPLES.glob("*.scenario.json"))


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: json.dumps(wrong)[:40])
def test_what_the_reader_refuses_the_schema_refuses_too(wrong: object) -> None:
    whole = {"schemaVersion": 2, **wrong} if isinstance(wrong, dict) else wrong

    with pytest.raises(ValueError, match=r"must|newer|list|whole number"):
        read_scenario(json.dumps(whole))
    assert not is_valid(whole)


def test_a_moment_that_is_none_is_told_with_an_example() -> None:
    with pytest.raises(ValueError, match=r'"clock" must be a moment such as 2026-01-05T09:00:00Z, not "noon"'):
        read_scenario('{"clock": "noon"}')


def test_scenarios_belong_to_the_process_with_the_longest_name(tmp_path: Path) -> None:
    for name in ("order.bpmn", "order.eu.bpmn", "order.eu.late.scenario.json", "order.late.scenario.json"):
        (tmp_path / name).write_text("{}")

    late = tmp_path / "order.eu.late.scenario.json"

    assert process_of(late) == tmp_path / "order.eu.bpmn"
    assert name_of(late, tmp_path / "order.eu.bpmn") == "late"
    assert [each.process.name for each in found_scenarios([tmp_path])] == ["order.bpmn", "order.eu.bpmn"]
    assert file_for(tmp_path / "order.bpmn", "Late: <a/b>").name == "order.late-a-b.scenario.json"
    assert file_for(tmp_path / "order.bpmn", "late").name == "order.late-2.scenario.json"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gone", "no such file"),
        ("alone.scenario.json", "no process beside it"),
        ("note.txt", "neither"),
        ("empty", "no scenarios here"),
    ],
)
def test_a_path_without_scenarios_says_why(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "alone.scenario.json").write_text("{}")
    (tmp_path / "note.txt").write_text("")
    (tmp_path / "empty").mkdir()

    with pytest.raises(NoScenarios, match=words):
        found_scenarios([tmp_path / name])
