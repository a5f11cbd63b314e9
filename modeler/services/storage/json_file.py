"""Small JSON files of the profile: read with tolerance, written whole."""

from __future__ import annotations

import contextlib
import json
import secrets
from pathlib import Path

from modeler.services.storage.file_errors import explained
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.write_calls import remove_quietly, write_new

MAX_BYTES = 4 * 1024 * 1024
Values = dict[str, object]


def read_values(system: OperatingSystem, path: Path) -> Values:
    """The object that a file holds; an unreadable file counts as empty and is moved aside, never overwritten."""
    try:
        data = system.read(path, MAX_BYTES)
    except OSError:
        return {}
    try:
        if len(data) > MAX_BYTES:
            raise ValueError("too large")
        value = json.loads(data)
        if isinstance(value, dict):
            return value
    except (ValueError, RecursionError):
        pass
    with contextlib.suppress(OSError):
        system.replace(path, path.with_suffix(".unreadable"))
    return {}


def write_values(system: OperatingSystem, path: Path, values: Values) -> None:
    """Put an object in a file, whole and durable. Raises `FileError`."""
    write_whole(system, path, json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False).encode())


def write_whole(system: OperatingSystem, path: Path, data: bytes) -> None:
    """Put bytes in a file: all of them, durably, or none. Raises `FileError`."""
    beside = path.with_suffix(f".{secrets.token_hex(3)}.part")
    try:
        system.make_folder(path.parent)
        write_new(system, beside, data)
        try:
            system.replace(beside, path)
        except OSError:
            remove_quietly(system, beside)
            raise
        system.sync_folder(path.parent)
    except OSError as error:
        raise explained(error, "write", path) from error
