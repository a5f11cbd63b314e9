"""Files of a workspace that hold a list of objects, for an editor: read whole, written only where nobody else wrote."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from connectors.sdk.values import JsonObject
from modeler.services.storage.file_errors import ChangeKind, FileChanged, explained


@dataclass(frozen=True, slots=True)
class ReadObjects:
    """What a file holds; `error` says why it cannot be read, `before` is what stood there."""

    entries: tuple[JsonObject, ...] = ()
    error: str = ""
    before: bytes | None = None


def read_objects(path: Path) -> ReadObjects:
    """A file as it is now; one that is not there has no entry."""
    try:
        data = path.read_bytes() if path.exists() else None
        value = json.loads(data) if data is not None else []
    except OSError as error:
        return ReadObjects(error=str(explained(error, "read", path)))
    except (ValueError, RecursionError) as error:
        return ReadObjects(error=f"The file is not JSON: {error}")
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return ReadObjects(error="The file does not hold a list of objects.", before=data)
    return ReadObjects(tuple(value), before=data)


def require_unchanged(path: Path, before: bytes | None) -> None:
    """Raises `FileChanged` where a file is not as it was read, and `FileError`."""
    try:
        now = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise explained(error, "read", path) from error
    if now != before:
        kind: ChangeKind = "created" if before is None else "removed" if now is None else "changed"
        raise FileChanged(path, kind, now)
