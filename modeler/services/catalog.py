"""The connectors that are installed: found by metadata, read as data, never imported.

catalog = discover(folders=[Path("my-connectors")])
catalog.connectors            # manifests in palette order
catalog.entries               # everything found, also broken and shadowed packages, each with its reason
catalog.connector_of(element) # the manifest that an element of a document belongs to, or None
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import Literal, Protocol

from connectors.sdk.manifest import MANIFEST_NAME, Manifest, ManifestFinding, read_manifest
from connectors.sdk.translations import translated
from connectors.sdk.values import JsonObject, as_object, same

GROUP = "processwright.connectors"
State = Literal["ready", "broken", "shadowed", "disabled"]
Kind = Literal["bundled", "package", "environment", "folder"]


class ConnectorElement(Protocol):
    """What recognition reads of an element."""

    @property
    def kind(self) -> str:
        """The BPMN type, such as `bpmn:serviceTask`."""

    def get(self, attribute: str) -> str | None:
        """A plain attribute."""

    def foreign(self, uri: str, name: str) -> str | None:
        """An attribute of another namespace."""


_BY = attrgetter("implementation", "called_element")
TAKEN = "Elements of “{}” are taken for “{}” ({}), which was found first and marks its own in the same way."


@dataclass(frozen=True, slots=True)
class Found:
    """Where a connector is said to be, before anything of it has been read; without a folder it has a `reason`."""

    id: str
    folder: Path | None
    module: str
    origin: str
    kind: Kind
    roots: tuple[Path, ...] | None = None
    package: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One connector as it was found; `reason` says why it is not ready, `package` which installed package it is of."""

    id: str
    origin: str
    state: State
    manifest: Manifest | None = None
    reason: str = ""
    findings: tuple[ManifestFinding, ...] = ()
    kind: Kind = "folder"
    package: str = ""


@dataclass(frozen=True)
class Catalog:
    """All entries in the order they were found; ids of ready ones are unique."""

    entries: tuple[CatalogEntry, ...] = ()

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The BPMN types of elements that may have a connector or a companion."""
        every = (each for manifest in self.connectors for each in (manifest, *manifest.companions))
        return frozenset(kind for each in every for kind in each.applies_to)

    @cached_property
    def connectors(self) -> tuple[Manifest, ...]:
        """The manifests that the palette offers."""
        return tuple(entry.manifest for entry in self.entries if entry.state == "ready" and entry.manifest)

    def get(self, id: str) -> Manifest | None:
        """The ready connector with this id."""
        return next((manifest for manifest in self.connectors if manifest.id == id), None)

    @cached_property
    def _of_kind(self) -> dict[str, tuple[Sequence[Manifest], Sequence[Manifest]]]:
        """For each type of elements, the connectors that have marks of their own, and the others."""
        return {
            kind: (tuple(filter(_has_marks, every)), tuple(each for each in every if not _has_marks(each)))
            for kind, every in _by_kind(self.connectors).items()
        }

    @cached_property
    def _companions(self) -> dict[str, list[Manifest]]:
        return _by_kind(each for manifest in self.connectors for each in manifest.companions)

    def disabled_connector_of(self, element: ConnectorElement) -> Manifest | None:
        """The connector that an element would use if it were not switched off."""
        return self._switched_off.connector_of(element)

    @cached_property
    def _switched_off(self) -> Catalog:
        return Catalog(tuple(replace(entry, state="ready") for entry in self.entries if entry.state == "disabled"))

    def companions_of(self, element: ConnectorElement) -> tuple[Manifest, ...]:
        """The forms that packages add to an ordinary element; on a connector's, those that say so."""
        fitting = self._companions.get(element.kind, ())
        own = self.connector_of(element) if fitting else None
        if own is not None:
            return tuple(each for each in fitting if own.id in each.beside)
        may_begin = _may_get_settings(element)
        return tuple(
            each
            for each in fitting
            if not each.beside or may_begin or element.foreign(*each.binding.attribute) is not None
        )

    def connector_of(self, element: ConnectorElement) -> Manifest | None:
        """The connector that an element uses: by marks of its own, then `implementation`, `calledElement`, keys."""
        marked, others = self._of_kind.get(element.kind, ((), ()))
        own = [manifest for manifest in marked if _has_own_marks(manifest, element)]
        if own:
            return max(own, key=lambda manifest: len(manifest.binding.marks))
        if implementation := element.get("implementation"):
            for manifest in others:
                if manifest.binding.implementation == implementation:
                    return manifest
            for manifest in others:
                if any(each.implementation == implementation for each in manifest.targets.values()):
                    return manifest
        if called := element.get("calledElement"):
            for manifest in others:
                if manifest.binding.called_element == called:
                    return manifest
        return next((manifest for manifest in others if _has_marking_keys(manifest, element)), None)


def _by_kind(manifests: Iterable[Manifest]) -> dict[str, list[Manifest]]:
    found: dict[str, list[Manifest]] = {}
    for manifest in manifests:
        for kind in dict.fromkeys(manifest.applies_to):
            found.setdefault(kind, []).append(manifest)
    return found


def _may_get_settings(element: ConnectorElement) -> bool:
    """Whether an element without a connector may be given ProcessMaker's settings: not in another engine's file."""
    document = getattr(element, "document", None)
    return getattr(document, "profile", "") in ("processmaker", "standard")


