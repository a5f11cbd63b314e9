"""The history of runs on disk: what is listed, found, named, kept and deleted."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from modeler.services.history.archive import RunArchive
from modeler.services.history.rows import HistoryError, Limits, Place
from modeler.services.profile import Profile
from tests.services.history.kit import ELSEWHERE, HERE, Recorder, recorder
from tests.services.small_process import SMALL


def names(archive: RunArchive, text: str = "", place: str = HERE.key) -> list[str]:
    return [head.summary for head in archive.heads(place, text)]


def test_a_run_is_listed_with_how_it_came_out(recording: Recorder) -> None:
    recording.start({"amount": 1200, "item": "Desk"})
    recording.clock.pass_by(seconds=90)
    recording.session.answer("Check", {"checked": True})

    id = recording.store()

    (head,) = recording.archive.heads(HERE.key)
    assert (head.id, head.status, head.summary) == (id, "completed", "amount 1200 · item Desk")
    assert (head.start, head.real, head.virtual) == ("Start", timedelta(seconds=90), timedelta())
    assert head.steps == recording.session.standing.steps
    assert head.born == recording.clock.now - timedelta(seconds=90)


def test_a_run_that_goes_on_stays_one_line_and_adds_its_newest_events(recording: Recorder) -> None:
    recording.start({"amount": 1})
    id = recording.store()
    waiting = recording.archive.load(id)

    recording.session.answer("Check", {"checked": True})
    recording.store()

    done = recording.archive.load(id)
    assert recording.archive.count(HERE.key) == 1
    assert (waiting.head.status, done.head.status) == ("waiting", "completed")
    assert done.lines.startswith(waiting.lines)
    assert done.lines.count("\n") > waiting.lines.count("\n")
    assert [act for _, act in done.details.acts] == [{"complete": "Check", "data": {"checked": True}}]


def test_storing_again_what_has_not_gone_on_changes_nothing(recording: Recorder) -> None:
    recording.start({"amount": 1})
    id = recording.store()
    before = recording.archive.load(id)

    recording.store()

    assert recording.archive.load(id) == before


def test_each_document_has_its_own_runs_newest_first(recording: Recorder) -> None:
    for amount in (1, 2, 3):
        recording.run({"amount": amount}, ELSEWHERE if amount == 2 else HERE)

    assert names(recording.archive) == ["amount 3", "amount 1"]
    assert names(recording.archive, place=ELSEWHERE.key) == ["amount 2"]


def test_a_search_finds_names_data_elements_and_status_whatever_the_case(recording: Recorder) -> None:
    first = recording.run({"item": "Straße"})
    recording.start({"item": "Chair"})
    second = recording.store()
    recording.archive.rename(first, "The GOOD one")

    def found(text: str) -> list[str]:
        return [head.id for head in recording.archive.heads(HERE.key, text)]

    assert found("strasse") == found("good") == found("completed") == [first]
    assert found("chair") == found("waiting") == [second]
    assert found("check ORDER") == [second, first]
    assert found("chair good") == found("100%_") == []
    assert recording.archive.count(HERE.key, "check order") == 2


def test_rows_are_fetched_in_portions_and_found_again(recording: Recorder) -> None:
    ids = [recording.run({"amount": amount}) for amount in range(5)]

    portion = recording.archive.heads(HERE.key, first=2, count=2)

    assert [head.id for head in portion] == [ids[2], ids[1]]
    assert recording.archive.row_of(ids[1], HERE.key) == 3
    assert recording.archive.row_of(ids[1], HERE.key, "amount 3") is None
    assert recording.archive.row_of("nothing", HERE.key) is None


def test_a_name_is_one_short_line_and_stays_when_the_run_goes_on(recording: Recorder) -> None:
    recording.start({})
    id = recording.store()

    recording.archive.rename(id, "  one\n two " + "x" * 500)
    recording.session.answer("Check", {})
    recording.store()

    (head,) = recording.archive.heads(HERE.key)
    assert head.name.startswith("one two xxx")
    assert len(head.name) == 200
    assert head.status == "completed"


def test_a_deleted_run_and_its_process_are_gone_from_the_file(recording: Recorder, tmp_path: Path) -> None:
    kept = recording.run({"secretly": "first-of-all"})
    recording.start({"b": "banana-bread"}, SMALL.replace(b"Check order", b"Weigh the order"))
    gone = recording.store()

    recording.archive.delete(gone)

    with pytest.raises(HistoryError, match="not there any more"):
        recording.archive.load(gone)
    assert recording.archive.load(kept).model is not None
    with closing(sqlite3.connect(tmp_path / "history" / "runs.sqlite")) as connection:
        counts = [connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in ("models", "uses")]
    assert counts == [1, 1]
    assert all(b"banana" not in path.read_bytes() for path in (tmp_path / "history").iterdir())


def test_all_are_cleared_but_those_that_are_kept(recording: Recorder) -> None:
    ids = [recording.run({"amount": amount}) for amount in range(3)]
    other = recording.run({"amount": 9}, ELSEWHERE)
    recording.archive.keep(ids[1], True)

    recording.archive.clear(HERE.key)

    assert [head.id for head in recording.archive.heads(HERE.key)] == [ids[1]]
    assert [head.id for head in recording.archive.heads(ELSEWHERE.key)] == [other]
    recording.archive.clear(HERE.key, also_kept=True)
    assert recording.archive.count(HERE.key) == 0


def test_the_oldest_go_first_that_nobody_wants_kept(tmp_path: Path) -> None:
    with recorder(tmp_path, Limits(runs=3)) as recording:
        ids = [recording.run({"amount": 0})]
        recording.archive.keep(ids[0], True)
        ids += [recording.run({"amount": amount}) for amount in range(1, 6)]

        left = [head.id for head in recording.archive.heads(HERE.key)]

    assert left == [ids[5], ids[4], ids[3], ids[0]]


def test_old_and_large_runs_go_too(tmp_path: Path) -> None:
    with recorder(tmp_path, Limits(days=30)) as recording:
        recording.run({"amount": 1})
        recording.clock.pass_by(days=31)
        recording.run({"amount": 2})
        assert names(recording.archive) == ["amount 2"]

    with recorder(tmp_path / "other", Limits(bytes=1)) as recording:
        recording.run({"amount": 1})
        recording.run({"amount": 2})
        assert names(recording.archive) == ["amount 2"]


def test_processes_count_once_and_with_the_newest_run_that_needs_them(tmp_path: Path) -> None:
    noise = random.Random(7).randbytes(30_000).hex().encode()
    large = SMALL.replace(b"<process ", b"<!-- " + noise + b" --><process ")
    with recorder(tmp_path, Limits(bytes=60_000)) as recording:
        for amount in range(3):
            recording.start({"amount": amount}, large)
            recording.store()
        shared = names(recording.archive)
        for amount in range(3, 6):
            recording.start({"amount": amount}, large.replace(b"Check order", b"Check %d" % amount))
            recording.store()
        own = names(recording.archive)

    assert shared == ["amount 2", "amount 1", "amount 0"]
    assert own == ["amount 5"]


def test_runs_of_an_untitled_document_go_with_it_when_it_is_saved(recording: Recorder) -> None:
    recording.run({"amount": 1}, Place("untitled-1", "", "New process"))

    recording.archive.move("untitled-1", HERE)

    assert names(recording.archive) == ["amount 1"]


def test_a_run_of_another_start_goes_on_where_its_document_is_known(recording: Recorder, tmp_path: Path) -> None:
    recording.start({"amount": 1})
    recording.store(None)
    nothing = recording.archive.count(HERE.key)
    recording.store(HERE)
    recording.session.answer("Check", {})

    recording.store(None)

    assert nothing == 0
    assert [head.status for head in RunArchive(Profile(tmp_path)).heads(HERE.key)] == ["completed"]
