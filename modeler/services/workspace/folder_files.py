"""Files of the workspace folder that connectors may read: by a path inside it, never beyond it, nothing hidden.

A path may come from Request data, so it is taken for hostile: absolute ones, `..`, links that lead out, hidden files
and what is no ordinary file are refused with a reason.
"""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

from connectors.sdk.ports import File, PortError
from connectors.sdk.values import Json, as_object

MOST_BYTES: Final = 25_000_000
MOST_LISTED, MOST_SEEN, DEEPEST = 500, 5_000, 6
KEY: Final = "workspace"
NOT_OFFERED = (".bpmn", ".bpmn20.xml", ".bpmn2", ".scenario.json", ".data.json")
SKIPPED = ("__pycache__", "node_modules")
_TYPES = mimetypes.MimeTypes(())


def names_workspace_file(reference: Json) -> bool:
    """Whether a reference of the files port means a file of the workspace folder: `{"workspace": "terms.pdf"}`."""
    return KEY in as_object(reference)


def workspace_file(folder: Path | None, reference: Json) -> File:
    """The file that a reference names; raises `PortError` for what is not inside the folder or cannot be read."""
    text = str(as_object(reference).get(KEY, "")).strip()
    if folder is None:
        raise PortError("file.folder", f"“{text}” is a file of the folder, and the process is in none yet: save it.")
    try:
        path = _found(folder, text)
        content = path.read_bytes()
    except OSError as error:
        raise _unreadable(text, error) from None
    return File(path.name, media_type_of(path.name), content)


def refusal_of(folder: Path, text: str) -> str:
    """Why a path names no file of the folder that can be read; empty where it does. Nothing is read."""
    try:
        _found(folder, text.strip())
    except PortError as refusal:
        return refusal.message
    except OSError as error:
        return _unreadable(text, error).message
    return ""


def _found(folder: Path, text: str) -> Path:
    path = _inside(folder, text)
    if not path.is_file():
        raise PortError("file.missing", f"There is no file “{text}” in the folder of the process.")
    if path.stat().st_size > MOST_BYTES:
        raise PortError("file.size", f"“{text}” has more than {MOST_BYTES // 1_000_000} MB.")
    return path


def _unreadable(text: str, error: OSError) -> PortError:
    return PortError("file.read", f"“{text}” cannot be read: {error.strerror or error}.")


def media_type_of(name: str) -> str:
    """What a file holds, by its name; the same on every machine."""
    return _TYPES.guess_type(name)[0] or "application/octet-stream"


def offered_files(folder: Path | None) -> list[str]:
    """What a form offers of a folder, as paths inside it: no processes, nothing hidden, no links."""
    if folder is None:
        return []
    return sorted(_offered(folder), key=lambda name: (name.count("/"), name.casefold()))[:MOST_LISTED]


def _inside(folder: Path, text: str) -> Path:
    """Where a path leads; raises `PortError` unless that is inside the folder."""
    refused = PortError("file.outside", f"“{text}” is not a file inside the folder of the process.")
    plain = text.replace("\\", "/")
    parts = PurePosixPath(plain).parts
    is_rooted = plain.startswith("/") or bool(PureWindowsPath(text).drive) or ":" in plain
    if not parts or is_rooted or any(ord(sign) < 32 for sign in text) or any(each.startswith(".") for each in parts):
        raise refused
    try:
        root = folder.resolve()
        path = root.joinpath(*parts).resolve()
    except (OSError, ValueError, RuntimeError):
        raise refused from None
    hidden = any(each.startswith(".") for each in path.relative_to(root).parts) if path.is_relative_to(root) else True
    if hidden:
        raise refused
    return path


def _offered(folder: Path) -> Iterator[str]:
    seen = 0
    for here, folders, names in os.walk(folder):
        depth = len(Path(here).relative_to(folder).parts)
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n not in SKIPPED and depth < DEEPEST)
        for name in sorted(names):
            path = Path(here) / name
            seen += 1
            if seen > MOST_SEEN:
                return
            if not name.startswith(".") and not name.lower().endswith(NOT_OFFERED) and not path.is_symlink():
                yield path.relative_to(folder).as_posix()
