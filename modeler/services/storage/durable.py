"""Putting bytes in a file so that a kill, a power cut, a full disk or another program never costs a document.

The new contents go to a temporary file in the same folder, reach the disk, and take the file's place at once. Where
the place must not change hands (hard links, a folder that cannot be written) they go into the file itself, after a
full copy lies safe in the profile folder. What was there before is kept as a backup.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from modeler.services.profile import Profile
from modeler.services.storage.backups import keep_backup
from modeler.services.storage.file_errors import FileChanged, FileError, ReadOnlyFile, explained
from modeler.services.storage.file_state import (
    MAX_FILE_BYTES,
    FileState,
    Snapshot,
    digest,
    require_unchanged,
    take_snapshot,
)
from modeler.services.storage.in_place import write_in_place
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.stray_files import clear_stray_files, temporary_name
from modeler.services.storage.write_calls import remove_quietly, write_new

NOT_BESIDE = (errno.EACCES, errno.EPERM, errno.EROFS)
BLOCKED_BY_ANOTHER = (5, 32, 33)
FIRST_WAIT, LONGEST_WAIT, WAIT_IN_ALL = 0.01, 1.0, 2.5
WRITE_BITS = 0o222


@dataclass(frozen=True, slots=True)
class Absent:
    """The expectation that there is no file of that name."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the file's new state, and what a user should know about how it was done."""

    state: FileState
    notes: tuple[str, ...] = ()


Expectation = FileState | Absent | None


Confirm = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Write:
    """One write on its way: where it goes, what goes there, and what is there now."""

    system: OperatingSystem
    profile: Profile
    path: Path
    data: bytes
    expected: Expectation
    before: Snapshot | None
    confirm: Confirm
    mark: str


def write_durably(
    system: OperatingSystem,
    profile: Profile,
    path: Path,
    data: bytes,
    expected: Expectation = None,
    confirm: Confirm = lambda: None,
    mark: str | None = None,
) -> Written:
    """Write a file, symbolic links followed, if it is as expected (`None`: however it is).

    `confirm` is called when the new contents are on disk, just before they take the file's place: it may raise a
    `FileError`. `mark` is the digest of `data`, where that is known. Raises `FileChanged` where the file is not as
    expected, `ReadOnlyFile`, or another `FileError`; the file is then as it was.
    """
    target = Path(os.path.realpath(path))
    clear_stray_files(system, profile, target)
    try:
        before = take_snapshot(system, target)
    except OSError as error:
        raise explained(error, "read", target) from error
    write = Write(system, profile, target, data, expected, before, confirm, mark or digest(data))
    _require_expected(write)
    notes = _keep_earlier(write)
    return _finished(write, [*notes, *_put(write)])


def _require_expected(write: Write) -> None:
    before = write.before
    if isinstance(write.expected, FileState):
        require_unchanged(write.path, write.expected, before)
    elif isinstance(write.expected, Absent) and before is not None:
        raise FileChanged(write.path, "created", before.data)
    if before is not None and not before.facts.st_mode & WRITE_BITS:
        raise ReadOnlyFile(write.path, "the file is marked as read-only")


def _keep_earlier(write: Write) -> list[str]:
    if write.before is None or not write.before.data or write.before.data == write.data:
        return []
    try:
        keep_backup(write.system, write.profile, write.path, write.before.data, write.before.state.digest)
    except FileError as error:
        return [str(error)]
    return []


def _put(write: Write) -> list[str]:
    before = write.before
    if before is not None and before.facts.st_nlink > 1:
        return _in_place(write, "the file has several names (hard links)")
    temporary = write.path.with_name(temporary_name(write.path, secrets.token_hex(2)))
    try:
        facts = before.facts if before else None
        write_new(write.system, temporary, write.data, mode=0o666, like=facts)
    except OSError as error:
        if before is not None and error.errno in NOT_BESIDE:
            return _in_place(write, "its folder cannot be written")
        raise explained(error, "save", write.path) from error
    if before is not None:
        with contextlib.suppress(OSError):
            write.system.copy_attributes(write.path, temporary)
    _take_place(write, temporary)
    return []


def _in_place(write: Write, why: str) -> list[str]:
    assert write.before is not None
    write.confirm()
    write_in_place(write.system, write.profile, write.path, write.data, write.before)
    return [f"{write.path.name} was written in place, because {why}; a copy was kept safe meanwhile."]


def _take_place(write: Write, temporary: Path) -> None:
    try:
        write.confirm()
        if not _swap(write, temporary):
            _replace(write, temporary)
        write.system.sync_folder(write.path.parent)
    except FileError:
        remove_quietly(write.system, temporary)
        raise
    except FileNotFoundError as error:
        remove_quietly(write.system, temporary)
        raise FileChanged(write.path, "removed", None) from error
    except OSError as error:
        kept = _keep_if_blocked(write, temporary, error)
        raise explained(error, "save", write.path, kept) from error
    remove_quietly(write.system, temporary)


def _swap(write: Write, temporary: Path) -> bool:
    """Exchange the new file with the one that was read, so that a change in the last moment is seen and kept."""
    if not isinstance(write.expected, FileState) or not write.system.exchange(temporary, write.path):
        return False
    theirs = write.system.read(temporary, MAX_FILE_BYTES)
    if write.before is not None and theirs == write.before.data:
        return True
    write.system.exchange(temporary, write.path)
    raise FileChanged(write.path, "changed", theirs)


def _replace(write: Write, temporary: Path) -> None:
    """Take the file's place; while a scanner or a sync client holds it (Windows), try again for 2.5 seconds."""
    wait, waited = FIRST_WAIT, 0.0
    while True:
        try:
            _replace_once(write, temporary)
            return
        except PermissionError as error:
            if getattr(error, "winerror", None) not in BLOCKED_BY_ANOTHER or waited >= WAIT_IN_ALL:
                raise
        write.system.sleep(wait)
        waited += wait
        wait = min(wait * 2, LONGEST_WAIT)


def _replace_once(write: Write, temporary: Path) -> None:
    if isinstance(write.expected, Absent):
        _claim(write, temporary)
        return
    if isinstance(write.expected, FileState):
        require_unchanged(write.path, write.expected, take_snapshot(write.system, write.path))
    write.system.replace(temporary, write.path)


def _claim(write: Write, temporary: Path) -> None:
    """Take a name that nobody has yet."""
    try:
        write.system.link(temporary, write.path)
    except FileExistsError as error:
        theirs = take_snapshot(write.system, write.path)
        raise FileChanged(write.path, "created", theirs.data if theirs else None) from error
    except OSError:
        write.system.replace(temporary, write.path)


def _keep_if_blocked(write: Write, temporary: Path, error: OSError) -> Path | None:
    if getattr(error, "winerror", None) in BLOCKED_BY_ANOTHER:
        return temporary
    remove_quietly(write.system, temporary)
    return None


def _finished(write: Write, notes: list[str]) -> Written:
    facts = None
    with contextlib.suppress(OSError):
        facts = write.system.stat(write.path)
    modified = facts.st_mtime_ns if facts else 0
    inode = (facts.st_dev, facts.st_ino) if facts else (0, 0)
    return Written(FileState(len(write.data), modified, inode, write.mark), tuple(notes))
