"""A thousand small scenarios, as a build runs them, and as many of the given file as it has beside it."""

from __future__ import annotations

import json
from pathlib import Path

from modeler.services.scenarios.places import found_scenarios, scenarios_beside
from modeler.services.scenarios.suite import run_suite
from tests.benchmarks.bench import Bench
from tests.runtime.builder import xml

NAMES = (
    "scenarios.thousand_of_ten_processes",
    "scenarios.thousand_of_200_processes",
    "scenarios.thousand_of_1000_processes",
    "scenarios.beside_the_file",
)
SMALL = "start > A > xor -[x > 3]> B > end; xor -*> C > end"
MOST = 3


def run(bench: Bench) -> None:
    """All of them must come out as expected; `test` does the same and prints it."""
    for count, name in ((10, NAMES[0]), (200, NAMES[1]), (1000, NAMES[2])):
        folder = made(bench.scratch / f"scenarios-{count}", count)
        for _ in bench.meter.rounds(MOST):
            with bench.meter.time(name):
                suite = run_suite(found_scenarios([folder]))
            bench.meter.checks[f"{name}.passed"] = suite.passed and len(suite.runs) == 1000
    if scenarios_beside(bench.file):
        for _ in bench.meter.rounds(MOST):
            with bench.meter.time(NAMES[3]):
                run_suite(found_scenarios([bench.file]))


def made(folder: Path, processes: int) -> Path:
    """A folder with a thousand scenarios of so many processes."""
    folder.mkdir()
    for number in range(processes):
        (folder / f"p{number}.bpmn").write_text(xml(SMALL, A="userTask"), encoding="utf-8")
        for x in range(1000 // processes):
            path = ["start", "A", "xor", "B" if x > 3 else "C", "end"]
            expect = {"status": "completed", "path": path, "data": {"ok": True}}
            scenario = {"schemaVersion": 2, "data": {"x": x}, "answers": {"A": {"ok": True}}, "expect": expect}
            (folder / f"p{number}.s{x}.scenario.json").write_text(json.dumps(scenario), encoding="utf-8")
    return folder
