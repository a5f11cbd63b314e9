"""Every command that reads a file refuses a hostile one and one that is no BPMN in the same way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.reliability.hostile import corpus

CASES = ("external entity", "attribute default", "deep", "many attributes", "gzip", "empty", "NULs", "HTML", "cut")
COMMANDS = {
    "check": (),
    "export": ("-o", "out.bpmn"),
    "edit": ("--script", "empty.json", "-o", "out.bpmn"),
    "preview": (),
    "render": ("-o", "out.svg"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("case", CASES)
def test_a_refused_file_ends_any_command_with_status_2_and_one_line_and_no_file(call, tmp_path, command, case):
    (tmp_path / "empty.json").write_text("[]")
    path = tmp_path / "hostile.bpmn"
    path.write_bytes(corpus_of(case))

    outcome = call(command, path, *COMMANDS[command])

    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert str(path) in outcome.err
    assert sorted(os.listdir(tmp_path)) == ["empty.json", "hostile.bpmn"]


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "check"])
def test_a_place_that_cannot_be_written_is_one_line(call, order: Path, tmp_path, command):
    (tmp_path / "empty.json").write_text("[]")
    options = [option.replace("out.", "no/folder/out.") for option in COMMANDS[command]]

    outcome = call(command, order, *options)

    assert outcome.status in (0, 1, 2)
    assert "fault of Processwright" not in outcome.err


def corpus_of(case: str) -> bytes:
    return corpus()[case]
