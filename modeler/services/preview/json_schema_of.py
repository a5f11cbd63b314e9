"""The shape of a JSON value as a JSON Schema: what a designer sees of data whose values do not matter now."""

from __future__ import annotations

from collections.abc import Mapping

MOST_ITEMS = 50
DEEPEST = 30


def schema_of(value: object, depth: int = 0) -> dict[str, object]:
    """Types, properties and items; the items of a list share one schema where they have the same shape."""
    if depth >= DEEPEST:
        return {}
    if isinstance(value, Mapping):
        inside = {str(name): schema_of(item, depth + 1) for name, item in value.items()}
        return {"type": "object", "properties": inside} if inside else {"type": "object"}
    if isinstance(value, list | tuple):
        return _of_list(value, depth)
    return {"type": _type(value)}


def _of_list(value: list[object] | tuple[object, ...], depth: int) -> dict[str, object]:
    shapes: list[dict[str, object]] = []
    for item in value[:MOST_ITEMS]:
        shape = schema_of(item, depth + 1)
        if shape not in shapes:
            shapes.append(shape)
    if not shapes:
        return {"type": "array"}
    return {"type": "array", "items": shapes[0] if len(shapes) == 1 else {"anyOf": shapes}}


def _type(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "string"
