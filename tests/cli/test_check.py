"""`check` prints what is wrong, one line each, and ends with the status that says whether anything is."""

from __future__ import annotations

import json

import pytest

from tests.benchmarks.generate import generate
from tests.services.small_process import SMALL

BROKEN = SMALL.replace(b'targetRef="End"', b'targetRef="Nowhere"')
DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + SMALL.split(b"?>", 1)[1].lstrip()


def test_a_sound_file_has_no_findings(call, order):
    order.write_text(generate(20))

    outcome = call("check", order)

    assert outcome.status == 0
    assert "error" not in outcome.out


def test_a_problem_is_one_line_with_file_line_severity_rule_message_and_element(call, order):
    order.write_bytes(BROKEN)

    outcome = call("check", order)

    assert outcome.status == 1
    assert f"{order}:15: error open-flow" in outcome.out
    assert "[Flow_2]" in outcome.out


def test_the_schema_is_checked(call, order):
    order.write_bytes(SMALL.replace(b'sourceRef="Check"', b""))

    outcome = call("check", order)

    assert outcome.status == 1
    assert "error schema" in outcome.out
    assert "sourceRef" in outcome.out


def test_machines_get_json(call, order):
    order.write_bytes(BROKEN)

    outcome = call("check", order, "--format", "json")

    problem = next(each for each in json.loads(outcome.out)["problems"] if each["severity"] == "error")
    assert (problem["line"], problem["element"], problem["file"]) == (15, "Flow_2", str(order))


@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"<html/>", DOCTYPE, b"\x1f\x8b123", b"plain text"])
@pytest.mark.parametrize("command", [("check",), ("export", "-o", "out.bpmn")], ids=lambda each: each[0])
def test_a_file_that_is_refused_ends_a_command_with_status_2_and_one_line(call, order, tmp_path, content, command):
    order.write_bytes(content)

    outcome = call(*command, order)

    assert outcome.status == 2
    assert outcome.err.count("\n") == 1
    assert str(order) in outcome.err
    assert not (tmp_path / "out.bpmn").exists()


def test_a_refused_file_does_not_keep_the_others_from_being_checked(call, order, tmp_path):
    (tmp_path / "bad.bpmn").write_bytes(b"")
    order.write_bytes(BROKEN)

    outcome = call("check", tmp_path / "bad.bpmn", order)

    assert outcome.status == 2
    assert "Nowhere" in outcome.out


@pytest.mark.parametrize("arguments", [["check"], ["check", "--nonsense"], ["nonsense"], ["export", "order.bpmn"]])
def test_wrong_use_ends_with_status_2(call, order, arguments):
    assert call(*arguments).status == 2


def test_a_file_that_is_not_there_ends_with_status_2_and_one_line(call):
    outcome = call("check", "missing.bpmn")

    assert outcome.status == 2
    assert outcome.err.count("\n") == 1


def test_the_version_is_told(call):
    assert call("--version").out.startswith("processwright ")


def test_help_names_every_command_with_its_purpose(call):
    outcome = call("--help")

    assert outcome.status == 0
    assert all(name in outcome.out for name in ("check", "export", "recover"))


def test_a_fault_of_ours_is_one_line_and_its_details_are_kept(call, order, monkeypatch, profile_folder):
    monkeypatch.setattr("modeler.cli.check.check_document", lambda *_: 1 / 0)

    outcome = call("check", order)

    assert outcome.status == 1
    assert outcome.err.count("\n") == 1
    assert "ZeroDivisionError" in (profile_folder / "faults" / "last-fault.txt").read_text()
