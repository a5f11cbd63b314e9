"""A history that is broken, newer, locked or hostile: it is told of, and no run is stopped by it."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from modeler.services.history.archive import RunArchive
from modeler.services.history.database import HistoryDatabase
from modeler.services.history.rows import HistoryError
from modeler.services.profile import Profile
from tests.services.history.kit import HERE, Recorder


def file_of(folder: Path) -> Path:
    return folder / "history" / "runs.sqlite"


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file_of(folder))) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_broken_file_is_moved_aside_and_a_new_one_begun(content: bytes, recording: Recorder, tmp_path: Path) -> None:
    file_of(tmp_path).parent.mkdir()
    file_of(tmp_path).write_bytes(content)

    recording.run({"amount": 1})

    assert recording.archive.count(HERE.key) == 1
    notice = recording.archive.take_notice()
    assert "is damaged" in notice
    assert str(tmp_path / "history" / "runs-broken-1.sqlite") in notice
    assert (tmp_path / "history" / "runs-broken-1.sqlite").read_bytes() == content
    assert recording.archive.take_notice() == ""


def test_a_newer_file_is_moved_aside_unharmed(recording: Recorder, tmp_path: Path) -> None:
    recording.run({"amount": 1})
    change(tmp_path, "PRAGMA user_version=99")

    again = RunArchive(Profile(tmp_path))
    empty = again.count(HERE.key)

    assert empty == 0
    assert "newer version" in again.take_notice()
    with closing(sqlite3.connect(tmp_path / "history" / "runs-newer-1.sqlite")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM runs").fetchone() == (1,)


def test_a_file_with_other_tables_is_moved_aside(recording: Recorder, tmp_path: Path) -> None:
    recording.run({"amount": 1})
    change(tmp_path, "DROP TABLE events", "CREATE TABLE events (something TEXT)")

    again = RunArchive(Profile(tmp_path))

    assert again.count(HERE.key) == 0
    assert "is damaged" in again.take_notice()


def test_a_file_that_breaks_while_it_is_used_is_replaced(recording: Recorder, tmp_path: Path) -> None:
    for amount in range(30):
        recording.run({"amount": amount, "text": "x" * 500})
    whole = bytearray(file_of(tmp_path).read_bytes())
    for place in range(4096, len(whole), 64):
        whole[place : place + 32] = b"\xee" * 32
    with file_of(tmp_path).open("r+b") as file:
        file.write(whole)
    for beside in ("runs.sqlite-wal", "runs.sqlite-shm"):
        file_of(tmp_path).with_name(beside).unlink(missing_ok=True)

    recording.run({"amount": 99})

    assert recording.archive.heads(HERE.key)[0].summary == "amount 99"
    assert "is damaged" in recording.archive.take_notice()


def test_two_windows_share_one_file_and_one_that_was_replaced(recording: Recorder, tmp_path: Path) -> None:
    recording.run({"amount": 1})
    other = RunArchive(Profile(tmp_path))
    assert other.count(HERE.key) == 1
    file_of(tmp_path).unlink()
    for beside in ("runs.sqlite-wal", "runs.sqlite-shm"):
        file_of(tmp_path).with_name(beside).unlink(missing_ok=True)

    recording.run({"amount": 2})

    assert [head.summary for head in other.heads(HERE.key)] == ["amount 2"]
    assert other.take_notice() == recording.archive.take_notice() == ""


def test_a_file_that_another_program_holds_is_told_of_and_nothing_is_moved(tmp_path: Path) -> None:
    database = HistoryDatabase(tmp_path, patience=0.01)
    database.read(lambda connection: None)
    with closing(sqlite3.connect(tmp_path / "runs.sqlite", isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")

        with pytest.raises(HistoryError, match="another program holds it"):
            database.write(lambda connection: connection.execute("DELETE FROM runs"))

    assert sorted(path.name for path in tmp_path.iterdir() if "sqlite-" not in path.name) == ["runs.sqlite"]
    assert database.take_notice() == ""


def test_a_folder_that_is_a_file_is_told_of(recording: Recorder, tmp_path: Path) -> None:
    (tmp_path / "history").write_text("in the way")
    recording.start({})

    with pytest.raises(HistoryError, match="without being recorded"):
        recording.store()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET lines = x'00'",
        "UPDATE details_ SET x = 1",
        "UPDATE models SET content = x'789c'",
        "DELETE FROM models",
    ],
)
def test_a_run_that_is_damaged_is_told_of_and_the_others_are_read(
    statement: str, recording: Recorder, tmp_path: Path
) -> None:
    from modeler.services.history.reopening import reopened

    id = recording.run({"amount": 1})
    statement = statement.replace("details_ SET x = 1", f"runs SET details = x'{zlib.compress(b'[').hex()}'")
    change(tmp_path, statement)

    def read() -> None:
        record = recording.archive.load(id)
        reopened(record, "then", recording.catalog, recording.session._hosts, None)

    with pytest.raises(HistoryError, match=r"cannot be read: .*Delete it"):
        read()
    assert len(recording.archive.heads(HERE.key)) == 1


def test_values_of_other_types_in_the_file_do_no_harm(recording: Recorder, tmp_path: Path) -> None:
    recording.run({"amount": 1})
    odd = json.dumps({"data": [1], "start": 3, "seed": "x", "acts": [[1], 5], "marks": "no", "pins": {"a": 1}})
    packed = zlib.compress(odd.encode()).hex()
    change(
        tmp_path, f"UPDATE runs SET born = 'never', real = 'x', steps = 'many', details = x'{packed}', virtual = 1e300"
    )

    (head,) = recording.archive.heads(HERE.key)
    details = recording.archive.details(head.id)

    assert (head.born.year, head.steps) == (1, 0)
    assert (details.data, details.acts, details.marks) == ({}, (), ())