def discover(
    folders: Iterable[Path] = (),
    disabled: Collection[str] = (),
    packages: Iterable[Found] = (),
    language: str = "",
    sound: set[str] | None = None,
) -> Catalog:
    """Find every connector: what comes with Python first, then a user's packages, then folders of connectors.

    `sound` are the sums of manifests that were checked before (see `read_manifest`).
    """
    entries: list[CatalogEntry] = []
    for found in [*_installed(), *packages, *_in_folders(folders)]:
        entries.append(_entry(found, entries, disabled, language, sound))
    return Catalog(tuple(entries))


def _entry(
    found: Found,
    earlier: Sequence[CatalogEntry],
    disabled: Collection[str],
    language: str,
    sound: set[str] | None,
) -> CatalogEntry:
    if found.folder is None:
        reason = found.reason or f"the package “{found.module}” is not there"
        return CatalogEntry(found.id, found.origin, "broken", None, reason, (), found.kind, found.package)
    reading = read_manifest(found.folder, found.module, found.roots, sound)
    manifest, findings, reason = reading.manifest, reading.findings, ""
    if manifest is None:
        return CatalogEntry(found.id, found.origin, "broken", None, reading.reason, findings, found.kind, found.package)
    first = next((entry for entry in earlier if entry.id == manifest.id and entry.state != "broken"), None)
    if first is not None:
        reason = f"“{manifest.id}” already comes from {first.origin}"
    taker = None if first is not None else taken_for(manifest, Catalog(tuple(earlier)).connectors)
    if taker is not None:
        findings += (ManifestFinding("warning", TAKEN.format(manifest.name, taker.name, taker.id)),)
    shown = translated(manifest, language) if language else manifest
    state: State = "shadowed" if first is not None else "disabled" if manifest.id in disabled else "ready"
    return CatalogEntry(manifest.id, found.origin, state, shown, reason, findings, found.kind, found.package)


def taken_for(manifest: Manifest, earlier: Iterable[Manifest]) -> Manifest | None:
    """The connector found earlier as which the elements of another one are recognized; None where they are its own."""
    if _is_marked(manifest):
        return None
    own = _BY(manifest.binding)
    return next(
        (
            each
            for each in earlier
            if any(own) and not _is_marked(each) and _BY(each.binding) == own
            if set(each.applies_to) & set(manifest.applies_to)
        ),
        None,
    )


def _is_marked(manifest: Manifest) -> bool:
    """Whether more than `implementation` and `calledElement` tells the elements of a connector."""
    return bool(manifest.binding.marks or manifest.binding.config_values or manifest.older_of)


def _installed() -> Iterator[Found]:
    points = importlib.metadata.entry_points(group=GROUP)
    for point in sorted(points, key=lambda point: (_is_foreign(point), point.name)):
        distribution = point.dist
        origin = f"{distribution.name} {distribution.version}" if distribution else "an installed package"
        kind: Kind = "environment" if _is_foreign(point) else "bundled"
        yield Found(point.name, package_folder(point.module), point.module, origin, kind)


def _is_foreign(point: importlib.metadata.EntryPoint) -> bool:
    return point.dist is None or point.dist.name != "processwright"


def _in_folders(folders: Iterable[Path]) -> Iterator[Found]:
    for folder in folders:
        holders = [folder] if (folder / MANIFEST_NAME).is_file() else _children(folder)
        for holder in holders:
            yield Found(holder.name, holder, "", str(holder), "folder")


def _children(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{MANIFEST_NAME}")) if folder.is_dir() else []


def package_folder(module: str) -> Path | None:
    """Where a package lies, asked of the import system's finders without importing it or its parents."""
    locations: Sequence[str] | None = None
    path = ""
    for part in module.split("."):
        path = f"{path}.{part}" if path else part
        found = _locations(path, locations)
        if not found:
            return None
        locations = found
    places = [Path(place) for place in locations or ()]
    return next((place for place in places if (place / MANIFEST_NAME).is_file()), places[0] if places else None)


def _locations(name: str, inside: Sequence[str] | None) -> list[str]:
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = find(name, inside) if find else None
        if spec is not None:
            return list(spec.submodule_search_locations or ())
    return []


def _has_marks(manifest: Manifest) -> bool:
    return bool(manifest.binding.marks or manifest.binding.config_values)


def _has_own_marks(manifest: Manifest, element: ConnectorElement) -> bool:
    """Whether an element says by an attribute, or by values of its settings, that it is this connector and no other."""
    binding = manifest.binding
    if binding.implementation and element.get("implementation") != binding.implementation:
        return False
    if any(element.get(name) != value for name, value in binding.marks.items()):
        return False
    config = _config(manifest, element) if binding.config_values else {}
    return all(name in config and same(config[name], value) for name, value in binding.config_values.items())


def _has_marking_keys(manifest: Manifest, element: ConnectorElement) -> bool:
    keys = manifest.binding.config_keys
    config = _config(manifest, element) if keys else {}
    return bool(keys) and all(key in config for key in keys)


def _config(manifest: Manifest, element: ConnectorElement) -> JsonObject:
    try:
        return as_object(json.loads(element.foreign(*manifest.binding.attribute) or "{}"))
    except (ValueError, RecursionError):
        return {}
