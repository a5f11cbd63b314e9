"""`test`: scenarios in builds, with lines, JSON, JUnit XML, coverage and exit status."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from modeler.cli.main import main
from tests.runtime.builder import xml

GOOD = {"name": "Yes", "answers": {"A": {"ok": True}}, "expect": {"path": ["start", "A", "xor", "B"]}}
BAD = {"name": "No <b>", "answers": {"A": {"ok": False}}, "expect": {"data": {"ok": True}, "path": {"contains": ["B"]}}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "processes"
    place.mkdir()
    (place / "a.bpmn").write_text(xml("start > A > xor -[ok == true]> B; xor -*> C", A="userTask"))
    (place / "a.scenario.json").write_text(json.dumps(GOOD))
    return place


def test_scenarios_that_come_out_as_expected_end_with_success_and_coverage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["test", str(folder)]) == 0

    out = capsys.readouterr().out
    assert "  ok       Yes\n" in out
    assert "1 scenario, all passed; coverage 77.7 %: 4 of 5 elements, 3 of 4 flows; conditions 1 of 2" in out
    assert "never    C, " in out


def test_one_that_fails_says_why_and_ends_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.no.scenario.json").write_text(json.dumps(BAD))

    assert main(["test", str(folder / "a.bpmn")]) == 1

    out = capsys.readouterr().out
    assert "  FAILED   No <b> (a.no.scenario.json)\n           the path does not pass B\n" in out
    assert "           ok is false instead of true\n" in out
    assert "2 scenarios, 1 failed; coverage 100 %" in out


def test_too_little_coverage_ends_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", str(folder), "--coverage-min", "70"]) == 0
    assert main(["test", str(folder), "--coverage-min", "80"]) == 1
    assert "Coverage is 77.7 %, which is less than 80 %." in capsys.readouterr().err


def test_only_those_with_a_text_in_their_name_are_run(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.no.scenario.json").write_text(json.dumps(BAD))

    assert main(["test", str(folder), "-k", "YES"]) == 0
    assert main(["test", str(folder), "-k", "other"]) == 2
    assert "No scenario has “other” in its name." in capsys.readouterr().err


def test_junit_xml_and_json_tell_the_same(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.no.scenario.json").write_text(json.dumps({**BAD, "name": "No \x01 <b>"}))
    report = tmp_path / "report.xml"

    assert main(["test", str(folder), "--junit", str(report), "--format", "json"]) == 1

    found = json.loads(capsys.readouterr().out)
    cases = ElementTree.parse(report).getroot().findall(".//testcase")
    assert [each["passed"] for each in found["scenarios"]] == [True, False]
    assert [each.get("name") for each in cases] == ["Yes", "No � <b>"]
    failure = cases[1].find("failure")
    assert failure is not None
    assert (failure.text or "").splitlines() == [each["text"] for each in found["scenarios"][1]["differences"]]
    assert ElementTree.parse(report).getroot().attrib["failures"] == "1"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.x.scenario.json", "{", "The scenario is not JSON"),
        ("a.x.scenario.json", '{"schemaVersion": 99}', "newer version"),
        ("a.bpmn", "<nothing/>", "refused"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_beside_the_others_and_ends_with_2(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, words: str
) -> None:
    (folder / name).write_text(text)

    assert main(["test", str(folder)]) == 2

    captured = capsys.readouterr()
    assert words in captured.out
    assert "could not be read" in captured.err


def test_events_that_cannot_happen_and_unknown_starts_are_failures_with_their_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.one.scenario.json").write_text(json.dumps({"events": [{"complete": "C"}]}))
    (folder / "a.two.scenario.json").write_text(json.dumps({"start": "nowhere"}))

    assert main(["test", str(folder)]) == 1

    out = capsys.readouterr().out
    assert 'event 1 of the scenario cannot happen: nothing waits at "C" now' in out
    assert "it cannot start: " in out


def test_the_order_and_output_are_the_same_each_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("c", "b"):
        (folder / f"{name}.bpmn").write_text(xml("start > end"))
        (folder / f"{name}.scenario.json").write_text("{}")

    outputs = []
    for _ in range(2):
        assert main(["test", str(folder)]) == 0
        outputs.append(capsys.readouterr().out)

    assert outputs[0] == outputs[1]
    assert [line for line in outputs[0].splitlines() if line.endswith(".bpmn")] == [
        str(folder / f"{name}.bpmn") for name in ("a", "b", "c")
    ]


def test_a_process_that_is_refused_is_not_said_to_have_passed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.bpmn").write_text("<!DOCTYPE x><x/>", encoding="utf-8")

    assert main(["test", str(folder)]) == 2

    out = capsys.readouterr().out
    assert "0 scenarios, none was run, 1 process refused; coverage" in out
    assert "all passed" not in out
