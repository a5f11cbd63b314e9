"""Results of the benchmark stand beside the goals that were set for them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.benchmarks.__main__ import GROUPS, module
from tests.benchmarks.goals import GOALS, goal_of, judged, lines
from tests.benchmarks.groups import memory

FIGURES = {"median": 5.0, "p95": 9.0, "min": 4.0, "max": 20.0, "cpu_median": 4.5, "n": 9}
COMMAND = [sys.executable, "-m", "tests.benchmarks", "--protocol", "1"]
NAMES = [name for group in GROUPS for name in module(group).NAMES]


@pytest.mark.parametrize(
    ("metric", "nodes", "goal"),
    [
        ("save.svg_ms", 1000, 30),
        ("save.svg_ms", 10_000, 300),
        ("edit.move", 1000, 8),
        ("edit.undo_move", 1000, 6),
        ("edit.move_group", 1000, 40),
        ("edit.undo_move_group", 1000, 40),
        ("edit.redo_space_tool", 10_000, 250),
        ("drag.one_full", 10_000, 4),
        ("drag.one_full_drop", 10_000, 16),
        ("drag.group_start", 1000, None),
        ("hit.point_us", 1000, None),
    ],
)
def test_a_goal_is_that_of_the_metric_and_the_size(metric, nodes, goal):
    assert goal_of(metric, nodes) == goal


def test_frames_are_judged_by_their_slow_ones_and_all_else_by_the_median():
    assert judged("view.zoom_sweep", FIGURES) == judged("drag.group", FIGURES) == 9.0
    assert judged("drag.group_drop", FIGURES) == judged("save.svg_ms", FIGURES) == 5.0
    assert judged("memory.open_mb", {"median": 200.0}) == 200.0


def test_every_goal_is_about_a_metric_that_is_measured_or_is_said_not_to_be():
    idle = [beginning for beginning, _ in GOALS if not any(name.startswith(beginning) for name in NAMES)]

    assert idle == ["layout.full_ms"]


def test_a_table_says_what_reaches_its_goal():
    result = {"file": "x.bpmn", "flow_nodes": 1000, "metrics": {"view.pan_fit": FIGURES, "save.svg_ms": FIGURES}}

    _, _, pan, save = lines(result)

    assert pan.split() == ["view.pan_fit", "9.0", "4", "over", "4.5", "4.0"]
    assert save.split() == ["save.svg_ms", "5.0", "30", "ok", "4.5", "4.0"]


def test_what_the_product_does_not_have_is_not_measured_and_says_so():
    run = subprocess.run([*COMMAND, "--group", "layout"], capture_output=True, text=True, check=False)

    assert run.returncode != 0
    assert "no automatic layout" in run.stderr


@pytest.mark.parametrize(
    ("file", "out"), [("gone.bpmn", "out.json"), ("words.bpmn", "out.json"), ("words.bpmn", "gone/out.json")]
)
def test_what_cannot_be_measured_ends_with_one_line(tmp_path, file, out):
    (tmp_path / "words.bpmn").write_text("no diagram", encoding="utf-8")
    place = ["--file", str(tmp_path / file), "--out", str(tmp_path / out)]

    run = subprocess.run([*COMMAND, "--group", "save", *place], capture_output=True, text=True, check=False)

    assert run.returncode != 0
    assert len(run.stderr.splitlines()) == 1
    assert not (tmp_path / out).exists()


def test_memory_is_that_of_the_process_and_of_those_that_it_started():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        tree = memory.tree_of(os.getpid())
        child.communicate(b"\n")

    assert child.pid in tree
    assert memory.resident_of(os.getpid()) > 0
    assert memory.resident_of(child.pid) == 0
