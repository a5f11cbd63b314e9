"""The methods that a `${…}` expression may call: a short list on texts, numbers, lists and maps, all without effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import bounded_text

Method = Callable[..., object]


def _substring(text: str, start: int, end: int | None = None) -> str:
    if not 0 <= start <= (len(text) if end is None else end) <= len(text):
        raise ExpressionError(f"substring from {start} to {end} is outside a text of {len(text)} characters")
    return text[start:end]


def _replace(text: str, old: str, new: str) -> str:
    return bounded_text(text.replace(old, new))


def _compare(left: str, right: str) -> int:
    return (left > right) - (left < right)


_TEXT: Mapping[str, Method] = MappingProxyType(
    {
        "equals": lambda text, other: text == other,
        "equalsIgnoreCase": lambda text, other: isinstance(other, str) and text.lower() == other.lower(),
        "compareTo": _compare,
        "length": lambda text: len(text),
        "isEmpty": lambda text: text == "",
        "isBlank": lambda text: not text.strip(),
        "contains": lambda text, part: part in text,
        "startsWith": lambda text, part: text.startswith(part),
        "endsWith": lambda text, part: text.endswith(part),
        "indexOf": lambda text, part: text.find(part),
        "charAt": lambda text, place: _substring(text, place, place + 1),
        "substring": _substring,
        "toLowerCase": lambda text: text.lower(),
        "toUpperCase": lambda text: text.upper(),
        "trim": lambda text: text.strip(),
        "concat": lambda text, other: bounded_text(text + other),
        "replace": _replace,
        "toString": lambda text: text,
    }
)
_LIST: Mapping[str, Method] = MappingProxyType(
    {
        "size": lambda items: len(items),
        "isEmpty": lambda items: not items,
        "contains": lambda items, item: item in items,
        "indexOf": lambda items, item: items.index(item) if item in items else -1,
        "get": lambda items, place: items[place],
        "equals": lambda items, other: items == other,
    }
)
_MAP: Mapping[str, Method] = MappingProxyType(
    {
        "size": lambda entries: len(entries),
        "isEmpty": lambda entries: not entries,
        "get": lambda entries, key: entries.get(key),
        "getVariable": lambda entries, key: entries.get(key),
        "getVariableLocal": lambda entries, key: entries.get(key),
        "hasVariable": lambda entries, key: key in entries,
        "getOrDefault": lambda entries, key, default: entries.get(key, default),
        "containsKey": lambda entries, key: key in entries,
        "containsValue": lambda entries, value: value in entries.values(),
        "equals": lambda entries, other: entries == other,
    }
)
_NUMBER: Mapping[str, Method] = MappingProxyType(
    {
        "equals": lambda value, other: value == other,
        "intValue": lambda value: int(value),
        "longValue": lambda value: int(value),
        "doubleValue": lambda value: float(value),
        "toString": lambda value: str(value),
        "compareTo": lambda value, other: (value > other) - (value < other),
    }
)
_BOOLEAN: Mapping[str, Method] = MappingProxyType(
    {
        "equals": lambda value, other: value is other,
        "booleanValue": lambda value: value,
        "toString": lambda value: "true" if value else "false",
    }
)
METHODS: tuple[tuple[type, Mapping[str, Method]], ...] = (
    (bool, _BOOLEAN),
    (str, _TEXT),
    (list, _LIST),
    (dict, _MAP),
    (int, _NUMBER),
    (float, _NUMBER),
)
