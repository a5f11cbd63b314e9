"""`export` writes what is valid, as it was, and nothing else."""

from __future__ import annotations

import json

from tests.services.small_process import SMALL


def test_a_valid_file_is_exported_byte_for_byte(call, order, tmp_path):
    outcome = call("export", order, "-o", tmp_path / "out.bpmn", "--format", "json")

    assert outcome.status == 0
    assert (tmp_path / "out.bpmn").read_bytes() == SMALL
    assert json.loads(outcome.out)["file"] == str(tmp_path / "out.bpmn")


def test_a_file_that_is_not_valid_is_not_written_and_says_where(call, order, tmp_path):
    order.write_bytes(SMALL.replace(b'sourceRef="Check"', b""))

    outcome = call("export", order, "-o", tmp_path / "out.bpmn")

    assert outcome.status == 1
    assert ":15: error schema" in outcome.err
    assert not (tmp_path / "out.bpmn").exists()


def test_a_file_that_is_not_valid_is_written_where_that_is_allowed(call, order, tmp_path):
    order.write_bytes(SMALL.replace(b'sourceRef="Check"', b""))

    assert call("export", order, "-o", tmp_path / "out.bpmn", "--allow-problems").status == 0
    assert (tmp_path / "out.bpmn").read_bytes() == order.read_bytes()


def test_a_place_that_cannot_be_written_is_a_message(call, order, tmp_path):
    outcome = call("export", order, "-o", tmp_path / "no" / "folder" / "out.bpmn")

    assert outcome.status == 1
    assert f"there is no folder {tmp_path / 'no' / 'folder'}" in outcome.err


def test_what_stands_in_the_way_is_told_to_machines_as_check_tells_it(call, order, tmp_path):
    order.write_bytes(SMALL.replace(b'sourceRef="Check"', b""))

    outcome = call("export", order, "-o", tmp_path / "out.bpmn", "--format", "json")

    told = json.loads(outcome.out)
    assert (outcome.status, told["file"]) == (1, None)
    assert [(each["line"], each["rule"], each["severity"]) for each in told["findings"]] == [(15, "schema", "error")]
