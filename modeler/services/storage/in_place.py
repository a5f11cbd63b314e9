"""Writing into a file itself, for files whose place on disk must not change hands.

A kill in the middle would leave the file torn: so a full copy of the new contents lies in the profile folder first,
and the next start finishes the work from it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from engine.bpmn import Document, DocumentError
from modeler.services.profile import Profile, place_key
from modeler.services.storage.backups import keep_backup
from modeler.services.storage.file_errors import FileError, explained
from modeler.services.storage.file_state import MAX_FILE_BYTES, Snapshot, digest, require_unchanged, take_snapshot
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import Process, this_process
from modeler.services.storage.write_calls import remove_quietly, write_all, write_new

MAX_NOTE_BYTES = 64 * 1024
BLOCK = 512


@dataclass(frozen=True, slots=True)
class Pending:
    """A write in place that has begun: hashes of the file before and after it, and who does it."""

    path: str
    before: str
    after: str
    owner: Process


def write_in_place(system: OperatingSystem, profile: Profile, path: Path, data: bytes, before: Snapshot) -> None:
    """Replace the contents of a file without replacing the file. Raises `FileError`; the file is then as it was."""
    copy = _places(profile, path)[1]
    try:
        _prepare(system, profile, path, data, before)
        require_unchanged(path, before.state, take_snapshot(system, path))
    except OSError as error:
        _forget(system, profile, path)
        raise explained(error, "keep a safe copy for", path) from error
    except FileError:
        _forget(system, profile, path)
        raise
    try:
        _overwrite(system, path, data, before.state.size)
    except OSError as error:
        kept = None if _put_back(system, path, before) else copy
        if kept is None:
            _forget(system, profile, path)
        raise explained(error, "save", path, kept) from error
    _forget(system, profile, path)


def finish_pending_write(system: OperatingSystem, profile: Profile, path: Path) -> bool:
    """Finish a write in place that a kill interrupted; returns whether the file was torn and is now whole."""
    pending = _read_pending(system, profile, path)
    if pending is None or (pending.owner.is_alive() and pending.owner != this_process()):
        return False
    try:
        is_finished = _finish(system, profile, path, pending)
    except (OSError, FileError):
        return False
    _forget(system, profile, path)
    return is_finished


def _finish(system: OperatingSystem, profile: Profile, path: Path, pending: Pending) -> bool:
    now = take_snapshot(system, path)
    data = system.read(_places(profile, path)[1], MAX_FILE_BYTES)
    if now is None or digest(data) != pending.after or now.state.digest in (pending.before, pending.after):
        return False
    old = system.read(_places(profile, path)[2], MAX_FILE_BYTES)
    if is_document(now.data) and not is_mixture(now.data, old, data):
        keep_backup(system, profile, path, data)
        return False
    keep_backup(system, profile, path, now.data)
    _overwrite(system, path, data, now.state.size)
    return True


def is_document(data: bytes) -> bool:
    """Whether contents are a whole document: then another program wrote them, and not our interrupted write."""
    try:
        Document.from_bytes(data)
    except DocumentError:
        return False
    return True


def is_mixture(found: bytes, before: bytes, after: bytes) -> bool:
    """Whether contents are, block by block, old, new or nothing yet: what an interrupted write leaves."""
    filled = after.ljust(len(before), b"\n")
    for start in range(0, len(found), BLOCK):
        block = found[start : start + BLOCK]
        if block.strip(b"\0") and not filled.startswith(block, start) and not before.startswith(block, start):
            return False
    return True


def _places(profile: Profile, path: Path) -> tuple[Path, Path, Path]:
    """The note, the new contents and the old ones."""
    key = place_key(path)
    return profile.pending / f"{key}.json", profile.pending / f"{key}.bpmn", profile.pending / f"{key}.old"


def _prepare(system: OperatingSystem, profile: Profile, path: Path, data: bytes, before: Snapshot) -> None:
    note, copy, old = _places(profile, path)
    system.make_folder(profile.pending)
    _forget(system, profile, path)
    facts = {"path": str(path), "before": before.state.digest, "after": digest(data), "owner": this_process().as_json()}
    write_new(system, old, before.data)
    write_new(system, copy, data)
    write_new(system, note, json.dumps(facts).encode())
    system.sync_folder(profile.pending)


def _forget(system: OperatingSystem, profile: Profile, path: Path) -> None:
    for place in _places(profile, path):
        remove_quietly(system, place)


def _overwrite(system: OperatingSystem, path: Path, data: bytes, length: int) -> None:
    """Write in one call, white space up to the old length, then cut: so each moment between shows a whole document."""
    handle = system.open_to_write(path)
    try:
        write_all(system, handle, data.ljust(length, b"\n"))
        if length > len(data):
            system.truncate(handle, len(data))
        system.sync(handle)
    finally:
        system.close(handle)


def _put_back(system: OperatingSystem, path: Path, before: Snapshot) -> bool:
    try:
        now = take_snapshot(system, path)
        if now is None or now.state.digest != before.state.digest:
            _overwrite(system, path, before.data, now.state.size if now else 0)
    except (OSError, FileError):
        return False
    return True


def _read_pending(system: OperatingSystem, profile: Profile, path: Path) -> Pending | None:
    try:
        facts = json.loads(system.read(_places(profile, path)[0], MAX_NOTE_BYTES))
        owner = Process.from_json(facts["owner"])
        before, after = facts["before"], facts["after"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if owner is None or not isinstance(before, str) or not isinstance(after, str):
        return None
    return Pending(str(path), before, after, owner)
