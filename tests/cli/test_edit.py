"""`edit` applies a script of modeling commands and writes all of it or nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from modeler.cli.terminal import script_file
from modeler.editing import script as script_commands
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from tests.benchmarks.generate import generate
from tests.editing.notation import diagram
from tests.services.small_process import SMALL


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.bpmn"
    path.write_text(generate(30))
    return path


@pytest.fixture
def script(tmp_path: Path):
    """Writes a script and returns its file."""

    def write(*commands: object) -> Path:
        path = tmp_path / "edits.json"
        path.write_text(json.dumps(list(commands)))
        return path

    return write


RENAME = {"do": "rename", "element": "Check", "name": "Compare"}


def test_an_empty_script_opens_and_saves_byte_for_byte(call, drawn, script, tmp_path):
    outcome = call("edit", drawn, "--script", script(), "-o", tmp_path / "out.bpmn")

    assert outcome.status == 0
    assert (tmp_path / "out.bpmn").read_bytes() == drawn.read_bytes()


def test_a_command_changes_its_own_bytes_only(call, order, script, tmp_path):
    outcome = call("edit", order, "--script", script(RENAME), "-o", tmp_path / "out.bpmn", "--format", "json")

    assert outcome.status == 0
    assert (tmp_path / "out.bpmn").read_bytes() == SMALL.replace(b"Check order", b"Compare")
    assert json.loads(outcome.out)["commands"] == 1


def test_undoing_everything_gives_the_original_bytes(call, drawn, script, tmp_path):
    name = generate(30).split('<bpmn:userTask id="')[1].split('"')[0]
    commands = script(
        {"do": "rename", "element": name, "name": "Other"},
        {"do": "move", "elements": [name], "by": [10, 20]},
        {"do": "undo", "steps": "all"},
    )

    call("edit", drawn, "--script", commands, "-o", tmp_path / "out.bpmn")

    assert (tmp_path / "out.bpmn").read_bytes() == drawn.read_bytes()


def test_the_file_itself_may_be_the_output(call, order, script):
    assert call("edit", order, "--script", script(RENAME), "-o", order).status == 0
    assert b"Compare" in order.read_bytes()


def test_a_refused_command_ends_the_run_with_its_index_and_reason_and_writes_nothing(call, order, script, tmp_path):
    commands = script(RENAME, {"do": "rename", "element": "Nobody", "name": "x"})

    outcome = call("edit", order, "--script", commands, "-o", tmp_path / "out.bpmn", "--format", "json")

    assert outcome.status == 1
    assert json.loads(outcome.out)["refused"]["index"] == 1
    assert "Nobody" in outcome.err
    assert not (tmp_path / "out.bpmn").exists()


@pytest.mark.parametrize("text", ["", "{", "{}", "5", "[" * 100_000, '"x"'])
def test_a_script_that_is_no_list_ends_with_status_2_and_one_line(call, order, tmp_path, text):
    (tmp_path / "edits.json").write_text(text)

    outcome = call("edit", order, "--script", tmp_path / "edits.json", "-o", tmp_path / "out.bpmn")

    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "out.bpmn").exists()


@pytest.mark.parametrize(
    "command",
    [
        5,
        None,
        {},
        {"do": None},
        {"do": "explode"},
        {"do": "move", "elements": ["Check"], "by": ["x", None]},
        {"do": "move", "elements": 7, "by": [1, 2]},
        {"do": "undo", "steps": -1},
        {"do": "create", "type": "bpmn:userTask", "at": [1e400, 0]},
        {"do": "set", "element": "Check", "property": "id", "value": "Flow_1"},
    ],
    ids=repr,
)
def test_a_command_that_makes_no_sense_is_refused_in_one_line(call, order, script, tmp_path, command):
    outcome = call("edit", order, "--script", script(command), "-o", tmp_path / "out.bpmn")

    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "fault of Processwright" not in outcome.err


def test_a_document_open_in_another_window_is_not_changed_under_it(call, order, script, profile_folder):
    Files(Profile(profile_folder), later=lambda seconds, action: None).open(order)

    outcome = call("edit", order, "--script", script(RENAME), "-o", order)

    assert outcome.status == 1
    assert "another window" in outcome.err
    assert order.read_bytes() == SMALL


def test_no_journal_is_left_by_a_run_that_ended(call, order, script, tmp_path, profile_folder):
    call("edit", order, "--script", script(RENAME), "-o", tmp_path / "out.bpmn")

    assert not os.listdir(profile_folder / "journals")


def test_the_line_of_the_command_that_is_refused_is_told(call, order, tmp_path):
    first, second = '{"do": "rename", "element": "Check", "name": "[{"}', '{"do": "rename", "element": "Nobody",'
    text = f'[\n  {first},\n\n  {second}\n   "name": "x"}}\n]'
    (tmp_path / "edits.json").write_text(text)

    outcome = call("edit", order, "--script", "edits.json", "-o", "out.bpmn", "--format", "json")

    assert json.loads(outcome.out)["refused"]["line"] == 4
    assert "edits.json:4: command 1 (rename)" in outcome.err


@pytest.mark.parametrize("name", ["a\x00b", "a\x0bb", "a\ud800b", "a\ufffeb"], ids=ascii)
def test_characters_that_no_file_can_hold_are_refused_by_their_number(call, order, script, tmp_path, name):
    outcome = call("edit", order, "--script", script({**RENAME, "name": name}), "-o", tmp_path / "out.bpmn")

    assert outcome.status == 1
    assert f"U+{ord(name[1]):04X}" in outcome.err
    assert not (tmp_path / "out.bpmn").exists()


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"do": "move", "elements": ["Check"], "by": [1e308, 0]}, "1,000,000"),
        ({"do": "move", "elements": ["Check"], "by": [10**400, 0]}, "1,000,000"),
        ({"do": "rename", "element": "Check"}, "“name” is missing"),
        ({"do": "color", "elements": ["Check"], "fill": '"<'}, "#ffe0b2"),
        ({"do": "create", "type": "bpmn:usertask", "at": [300, 300]}, "bpmn:userTask?"),
        ({"do": "create", "type": "bpmn:userTask", "at": [300, 300], "id": "1 x"}, "no valid id"),
        ({"do": "create", "connector": "nope", "at": [300, 300]}, "connectors list"),
        ({"do": "set", "element": "Check", "property": "isForCompensation", "value": "maybe"}, "true or false"),
        ({"do": "set", "element": "Check", "property": "startQuantity", "value": "many"}, "whole number"),
    ],
    ids=repr,
)
def test_what_makes_no_sense_is_refused_with_what_would(call, order, script, tmp_path, command, reason):
    outcome = call("edit", order, "--script", script(command), "-o", tmp_path / "out.bpmn")

    assert outcome.status == 1
    assert reason in outcome.err
    assert not (tmp_path / "out.bpmn").exists()


def test_a_new_element_on_a_diagram_needs_a_place(call, order, script, tmp_path):
    order.write_bytes(diagram("A > B").to_bytes())
    commands = script({"do": "create", "type": "bpmn:userTask"})

    outcome = call("edit", order, "--script", commands, "-o", tmp_path / "out.bpmn")

    assert outcome.status == 1
    assert "needs a place, an element or a flow to go to" in outcome.err


def test_what_a_command_says_without_effect_is_told_and_the_rest_is_done(call, order, script, tmp_path):
    commands = script({**RENAME, "nmae": "Other", "comment": "as agreed"})

    outcome = call("edit", order, "--script", commands, "-o", tmp_path / "out.bpmn")

    assert outcome.status == 0
    assert "“nmae” had no effect" in outcome.err
    assert "comment" not in outcome.err


def test_a_script_may_come_from_a_pipe(call, order, tmp_path):
    read, write = os.pipe()
    os.write(write, json.dumps([RENAME]).encode())
    os.close(write)

    outcome = call("edit", order, "--script", f"/dev/fd/{read}", "-o", tmp_path / "out.bpmn")

    os.close(read)
    assert outcome.status == 0
    assert b"Compare" in (tmp_path / "out.bpmn").read_bytes()


def test_a_script_that_is_too_large_is_refused(call, order, script, tmp_path, monkeypatch):
    monkeypatch.setattr(script_file, "MAX_SCRIPT_BYTES", 10)

    outcome = call("edit", order, "--script", script(RENAME), "-o", tmp_path / "out.bpmn")

    assert outcome.status == 2
    assert "larger than 10 bytes" in outcome.err


def test_the_help_names_every_command(call):
    outcome = call("edit", "--help")

    assert all(f"{name}" in outcome.out for name in script_commands.NAMES)
