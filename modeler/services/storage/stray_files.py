"""Temporary files that a killed save has left beside a document."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path

from modeler.services.profile import Profile
from modeler.services.storage.backups import keep_backup
from modeler.services.storage.file_errors import FileError
from modeler.services.storage.file_state import MAX_FILE_BYTES
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.processes import is_running
from modeler.services.storage.write_calls import remove_quietly

LONGEST_NAME = 150
TAIL = re.compile(r"\.([0-9a-f]+)-[0-9a-f]{4}\.part")


def temporary_name(path: Path, mark: str) -> str:
    """A name beside a document for its next contents; it tells which process writes it."""
    return f".{path.name[:LONGEST_NAME]}.{os.getpid():x}-{mark}.part"


def clear_stray_files(system: OperatingSystem, profile: Profile, path: Path) -> int:
    """Move what dead saves have left beside a document out of its folder; returns how many there were.

    A stray file that is complete may be a version that another program wrote in the last moment: it becomes a backup.
    """
    try:
        start = f".{path.name[:LONGEST_NAME]}"
        strays = [name for name in system.names(path.parent) if name.startswith(start) and _is_stray(start, name)]
    except OSError:
        return 0
    for name in strays:
        _keep_if_complete(system, profile, path, path.with_name(name))
        remove_quietly(system, path.with_name(name))
    return len(strays)


def _is_stray(start: str, name: str) -> bool:
    tail = TAIL.fullmatch(name.removeprefix(start))
    if tail is None or len(tail[1]) > 8:
        return False
    pid = int(tail[1], 16)
    return pid == os.getpid() or not is_running(pid)


def _keep_if_complete(system: OperatingSystem, profile: Profile, path: Path, stray: Path) -> None:
    with contextlib.suppress(OSError, FileError):
        data = system.read(stray, MAX_FILE_BYTES)
        if data.rstrip().endswith(b">") and len(data) <= MAX_FILE_BYTES:
            keep_backup(system, profile, path, data)
