"""The workspace's data connectors: one JSON file each in `data-connectors/`, in the form of ProcessMaker's export.

The file holds the asset's attributes (`id`, `uuid`, `name`, `type`, `authtype`, `endpoints`, `credentials`).
`endpoints` may be an object or, as in an export, a text with JSON in it. Credentials are references such as
`secret:SHOP_TOKEN`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from connectors.sdk.ports import PortError, Sources
from connectors.sdk.values import Json, JsonObject, as_object, as_text

FOLDER = "data-connectors"
DATA_CONNECTOR = "data-connector"
MOST_BYTES = 4_000_000


class FolderSources:
    """The sources port over a folder."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def get(self, reference: Json) -> JsonObject:
        """The data connector that has this number, uuid or name."""
        return _found(read_sources(self._folder), reference)


class ReadSources:
    """The same over files that are read once, at the first question."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: list[JsonObject] | None = None

    def get(self, reference: Json) -> JsonObject:
        """The data connector that has this number, uuid or name."""
        if self._read is None:
            self._read = list(read_sources(self._folder))
        return _found(self._read, reference)


def _found(sources: Iterable[JsonObject], reference: Json) -> JsonObject:
    wanted, known = str(reference), list(sources)
    for name in ("id", "uuid", "name"):
        for source in known:
            if source.get(name) is not None and str(source[name]) == wanted:
                return source
    raise PortError("source.missing", f"Data connector {wanted} is not in the workspace's {FOLDER} folder.")


@dataclass(frozen=True, slots=True)
class EitherSource:
    """The workspace's data connectors, and where it lacks one that of a connector's own folder."""

    workspace: Sources
    own: Sources

    def get(self, reference: Json) -> JsonObject:
        """The description that has this number, uuid or name."""
        try:
            return self.workspace.get(reference)
        except PortError as error:
            try:
                return self.own.get(reference)
            except PortError:
                raise error from None


def read_sources(folder: Path | None) -> Iterator[JsonObject]:
    """Every readable data connector of a workspace; a file without a name or number goes by its own name."""
    if folder is None:
        return
    for path in sorted((folder / FOLDER).glob("*.json")):
        source = _read(path)
        if source:
            yield {"name": path.stem, "id": path.stem, **source, "endpoints": resources(source)}


def resources(source: JsonObject) -> JsonObject:
    """The resources of a data connector by name."""
    endpoints = source.get("endpoints")
    if isinstance(endpoints, str):
        try:
            endpoints = json.loads(endpoints)
        except (ValueError, RecursionError):
            endpoints = {}
    return {name: as_object(each) for name, each in as_object(endpoints).items()}


def resource_label(resource: Json, name: str) -> str:
    """How a resource is offered: `GET: ListAll`."""
    return f"{as_text(as_object(resource).get('method'), 'GET')}: {name}"


def _read(path: Path) -> JsonObject:
    try:
        if path.stat().st_size > MOST_BYTES:
            return {}
        return as_object(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return {}
