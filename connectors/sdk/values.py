"""JSON values: their type, strict equality, and readers that never fail on the wrong kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = "dict[str, Json]"
JsonPath: TypeAlias = "tuple[str | int, ...]"


def json_of(text: str | bytes) -> Json:
    """What a JSON text says. Raises `ValueError` for what is none, as are `NaN` and numbers too large to be kept."""
    value: Json = json.loads(text, parse_constant=_no_number, parse_float=_number)
    return value


def _number(digits: str) -> float:
    value = float(digits)
    return value if isfinite(value) else _no_number(digits)


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number of JSON")


def compact(value: Json) -> str:
    """The text that JavaScript's `JSON.stringify` writes: no spaces, letters unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def same(left: Json, right: Json) -> bool:
    """Equality as JSON sees it: `1` is not `true`, and the order of keys counts."""
    return compact(left) == compact(right)


def as_object(value: object) -> JsonObject:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Json]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_text(value: object, default: str = "") -> str:
    """The value if it is a text, else `default`."""
    return value if isinstance(value, str) else default


def texts(value: object) -> tuple[str, ...]:
    """The texts in a list; anything else is left out."""
    return tuple(item for item in as_list(value) if isinstance(item, str))


def value_at(root: Json, path: JsonPath, default: Json = None) -> Json:
    """What stands at `path`, or `default` where there is nothing."""
    here = root
    for step in path:
        inside = here if isinstance(here, dict) else dict(enumerate(as_list(here)))
        if step not in inside:
            return default
        here = inside[step]  # type: ignore[index]  # checked to be a key on the line above
    return here


def with_value_at(root: Json, path: JsonPath, value: Json) -> Json:
    """A copy of `root` in which `value` stands at `path`; missing objects on the way are created."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = list(as_list(root))
        if not 0 <= step < len(items):
            return root
        items[step] = with_value_at(items[step], rest, value)
        return items
    members = dict(as_object(root))
    members[step] = with_value_at(members.get(step), rest, value)
    return members


def without(root: Mapping[str, Json], names: frozenset[str]) -> JsonObject:
    """A copy of an object that lacks the named members."""
    return {key: value for key, value in root.items() if key not in names}


def path_text(path: JsonPath) -> str:
    """A path as a person reads it: `toRecipients[2].value`."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
