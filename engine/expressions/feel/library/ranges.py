"""FEEL's functions that relate points and intervals, after Allen."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.expressions.feel.operations import at_most, less
from engine.expressions.feel.signature import define
from engine.expressions.feel.temporal import parse_temporal
from engine.expressions.feel.values import Range, Value, compare, equal, parse_number

Relation = Callable[[Range, Range], Value]
POINT = "number | string | date | time | date and time | days and time duration | years and months duration"
TEXT = re.compile(r"([\[\](])\s*(.*?)\s*\.\.\s*(.*?)\s*([\[\])])", re.DOTALL)


def _ordered(first: Value, first_closed: bool, second: Value, second_closed: bool) -> bool | None:
    """Whether the end `first` lies before the start `second`, with nothing in common."""
    order = compare(first, second)
    return None if order is None else order < 0 or (order == 0 and not (first_closed and second_closed))


def _same_start(a: Range, b: Range) -> Value:
    return equal(a.low, b.low) is True and a.low_closed == b.low_closed


def _same_end(a: Range, b: Range) -> Value:
    return equal(a.high, b.high) is True and a.high_closed == b.high_closed


def _starts_earlier(a: Range, b: Range) -> Value:
    return less(a.low, b.low) is True or (equal(a.low, b.low) is True and a.low_closed and not b.low_closed)


def _ends_later(a: Range, b: Range) -> Value:
    return less(b.high, a.high) is True or (equal(a.high, b.high) is True and a.high_closed and not b.high_closed)


def before(a: Range, b: Range) -> Value:
    """All of a lies before all of b."""
    return _ordered(a.high, a.high_closed, b.low, b.low_closed)


def meets(a: Range, b: Range) -> Value:
    """a ends with the point with which b starts."""
    return a.high_closed and b.low_closed and equal(a.high, b.low) is True


def overlaps(a: Range, b: Range) -> Value:
    """a and b have a point in common."""
    return before(a, b) is False and before(b, a) is False


def overlaps_before(a: Range, b: Range) -> Value:
    """a starts before b and ends inside it."""
    starts = _starts_earlier(a, b)
    ends = less(a.high, b.high) is True or (equal(a.high, b.high) is True and (not a.high_closed or b.high_closed))
    return starts and before(a, b) is False and ends


def overlaps_after(a: Range, b: Range) -> Value:
    """a starts inside b and ends after it."""
    later = less(b.low, a.low) is True or (equal(a.low, b.low) is True and b.low_closed and not a.low_closed)
    return later and before(b, a) is False and _ends_later(a, b)


def finishes(a: Range, b: Range) -> Value:
    """a is the last part of b."""
    return _same_end(a, b) and not _starts_earlier(a, b)


def starts(a: Range, b: Range) -> Value:
    """a is the first part of b."""
    return _same_start(a, b) and not _ends_later(a, b)


def includes(a: Range, b: Range) -> Value:
    """All of b lies in a."""
    return not _starts_earlier(b, a) and not _ends_later(b, a) and compare(a.low, b.low) is not None


def coincides(a: Range, b: Range) -> Value:
    """a and b are the same."""
    return _same_start(a, b) and _same_end(a, b)


def from_text(text: str) -> Value:
    """An interval from its text, such as `[1..10)`."""
    match = TEXT.fullmatch(text.strip())
    if match is None:
        return None
    low, high = _end(match[2]), _end(match[3])
    if (low is None and match[2]) or (high is None and match[3]) or (low is None and high is None):
        return None
    if low is not None and high is not None and at_most(low, high) is not True:
        return None
    closed = match[1] == "[", match[4] == "]"
    if (low is None and closed[0]) or (high is None and closed[1]):
        return None
    return Range(low, high, *closed, is_test=low is None or high is None)


def _end(text: str) -> Value:
    if not text:
        return None
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        return text[1:-1]
    inner = re.fullmatch(r'(?:@|date\(|time\(|date and time\(|duration\()"([^"]*)"\)?', text)
    return parse_temporal(inner[1]) if inner else parse_number(text)


def _ranged(relation: Relation) -> Callable[[Value, Value], Value]:
    """A relation of intervals for points too: a point is the interval of itself alone."""

    def relate(a: Value, b: Value) -> Value:
        first = a if isinstance(a, Range) else Range(a, a)
        second = b if isinstance(b, Range) else Range(b, b)
        if compare(first.low, second.low) is None and compare(first.high, second.high) is None:
            return None
        return relation(first, second)

    return relate


def _swapped(relation: Relation) -> Relation:
    return lambda a, b: relation(b, a)


NAMED = (
    f"point1: {POINT}, point2: {POINT}",
    f"point: {POINT}, range: range",
    f"range: range, point: {POINT}",
    "range1: range, range2: range",
)
RANGES = dict(
    (
        *(
            define(name, _ranged(relation), *NAMED)
            for name, relation in (
                ("before", before),
                ("after", _swapped(before)),
                ("meets", meets),
                ("met by", _swapped(meets)),
                ("overlaps", overlaps),
                ("overlaps before", overlaps_before),
                ("overlaps after", overlaps_after),
                ("finishes", finishes),
                ("finished by", _swapped(finishes)),
                ("includes", includes),
                ("during", _swapped(includes)),
                ("starts", starts),
                ("started by", _swapped(starts)),
                ("coincides", coincides),
            )
        ),
        define("range", from_text, "from: string"),
    )
)
