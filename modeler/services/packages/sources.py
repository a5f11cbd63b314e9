"""What a user may point at to install: a folder, a zip file, a wheel, or a name in an index."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from modeler.services.packages.archives import read_zip
from modeler.services.packages.contents import MOST_BYTES, too_large
from modeler.services.packages.errors import PackageError
from modeler.services.packages.folders import read_folder
from modeler.services.packages.index import FolderIndex, Index, open_index
from modeler.services.packages.layout import Layout, layout_of_folder, layout_of_wheel
from modeler.services.packages.resolving import Fetched, fetch_newest, missing_libraries, read_requirement
from modeler.services.packages.wheels import read_wheel
from modeler.services.storage.file_errors import explained
from modeler.services.storage.operating_system import OperatingSystem

_SOURCES = (".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tar.xz", ".egg")


@dataclass(frozen=True)
class Looked:
    """A package with the libraries that it lacks, and where all of it came from."""

    layout: Layout
    libraries: list[Fetched] = field(default_factory=list)
    source: str = ""
    index: str = ""
    hashes: dict[str, str] = field(default_factory=dict)


def look(system: OperatingSystem, source: str, index: str, hashes: Mapping[str, str]) -> Looked:
    """Read a source and what it needs; nothing is written. Raises `PackageError`, `FileError`."""
    path = Path(source).expanduser()
    if path.is_dir():
        return _with_libraries(
            layout_of_folder(read_folder(system, path), path.absolute().name), str(path.absolute()), index, hashes
        )
    if source.lower().endswith(_SOURCES):
        raise PackageError(f"{path.name} is a source archive, which runs code when it is installed. Use its wheel.")
    if source.lower().endswith((".whl", ".zip")) or path.is_file():
        return _file(system, path, index, hashes)
    if "/" in source or "\\" in source:
        raise PackageError(f"There is no file or folder {source}.")
    return _named(source, index, hashes)


def _file(system: OperatingSystem, path: Path, index: str, hashes: Mapping[str, str]) -> Looked:
    data = _read(system, path)
    if path.suffix.lower() == ".whl":
        layout = layout_of_wheel(read_wheel(data, path.name), hashlib.sha256(data).hexdigest())
    elif data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        layout = layout_of_folder(read_zip(data, path.name), path.stem)
    else:
        raise PackageError(f"{path.name} is neither a wheel nor a zip file.")
    return _with_libraries(layout, str(path.absolute()), index, hashes, FolderIndex(path.absolute().parent))


def _named(source: str, index: str, hashes: Mapping[str, str]) -> Looked:
    wanted = read_requirement(source)
    if not index:
        raise PackageError(f"There is no file or folder “{source}”. To install a package by its name, give an index.")
    place = open_index(index)
    fetched = fetch_newest(wanted, [place], hashes)
    layout = layout_of_wheel(fetched.wheel, fetched.digest)
    looked = _with_libraries(layout, wanted.name, index, hashes)
    return Looked(
        layout, looked.libraries, wanted.name, place.place, looked.hashes | {fetched.offer.wheel.file: fetched.digest}
    )


def _with_libraries(
    layout: Layout, source: str, index: str, hashes: Mapping[str, str], beside: Index | None = None
) -> Looked:
    indexes = [each for each in (beside, open_index(index) if index else None) if each is not None]
    libraries = missing_libraries(layout.name, layout.requires, indexes, hashes)
    return Looked(layout, libraries, source, index, {each.offer.wheel.file: each.digest for each in libraries})


def _read(system: OperatingSystem, path: Path) -> bytes:
    try:
        data = system.read(path, MOST_BYTES)
    except OSError as error:
        raise explained(error, "read", path) from error
    if len(data) > MOST_BYTES:
        raise too_large()
    return data
