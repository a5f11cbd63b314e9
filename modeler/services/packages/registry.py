"""What is installed, as one small file of the profile: a package is installed when it stands here, and not before.

profile/connectors/packages.json        what is installed, agreed to and switched off
profile/connectors/installed/NAME-…     the files of one package or library each
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from connectors.sdk.values import JsonObject, as_list, as_object, as_text, texts
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import explained
from modeler.services.storage.json_file import MAX_BYTES, read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connector stands in its package: its folder there, and its module where it has one."""

    folder: str
    module: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """A library that was installed for a package because Processwright does not have it."""

    name: str
    version: str
    folder: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Installed:
    """One installed package; `agreed` are the permissions that somebody has consented to for this version."""

    name: str
    version: str
    folder: str
    places: tuple[Place, ...]
    connectors: tuple[str, ...]
    agreed: tuple[str, ...] = ()
    libraries: tuple[Library, ...] = ()
    source: str = ""
    index: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that was installed, what is switched off, and the hash that each wheel of an index had.

    `trusted` are the permissions agreed to for connectors that came with Python packages beside ours, by id.
    """

    packages: Mapping[str, Installed] = field(default_factory=dict)
    disabled: frozenset[str] = frozenset()
    hashes: Mapping[str, str] = field(default_factory=dict)
    trusted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def package_of(self, id: str) -> Installed | None:
        """The package of this name, or the one that brought the connector of this id."""
        holders = (each for each in self.packages.values() if id in each.connectors)
        return self.packages.get(id) or next(holders, None)

    def with_package(self, package: Installed, hashes: Mapping[str, str]) -> Registry:
        """The registry once a package has been installed or upgraded."""
        packages = {**self.packages, package.name: package}
        return replace(self, packages=packages, hashes={**self.hashes, **hashes})

    def without_package(self, name: str) -> Registry:
        """The registry once a package is gone; what was switched off of it is forgotten."""
        gone = self.packages.get(name)
        packages = {key: each for key, each in self.packages.items() if key != name}
        return replace(self, packages=packages, disabled=self.disabled - set(gone.connectors if gone else ()))

    def switched(self, id: str, on: bool) -> Registry:
        """The registry with a connector switched on or off."""
        return replace(self, disabled=self.disabled - {id} if on else self.disabled | {id})

    def with_trust(self, id: str, agreed: Iterable[str]) -> Registry:
        """The registry once somebody has agreed to what a connector from beside Processwright wants."""
        return replace(self, trusted={**self.trusted, id: tuple(agreed)})

    @property
    def folders(self) -> frozenset[str]:
        """The names of all folders that are in use."""
        own = {each.folder for each in self.packages.values()}
        return frozenset(own | {each.folder for package in self.packages.values() for each in package.libraries})


def home(profile: Profile) -> Path:
    """Where a user's packages are."""
    return profile.folder / "connectors"


def registry_file(profile: Profile) -> Path:
    """The file that says what is installed."""
    return home(profile) / "packages.json"


def installed_folder(profile: Profile) -> Path:
    """Where the files of packages are."""
    return home(profile) / "installed"


def read_registry(profile: Profile, system: OperatingSystem | None = None) -> Registry:
    """What is installed; a file that cannot be read counts as nothing installed."""
    return _registry(as_object(read_values(system or OperatingSystem(), registry_file(profile))))


def read_registry_to_change(profile: Profile, system: OperatingSystem) -> Registry:
    """As `read_registry`, but a file that only cannot be read just now is an error: `FileError`."""
    file = registry_file(profile)
    try:
        return _registry(as_object(json.loads(system.read(file, MAX_BYTES))))
    except FileNotFoundError:
        return Registry()
    except OSError as error:
        raise explained(error, "read", file) from error
    except (ValueError, RecursionError):
        return read_registry(profile, system)


def _registry(data: JsonObject) -> Registry:
    packages = [_package(as_object(each)) for each in as_list(data.get("packages"))]
    hashes = {name: as_text(value) for name, value in as_object(data.get("hashes")).items()}
    known = {each.name: each for each in packages if each.name and _is_name(each.folder)}
    trusted = {id: texts(agreed) for id, agreed in as_object(data.get("trusted")).items()}
    return Registry(known, frozenset(texts(data.get("disabled"))), hashes, trusted)


def may_clear(profile: Profile) -> bool:
    """Whether files that nobody names are of no use: not while a damaged registry may name them."""
    file = registry_file(profile)
    return file.is_file() and not file.with_suffix(".unreadable").exists()


def write_registry(profile: Profile, system: OperatingSystem, registry: Registry) -> None:
    """Make the registry what is installed. Raises `FileError`; it is then as it was."""
    packages = [_as_json(each) for each in registry.packages.values()]
    values: dict[str, object] = {"format": FORMAT, "packages": packages, "disabled": sorted(registry.disabled)}
    values |= {"hashes": dict(registry.hashes), "trusted": {id: list(each) for id, each in registry.trusted.items()}}
    write_values(system, registry_file(profile), values)


def _package(data: JsonObject) -> Installed:
    places = [as_object(each) for each in as_list(data.get("places"))]
    libraries = [_library(as_object(each)) for each in as_list(data.get("libraries"))]
    return Installed(
        name=as_text(data.get("name")),
        version=as_text(data.get("version")),
        folder=as_text(data.get("folder")),
        places=tuple(Place(as_text(each.get("folder")), as_text(each.get("module"))) for each in places),
        connectors=texts(data.get("connectors")),
        agreed=texts(data.get("agreed")),
        libraries=tuple(each for each in libraries if _is_name(each.folder)),
        source=as_text(data.get("source")),
        index=as_text(data.get("index")),
        digest=as_text(data.get("sha256")),
    )


def _library(data: JsonObject) -> Library:
    words = (as_text(data.get(key)) for key in ("name", "version", "folder", "sha256"))
    return Library(*words)


def _is_name(folder: str) -> bool:
    """A damaged registry must not lead out of the folder of packages."""
    return bool(folder) and folder == Path(folder).name and folder not in (".", "..")


def _as_json(package: Installed) -> JsonObject:
    return {
        "name": package.name,
        "version": package.version,
        "folder": package.folder,
        "places": [{"folder": each.folder, "module": each.module} for each in package.places],
        "connectors": list(package.connectors),
        "agreed": list(package.agreed),
        "libraries": [
            {"name": each.name, "version": each.version, "folder": each.folder, "sha256": each.digest}
            for each in package.libraries
        ],
        "source": package.source,
        "index": package.index,
        "sha256": package.digest,
    }
