"""How much memory Request data takes."""

from __future__ import annotations

from collections.abc import Mapping
from sys import getsizeof

MIB = 1 << 20
_PLAIN = frozenset((int, float, bool, str, type(None)))


def size_of(value: object, enough: int) -> int:
    """The bytes of a value with everything in it, written out in full; counting ends above `enough`."""
    if type(value) in _PLAIN:
        return getsizeof(value)
    total, waiting = 0, [value]
    while waiting and total <= enough:
        item = waiting.pop()
        total += getsizeof(item)
        if isinstance(item, Mapping):
            waiting.extend(item)
            waiting.extend(item.values())
        elif isinstance(item, (list, tuple)):
            waiting.extend(item)
    return total
