"""A document on disk is the old one or the new one, whole, whatever happens during a save."""

from __future__ import annotations

import errno
import itertools
import os
import stat
from pathlib import Path

import pytest

from modeler.services.profile import Profile
from modeler.services.storage.backups import list_backups, read_backup
from modeler.services.storage.durable import Absent, write_durably
from modeler.services.storage.file_errors import FileChanged, FileError, ReadOnlyFile
from modeler.services.storage.file_state import take_snapshot
from modeler.services.storage.in_place import finish_pending_write, is_mixture
from modeler.services.storage.operating_system import OperatingSystem
from tests.services.storage.faults import HookedSystem, count_calls, failing_at
from tests.services.storage.layouts import LAYOUTS, NEW, OLD, plain, with_a_mode, with_two_names

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EPERM, errno.EMFILE)
REAL = OperatingSystem()


@pytest.fixture
def profile(profile_folder: Path) -> Profile:
    return Profile(profile_folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "documents"
    place.mkdir()
    return place


def state_of(path: Path):
    return take_snapshot(REAL, path).state


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_save_replaces_the_contents_and_nothing_else(folder, profile, layout):
    path = LAYOUTS[layout](folder)
    mode, names = stat.S_IMODE(path.stat().st_mode), sorted(os.listdir(folder))

    write_durably(REAL, profile, path, NEW, state_of(path))

    assert path.read_bytes() == NEW
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert sorted(os.listdir(folder)) == names
    assert path.is_symlink() == (layout == "behind a link")


def test_a_file_with_two_names_keeps_both_and_says_that_it_was_written_in_place(folder, profile):
    path = with_two_names(folder)

    written = write_durably(REAL, profile, path, NEW)

    assert (folder / "other-name.bpmn").read_bytes() == NEW
    assert "in place" in written.notes[0]


def test_a_new_file_is_durable_before_it_has_its_name(folder, profile):
    calls = count_calls(lambda system: write_durably(system, profile, folder / "new.bpmn", NEW))

    assert calls.index("write") < calls.index("sync") < calls.index("close") < calls.index("replace")
    assert calls.index("replace") < calls.index("sync_folder")


def test_the_earlier_version_is_kept_as_a_backup(folder, profile):
    path = plain(folder)

    write_durably(REAL, profile, path, NEW)

    assert [read_backup(REAL, each) for each in list_backups(REAL, profile, path)] == [OLD]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_each_call_may_fail_and_the_file_is_whole_and_never_said_to_be_saved_when_it_is_not(
    tmp_path, profile, layout, number
):
    sample = tmp_path / "sample"
    sample.mkdir()
    first = LAYOUTS[layout](sample)
    calls = count_calls(lambda system: write_durably(system, Profile(tmp_path / "p"), first, NEW, state_of(first)))

    for index in range(len(calls)):
        place = tmp_path / f"case{index}"
        place.mkdir()
        path = LAYOUTS[layout](place)
        system = HookedSystem(failing_at(index, number))
        try:
            write_durably(system, Profile(tmp_path / f"profile{index}"), path, NEW, state_of(path))
        except FileError:
            assert path.read_bytes() in (OLD, NEW)
        else:
            assert path.read_bytes() == NEW, calls[index]


def test_a_full_disk_is_told_and_leaves_no_stray_file(folder, profile):
    path = plain(folder)
    state = state_of(path)

    def full(count, name, arguments):
        if name == "write":
            raise OSError(errno.ENOSPC, "injected")

    with pytest.raises(FileError, match="the disk is full"):
        write_durably(HookedSystem(full), profile, path, NEW, state)

    assert path.read_bytes() == OLD
    assert os.listdir(folder) == ["order.bpmn"]


def test_a_folder_that_cannot_be_written_makes_the_save_write_in_place(folder, profile):
    path = plain(folder)

    def closed(count, name, arguments):
        if name == "create" and arguments[0].parent == folder:
            raise OSError(errno.EACCES, "injected")

    written = write_durably(HookedSystem(closed), profile, path, NEW)

    assert path.read_bytes() == NEW
    assert "cannot be written" in written.notes[0]


def test_a_folder_that_cannot_be_listed_is_no_reason_not_to_save(folder, profile):
    path = plain(folder)

    def closed(count, name, arguments):
        if name == "names" and arguments[0] == folder:
            raise OSError(errno.EACCES, "injected")

    write_durably(HookedSystem(closed), profile, path, NEW)

    assert path.read_bytes() == NEW


def test_a_system_that_cannot_exchange_files_replaces_them(folder, profile):
    class Plain(HookedSystem):
        def exchange(self, one, other):
            return False

    path = plain(folder)

    write_durably(Plain(), profile, path, NEW, state_of(path))

    assert path.read_bytes() == NEW
    assert os.listdir(folder) == ["order.bpmn"]


def test_without_exchange_a_change_is_still_seen_until_the_last_call(folder, profile):
    class Plain(HookedSystem):
        def exchange(self, one, other):
            change(path)
            return False

    path = plain(folder)

    with pytest.raises(FileChanged):
        write_durably(Plain(), profile, path, NEW, state_of(path))

    assert path.read_bytes() == b"<theirs/>"
    assert os.listdir(folder) == ["order.bpmn"]


def test_a_file_marked_as_read_only_is_not_written(folder, profile):
    path = plain(folder)
    path.chmod(0o444)

    with pytest.raises(ReadOnlyFile, match="another name"):
        write_durably(REAL, profile, path, NEW)

    assert path.read_bytes() == OLD


def test_a_file_changed_outside_is_not_overwritten(folder, profile):
    path = plain(folder)
    state = state_of(path)
    path.write_bytes(b"<theirs/>")

    with pytest.raises(FileChanged) as caught:
        write_durably(REAL, profile, path, NEW, state)

    assert caught.value.theirs == b"<theirs/>"
    assert path.read_bytes() == b"<theirs/>"


def test_a_file_whose_time_alone_has_changed_is_saved(folder, profile):
    path = plain(folder)
    state = state_of(path)
    os.utime(path, (1, 1))

    write_durably(REAL, profile, path, NEW, state)

    assert path.read_bytes() == NEW


def test_a_file_that_appears_under_a_new_name_is_not_overwritten(folder, profile):
    path = folder / "new.bpmn"

    def appear(count, name, arguments):
        if name == "link":
            path.write_bytes(b"<theirs/>")

    with pytest.raises(FileChanged) as caught:
        write_durably(HookedSystem(appear), profile, path, NEW, Absent())

    assert caught.value.kind == "created"
    assert path.read_bytes() == b"<theirs/>"


def change(path: Path) -> None:
    path.write_bytes(b"<theirs/>")


def change_and_keep_the_time(path: Path) -> None:
    before = path.stat() if path.exists() else None
    path.write_bytes(OLD.replace(b"old", b"odd"))
    if before:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def replace(path: Path) -> None:
    beside = path.with_name("beside")
    beside.write_bytes(b"<theirs/>")
    os.replace(beside, path)


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def remove_and_make_again(path: Path) -> None:
    remove(path)
    change(path)


OUTSIDE = (change, change_and_keep_the_time, replace, remove, remove_and_make_again)
UNSEEN_AFTER = {"plain": "exchange", "with two names": "open_to_write"}


@pytest.mark.parametrize("layout", UNSEEN_AFTER)
@pytest.mark.parametrize("outside", OUTSIDE, ids=lambda each: each.__name__)
def test_no_change_from_outside_is_overwritten_silently_wherever_it_falls_in_a_save(tmp_path, layout, outside):
    sample = tmp_path / "sample"
    sample.mkdir()
    first = LAYOUTS[layout](sample)
    calls = count_calls(lambda system: write_durably(system, Profile(tmp_path / "p"), first, NEW, state_of(first)))
    last = len(calls) - calls[::-1].index(UNSEEN_AFTER[layout])

    for index in range(last):
        place = tmp_path / f"case{index}"
        place.mkdir()
        path = LAYOUTS[layout](place)
        state = state_of(path)

        def meanwhile(count, name, arguments, index=index, path=path):
            if count == index:
                outside(path)

        if layout == "with two names" and index == last - 1:
            continue  # another program that writes into the same file at the same moment: nobody can see that
        with pytest.raises(FileChanged):
            write_durably(HookedSystem(meanwhile), Profile(tmp_path / f"p{index}"), path, NEW, state)

        assert not path.exists() or path.read_bytes() not in (OLD, NEW)


def test_a_scanner_that_holds_the_file_is_waited_for(folder, profile):
    path = plain(folder)
    blocked = PermissionError(errno.EACCES, "held")
    blocked.winerror = 32
    left = [blocked] * 3

    def held(count, name, arguments):
        if name == "replace" and left:
            raise left.pop()

    system = HookedSystem(held)
    write_durably(system, profile, path, NEW)

    assert path.read_bytes() == NEW
    assert system.slept == [0.01, 0.02, 0.04]


def test_a_scanner_that_never_lets_go_leaves_the_work_beside_the_file(folder, profile):
    path = plain(folder)
    blocked = PermissionError(errno.EACCES, "held")
    blocked.winerror = 5

    def held(count, name, arguments):
        if name == "replace":
            raise blocked

    system = HookedSystem(held)
    with pytest.raises(FileError, match="Your work is in"):
        write_durably(system, profile, path, NEW)

    kept = next(each for each in folder.iterdir() if each.suffix == ".part")
    assert kept.read_bytes() == NEW
    assert 2.5 <= sum(system.slept) < 4


def test_an_interrupted_write_in_place_is_finished_by_the_next_opening(folder, profile):
    class Killed(BaseException):
        pass

    path = with_two_names(folder)

    def torn(count, name, arguments):
        if name == "write" and "open_to_write" in system.calls:
            os.write(arguments[0], arguments[1][:500])
            raise Killed

    system = HookedSystem(torn)
    with pytest.raises(Killed):
        write_durably(system, profile, path, NEW)
    assert path.read_bytes() not in (OLD, NEW)

    assert finish_pending_write(REAL, profile, path)
    assert path.read_bytes() == NEW


# Python reaches extended attributes on Linux alone; elsewhere there is nothing for a save to lose by us.
@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="this system has no extended attributes for Python")
def test_extended_attributes_stay_with_the_document(folder, profile):
    path = plain(folder)
    try:
        os.setxattr(path, "user.tag", b"important")
    except OSError:
        # Which disk the tests' folder lies on is not ours to choose; some keep no user attributes.
        pytest.skip("this disk has no extended attributes")

    write_durably(REAL, profile, path, NEW)

    assert os.getxattr(path, "user.tag") == b"important"


