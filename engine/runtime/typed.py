"""JSON for what a Request holds: a value that JSON lacks, such as a date or a decimal, comes back as what it was.

    {"$type": "date", "value": "2026-03-01"}

An object of the data that has the key `$type` itself is written as one of type `object`, so that nothing is mistaken.
Tuples are lists, as in JSON.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any

TYPE, VALUE = "$type", "value"
Plain = tuple[str, Callable[[Any], object]]
WRITTEN: Mapping[type, Plain] = MappingProxyType(
    {
        datetime: ("datetime", datetime.isoformat),
        date: ("date", date.isoformat),
        time: ("time", time.isoformat),
        timedelta: ("timedelta", lambda given: [given.days, given.seconds, given.microseconds]),
        Decimal: ("decimal", str),
        bytes: ("bytes", lambda given: b64encode(given).decode()),
        set: ("set", lambda given: sorted(given, key=repr)),
        frozenset: ("frozenset", lambda given: sorted(given, key=repr)),
    }
)


def _hashable(value: object) -> object:
    return tuple(map(_hashable, value)) if isinstance(value, list) else value


READ: Mapping[str, Callable[[Any], object]] = MappingProxyType(
    {
        "datetime": datetime.fromisoformat,
        "date": date.fromisoformat,
        "time": time.fromisoformat,
        "timedelta": lambda given: timedelta(*given),
        "decimal": Decimal,
        "bytes": b64decode,
        "set": lambda given: set(map(_hashable, given)),
        "frozenset": lambda given: frozenset(map(_hashable, given)),
        "object": dict,
    }
)


def typed(value: object, other: Callable[[object], object]) -> object:
    """A value as JSON has it, tagged where JSON lacks it; `other` says what becomes of a kind that is not known."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        inner = {str(name): typed(each, other) for name, each in value.items()}
        return {TYPE: "object", VALUE: list(inner.items())} if TYPE in inner else inner
    if isinstance(value, list | tuple):
        return [typed(each, other) for each in value]
    if type(value) not in WRITTEN:
        return other(value)
    name, write = WRITTEN[type(value)]
    return {TYPE: name, VALUE: typed(write(value), other)}


def revived(entry: dict[str, Any]) -> object:
    """What an object of the JSON stands for; for `json.loads(…, object_hook=revived)`."""
    read = READ.get(str(entry.get(TYPE))) if TYPE in entry else None
    return entry if read is None else read(entry[VALUE])


def to_json(value: object, other: Callable[[object], object], **layout: Any) -> str:
    """A value as JSON text; the usual one, which has nothing to tag, takes no detour."""
    try:
        text = json.dumps(value, ensure_ascii=False, **layout)
    except TypeError:
        text = ""
    if text and TYPE not in text:
        return text
    return json.dumps(typed(value, other), ensure_ascii=False, **layout)
