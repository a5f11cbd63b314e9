"""One window writes a document; a second one that opens it may only read.

A lock names its process, that process's start and its machine; it is free again when that process is gone. Locks lie
in the profile folder, so that a document in a folder that may not be written can be locked too.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from modeler.services.profile import Profile, place_key
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import Process, this_process
from modeler.services.storage.write_calls import remove_quietly, write_new

MAX_LOCK_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock that is ours; `token` tells it from one that the same process took before."""

    file: Path
    token: str


@dataclass(frozen=True, slots=True)
class Claim:
    """The answer to asking for a lock: the lock, or who holds it; neither where locks cannot be written."""

    lock: Lock | None
    holder: Process | None = None


def acquire(system: OperatingSystem, profile: Profile, path: Path) -> Claim:
    """Ask for the lock of a document; takes over that of a process that is gone."""
    file = profile.locks / f"{place_key(path)}.json"
    try:
        system.make_folder(profile.locks)
        with _alone(profile.locks / "guard"):
            holder = _holder(system, file)
            if holder is not None:
                return Claim(None, holder)
            return Claim(_take(system, file, path))
    except OSError:
        return Claim(None)


def release(system: OperatingSystem, lock: Lock) -> None:
    """Give a lock back; one that has been taken over meanwhile is left alone."""
    with contextlib.suppress(OSError), _alone(lock.file.with_name("guard")):
        if _content(system, lock.file).get("token") == lock.token:
            system.remove(lock.file)


def _holder(system: OperatingSystem, file: Path) -> Process | None:
    owner = Process.from_json(_content(system, file).get("owner"))
    return owner if owner is not None and owner.is_alive() else None


def _content(system: OperatingSystem, file: Path) -> dict[str, object]:
    try:
        value = json.loads(system.read(file, MAX_LOCK_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _take(system: OperatingSystem, file: Path, path: Path) -> Lock:
    token = secrets.token_hex(8)
    beside = file.with_suffix(f".{token}.part")
    facts = {"format": 1, "path": str(path), "token": token, "owner": this_process().as_json()}
    write_new(system, beside, json.dumps(facts).encode(), durable=False)
    try:
        system.replace(beside, file)
    except OSError:
        remove_quietly(system, beside)
        raise
    return Lock(file, token)


@contextlib.contextmanager
def _alone(guard: Path) -> Iterator[None]:
    """Run while no other process is between looking at a lock and taking it; the system frees it for a dead one."""
    handle = os.open(guard, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(handle)
        yield
    finally:
        os.close(handle)


def _wait_for(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
