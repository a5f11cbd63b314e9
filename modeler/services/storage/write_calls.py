"""Writing bytes to a new file, whole or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from modeler.services.storage.operating_system import OperatingSystem


def write_all(system: OperatingSystem, handle: int, data: bytes) -> None:
    """Write all bytes; the system may take fewer at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[system.write(handle, rest) :]


def write_new(
    system: OperatingSystem,
    path: Path,
    data: bytes,
    *,
    mode: int = 0o600,
    like: os.stat_result | None = None,
    durable: bool = True,
) -> None:
    """Make a file with these contents, with the access rights of another; on an error there is no such file."""
    handle = system.create(path, mode)
    try:
        try:
            write_all(system, handle, data)
            if like is not None:
                system.keep_access(handle, like)
            if durable:
                system.sync(handle)
        finally:
            system.close(handle)
    except OSError:
        remove_quietly(system, path)
        raise


def remove_quietly(system: OperatingSystem, path: Path) -> None:
    """Remove a file that is of no more use; it stays where the system does not let it go."""
    with contextlib.suppress(OSError):
        system.remove(path)
