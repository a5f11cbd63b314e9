"""Hostile files and files that are no BPMN: refused with one line, or opened; never a crash or an effect."""

from __future__ import annotations

import os
import tracemalloc

import pytest

from tests.reliability.hostile import REFUSED, corpus, doctypes, no_bpmn

CASES = corpus()
MUST_REFUSE = doctypes().keys() | no_bpmn().keys() | REFUSED


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_refused_with_one_line_or_opened_and_nothing_happens(call, tmp_path, name):
    path = tmp_path / "hostile.bpmn"
    path.write_bytes(CASES[name])

    outcome = call("check", path, "--format", "json")

    assert "fault of Processwright" not in outcome.err
    assert outcome.status in ((2,) if name in MUST_REFUSE else (0, 1, 2))
    assert outcome.err.count("\n") == (1 if outcome.status == 2 else 0)
    assert sorted(os.listdir(tmp_path)) == ["hostile.bpmn"]


def test_a_file_that_is_too_large_is_not_read_whole(call, tmp_path):
    with (tmp_path / "huge.bpmn").open("wb") as file:
        file.truncate(50 * 1024**3)
    tracemalloc.start()

    outcome = call("check", tmp_path / "huge.bpmn")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert outcome.status == 2
    assert peak < 400 * 1024**2
