"""`processwright preview`: the JSON of a Request, its files and its exit status."""

from __future__ import annotations

import io
import json

import pytest

from modeler.cli.main import main
from modeler.cli.terminal import folders
from tests.runtime.builder import xml
from tests.services.connector_processes import mail_task, process

MAIL = process(mail_task())


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "order.bpmn"
    path.write_bytes(MAIL)
    return path


def test_a_request_is_run_and_reported_as_json(file, tmp_path, capsys):
    outbox, trace = tmp_path / "out", tmp_path / "trace.jsonl"
    arguments = ["--data", '{"n": 7}', "--outbox", str(outbox), "--trace", str(trace), "--format", "json"]

    status = main(["preview", str(file), *arguments])

    result = json.loads(capsys.readouterr().out)
    assert status == 0
    assert list(result) == ["status", "data", "path", "waiting", "effects", "errors"]
    assert result["effects"][0]["files"] == [str(outbox / "001-mail.eml")]
    assert b"Subject: Order 7" in (outbox / "001-mail.eml").read_bytes()
    assert all(json.loads(line)["kind"] for line in trace.read_text().splitlines())


def test_the_same_call_prints_the_same(file, capsys):
    printed = []
    for _ in range(2):
        main(["preview", str(file), "--seed", "5", "--format", "json"])
        printed.append(capsys.readouterr().out)

    assert printed[0] == printed[1]


def test_data_may_come_from_a_file(file, tmp_path, capsys):
    (tmp_path / "data.json").write_text('{"n": "ü"}')

    main(["preview", str(file), "--data", f"@{tmp_path / 'data.json'}"])

    assert "mail “Order ü” to" in capsys.readouterr().out


def test_a_request_in_error_ends_with_status_1(file, capsys):
    file.write_bytes(process(mail_task(toRecipients=[])))

    status = main(["preview", str(file)])

    assert status == 1
    assert "error    mail: The mail has no recipient." in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["--data", "{"], ["--data", "[]"], ["--data", "@/nowhere"], ["--start", "absent"], ["--seed", "x"], ["--what"]],
)
def test_wrong_use_ends_with_status_2_and_one_line(file, arguments, capsys):
    status = main(["preview", str(file), *arguments])

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert said.err


def test_a_file_that_is_refused_ends_with_status_2(file, capsys):
    file.write_bytes(b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')

    assert main(["preview", str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_who_names_a_file_as_data_is_told_how(file, tmp_path, capsys):
    data = tmp_path / "data.json"
    data.write_text("{}", encoding="utf-8")

    status = main(["preview", str(file), "--data", str(data)])

    assert status == 2
    assert f"--data @{data}" in capsys.readouterr().err


def test_data_without_an_end_are_refused(file, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(folders, "MOST_CHARACTERS", 100)
    (tmp_path / "data.json").write_text(f'{{"n": "{"x" * 200}"}}', encoding="utf-8")

    status = main(["preview", str(file), "--data", f"@{tmp_path / 'data.json'}"])

    assert status == 2
    assert "longer than 100 characters" in capsys.readouterr().err


def test_data_may_come_from_standard_input(file, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"n": 12}'))

    main(["preview", str(file), "--data", "@-"])

    assert "mail “Order 12” to" in capsys.readouterr().out


@pytest.mark.parametrize("text", ['{"n": NaN}', '{"n": -Infinity}', '{"n": 1e999}'])
def test_numbers_that_json_does_not_have_are_refused(file, capsys, text):
    status = main(["preview", str(file), "--data", text])

    assert status == 2
    assert "is no number of JSON" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--data", "@gone.json"], ["--data", "gone.json"], ["--scenario", "gone.json"]])
def test_a_file_that_is_not_there_is_told_in_plain_words(file, capsys, arguments):
    status = main(["preview", str(file), *arguments])

    said = capsys.readouterr().err
    assert status == 2
    assert "there is no such file" in said or "--data @gone.json" in said
    assert "Errno" not in said


def test_the_outbox_holds_the_last_run_and_what_others_put_there(file, tmp_path, capsys):
    outbox = tmp_path / "out"
    main(["preview", str(file), "--outbox", str(outbox)])
    (outbox / "notes.txt").write_text("mine", encoding="utf-8")
    file.write_bytes(MAIL.replace(b'id="mail"', b'id="letter"').replace(b'Ref="mail"', b'Ref="letter"'))

    main(["preview", str(file), "--outbox", str(outbox)])

    assert sorted(each.name for each in outbox.iterdir()) == ["001-letter.eml", "notes.txt"]


def test_a_file_of_the_outbox_that_somebody_changed_stays(file, tmp_path, capsys):
    outbox = tmp_path / "out"
    main(["preview", str(file), "--outbox", str(outbox)])
    (outbox / "001-mail.eml").write_text("noted", encoding="utf-8")
    file.write_bytes(MAIL.replace(b'id="mail"', b'id="letter"').replace(b'Ref="mail"', b'Ref="letter"'))

    main(["preview", str(file), "--outbox", str(outbox)])

    assert (outbox / "001-mail.eml").read_text(encoding="utf-8") == "noted"


def test_folders_of_the_outbox_and_the_trace_are_made(file, tmp_path, capsys):
    outbox, trace = tmp_path / "a" / "b", tmp_path / "c" / "d" / "trace.jsonl"

    status = main(["preview", str(file), "--outbox", str(outbox), "--trace", str(trace)])

    assert status == 0
    assert [*outbox.iterdir()]
    assert trace.is_file()


@pytest.mark.parametrize("option", ["--outbox", "--trace"])
def test_a_place_that_cannot_be_written_is_told_before_anything_runs(file, tmp_path, capsys, option):
    (tmp_path / "taken").write_text("x", encoding="utf-8")

    status = main(["preview", str(file), option, str(tmp_path / "taken" / "deeper" / "it")])

    said = capsys.readouterr()
    assert status == 2
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "fault of Processwright" not in said.err


def test_an_effect_that_cannot_be_written_is_told_with_its_folder(file, tmp_path, capsys):
    (tmp_path / "out" / "001-mail.eml").mkdir(parents=True)

    status = main(["preview", str(file), "--outbox", str(tmp_path / "out")])

    assert status == 1
    assert f"Cannot write into {tmp_path / 'out'}" in capsys.readouterr().err


def test_a_path_that_nobody_reads_to_its_end_is_shown_by_its_ends(tmp_path, capsys):
    file = tmp_path / "loop.bpmn"
    file.write_text(xml("start > A > B > A"), encoding="utf-8")

    status = main(["preview", str(file)])

    assert status == 1
    path = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("path"))
    assert path.startswith("path     start > A > B > A")
    assert " more … > " in path
    assert len(path) < 1_000
