"""Reading and writing nested data by a dotted path, without ever changing what is there."""

from __future__ import annotations

from collections.abc import Mapping


def assign(data: dict[str, object], path: str, value: object) -> None:
    """Put a value at `a.b.c` into `data`: the outer dictionary is changed, inner ones are replaced by copies."""
    first, _, rest = path.partition(".")
    if not rest:
        data[first] = value
        return
    inner = data.get(first)
    copy: dict[str, object] = dict(inner) if isinstance(inner, Mapping) else {}
    assign(copy, rest, value)
    data[first] = copy


def read(data: object, path: str) -> object:
    """The value at `a.b.c`, or None where there is none; digits index lists."""
    for part in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data
