"""Unsaved work survives a kill: what was done is on disk at once, and comes back as it was."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from engine.bpmn import Document, Task
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import FileChanged
from modeler.services.storage.files import Files, restored
from modeler.services.storage.journal import ABOUT, BASE, EDITS, Journal, Subject, encode_line, seed
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import Process
from modeler.services.storage.recovery import believed, find_unsaved_work
from tests.services.small_process import SMALL
from tests.services.storage.crashes import kill
from tests.services.storage.faults import HookedSystem

REAL = OperatingSystem()


class Timers:
    """`Later` on a clock that the test turns."""

    def __init__(self) -> None:
        self.waiting = []

    def __call__(self, seconds, action) -> None:
        self.waiting.append((seconds, action))

    def fire(self) -> None:
        due, self.waiting = self.waiting, []
        for _, action in due:
            action()


@pytest.fixture
def profile(profile_folder: Path) -> Profile:
    return Profile(profile_folder)


@pytest.fixture
def files(profile: Profile) -> Files:
    return Files(profile, REAL, later=Timers())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "order.bpmn"
    place.write_bytes(SMALL)
    return place


def rename(document: Document, name: str) -> None:
    with document.edit("Rename"):
        document.get("Check", Task).name = name


def test_work_that_was_not_saved_comes_back_with_its_history_of_states(files, profile, path):
    opened = files.open(path)
    rename(opened.document, "Compare")
    rename(opened.document, "Approve")
    opened.document.history.undo()
    kill(profile)

    [work] = files.unsaved_work()
    document, damage = restored(work)

    assert document.get("Check", Task).name == "Compare"
    assert document.to_bytes() == opened.document.to_bytes()
    assert (damage, work.steps, work.path) == (None, 3, path)
    assert document.history.redo() == 1


def test_a_document_that_was_never_saved_comes_back(files, profile):
    opened = files.new("Holiday request")
    with opened.document.edit("Name"):
        opened.document.definitions.name = "Holiday"
    kill(profile)

    [work] = files.unsaved_work()

    assert restored(work)[0].definitions.name == "Holiday"
    assert (work.name, work.path) == ("Holiday request", None)


def test_a_document_that_was_only_read_writes_no_journal(files, profile, path):
    files.open(path)

    assert not profile.journals.exists()


def test_work_of_a_process_that_lives_is_not_offered(files, path):
    opened = files.open(path)
    rename(opened.document, "Compare")

    assert files.unsaved_work() == []


def test_saved_work_is_not_offered_and_its_journal_is_cleared_away(files, profile, path):
    opened = files.open(path)
    rename(opened.document, "Compare")
    opened.save()
    kill(profile)

    assert files.unsaved_work() == []
    assert not list(profile.journals.iterdir())


def test_work_after_a_save_is_offered(files, profile, path):
    opened = files.open(path)
    rename(opened.document, "Compare")
    opened.save()
    rename(opened.document, "Approve")
    kill(profile)

    [work] = files.unsaved_work()

    assert work.steps == 1
    assert restored(work)[0].get("Check", Task).name == "Approve"


@pytest.mark.parametrize("before_call", ["create", "exchange", "sync_folder"])
def test_a_kill_in_a_save_leaves_a_journal_that_knows_whether_the_file_is_new(profile, path, before_call):
    class Killed(BaseException):
        pass

    def hook(count, name, arguments):
        if name == before_call and system.armed:
            raise Killed

    system = HookedSystem(hook)
    system.armed = False
    files = Files(profile, system, later=Timers())
    opened = files.open(path)
    rename(opened.document, "Compare")
    system.armed = True
    with pytest.raises(Killed):
        opened.save()
    kill(profile)

    system.armed = False
    left = files.unsaved_work()

    if path.read_bytes() == SMALL:
        assert [work.steps for work in left] == [1]
    else:
        assert left == []


def test_closing_a_document_removes_its_journal_and_leaving_keeps_it(files, profile, path):
    first, second = files.open(path), files.new("Other")
    rename(first.document, "Compare")
    with second.document.edit("Name"):
        second.document.definitions.name = "Other"

    first.close()
    second.leave()

    assert len(list(profile.journals.iterdir())) == 1


def test_a_line_is_on_disk_within_a_second(profile, path):
    timers, system = Timers(), HookedSystem()
    journal = Journal(system, profile, Subject("order", path, SMALL), timers)

    journal.append({"do": "edit", "changes": []})
    syncs = system.calls.count("sync")
    seconds = [seconds for seconds, _ in timers.waiting]
    timers.fire()

    assert max(seconds) <= 1
    assert system.calls.count("sync") == syncs + 1


def test_a_full_disk_never_stops_the_work_and_lines_follow_when_there_is_room(profile, path):
    full = [True]

    def hook(count, name, arguments):
        if name == "write" and full[0] and system.calls.count("write") > 3:
            raise OSError(28, "injected")

    system = HookedSystem(hook)
    files = Files(profile, system, later=Timers())
    opened = files.open(path)
    rename(opened.document, "One")
    rename(opened.document, "Two")
    problem = str(opened.journal.problem)
    full[0] = False
    rename(opened.document, "Three")
    kill(profile)

    [work] = files.unsaved_work()

    assert "the disk is full" in problem
    assert opened.journal.problem is None
    assert restored(work)[0].get("Check", Task).name == "Three"


def lines_of(count: int) -> tuple[list[bytes], bytes]:
    check, lines = seed(SMALL), []
    for number in range(count):
        line, check = encode_line({"do": "edit", "label": str(number), "changes": []}, check)
        lines.append(line)
    return lines, SMALL


def test_a_torn_last_line_is_dropped_and_is_no_damage():
    lines, base = lines_of(3)

    entries, damage = believed(b"".join(lines)[:-5], base)

    assert [entry["label"] for entry in entries] == ["0", "1"]
    assert damage is None


@pytest.mark.parametrize(
    ("spoil", "left"),
    [
        (lambda lines: [lines[1], lines[0], lines[2]], 0),
        (lambda lines: [lines[0], lines[2]], 1),
        (lambda lines: [lines[0], lines[1].replace(b'"1"', b'"9"'), lines[2]], 1),
        (lambda lines: [b"\x80\x04garbage\n", *lines], 0),
        (lambda lines: [lines[0], b"\n", lines[1]], 1),
    ],
    ids=["swapped", "left out", "changed", "pickled", "empty"],
)
def test_nothing_after_a_line_that_its_checksum_does_not_confirm_is_believed(spoil, left):
    lines, base = lines_of(3)

    entries, damage = believed(b"".join(spoil(lines)), base)

    assert len(entries) == left
    assert "damaged" in damage


class Bomb:
    def __reduce__(self):
        return os.mkdir, ("hit",)


def hostile_contents() -> dict[str, bytes]:
    deep = b"[" * 100_000
    line, _ = encode_line({"do": "edit", "label": "x", "changes": [["attribute", 10**9, "name", "x"]]}, seed(SMALL))
    wrong, _ = encode_line({"do": "edit", "label": [], "changes": 5}, seed(SMALL))
    kind, _ = encode_line({"do": "edit", "changes": [["insert", 0, -5, ["a b", {"<": 1}, 7, None]]]}, seed(SMALL))
    return {
        "empty": b"",
        "binary": bytes(range(256)) * 50,
        "pickle": pickle.dumps(Bomb()),
        "deep": deep,
        "deep object": b'{"a":' * 50_000,
        "other node": line,
        "wrong types": wrong,
        "wrong node": kind,
        "numbers": b"123",
        "null": b"null",
        "no owner": b'{"owner": {"pid": "1; rm", "host": 5, "started": null}}',
        "negative owner": b'{"owner": {"pid": -1, "host": "x", "started": ""}}',
        "traversal": b'{"name": "../../etc/passwd", "path": "/etc/passwd\\u0000x"}',
        "huge": b"x" * 5_000_000,
        "an XML bomb": b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 999 + b'">]><a>&b;</a>',
    }


@pytest.mark.parametrize("part", [ABOUT, BASE, EDITS])
@pytest.mark.parametrize("case", hostile_contents())
def test_a_hostile_journal_runs_nothing_and_harms_nothing(files, profile, path, part, case, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opened = files.open(path)
    rename(opened.document, "Compare")
    kill(profile)
    [folder] = profile.journals.iterdir()
    (folder / part).write_bytes(hostile_contents()[case])

    for work in files.unsaved_work():
        try:
            restored(work)
        except Exception as error:
            assert type(error).__name__ in ("NotBpmnError", "HostileFileError")  # noqa: PT017 - both are answers

    assert not (tmp_path / "hit").exists()
    assert path.read_bytes() == SMALL


def test_links_in_the_folder_of_journals_are_not_followed(profile, tmp_path):
    profile.journals.mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "keep.txt").write_text("keep")
    (profile.journals / "link").symlink_to(tmp_path / "mine")
    (profile.journals / "file").write_text("no folder")

    assert find_unsaved_work(REAL, profile) == []
    assert (tmp_path / "mine" / "keep.txt").exists()


def test_a_process_that_started_later_with_the_same_number_is_not_the_owner():
    mine = Process.from_json({"pid": os.getpid(), "host": os.uname().nodename, "started": "boot:1"})

    assert mine is not None
    assert not mine.is_alive()


def test_recovered_work_opens_as_a_modified_document_with_a_journal_of_its_own(files, profile, path):
    opened = files.open(path)
    rename(opened.document, "Compare")
    opened.lock = None
    kill(profile)
    kill_locks(profile)

    [work] = files.unsaved_work()
    again = files.recover(work)
    rename(again.document, "Approve")

    assert again.is_modified
    assert again.path == path
    assert len(list(profile.journals.iterdir())) == 1
    again.save()
    assert b"Approve" in path.read_bytes()


def kill_locks(profile: Profile) -> None:
    for file in profile.locks.glob("*.json"):
        file.unlink()


def crash(files: Files, profile: Profile, path: Path, *names: str) -> None:
    opened = files.open(path)
    for name in names:
        rename(opened.document, name)
    kill(profile)
    kill_locks(profile)


def test_recovered_work_does_not_overwrite_what_others_wrote_after_the_crash(files, profile, path):
    crash(files, profile, path, "Compare")
    path.write_bytes(SMALL.replace(b"Check order", b"Theirs"))
    [work] = files.unsaved_work()

    with pytest.raises(FileChanged):
        files.recover(work).save()

    assert b"Theirs" in path.read_bytes()


def test_recovered_work_that_was_saved_once_does_not_overwrite_what_others_wrote_after_the_crash(
    files, profile, path, tmp_path
):
    opened = files.open(path)
    rename(opened.document, "Compare")
    opened.save_as(tmp_path / "other.bpmn")
    rename(opened.document, "Approve")
    kill(profile)
    kill_locks(profile)
    (tmp_path / "other.bpmn").write_bytes(SMALL.replace(b"Check order", b"Theirs"))
    [work] = files.unsaved_work()
    again = files.recover(work)

    with pytest.raises(FileChanged):
        again.save()

    assert (work.path, work.steps) == (tmp_path / "other.bpmn", 1)


def test_a_journal_of_which_a_step_cannot_be_made_again_is_kept_and_what_is_done_later_is_safe(files, profile, path):
    crash(files, profile, path, "One", "Two")
    [folder] = profile.journals.iterdir()
    lines = (folder / EDITS).read_bytes().splitlines(keepends=True)
    check = lines[0].split(b" ")[0].decode()
    odd, _ = encode_line({"do": "edit", "changes": [["attribute", 10**6, "name", "x"]]}, check)
    (folder / EDITS).write_bytes(lines[0] + odd)
    [work] = files.unsaved_work()

    again = files.recover(work)
    rename(again.document, "Three")
    kill(profile)

    names = {restored(each)[0].get("Check", Task).name for each in files.unsaved_work()}
    assert "could not be made again" in again.notes[0]
    assert names == {"One", "Three"}
