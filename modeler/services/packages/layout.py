"""What a package is: its name, version, connectors and requirements, whatever form it came in.

A folder or zip is either plain (a `connector.json`, or folders that hold one each) or a Python project, whose
`pyproject.toml` is read as data and never built. A wheel tells by its entry points.
"""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.sdk.manifest import MANIFEST_NAME, Manifest, parse_manifest
from connectors.sdk.values import as_list, as_object, as_text, texts
from connectors.sdk.versions import version_key
from modeler.services.catalog import GROUP
from modeler.services.packages.contents import Contents, digest_of
from modeler.services.packages.errors import PackageError
from modeler.services.packages.names import require_own_names, require_own_run
from modeler.services.packages.registry import Place
from modeler.services.packages.wheels import Wheel

_PROJECT = "pyproject.toml"


@dataclass(frozen=True)
class Layout:
    """A package that has been looked at; nothing of it has been written or run."""

    name: str
    version: str
    contents: Contents
    places: tuple[Place, ...]
    connectors: tuple[Manifest, ...]
    requires: tuple[str, ...] = ()
    digest: str = ""


def layout_of_folder(contents: Contents, name: str) -> Layout:
    """The package in the files of a folder; `name` is what the folder is called. Raises `PackageError`.

    A connector alone, or with older versions of itself, gives the package its id: so a newer one is an upgrade.
    """
    contents = _without_wrapping(contents)
    if MANIFEST_NAME not in contents and _PROJECT in contents:
        return _project(contents)
    holders = [""] if MANIFEST_NAME in contents else _holders(contents)
    if not holders:
        raise PackageError(f"There is no {MANIFEST_NAME} in “{name}” nor in a folder directly inside it.")
    places = tuple(Place(holder) for holder in holders)
    connectors = _read(contents, places)
    own = [each for each in connectors if not each.older_of]
    single = own[0] if len(own) == 1 else None
    version = max((each.version for each in connectors), key=version_key)
    return Layout(single.id if single else name, version, contents, places, connectors, (), digest_of(contents))


def layout_of_wheel(wheel: Wheel, digest: str) -> Layout:
    """The package that a wheel holds. Raises `PackageError`."""
    points = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    points.optionxform = str  # type: ignore[assignment,method-assign]  # names of entry points have capitals
    try:
        points.read_string(wheel.entry_points)
    except configparser.Error as error:
        raise PackageError(f"The entry points of {wheel.name} cannot be read: {error}.") from error
    declared = dict(points[GROUP]) if points.has_section(GROUP) else {}
    places = _places(declared, wheel.name)
    require_own_names(wheel.contents, wheel.name, {place.module for place in places})
    connectors = _read(wheel.contents, places)
    return Layout(wheel.name, wheel.version, wheel.contents, places, connectors, wheel.requires, digest)


def _project(contents: Contents) -> Layout:
    """The package in a project's sources: its entry points, and only the Python packages that they name."""
    try:
        data = as_object(tomllib.loads(contents[_PROJECT].decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PackageError(f"{_PROJECT} cannot be read: {error}.") from error
    project = as_object(data.get("project"))
    name, version = as_text(project.get("name")), as_text(project.get("version"))
    if not name or not version:
        raise PackageError(
            f"{_PROJECT} must give the name and the version as texts, or build a wheel and install that."
        )
    declared = {key: as_text(at) for key, at in as_object(as_object(project.get("entry-points")).get(GROUP)).items()}
    places = _places(declared, name)
    tops = {place.module.partition(".")[0] for place in places}
    chosen = _only(_without_prefix(contents, "src/") | contents, tops)
    require_own_names(chosen, name, {place.module for place in places})
    requires = texts(as_list(project.get("dependencies")))
    return Layout(name, version, chosen, places, _read(chosen, places), requires, digest_of(chosen))


def _places(declared: Mapping[str, str], name: str) -> tuple[Place, ...]:
    if not declared:
        raise PackageError(f"“{name}” declares no connector: it has no entry point in the group {GROUP}.")
    modules = [value.partition(":")[0].strip() for value in declared.values()]
    return tuple(Place(module.replace(".", "/"), module) for module in modules)


def _read(contents: Contents, places: tuple[Place, ...]) -> tuple[Manifest, ...]:
    """The manifest of each place, each one usable and each id once."""
    found: list[Manifest] = []
    for place in places:
        manifest = _manifest(contents, place)
        if any(each.id == manifest.id for each in found):
            raise PackageError(f"It holds two connectors with the id “{manifest.id}”.")
        found.append(manifest)
    return tuple(found)


def _manifest(contents: Contents, place: Place) -> Manifest:
    path = f"{place.folder}/{MANIFEST_NAME}".lstrip("/")
    if path not in contents:
        raise PackageError(f"{path} is missing.")
    reading = parse_manifest(contents[path], Path(place.folder), place.module)
    if reading.manifest is None:
        raise PackageError(f"{path} cannot be used: {reading.reason}")
    if reading.manifest.run:
        require_own_run(contents, place.folder, place.module, reading.manifest.run)
    return reading.manifest


def _holders(contents: Contents) -> list[str]:
    return sorted(path.partition("/")[0] for path in contents if path.count("/") == 1 and path.endswith(MANIFEST_NAME))


def _without_wrapping(contents: Contents) -> Contents:
    """The files without the one folder that wraps them all, as archives of repositories have it."""
    tops = {path.partition("/")[0] for path in contents}
    if len(tops) != 1 or not all("/" in path for path in contents):
        return contents
    (top,) = tops
    return _without_prefix(contents, f"{top}/")


def _without_prefix(contents: Contents, prefix: str) -> Contents:
    return {path.removeprefix(prefix): data for path, data in contents.items() if path.startswith(prefix)}


def _only(contents: Contents, tops: set[str]) -> Contents:
    return {path: data for path, data in contents.items() if path.partition("/")[0] in tops}
