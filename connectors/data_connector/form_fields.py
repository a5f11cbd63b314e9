"""Fields of queries and forms as PHP reads and writes them, since that is what ProcessMaker sends.

Lists and objects are several fields, `tags[0]=a&tags[1]=b`, and what is null is none. Of two fields with one name the
last counts, unless the name ends in `[]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from connectors.sdk.values import Json, JsonObject, compact

_LIST = "[]"


def read_query(text: str) -> JsonObject:
    """The fields of a query; those of a list have the number of their place in their name."""
    found: JsonObject = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found[_numbered(name, found) if name.endswith(_LIST) else name] = value
    return found


def written_query(fields: JsonObject) -> str:
    """The fields as a query or the body of a form."""
    pairs = [pair for name, value in fields.items() for pair in _flat(name, value)]
    return urlencode(pairs, errors="replace")


def _numbered(name: str, known: JsonObject) -> str:
    stem, number = name.removesuffix(_LIST), 0
    while f"{stem}[{number}]" in known:
        number += 1
    return f"{stem}[{number}]"


def _flat(name: str, value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in members:
            yield from _flat(f"{name}[{key}]", each)
    elif value is not None:
        yield name, value if isinstance(value, str) else compact(int(value) if isinstance(value, bool) else value)
