"""What a person calls a setting: the titles of the schema on the way to it, where lists stand by it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.sdk.schema import resolved
from connectors.sdk.values import Json, JsonObject, JsonPath, as_list, as_object, as_text

BETWEEN = " › "


def title_at(path: JsonPath, schemas: Sequence[JsonObject]) -> str:
    """The titles that lead to a setting, entries of lists by number; its name where no schema has a title for it."""
    here = [(schema, schema) for schema in schemas]
    said: list[str] = []
    for step in path:
        here = [(inner, root) for schema, root in here for inner in _inside(schema, root, step)]
        titles = (as_text(schema.get("title")) for schema, _ in here)
        said.append(str(step + 1) if isinstance(step, int) else next(filter(None, titles), step))
    return BETWEEN.join(said)


def _inside(schema: JsonObject, root: JsonObject, step: str | int) -> Iterator[JsonObject]:
    """The schemas of a member or of an entry, also within alternatives."""
    part: Json = schema.get("items") if isinstance(step, int) else as_object(schema.get("properties")).get(step)
    if isinstance(part, dict):
        yield resolved(part, root)
    for branch in (*as_list(schema.get("anyOf")), *as_list(schema.get("oneOf"))):
        yield from _inside(resolved(branch, root), root, step)
