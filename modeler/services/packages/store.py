"""Installing, upgrading, switching and removing connector packages, each as one step that happens or does not.

    packages = Packages(profile)
    candidate = packages.look_at("acme_weather-1.2-py3-none-any.whl")   # nothing is written or run
    candidate.new_permissions                                           # what the user must agree to
    packages.install(candidate, consent=True)

Files come first, into a folder of their own that nobody knows yet; then the registry is exchanged. Whatever happens in
between, the registry of before still says what is installed, and the next step clears what was left.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from connectors.sdk.manifest import Manifest
from connectors.sdk.versions import is_newer
from modeler.services.catalog import TAKEN, Catalog, taken_for
from modeler.services.packages.contents import Contents
from modeler.services.packages.errors import ConsentNeeded, PackageError
from modeler.services.packages.installed import installed_catalog, not_agreed
from modeler.services.packages.layout import Layout
from modeler.services.packages.permissions import grown, permissions_of
from modeler.services.packages.registry import (
    Installed,
    Library,
    Registry,
    home,
    installed_folder,
    may_clear,
    read_registry,
    read_registry_to_change,
    write_registry,
)
from modeler.services.packages.resolving import Fetched
from modeler.services.packages.sources import Looked, look
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import explained
from modeler.services.storage.locks import acquire, release
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.write_calls import write_new

Step = Literal["install", "upgrade", "downgrade", "reinstall"]
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Candidate:
    """A package that could be installed: checked, held in memory, not yet trusted."""

    layout: Layout
    permissions: dict[str, str]
    new_permissions: tuple[str, ...] = ()
    replaces: Installed | None = None
    libraries: tuple[Fetched, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    index: str = ""
    hashes: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the package."""
        return self.layout.name

    @property
    def version(self) -> str:
        """The version of the package."""
        return self.layout.version

    @property
    def connectors(self) -> tuple[Manifest, ...]:
        """The connectors that it brings."""
        return self.layout.connectors

    @property
    def step(self) -> Step:
        """What installing it means for what is there now."""
        if self.replaces is None:
            return "install"
        if is_newer(self.version, self.replaces.version):
            return "upgrade"
        return "downgrade" if is_newer(self.replaces.version, self.version) else "reinstall"


