"""What select lists get from a workspace without a call: sample data of its data connectors, records of collections."""

from __future__ import annotations

import json
from pathlib import Path

from connectors.sdk.values import Json, as_object
from modeler.services.screens.options import COLLECTION, Lists
from modeler.services.workspace.data_connectors import read_sources
from modeler.services.workspace.record_collections import RecordCollection, folder_collections


def sample_lists(folder: Path | None) -> Lists:
    """What the workspace's data connectors would answer: the sample data of their resources; and its collections."""
    collections = folder_collections(folder)

    def answer(connector: str, resource: str) -> Json:
        if connector == COLLECTION:
            return _records(collections(resource))
        for source in read_sources(folder):
            if connector in (str(source.get("id")), source.get("uuid"), source.get("name")):
                return _read(as_object(as_object(source.get("endpoints")).get(resource)).get("testData"))
        return None

    return answer


def _records(collection: RecordCollection | None) -> list[Json]:
    records = collection.records if collection is not None else ()
    return [{**record.data, "id": _number(record.id), "data": record.data} for record in records]


def _number(id: str) -> Json:
    return int(id) if id.isdecimal() else id


def _read(sample: Json) -> Json:
    """Sample data that may be written as JSON text."""
    try:
        read: Json = json.loads(sample) if isinstance(sample, str) else sample
    except (ValueError, RecursionError):
        return sample
    return read
