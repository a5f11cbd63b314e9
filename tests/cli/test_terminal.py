"""What commands print can be read by every terminal and every program, whatever names and letters are in it."""

from __future__ import annotations

import errno
import io
import json

import pytest

from modeler.cli.main import main
from modeler.cli.terminal.output import print_result, printable


def test_characters_that_command_a_terminal_are_not_printed():
    assert printable("a\x1b[31mb\x9bc\x07\td\n") == "a�[31mb�c�\td\n"


def test_names_of_files_are_shown_in_utf_8_whatever_the_locale_reads():
    name = "Prüfung".encode().decode("ascii", "surrogateescape")

    assert printable(name) == "Prüfung"


def test_halves_of_characters_are_shown_as_question_marks():
    assert printable("a\ud800b") == "a?b"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_is_whole_in_every_encoding(monkeypatch, encoding):
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, encoding=encoding, errors="replace"))

    print_result(True, {"ü": "€ \ud800"}, "")

    assert json.loads(written.getvalue().decode("utf-8" if encoding == "utf-8" else "ascii")) == {"ü": "€ \ud800"}


def test_text_that_a_terminal_has_no_letters_for_is_no_fault(monkeypatch, tmp_path):
    complained = io.BytesIO()
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(complained, encoding="latin-1"))

    status = main(["check", str(tmp_path / "€.bpmn")])

    assert status == 2
    assert b"?.bpmn" in complained.getvalue()
    assert b"fault" not in complained.getvalue()


def test_commands_are_listed_with_whole_sentences(call):
    outcome = call("--help")

    assert outcome.status == 0
    assert "..." not in outcome.out.partition("Commands:")[2]


def test_a_file_that_is_not_there_is_a_problem_for_machines_too(call, order):
    outcome = call("check", order, "gone.bpmn", "--format", "json")

    problem = json.loads(outcome.out)["problems"][-1]
    assert outcome.status == 2
    assert (problem["file"], problem["rule"]) == ("gone.bpmn", "unreadable-file")
    assert outcome.err.count("gone.bpmn") == 1


class Full(io.StringIO):
    """A file on a full disk."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_an_output_that_takes_no_more_is_told(monkeypatch, capsys, order):
    monkeypatch.setattr("sys.stdout", Full())

    status = main(["preview", str(order)])

    said = capsys.readouterr().err
    assert status == 1
    assert "Cannot write standard output: the disk is full" in said
    assert "fault" not in said


@pytest.mark.parametrize("option", [["--yes"], ["--only", "Check"], ["--allow-local"], ["--as", "bea"]])
def test_options_of_live_runs_are_not_passed_over_in_silence(call, order, option):
    outcome = call("preview", order, *option)

    assert outcome.status == 0
    assert f"{option[0]} had no effect: without --live nothing is sent" in outcome.err
