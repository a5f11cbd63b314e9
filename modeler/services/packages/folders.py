"""Reading a folder into memory: the files that belong to a package, and no links out of it."""

from __future__ import annotations

import os
from pathlib import Path

from modeler.services.packages.contents import MOST_BYTES, MOST_FILES, Contents, require_safe_names, too_large
from modeler.services.packages.errors import PackageError
from modeler.services.storage.file_errors import explained
from modeler.services.storage.operating_system import OperatingSystem

_NOT_PACKED = frozenset({"__pycache__", "node_modules", "build", "dist"})


def read_folder(system: OperatingSystem, folder: Path) -> Contents:
    """The files of a folder, without hidden ones and what tools leave behind. Raises `PackageError`, `FileError`."""
    contents: Contents = {}
    left = MOST_BYTES
    for path in _files(folder):
        try:
            data = system.read(path, left)
        except OSError as error:
            raise explained(error, "read", path) from error
        left -= len(data)
        if left < 0:
            raise too_large()
        contents[path.relative_to(folder).as_posix()] = data
        if len(contents) > MOST_FILES:
            raise PackageError(f"It holds more than {MOST_FILES:,} files.")
    require_safe_names(contents)
    return contents


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=_told):
        here = Path(place)
        folders[:] = sorted(name for name in folders if _is_packed(name))
        for path in (here / name for name in [*folders, *sorted(files)] if _is_packed(name)):
            if path.is_symlink():
                raise PackageError(f"“{path.relative_to(folder)}” is a link; a package holds its files itself.")
        found += [here / name for name in sorted(files) if _is_packed(name) and not name.endswith((".pyc", ".pyo"))]
    return found


def _is_packed(name: str) -> bool:
    return not name.startswith(".") and name not in _NOT_PACKED


def _told(error: OSError) -> None:
    raise explained(error, "read", Path(error.filename) if error.filename else None) from error
