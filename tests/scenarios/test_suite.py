"""A suite shared out to several processes comes to the same as one that runs here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from modeler.services.scenarios import suite
from modeler.services.scenarios.places import found_scenarios
from modeler.services.scenarios.suite import run_suite
from tests.runtime.builder import xml


def test_workers_find_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        (tmp_path / f"p{number}.bpmn").write_text(xml("start > A > xor -[x > 2]> B; xor -*> C"))
        for name in ("one", "two"):
            scenario = {"data": {"x": number}, "expect": {"path": {"contains": ["B"]}}}
            (tmp_path / f"p{number}.{name}.scenario.json").write_text(json.dumps(scenario))
    found, told = found_scenarios([tmp_path]), []
    monkeypatch.setattr(suite, "MOST_WORKERS", 1)
    here = run_suite(found)
    monkeypatch.setattr(suite, "MOST_WORKERS", 2)
    monkeypatch.setattr(suite.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(suite, "ALONE_SECONDS", -1.0)

    shared = run_suite(found, told=lambda run: told.append(run.process.name))

    assert told == [f"p{number}.bpmn" for number in range(6)]
    assert [run.passed for run in shared.runs] == [run.passed for run in here.runs] == [False] * 6 + [True] * 6
    assert shared.totals == here.totals
