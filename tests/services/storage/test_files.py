"""Opening and saving documents: locks, changes from outside, failures that leave everything as it was."""

from __future__ import annotations

import errno
import gzip
import json
import os
from pathlib import Path

import pytest

from engine.bpmn import DocumentError, Task
from modeler.services.profile import Profile, place_key
from modeler.services.storage.file_errors import FileChanged, FileError, ReadOnlyFile
from modeler.services.storage.files import Files
from tests.services.small_process import SMALL
from tests.services.storage.faults import HookedSystem


@pytest.fixture
def profile(profile_folder: Path) -> Profile:
    return Profile(profile_folder)


@pytest.fixture
def files(profile: Profile) -> Files:
    return Files(profile, later=lambda seconds, action: None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "order.bpmn"
    place.write_bytes(SMALL)
    return place


def rename(opened, name: str) -> None:
    with opened.document.edit("Rename"):
        opened.document.get("Check", Task).name = name


def test_an_unedited_document_is_saved_as_the_bytes_it_was_read_from(files, path):
    opened = files.open(path)

    opened.save()

    assert path.read_bytes() == SMALL


def test_a_saved_document_is_unmodified_and_its_file_holds_the_edit_and_nothing_else(files, path):
    opened = files.open(path)
    rename(opened, "Compare")

    opened.save()

    assert not opened.is_modified
    assert path.read_bytes() == SMALL.replace(b"Check order", b"Compare")


def test_a_second_window_may_read_but_not_save_in_place(files, path):
    files.open(path)
    second = files.open(path)
    rename(second, "Compare")

    with pytest.raises(ReadOnlyFile, match="another window"):
        second.save()

    assert path.read_bytes() == SMALL


def test_the_lock_is_free_when_its_window_closes_the_document(files, path):
    files.open(path).close()

    assert files.open(path).read_only is None


def test_the_lock_of_a_process_that_is_gone_is_taken_over(files, profile, path):
    files.open(path)
    lock = profile.locks / f"{place_key(path)}.json"
    facts = json.loads(lock.read_bytes())
    lock.write_text(json.dumps(facts | {"owner": facts["owner"] | {"pid": 1 << 30}}))

    assert files.open(path).read_only is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\x80\x04.", b"[" * 9999, b'{"owner": 5}', b"x" * 10_000])
def test_a_lock_that_nobody_can_have_written_is_taken_over(files, profile, path, content):
    profile.locks.mkdir(parents=True)
    (profile.locks / f"{place_key(path)}.json").write_bytes(content)

    assert files.open(path).read_only is None


def test_a_lock_that_is_a_link_to_a_document_does_not_harm_the_document(files, profile, path):
    profile.locks.mkdir(parents=True)
    (profile.locks / f"{place_key(path)}.json").symlink_to(path)

    opened = files.open(path)
    rename(opened, "Compare")
    opened.save()
    opened.close()

    assert path.read_bytes() == SMALL.replace(b"Check order", b"Compare")


def test_a_lock_reached_by_a_link_is_the_same_lock(files, path, tmp_path):
    (tmp_path / "link.bpmn").symlink_to(path)
    files.open(path)

    assert "another window" in files.open(tmp_path / "link.bpmn").read_only


def test_a_change_from_outside_is_asked_about_and_mine_may_be_kept(files, path):
    opened = files.open(path)
    rename(opened, "Mine")
    path.write_bytes(SMALL.replace(b"Check order", b"Theirs"))

    assert opened.has_changed_outside()
    with pytest.raises(FileChanged):
        opened.save()
    opened.overwrite()

    assert b"Mine" in path.read_bytes()
    assert not opened.has_changed_outside()


def test_theirs_may_be_taken(files, path):
    opened = files.open(path)
    rename(opened, "Mine")
    path.write_bytes(SMALL.replace(b"Check order", b"Theirs"))

    again = files.reopen(opened)

    assert again.document.get("Check", Task).name == "Theirs"
    assert again.read_only is None


def test_mine_may_be_saved_as_a_copy(files, path, tmp_path):
    opened = files.open(path)
    rename(opened, "Mine")
    path.write_bytes(b"theirs")

    opened.save_copy(tmp_path / "copy.bpmn")

    assert b"Mine" in (tmp_path / "copy.bpmn").read_bytes()
    assert path.read_bytes() == b"theirs"
    assert opened.is_modified


def test_saving_under_another_name_moves_the_lock(files, path, tmp_path):
    opened = files.open(path)

    opened.save_as(tmp_path / "other.bpmn")

    assert files.open(path).read_only is None
    assert "another window" in files.open(tmp_path / "other.bpmn").read_only


def test_a_document_opened_to_read_only_can_be_saved_under_another_name(files, path, tmp_path):
    files.open(path)
    second = files.open(path)

    second.save_as(tmp_path / "other.bpmn")
    rename(second, "Compare")
    second.save()

    assert b"Compare" in (tmp_path / "other.bpmn").read_bytes()


def test_a_new_document_gets_its_file_by_its_first_save(files, tmp_path):
    opened = files.new("Holiday request")
    with pytest.raises(FileError, match="Choose a name"):
        opened.save()

    opened.save_as(tmp_path / "holiday.bpmn")

    assert not opened.is_modified
    assert files.open(tmp_path / "holiday.bpmn").document.definitions is not None


def test_a_save_whose_folder_could_not_be_synced_is_an_error_and_the_next_save_is_no_conflict(profile, path):
    broken = [True]

    def hook(count, name, arguments):
        if name == "sync_folder" and broken[0]:
            raise OSError(errno.EIO, "injected")

    files = Files(profile, HookedSystem(hook))
    opened = files.open(path)
    opened.document.transcribe(None)
    rename(opened, "Compare")

    with pytest.raises(FileError, match="disk reports an error"):
        opened.save()
    broken[0] = False

    assert opened.is_modified
    opened.save()
    assert b"Compare" in path.read_bytes()


def test_an_exception_while_writing_the_text_leaves_the_file_as_it_was(files, path, monkeypatch):
    opened = files.open(path)
    rename(opened, "Compare")
    monkeypatch.setattr(opened.document, "to_bytes", lambda: SMALL.replace(b"Flow_2", b"Flow_3"))

    with pytest.raises(FileError, match="would not be the same process"):
        opened.save()

    assert path.read_bytes() == SMALL
    assert opened.is_modified


def test_a_compressed_file_is_not_unpacked(files, tmp_path):
    (tmp_path / "packed.bpmn").write_bytes(gzip.compress(SMALL))

    with pytest.raises(DocumentError, match="gzip"):
        files.open(tmp_path / "packed.bpmn")


def test_a_pipe_is_not_waited_for(files, tmp_path):
    os.mkfifo(tmp_path / "pipe.bpmn")

    with pytest.raises(FileError, match="not an ordinary file"):
        files.open(tmp_path / "pipe.bpmn")


@pytest.mark.parametrize("name", ["missing.bpmn", "no/such/folder.bpmn", "x" * 300])
def test_a_file_that_is_not_there_is_a_message(files, tmp_path, name):
    with pytest.raises(FileError, match="Cannot open"):
        files.open(tmp_path / name)


def test_a_stray_file_of_a_dead_save_is_gone_after_the_next_opening(files, path, tmp_path):
    (tmp_path / f".order.bpmn.{1 << 30:x}-0a1b.part").write_bytes(SMALL[:40])

    files.open(path)

    assert sorted(name for name in os.listdir(tmp_path) if name.startswith(".")) == []


def test_who_only_reads_a_file_leaves_everything_beside_it_alone(files, path, tmp_path):
    (tmp_path / f".order.bpmn.{1 << 30:x}-0a1b.part").write_bytes(SMALL[:40])
    before = sorted(os.listdir(tmp_path))

    files.open(path, to_write=False)

    assert sorted(os.listdir(tmp_path)) == before


def test_a_profile_folder_that_cannot_be_made_does_not_stop_opening_and_saving(tmp_path, path):
    (tmp_path / "no-folder").write_text("a file")
    files = Files(Profile(tmp_path / "no-folder" / "profile"), later=lambda seconds, action: None)

    opened = files.open(path)
    rename(opened, "Compare")
    written = opened.save()

    assert b"Compare" in path.read_bytes()
    assert opened.journal.problem is not None
    assert "earlier version" in written.notes[0]
