"""The catalog of one user: what comes with Processwright, and what was installed, read as data and never imported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from modeler.services.catalog import Catalog, CatalogEntry, Found, discover
from modeler.services.packages.permissions import grown, permissions_of
from modeler.services.packages.registry import (
    Installed,
    Place,
    Registry,
    installed_folder,
    read_registry,
    registry_file,
)
from modeler.services.packages.sound import remembered_sound
from modeler.services.profile import Profile
from modeler.services.settings import Settings

LANGUAGE = "language"


def installed_catalog(profile: Profile | None = None, remember: bool = False) -> Catalog:
    """All connectors of a user, in their language; writes only with `remember` (see `sound`)."""
    where = profile if profile is not None else Profile.of_user()
    registry = read_registry(where)
    language = Settings(where).get(LANGUAGE, "")
    with remembered_sound(where, remember) as sound:
        catalog = discover((), registry.disabled, found_packages(where, registry), language, sound)
    return Catalog(tuple(_as_agreed(entry, registry) for entry in catalog.entries))


def not_agreed(entry: CatalogEntry, registry: Registry) -> tuple[str, ...]:
    """What a connector from a Python package beside ours wants and nobody has agreed to; others were asked for."""
    if entry.kind != "environment" or entry.manifest is None:
        return ()
    return grown(registry.trusted.get(entry.id, ()), permissions_of([entry.manifest]))


def _as_agreed(entry: CatalogEntry, registry: Registry) -> CatalogEntry:
    """Off until somebody agrees: that a package is installed beside ours says nothing about what it may do here."""
    wanted = not_agreed(entry, registry) if entry.state == "ready" else ()
    if not wanted:
        return entry
    reason = f"It was installed beside Processwright; enable it to agree to: {'; '.join(wanted)}"
    return replace(entry, state="disabled", reason=reason)


def found_packages(profile: Profile, registry: Registry) -> Iterator[Found]:
    """Where the installed connectors are; one whose files are gone says so."""
    base = installed_folder(profile)
    for package in registry.packages.values():
        for id, place in zip(package.connectors, package.places, strict=False):
            yield _found(base, package, id, place)


def registry_stamp(profile: Profile) -> tuple[int, int]:
    """A mark that changes whenever something is installed, removed or switched, by any window or command."""
    try:
        facts = registry_file(profile).stat()
    except OSError:
        return (0, 0)
    return (facts.st_mtime_ns, facts.st_ino)


def _found(base: Path, package: Installed, id: str, place: Place) -> Found:
    root = base / package.folder
    folder = root / place.folder
    origin = f"{package.name} {package.version}"
    libraries = [base / each.folder for each in package.libraries]
    missing = next((each for each in (folder, *libraries) if not each.is_dir()), None)
    if missing is not None or not _is_inside(folder, root):
        reason = f"its files are missing ({missing or folder}); install it again"
        return Found(id, None, place.module, origin, "package", package=package.name, reason=reason)
    return Found(
        id, folder, place.module, origin, "package", (root if place.module else folder, *libraries), package.name
    )


def _is_inside(folder: Path, root: Path) -> bool:
    return folder.resolve().is_relative_to(root.resolve())
