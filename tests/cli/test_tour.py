"""`tour` does the main job without a window and says where its files are."""

from __future__ import annotations

import json
from pathlib import Path


def test_the_tour_previews_renders_and_exports_the_sample_and_says_where(call, tmp_path, qapp):
    outcome = call("tour", "-o", tmp_path / "tour", "--format", "json")

    assert outcome.status == 0, outcome.err
    result = json.loads(outcome.out)
    assert result["preview"]["status"] in ("completed", "waiting")
    assert {Path(each).suffix for each in result["files"]} >= {".svg", ".png", ".pdf", ".bpmn", ".eml"}
    assert all(Path(each).is_file() for each in result["files"])


def test_the_tour_is_not_among_the_commands_that_help_names(call):
    assert "tour" not in call("--help").out


def test_the_tour_of_a_process_without_a_diagram_leaves_its_pictures_out(call, order, tmp_path):
    outcome = call("tour", order, "-o", tmp_path / "tour", "--format", "json")

    assert outcome.status == 0, outcome.err
    assert "no diagram that could be rendered" in outcome.err
    assert (tmp_path / "tour" / "order.bpmn").is_file()
