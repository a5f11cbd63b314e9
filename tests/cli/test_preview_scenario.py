"""`preview --scenario`: a file's data, answers, events and expectations on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modeler.cli.main import main
from tests.runtime.builder import xml


@pytest.mark.parametrize(("expected", "status"), [("completed", 0), ("waiting", 1)])
def test_a_scenario_plays_and_its_expectation_decides_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expected: str, status: int
) -> None:
    file, scenario, trace = tmp_path / "a.bpmn", tmp_path / "a.scenario.json", tmp_path / "trace.jsonl"
    file.write_text(xml("start > A > xor -[ok == true]> B; xor -*> C", A="userTask"))
    scenario.write_text(json.dumps({"answers": {"A": {"ok": True}}, "expect": {"status": expected}}))

    found = main(["preview", str(file), "--scenario", str(scenario), "--trace", str(trace), "--format", "json"])

    captured = capsys.readouterr()
    result = json.loads(captured.out)
    assert found == status
    assert (result["status"], result["path"]) == ("completed", ["start", "A", "xor", "B"])
    assert all(json.loads(line)["kind"] for line in trace.read_text().splitlines())
    assert ('instead of "waiting"' in captured.err) == (status == 1)


def test_a_wrong_scenario_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, scenario = tmp_path / "a.bpmn", tmp_path / "s.json"
    file.write_text(xml("start > end"))
    scenario.write_text("[]")

    assert main(["preview", str(file), "--scenario", str(scenario)]) == 2
    assert "must be a JSON object" in capsys.readouterr().err
