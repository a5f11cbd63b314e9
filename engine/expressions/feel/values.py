"""FEEL's values in Python, and what they have in common: kinds, equality, order, text.

    number int or Decimal · string str · boolean bool · null None · list list · context dict
    date, time, date and time, durations: `temporal` · range `Range` · function `FunctionValue`

An operation on values that do not fit gives null; `None` therefore also means "no answer".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Context, Decimal, InvalidOperation
from typing import Any, TypeAlias

from engine.expressions.errors import ExpressionError
from engine.expressions.feel.temporal import Date, DateTime, DaysDuration, MonthsDuration, Time

Value: TypeAlias = Any
NUMBERS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144)
EXACT = 10**34
MAX_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. One made by a test such as `(< 10)` has no end on one side; in others an end of null is unknown."""

    low: Value
    high: Value
    low_closed: bool = True
    high_closed: bool = True
    is_test: bool = False

    def contains(self, value: Value) -> bool | None:
        """Whether a value lies inside; null where it cannot be compared."""
        if not self.is_test and (self.low is None or self.high is None):
            return None
        above = True if self.low is None else compare(value, self.low)
        below = True if self.high is None else compare(self.high, value)
        if above is None or below is None:
            return None
        return _inside(above, self.low_closed) and _inside(below, self.high_closed)


def _inside(order: int | bool, closed: bool) -> bool:
    if order is True:
        return True
    return order > 0 or (closed and order == 0)


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function: of this library, or defined in an expression. `call` takes positional arguments."""

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., Value] = field(compare=False)
    types: tuple[str, ...] = ()


def kind_of(value: Value) -> str:
    """FEEL's name for the kind of a value."""
    if value is None:
        return "Null"
    if isinstance(value, bool):
        return "boolean"
    for kind, name in KINDS:
        if isinstance(value, kind):
            return name
    return "Any"


KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    ((int, Decimal), "number"),
    (str, "string"),
    (list, "list"),
    (dict, "context"),
    (DateTime, "date and time"),
    (Date, "date"),
    (Time, "time"),
    (DaysDuration, "days and time duration"),
    (MonthsDuration, "years and months duration"),
    (Range, "range"),
    (FunctionValue, "function"),
)


def is_number(value: Value) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def number(value: Value) -> Value:
    """A number in FEEL's precision of 34 digits."""
    if isinstance(value, int):
        return value if -EXACT < value < EXACT else NUMBERS.create_decimal(value)
    return value if value.is_finite() else None


def to_feel(value: object, depth: int = 0) -> Value:
    """A value of Request data as FEEL sees it."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return NUMBERS.create_decimal(repr(value)) if value == value and abs(value) != float("inf") else None
    if depth > MAX_DEPTH:
        raise ExpressionError("the data is nested too deeply")
    if isinstance(value, Mapping):
        return {str(key): to_feel(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_feel(item, depth + 1) for item in value]
    return value


def from_feel(value: Value, depth: int = 0) -> object:
    """A FEEL value as Request data: plain JSON; dates and durations as their text."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, Decimal):
        return plain_number(value)
    if depth > MAX_DEPTH:
        raise ExpressionError("the result is nested too deeply")
    if isinstance(value, dict):
        return {key: from_feel(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [from_feel(item, depth + 1) for item in value]
    return text_of(value)


def plain_number(value: Decimal) -> int | float | None:
    """A number as JSON has it: whole where it is, and null beyond what a double holds."""
    if abs(value) < EXACT and value == value.to_integral_value():
        return int(value)
    plain = float(value)
    return plain if abs(plain) != float("inf") else None


def equal(left: Value, right: Value) -> bool | None:
    """FEEL's `=`: null for values of different kinds, except that only null equals null."""
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind != kind_of(right):
        return None
    if kind in ("date and time", "time"):
        return _same_moment(left, right)
    if kind == "list":
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if kind == "context":
        return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)
    if kind == "range":
        return _same_range(left, right)
    return bool(left == right)


def _same_moment(left: Value, right: Value) -> bool | None:
    if isinstance(left, Time):
        if left.is_local != right.is_local:
            return None if left.is_local or right.is_local else False
        return _utc(left) == _utc(right)
    if left.time.is_local != right.time.is_local:
        return None
    return bool(left.instant == right.instant)


def _same_range(left: Range, right: Range) -> bool:
    ends = equal(left.low, right.low) is True and equal(left.high, right.high) is True
    shapes = [(range.low_closed, range.high_closed, range.is_test) for range in (left, right)]
    return ends and shapes[0] == shapes[1]


def _utc(time: Time) -> int:
    return time.of_day - (time.offset_on(None) or 0) * 1_000_000_000


def compare(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 by FEEL's order; null where the values have none between them."""
    kind = kind_of(left)
    if kind != kind_of(right) or kind not in ORDER:
        return None
    a, b = ORDER[kind](left), ORDER[kind](right)
    if a is None or b is None or a[0] != b[0]:
        return None
    return int(a[1] > b[1]) - int(a[1] < b[1])


ORDER: Mapping[str, Callable[[Value], tuple[object, Any] | None]] = {
    "number": lambda value: (None, value),
    "string": lambda value: (None, value),
    "date": lambda value: (None, value.ordinal),
    "time": lambda value: (value.is_local, _utc(value)),
    "date and time": lambda value: (value.time.is_local, value.instant),
    "days and time duration": lambda value: (None, value.nanos),
    "years and months duration": lambda value: (None, value.months),
}


def text_of(value: Value) -> str | None:
    """FEEL's `string(value)`."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, (list, dict, Range, FunctionValue)):
        return _nested_text(value)
    return str(value)


def _nested_text(value: Value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(quoted(item) for item in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key_text(key)}: {quoted(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        opening, closing = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
        return f"{opening}{quoted(value.low)}..{quoted(value.high)}{closing}"
    return f"function({', '.join(value.parameters)})"


def _key_text(key: str) -> str:
    return key if all(sign.isalnum() or sign in "_ " for sign in key) else f'"{key}"'


def quoted(value: Value) -> str:
    """A value inside the text of a list or context: strings in quotes, null as a word."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return text_of(value) or "null"


def number_text(value: Decimal) -> str:
    """A number without exponent and without zeros that say nothing."""
    plain = format(value.normalize(NUMBERS), "f")
    return "0" if plain == "-0" else plain


def parse_number(text: str) -> Value:
    """A number literal, or null."""
    try:
        value = NUMBERS.create_decimal(text)
    except InvalidOperation:
        return None
    if not value.is_finite():
        return None
    return int(value) if "." not in text and "e" not in text.lower() and abs(value) < EXACT else value
