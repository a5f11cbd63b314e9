"""The files of a package in memory, by their path in it; what no honest package contains is refused.

Names are judged for every system, so that a package which installs on one installs on all: no way out of the folder, no
links, no two files that are one elsewhere, nothing that Python would run by itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import TypeAlias

from modeler.services.packages.errors import PackageError

Contents: TypeAlias = "dict[str, bytes]"

MOST_FILES = 5_000
MOST_BYTES = 128 * 1024 * 1024
_LONGEST_NAME = 240
_DEEPEST = 20
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))})
_RUN_BY_PYTHON = frozenset({"sitecustomize.py", "usercustomize.py", "pyvenv.cfg"})


def require_safe_names(names: Iterable[str]) -> None:
    """Refuse a list of files of which one is not simply a file below a folder. Raises `PackageError`."""
    seen: dict[str, str] = {}
    folders: set[str] = set()
    for name in names:
        _require_safe(name)
        folded = _folded(name)
        if folded in seen:
            raise PackageError(f"It holds both “{seen[folded]}” and “{name}”, which are one file on some systems.")
        seen[folded] = name
        folders.update(_folded(str(parent)) for parent in PurePosixPath(name).parents if parent.name)
    clash = next((name for folded, name in seen.items() if folded in folders), None)
    if clash is not None:
        raise PackageError(f"“{clash}” is both a file and a folder in it.")
    if len(seen) > MOST_FILES:
        raise PackageError(f"It holds more than {MOST_FILES:,} files.")


def digest_of(contents: Mapping[str, bytes]) -> str:
    """A SHA-256 over all names and files, the same in whatever order they came."""
    whole = hashlib.sha256()
    for name in sorted(contents):
        data = contents[name]
        whole.update(f"{len(name.encode())}:{name}:{len(data)}:".encode() + data)
    return whole.hexdigest()


def too_large() -> PackageError:
    """The refusal of a package that is larger than any honest one."""
    return PackageError(f"It is larger than {MOST_BYTES // (1024 * 1024)} MB when it is unpacked.")


def _require_safe(name: str) -> None:
    parts = name.split("/")
    if _FORBIDDEN.search(name) or name.startswith("/") or ".." in parts or "." in parts or "" in parts:
        raise PackageError(f"It holds a file with a name that leads elsewhere or is not allowed: {name[:80]!r}.")
    if len(name) > _LONGEST_NAME or len(parts) > _DEEPEST:
        raise PackageError(f"It holds a file with too long a name: “{name[:60]}…”.")
    for part in parts:
        if part.endswith((" ", ".")) or part.partition(".")[0].strip().lower() in _DEVICES:
            raise PackageError(f"It holds a file with a name that is not possible on every system: “{name}”.")
    if parts[-1].lower().endswith(".pth") or parts[-1].lower() in _RUN_BY_PYTHON:
        raise PackageError(f"It holds “{name}”, which Python runs by itself; no connector needs that.")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
