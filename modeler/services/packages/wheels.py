"""Wheels: what one says of itself, and its files when all of it is true.

The name of the file, its METADATA, WHEEL and RECORD must agree, every file must have the hash that RECORD gives it, and
the wheel must fit this Python. Scripts and data files that would go outside of its own folder are refused.
"""

from __future__ import annotations

import contextlib
import email.parser
import os
import platform
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from installer import install
from installer.destinations import WheelDestination
from installer.records import RecordEntry
from installer.sources import WheelFile
from installer.utils import Scheme
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag, sys_tags
from packaging.utils import InvalidWheelFilename, NormalizedName, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from modeler.services.packages.archives import opened_zip, read_capped
from modeler.services.packages.contents import MOST_BYTES, Contents, require_safe_names
from modeler.services.packages.errors import PackageError

_INSIDE = ("purelib", "platlib")


@dataclass(frozen=True)
class WheelName:
    """What the name of a wheel says."""

    file: str
    name: NormalizedName
    version: Version
    tags: frozenset[Tag]

    @property
    def fits(self) -> bool:
        """Whether this Python on this system can use it."""
        return not self.tags.isdisjoint(sys_tags())


@dataclass(frozen=True)
class Wheel:
    """A wheel that has been checked; `requires` are its requirements as METADATA writes them."""

    name: str
    version: str
    requires: tuple[str, ...]
    entry_points: str
    contents: Contents
    summary: str = ""


def wheel_name(file: str) -> WheelName:
    """Read the name of a wheel; raises `PackageError` where it is none."""
    try:
        name, version, _, tags = parse_wheel_filename(file)
    except (InvalidWheelFilename, ValueError) as error:
        raise PackageError(f"{file} is not named as a wheel is: {error}.") from error
    return WheelName(file, name, version, tags)


def read_wheel(data: bytes, file: str) -> Wheel:
    """The wheel in `data`, checked; raises `PackageError`."""
    named = wheel_name(file)
    if not named.fits:
        raise PackageError(f"{file} is made for another system or another version of Python.")
    with opened_zip(data, file) as archive, _refusals(file):
        source = WheelFile(archive)
        source.validate_record()
        metadata = email.parser.Parser().parsestr(source.read_dist_info("METADATA"))
        destination = _Memory(MOST_BYTES)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            install(source, destination, additional_metadata={})
        points = _entry_points(source)
    _require_agreement(named, str(metadata.get("Name", "")), str(metadata.get("Version", "")))
    _require_python(file, str(metadata.get("Requires-Python", "")))
    require_safe_names(destination.contents)
    requires = tuple(str(each) for each in metadata.get_all("Requires-Dist", []))
    summary = str(metadata.get("Summary", ""))
    return Wheel(str(named.name), str(named.version), requires, points, destination.contents, summary)


@contextlib.contextmanager
def _refusals(file: str) -> Iterator[None]:
    """What `installer` finds wrong, as one line."""
    try:
        yield
    except PackageError:
        raise
    except Exception as error:
        issues = getattr(error, "issues", None)
        said = str(issues[0] if issues else error).replace("`", "")
        raise PackageError(f"{file} is not a sound wheel: {said}.") from error


class _Memory(WheelDestination):
    """Where `installer` puts the files: a dictionary, as far as they belong into the package's own folder."""

    def __init__(self, limit: int) -> None:
        self.contents: Contents = {}
        self._left = limit

    def write_script(self, name: str, module: str, attr: str, section: str) -> RecordEntry:
        """Programs that a wheel offers are not installed: nothing here is to be run by hand."""
        return _entry(name)

    def write_file(
        self, scheme: Scheme, path: str | os.PathLike[str], stream: BinaryIO, is_executable: bool
    ) -> RecordEntry:
        """Take a file of the package."""
        if scheme not in _INSIDE:
            _refuse(str(path))
        content = read_capped(stream, self._left)
        self._left -= len(content)
        self.contents[str(path)] = content
        return _entry(str(path))

    def finalize_installation(
        self, scheme: Scheme, record_file_path: str, records: Iterable[tuple[Scheme, RecordEntry]]
    ) -> None:
        """The list of installed files is what the wheel's own RECORD says."""
        for _ in records:
            pass


def _refuse(path: str) -> NoReturn:
    raise PackageError(f"It wants to install “{path}” outside of its own folder.")


def _entry(path: str) -> RecordEntry:
    return RecordEntry(path, None, None)


def _entry_points(source: WheelFile) -> str:
    return source.read_dist_info("entry_points.txt") if "entry_points.txt" in source.dist_info_filenames else ""


def _require_agreement(named: WheelName, name: str, version: str) -> None:
    try:
        agrees = canonicalize_name(name) == named.name and Version(version) == named.version
    except InvalidVersion:
        agrees = False
    if not agrees:
        raise PackageError(f"{named.file} says inside that it is “{name} {version}”: the two must agree.")


def _require_python(file: str, wanted: str) -> None:
    try:
        fits = not wanted or SpecifierSet(wanted).contains(platform.python_version(), prereleases=True)
    except InvalidSpecifier:
        fits = False
    if not fits:
        raise PackageError(f"{file} needs Python {wanted}; this is {platform.python_version()}.")
