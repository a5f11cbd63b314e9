"""Companions of a connector: forms of its package that ordinary elements get, such as the mails of a person's task.

A companion stands in its connector's manifest and says only what is its own: which elements, where the settings are,
their schema. The rest (version, permissions, limits, schema definitions) is its connector's.
"""

from __future__ import annotations

from collections.abc import Iterator

from connectors.sdk.values import JsonObject, as_list, as_object, as_text

_SHARED = ("schemaVersion", "version", "category", "icon", "permissions", "limits", "run", "runsAs")


def companion_data(data: JsonObject) -> Iterator[JsonObject]:
    """Each companion of a manifest's data as the data of a whole manifest."""
    shared = {name: data[name] for name in _SHARED if name in data}
    definitions = as_object(as_object(data.get("properties")).get("$defs"))
    for companion in map(as_object, as_list(data.get("companions"))):
        schema = as_object(companion.get("properties"))
        own = {**definitions, **as_object(schema.get("$defs"))}
        id = f"{as_text(data.get('id'))}-{as_text(companion.get('id'))}"
        yield {**shared, **companion, "id": id, "properties": {**schema, "$defs": own}}