class Packages:
    """The packages of one user."""

    def __init__(self, profile: Profile, system: OperatingSystem | None = None) -> None:
        self._profile = profile
        self._system = system or OperatingSystem()

    @property
    def registry(self) -> Registry:
        """What is installed now."""
        return read_registry(self._profile, self._system)

    def look_at(self, source: str, index: str = "") -> Candidate:
        """Read and judge a folder, zip, wheel or the newest version in an index. Raises `PackageError`, `FileError`."""
        return self._candidate(look(self._system, source, index, self.registry.hashes))

    def look_for_upgrade(self, id: str, source: str = "", index: str = "") -> Candidate:
        """As `look_at` for a package that is installed; without a source it is looked for where it came from."""
        installed = self._installed(id)
        index = index or installed.index or ("" if source else _folder_of_wheel(installed.source))
        source = source or (installed.name if index else installed.source)
        looked = look(self._system, source, index, self.registry.hashes)
        if looked.layout.name != installed.name:
            raise PackageError(f"That is “{looked.layout.name}”, not “{installed.name}”.")
        return self._candidate(looked)

    def install(self, candidate: Candidate, consent: bool = False) -> Installed:
        """Install or upgrade; raises `ConsentNeeded`, `PackageError`, `FileError`, and then all is as before."""
        if candidate.new_permissions and not consent:
            raise ConsentNeeded(candidate.name, candidate.new_permissions)
        package: list[Installed] = []

        def installed(registry: Registry) -> Registry:
            package.append(self._write(candidate))
            return registry.with_package(package[0], candidate.hashes)

        self._change(installed)
        return package[0]

    def package_of(self, id: str) -> Installed:
        """The installed package of this name, or the one that brought this connector; raises `PackageError`."""
        return self._installed(id)

    def uninstall(self, id: str) -> Installed:
        """Remove the package of this name, or the one with this connector."""
        package = self._installed(id)
        self._change(lambda registry: registry.without_package(package.name))
        return package

    def switch(self, id: str, on: bool, consent: bool = False) -> None:
        """Enable or disable a connector, or all connectors of a package; ours can be switched off too.

        Raises `ConsentNeeded` where one from beside Processwright wants what nobody has agreed to yet.
        """
        self._change(lambda registry: self._switched(registry, id, on, consent))

    def _switched(self, registry: Registry, id: str, on: bool, consent: bool) -> Registry:
        entry = next((each for each in installed_catalog(self._profile).entries if each.id == id), None)
        wanted = not_agreed(entry, registry) if on and entry is not None else ()
        if wanted and not consent:
            raise ConsentNeeded(id, wanted)
        if wanted and entry is not None and entry.manifest is not None:
            registry = registry.with_trust(id, permissions_of([entry.manifest]))
        package = registry.packages.get(id)
        known = {entry.id for entry in installed_catalog(self._profile).entries}
        ids = package.connectors if package is not None and id not in known else (id,)
        unknown = next((each for each in ids if each not in known), None)
        if unknown is not None:
            raise PackageError(f"There is no connector “{unknown}”.")
        for each in ids:
            registry = registry.switched(each, on)
        return registry

    def _candidate(self, looked: Looked) -> Candidate:
        registry, layout = self.registry, looked.layout
        replaces = registry.packages.get(layout.name)
        permissions = permissions_of(layout.connectors)
        agreed = replaces.agreed if replaces is not None else ()
        notes = _shadowed(layout, installed_catalog(self._profile))
        return Candidate(
            layout,
            permissions,
            grown(agreed, permissions),
            replaces,
            tuple(looked.libraries),
            notes,
            looked.source,
            looked.index,
            looked.hashes,
        )

    def _installed(self, id: str) -> Installed:
        found = self.registry.package_of(id)
        if found is None:
            known = ", ".join(sorted(self.registry.packages)) or "none"
            raise PackageError(f"“{id}” is not an installed package. Installed: {known}.")
        return found

    def _write(self, candidate: Candidate) -> Installed:
        layout = candidate.layout
        libraries = [self._write_library(each) for each in candidate.libraries]
        return Installed(
            name=layout.name,
            version=layout.version,
            folder=self._write_folder(layout.name, layout.version, layout.contents),
            places=layout.places,
            connectors=tuple(each.id for each in layout.connectors),
            agreed=tuple(candidate.permissions),
            libraries=tuple(libraries),
            source=candidate.source,
            index=candidate.index,
            digest=layout.digest,
        )

    def _write_library(self, fetched: Fetched) -> Library:
        wheel = fetched.wheel
        return Library(
            wheel.name, wheel.version, self._write_folder(wheel.name, wheel.version, wheel.contents), fetched.digest
        )

    def _write_folder(self, name: str, version: str, contents: Contents) -> str:
        """Put files in a new folder and on the disk; returns the folder's name."""
        named = _UNSAFE.sub("_", f"{name[:60]}-{version[:30]}-{secrets.token_hex(4)}")
        base = installed_folder(self._profile) / named
        try:
            for path in sorted(contents):
                self._system.make_folder((base / path).parent)
                write_new(self._system, base / path, contents[path])
            for folder in sorted({(base / path).parent for path in contents} | {base, base.parent}):
                self._system.sync_folder(folder)
        except OSError as error:
            raise explained(error, "write", base) from error
        return named

    def _change(self, make: Callable[[Registry], Registry]) -> None:
        """Exchange the registry while nobody else changes packages; what nobody needs is cleared before and after."""
        claim = acquire(self._system, self._profile, home(self._profile))
        if claim.holder is not None:
            raise PackageError("Another Processwright is changing packages right now. Try again in a moment.")
        try:
            before = read_registry_to_change(self._profile, self._system)
            self._clear(before)
            after = make(before)
            write_registry(self._profile, self._system, after)
            self._clear(after)
        finally:
            if claim.lock is not None:
                release(self._system, claim.lock)

    def _clear(self, registry: Registry) -> None:
        """Remove the files that no package uses; what cannot be removed now is removed another time."""
        if not may_clear(self._profile):
            return
        base = installed_folder(self._profile)
        with suppress(OSError):
            for name in self._system.names(base):
                if name not in registry.folders:
                    shutil.rmtree(base / name, ignore_errors=True)


def _shadowed(layout: Layout, catalog: Catalog) -> tuple[str, ...]:
    """Connectors whose id or whose elements another package has; raises `PackageError` where no id is left."""
    others = {entry.id: entry.origin for entry in catalog.entries if entry.package != layout.name and entry.manifest}
    others_ready = [each for each in catalog.entries if each.package != layout.name and each.state == "ready"]
    ready = [each.manifest for each in others_ready if each.manifest is not None]
    taken = [f"“{each.id}” already comes from {others[each.id]}" for each in layout.connectors if each.id in others]
    if len(taken) == len(layout.connectors):
        raise PackageError(f"{'; '.join(taken)}: remove or rename one of the two.")
    unused = [f"{each} and will not be used." for each in taken]
    takers = [(each, taken_for(each, ready)) for each in layout.connectors if each.id not in others]
    return (*unused, *(TAKEN.format(each.name, taker.name, taker.id) for each, taker in takers if taker is not None))


def _folder_of_wheel(source: str) -> str:
    """The folder that a wheel was installed from: newer ones lie beside it."""
    return str(Path(source).parent) if source.endswith(".whl") and Path(source).parent.is_dir() else ""


def where_installed(profile: Profile, package: Installed) -> Path:
    """The folder with the files of a package."""
    return installed_folder(profile) / package.folder
