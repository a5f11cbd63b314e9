"""Files that people gave a Request are kept with its run, as far as there is room, and said where there is none."""

from __future__ import annotations

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import File, PortError
from modeler.services.history import taking
from modeler.services.history.reopening import reopened
from modeler.services.preview.recorded_run import RecordedRun
from tests.services.history.kit import HERE, Recorder


def opened(recording: Recorder, id: str) -> RecordedRun:
    with Hosts() as hosts:
        return reopened(recording.archive.load(id), "then", recording.catalog, hosts, None)


def given(recording: Recorder, *files: File) -> str:
    recording.start({"amount": 1})
    for file in files:
        recording.session.add_file(file)
    recording.session.set_data({"amount": 2})
    return recording.store()


def test_a_file_is_there_when_the_run_is_looked_at_again(recording: Recorder) -> None:
    id = given(recording, File("scan.txt", "text/plain", b"Hello"), File("b.txt", "text/plain", b"World"))

    run = opened(recording, id)

    assert [run.files.find(number).content for number in (1, 2)] == [b"Hello", b"World"]
    assert run.files.find({"name": "scan.txt"}).media_type == "text/plain"


def test_a_run_that_is_stored_again_has_its_new_files_too(recording: Recorder) -> None:
    given(recording, File("scan.txt", "text/plain", b"Hello"))
    recording.session.add_file(File("later.txt", "text/plain", b"Later"))
    recording.session.set_data({"amount": 3})
    id = recording.store()

    run = opened(recording, id)

    assert [file.name for _, file in run.files.kept] == ["scan.txt", "later.txt"]


def test_what_is_too_large_is_left_out_and_said(recording: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_FILES", 10)
    id = given(
        recording,
        File("small.txt", "text/plain", b"12345"),
        File("large.bin", "application/octet-stream", b"x" * 11),
        File("also.txt", "text/plain", b"12345"),
    )

    run = opened(recording, id)

    assert run.files.find(1).content == b"12345"
    assert run.files.find(3).content == b"12345"
    with pytest.raises(PortError, match="too large to be kept"):
        run.files.find(2)
    assert [(each["name"], each["size"], each["whole"]) for each in recording.archive.details(id).files] == [
        ("small.txt", 5, True),
        ("large.bin", 11, False),
        ("also.txt", 5, True),
    ]


def test_files_count_for_the_size_of_the_history_and_go_with_their_run(recording: Recorder) -> None:
    small = given(recording, File("a.txt", "text/plain", b""))
    before = recording.archive.usage().bytes
    id = given(recording, File("b.bin", "application/octet-stream", bytes(range(256)) * 40))
    grown = recording.archive.usage().bytes

    deleted = recording.archive.delete(id)
    after = recording.archive.usage().bytes
    recording.archive.bring_back(deleted)

    assert grown > before > 0
    assert after <= before
    assert len(opened(recording, id).files.find(1).content) == 256 * 40
    assert [head.id for head in recording.archive.heads(HERE.key)] == [id, small]
