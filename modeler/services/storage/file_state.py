"""What a file was like when it was read, and whether it still is."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from modeler.services.storage.file_errors import FileChanged, FileError, explained
from modeler.services.storage.operating_system import OperatingSystem

MAX_FILE_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileState:
    """Size, time, place on disk and hash of a file's contents at one moment."""

    size: int
    modified: int
    inode: tuple[int, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file as it was read: its contents, its state and the system's facts about it."""

    data: bytes
    state: FileState
    facts: os.stat_result = field(repr=False)


def digest(data: bytes) -> str:
    """The hash by which contents are compared."""
    return hashlib.sha256(data).hexdigest()


def take_snapshot(system: OperatingSystem, path: Path) -> Snapshot | None:
    """Read a file whole; `None` where there is none. Raises `OSError`, or `FileError` for one that is too large."""
    try:
        facts = system.stat(path)
        data = system.read(path, MAX_FILE_BYTES)
    except FileNotFoundError:
        return None
    if len(data) > MAX_FILE_BYTES:
        limit = f"it is larger than {MAX_FILE_BYTES // 1024**2} MiB"
        raise FileError(path, "read", limit, "Processwright does not open files of this size.")
    return Snapshot(data, _state(facts, data), facts)


def _state(facts: os.stat_result, data: bytes) -> FileState:
    return FileState(len(data), facts.st_mtime_ns, (facts.st_dev, facts.st_ino), digest(data))


def has_changed(system: OperatingSystem, path: Path, known: FileState) -> bool:
    """Whether the contents on disk are others than those known; reads the file only where its facts differ."""
    try:
        facts = system.stat(path)
        if (facts.st_size, facts.st_mtime_ns, (facts.st_dev, facts.st_ino)) == (
            known.size,
            known.modified,
            known.inode,
        ):
            return False
        now = take_snapshot(system, path)
    except FileNotFoundError:
        return True
    except OSError as error:
        raise explained(error, "read", path) from error
    return now is None or now.state.digest != known.digest


def require_unchanged(path: Path, known: FileState, now: Snapshot | None) -> None:
    """Raise `FileChanged` where the contents are not the known ones; a new time alone is no change."""
    if now is None:
        raise FileChanged(path, "removed", None)
    if now.state.digest != known.digest:
        raise FileChanged(path, "changed", now.data)