@pytest.mark.parametrize("content", [b"", b"spoiled", b"\x80\x04."])
def test_a_spoiled_backup_is_not_offered_as_a_version_and_foreign_files_are_passed_over(folder, profile, content):
    path = plain(folder)
    write_durably(REAL, profile, path, NEW)
    [backup] = list_backups(REAL, profile, path)
    backup.file.write_bytes(content)
    for name in ("notes.txt", "1-2.bpmn", ".hidden"):
        (backup.file.parent / name).write_bytes(content)

    write_durably(REAL, profile, path, OLD)

    assert read_backup(REAL, backup) is None
    assert len(list_backups(REAL, profile, path)) == 2
    assert (backup.file.parent / "notes.txt").exists()


@pytest.mark.parametrize(
    ("found", "torn"),
    [
        (b"n" * 512 + b"o" * 512, True),
        (b"n" * 1024 + b"\n" * 512, True),
        (b"n" * 512 + bytes(512), True),
        (b"x", False),
    ],
    ids=["half", "not yet cut", "zeros", "another program's"],
)
def test_an_interrupted_write_is_told_from_what_another_program_wrote(found, torn):
    assert is_mixture(found, b"o" * 1536, b"n" * 1024) == torn


def test_five_backups_stay_spread_over_their_age(folder, profile):
    class Calendar(OperatingSystem):
        hours = 0.0

        def now(self):
            return 1_700_000_000 + self.hours * 3600

    system = Calendar()
    path = plain(folder)

    for hour in range(60):
        system.hours = hour
        write_durably(system, profile, path, b"<version%d/>" % hour)

    kept = [(system.now() - each.replaced_at) / 3600 for each in list_backups(system, profile, path)]
    assert len(kept) == 5
    assert kept[0] == 0
    assert kept[-1] == 59
    assert all(younger < older for younger, older in itertools.pairwise(kept))


def test_the_mode_of_a_new_file_follows_the_users_mask(folder, profile):
    before = os.umask(0o027)
    try:
        write_durably(REAL, profile, folder / "new.bpmn", NEW)
    finally:
        os.umask(before)

    assert stat.S_IMODE((folder / "new.bpmn").stat().st_mode) == 0o640


def test_a_save_through_a_mode_keeps_it(folder, profile):
    path = with_a_mode(folder)

    write_durably(REAL, profile, path, NEW)

    assert stat.S_IMODE(path.stat().st_mode) == 0o640
