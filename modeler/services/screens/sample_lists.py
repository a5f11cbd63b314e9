"""What select lists get from a workspace's data connectors without a call: their sample data."""

from __future__ import annotations

import json
from pathlib import Path

from connectors.sdk.values import Json, as_object
from modeler.services.screens.options import Lists
from modeler.services.workspace.data_connectors import read_sources


def sample_lists(folder: Path | None) -> Lists:
    """What the workspace's data connectors would answer: the sample data of their resources."""

    def answer(connector: str, resource: str) -> Json:
        for source in read_sources(folder):
            if connector in (str(source.get("id")), source.get("uuid"), source.get("name")):
                return _read(as_object(as_object(source.get("endpoints")).get(resource)).get("testData"))
        return None

    return answer


def _read(sample: Json) -> Json:
    """Sample data that may be written as JSON text."""
    try:
        read: Json = json.loads(sample) if isinstance(sample, str) else sample
    except (ValueError, RecursionError):
        return sample
    return read
