"""The connectors that are installed: found by metadata, read as data, never imported.

catalog = discover(folders=[profile / "connectors"])
catalog.connectors            # manifests in palette order
catalog.entries               # everything found, also broken and shadowed packages, each with its reason
catalog.connector_of(element) # the manifest that an element of a document belongs to, or None
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from connectors.sdk.manifest import MANIFEST_NAME, Manifest, ManifestFinding, read_manifest

GROUP = "processwright.connectors"
State = Literal["ready", "broken", "shadowed", "disabled"]


class ConnectorElement(Protocol):
    """What recognition reads of an element."""

    @property
    def kind(self) -> str:
        """The BPMN type, such as `bpmn:serviceTask`."""

    def get(self, attribute: str) -> str | None:
        """A plain attribute."""

    def foreign(self, uri: str, name: str) -> str | None:
        """An attribute of another namespace."""


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One package entry as it was found; `reason` says why it is not ready."""

    id: str
    origin: str
    state: State
    manifest: Manifest | None = None
    reason: str = ""
    findings: tuple[ManifestFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries in the order they were found; ids of ready ones are unique."""

    entries: tuple[CatalogEntry, ...] = ()

    @property
    def connectors(self) -> tuple[Manifest, ...]:
        """The manifests that the palette offers."""
        return tuple(entry.manifest for entry in self.entries if entry.state == "ready" and entry.manifest)

    def get(self, id: str) -> Manifest | None:
        """The ready connector with this id."""
        return next((manifest for manifest in self.connectors if manifest.id == id), None)

    def connector_of(self, element: ConnectorElement) -> Manifest | None:
        """The connector that an element uses: by `implementation`, by `calledElement`, by its settings' keys."""
        fitting = [manifest for manifest in self.connectors if element.kind in manifest.applies_to]
        implementation, called = element.get("implementation"), element.get("calledElement")
        for manifest in fitting:
            if implementation and manifest.binding.implementation == implementation:
                return manifest
        for manifest in fitting:
            if called and manifest.binding.called_element == called:
                return manifest
        return next((manifest for manifest in fitting if _has_marking_keys(manifest, element)), None)


def discover(folders: Iterable[Path] = (), disabled: Collection[str] = ()) -> Catalog:
    """Find every connector: installed packages first, then folders that hold a `connector.json`."""
    entries: list[CatalogEntry] = []
    for id, folder, module, origin in [*_installed(), *_in_folders(folders)]:
        entries.append(_entry(id, folder, module, origin, entries, disabled))
    return Catalog(tuple(entries))


def _entry(
    id: str, folder: Path | None, module: str, origin: str, earlier: Sequence[CatalogEntry], disabled: Collection[str]
) -> CatalogEntry:
    if folder is None:
        return CatalogEntry(id, origin, "broken", reason=f"the package “{module}” is not there")
    reading = read_manifest(folder, module)
    if reading.manifest is None:
        return CatalogEntry(id, origin, "broken", reason=reading.reason, findings=reading.findings)
    found = reading.manifest.id
    first = next((entry for entry in earlier if entry.id == found and entry.state != "broken"), None)
    if first is not None:
        reason = f"“{found}” already comes from {first.origin}"
        return CatalogEntry(found, origin, "shadowed", reading.manifest, reason, reading.findings)
    state: State = "disabled" if found in disabled else "ready"
    return CatalogEntry(found, origin, state, reading.manifest, findings=reading.findings)


def _installed() -> Iterator[tuple[str, Path | None, str, str]]:
    points = importlib.metadata.entry_points(group=GROUP)
    for point in sorted(points, key=lambda point: (_is_foreign(point), point.name)):
        distribution = point.dist
        origin = f"{distribution.name} {distribution.version}" if distribution else "an installed package"
        yield point.name, package_folder(point.module), point.module, origin


def _is_foreign(point: importlib.metadata.EntryPoint) -> bool:
    return point.dist is None or point.dist.name != "processwright"


def _in_folders(folders: Iterable[Path]) -> Iterator[tuple[str, Path | None, str, str]]:
    for folder in folders:
        holders = [folder] if (folder / MANIFEST_NAME).is_file() else _children(folder)
        for holder in holders:
            yield holder.name, holder, "", str(holder)


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


def _has_marking_keys(manifest: Manifest, element: ConnectorElement) -> bool:
    if not manifest.binding.config_keys:
        return False
    text = element.foreign(*manifest.binding.attribute)
    try:
        config = json.loads(text or "{}")
    except ValueError:
        return False
    return isinstance(config, dict) and all(key in config for key in manifest.binding.config_keys)
