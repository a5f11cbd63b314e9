"""The workspace's collections: one JSON file each in `collections/`, in the form of ProcessMaker's export.

The file holds the asset's attributes (`id`, `uuid`, `name`, `read_screen_id`, `update_screen_id`). Its records stay on
the server; `records` holds some to show in previews: `[{"id": 1, "data": {"name": "Pump"}}]`, or the data alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

FOLDER = "collections"
MOST_BYTES = 20_000_000
MOST_RECORDS = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a collection."""

    id: str
    data: JsonObject


@dataclass(frozen=True, slots=True)
class RecordCollection:
    """One collection: its screens, by mode, and the records that are known here."""

    id: str
    name: str
    uuid: str = ""
    records: tuple[Record, ...] = ()
    read_screen: str = ""
    update_screen: str = ""

    def record(self, id: str) -> Record | None:
        """The record with this number."""
        return next((record for record in self.records if record.id == id), None)


Collections: TypeAlias = Callable[[str], RecordCollection | None]
"""The collection with a number, uuid or name; None where the workspace does not have it."""


def no_collections(_reference: str) -> None:
    """Where there is no workspace."""
    return


def folder_collections(folder: Path | None) -> Collections:
    """The collections of a workspace, read when the first one is asked for."""
    known: list[RecordCollection] | None = None

    def find(reference: str) -> RecordCollection | None:
        nonlocal known
        known = list(read_collections(folder)) if known is None else known
        return next((each for each in known if reference and reference in (each.id, each.uuid, each.name)), None)

    return find


def read_collections(folder: Path | None) -> Iterator[RecordCollection]:
    """Every readable collection of a workspace; a file without a name or number goes by its own name."""
    for path in sorted((folder / FOLDER).glob("*.json")) if folder is not None else ():
        try:
            told = as_object(json.loads(path.read_bytes())) if path.stat().st_size <= MOST_BYTES else {}
        except (OSError, ValueError, RecursionError):
            continue
        if told:
            yield _collection({"id": path.stem, "name": path.stem, **told})


def _collection(told: JsonObject) -> RecordCollection:
    rows = as_list(told.get("records"))[:MOST_RECORDS]
    return RecordCollection(
        id=str(told["id"]),
        name=as_text(told["name"]),
        uuid=as_text(told.get("uuid")),
        records=tuple(_record(as_object(row), number) for number, row in enumerate(rows, 1)),
        read_screen=_reference(told.get("read_screen_id")),
        update_screen=_reference(told.get("update_screen_id")),
    )


def _record(row: JsonObject, number: int) -> Record:
    data = row.get("data")
    return Record(str(row.get("id", number)), data if isinstance(data, dict) else row)


def _reference(value: Json) -> str:
    return "" if value is None else str(value)
