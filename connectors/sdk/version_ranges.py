"""Whether a version lies within a range as npm writes it.

`^8.5`, `~8.4.1`, `>=8.3 <8.6`, `8.x`, `8.2 - 8.4`, and any of these with `||` between them.
"""

from __future__ import annotations

import re

_VERSION = r"v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+][0-9A-Za-z.+-]*)?"
_SPAN = re.compile(rf"\s*{_VERSION}\s+-\s+{_VERSION}\s*")
_PART = re.compile(rf"\s*(\^|~>?|>=|<=|>|<|=)?\s*{_VERSION}\s*")
_ANY = re.compile(r"\s*[*xX]?\s*")
Numbers = tuple[int, int, int]
Bounds = tuple[Numbers, Numbers]
_FIRST: Numbers = (0, 0, 0)
_LAST: Numbers = (10**9, 0, 0)


class RangeError(ValueError):
    """A text that is no range of versions."""


def lies_within(version: str, range: str) -> bool:
    """Whether a version is one of a range; missing numbers are 0. Raises `RangeError` for what is none."""
    found = re.match(_VERSION, version.strip())
    if found is None:
        raise RangeError(f"“{version}” is no version")
    numbers = _filled(_numbers(found.groups()))
    return any(low <= numbers < high for low, high in map(_bounds, range.split("||")))


def _bounds(text: str) -> Bounds:
    """The first version of a part of a range, and the first one behind it."""
    if _ANY.fullmatch(text):
        return _FIRST, _LAST
    span = _SPAN.fullmatch(text)
    if span is not None:
        ends = span.groups()
        return _filled(_numbers(ends[:3])), _above(_numbers(ends[3:]))
    low, high, place = _FIRST, _LAST, 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            raise RangeError(f"“{text.strip()}” is no range of versions")
        operator, *groups = part.groups()
        own_low, own_high = _single(operator or "=", _numbers(groups))
        low, high, place = max(low, own_low), min(high, own_high), part.end()
    return low, high


def _single(operator: str, numbers: tuple[int, ...]) -> Bounds:
    first = _filled(numbers)
    if operator == "^":
        return first, _next(numbers, next((place for place, each in enumerate(numbers) if each), len(numbers) - 1))
    if operator.startswith("~"):
        return first, _next(numbers, min(1, len(numbers) - 1))
    return {
        ">=": (first, _LAST),
        ">": (_above(numbers), _LAST),
        "<": (_FIRST, first),
        "<=": (_FIRST, _above(numbers)),
    }.get(operator, (first, _above(numbers)))


def _numbers(groups: list[str | None] | tuple[str | None, ...]) -> tuple[int, ...]:
    """The numbers before the first that is not said."""
    found: list[int] = []
    for group in groups:
        if group is None or not group.isdigit():
            break
        found.append(int(group))
    return tuple(found)


def _filled(numbers: tuple[int, ...]) -> Numbers:
    first, second, third = (*numbers, 0, 0, 0)[:3]
    return first, second, third


def _above(numbers: tuple[int, ...]) -> Numbers:
    """The first version behind all that begin with these numbers."""
    return _next(numbers, len(numbers) - 1)


def _next(numbers: tuple[int, ...], place: int) -> Numbers:
    return _filled((*numbers[:place], numbers[place] + 1)) if numbers else _LAST
