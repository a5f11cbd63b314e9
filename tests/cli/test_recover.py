"""`recover` lists and brings back what a crash left, and overwrites nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import Task
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from modeler.services.storage.journal import EDITS, encode_line
from modeler.services.storage.typed_texts import TypedText
from tests.services.small_process import SMALL
from tests.services.storage.crashes import kill


@pytest.fixture
def crashed(order: Path, profile_folder: Path) -> bytes:
    """A document that was edited and whose program was killed; its bytes as they were then."""
    opened = Files(Profile(profile_folder), later=lambda seconds, action: None).open(order)
    with opened.document.edit("Rename"):
        opened.document.get("Check", Task).name = "Compare"
    kill(Profile(profile_folder))
    return opened.document.to_bytes()


def test_without_unsaved_work_it_says_so(call):
    outcome = call("recover", "--list")

    assert outcome.status == 0
    assert "no unsaved work" in outcome.out


def test_unsaved_work_is_listed_and_left(call, crashed):
    first, second = call("recover", "--list", "--format", "json"), call("recover", "--list")

    assert json.loads(first.out)["unsaved"][0]["steps"] == 1
    assert "1 unsaved step" in second.out


def test_unsaved_work_is_written_beside_and_then_no_longer_listed(call, crashed, order, tmp_path):
    outcome = call("recover", "-o", tmp_path / "found", "--format", "json")

    [row] = json.loads(outcome.out)["recovered"]
    assert Path(row["recovered"]).read_bytes() == crashed
    assert order.read_bytes() == SMALL
    assert "no unsaved work" in call("recover", "--list").out


def test_a_recovered_document_overwrites_nothing(call, crashed, tmp_path):
    (tmp_path / "order (recovered).bpmn").write_bytes(b"mine")

    call("recover", "-o", tmp_path)

    assert (tmp_path / "order (recovered).bpmn").read_bytes() == b"mine"
    assert (tmp_path / "order (recovered 2).bpmn").read_bytes() == crashed


def test_a_journal_that_cannot_be_used_is_told_and_kept(call, crashed, profile_folder, tmp_path):
    [base] = profile_folder.glob("journals/*/base.bpmn")
    base.write_bytes(b"\x80\x04spoiled")

    outcome = call("recover", "-o", tmp_path)

    assert outcome.status == 1
    assert "cannot be used" in outcome.err
    assert base.exists()


def test_work_of_which_a_step_cannot_be_made_again_is_written_and_its_journal_kept(
    call, crashed, profile_folder, tmp_path
):
    [edits] = profile_folder.glob(f"journals/*/{EDITS}")
    line = edits.read_bytes()
    odd, _ = encode_line({"do": "edit", "changes": [["attribute", 10**6, "name", "x"]]}, line.split(b" ")[0].decode())
    edits.write_bytes(line + odd)

    outcome = call("recover", "-o", tmp_path / "found", "--format", "json")

    [row] = json.loads(outcome.out)["recovered"]
    assert Path(row["recovered"]).read_bytes() == crashed
    assert "step 2 of 2 could not be made again" in outcome.err
    assert str(edits.parent) in outcome.err
    assert edits.read_bytes() == line + odd


def test_texts_that_were_typed_into_forms_are_told(call, order, profile_folder, tmp_path):
    opened = Files(Profile(profile_folder), later=lambda seconds, action: None).open(order)
    opened.note_text(TypedText(("Check",), "raw", '{"a": 1,', None, "", "Settings as text"))
    kill(Profile(profile_folder))

    listed = call("recover", "--list")
    outcome = call("recover", "-o", tmp_path / "found", "--format", "json")

    assert "1 text in a form" in listed.out
    assert 'typed into “Settings as text” of Check, not stored:\n{"a": 1,' in outcome.err
    assert json.loads(outcome.out)["recovered"][0]["texts"] == [
        {"elements": ["Check"], "field": "Settings as text", "text": '{"a": 1,'}
    ]
