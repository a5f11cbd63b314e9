"""FEEL's operators on values; whatever does not fit together gives null."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, DecimalException
from types import MappingProxyType

from engine.expressions.evaluation import bounded_text
from engine.expressions.feel.temporal import (
    DAY,
    MIDNIGHT_UTC,
    NANOS,
    Date,
    DateTime,
    DaysDuration,
    MonthsDuration,
    Time,
    add_months,
    from_local_instant,
    from_ordinal,
    time_of_day,
)
from engine.expressions.feel.values import NUMBERS, Range, Value, compare, equal, is_number, kind_of, number

Two = Callable[[Value, Value], Value]
MAX_EXPONENT = 6144


def add(left: Value, right: Value) -> Value:
    """Sum of numbers, concatenation of strings, date and duration arithmetic."""
    if isinstance(left, str) and isinstance(right, str):
        return bounded_text(left + right)
    if is_number(left) and is_number(right):
        return _decimal(left, right, lambda: left + right, NUMBERS.add)
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration):
        return DaysDuration(left.nanos + right.nanos)
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration):
        return MonthsDuration(left.months + right.months)
    if isinstance(left, (DaysDuration, MonthsDuration)):
        return None if isinstance(right, (DaysDuration, MonthsDuration)) else shift(right, left, 1)
    return shift(left, right, 1)


def subtract(left: Value, right: Value) -> Value:
    """Difference of numbers, of moments, of durations; a moment less a duration."""
    if is_number(left) and is_number(right):
        return _decimal(left, right, lambda: left - right, NUMBERS.subtract)
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration):
        return DaysDuration(left.nanos - right.nanos)
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration):
        return MonthsDuration(left.months - right.months)
    if isinstance(right, (DaysDuration, MonthsDuration)):
        return shift(left, right, -1)
    return between(left, right)


def multiply(left: Value, right: Value) -> Value:
    """Product of numbers; a duration times a number."""
    if is_number(left) and is_number(right):
        return _decimal(left, right, lambda: left * right, NUMBERS.multiply)
    if is_number(left):
        left, right = right, left
    if not is_number(right):
        return None
    if isinstance(left, DaysDuration):
        return DaysDuration(int(left.nanos * right))
    return MonthsDuration(int(left.months * right)) if isinstance(left, MonthsDuration) else None


def divide(left: Value, right: Value) -> Value:
    """Quotient of numbers; a duration by a number or by another of its kind; null for a zero divisor."""
    if is_number(left) and is_number(right):
        return None if right == 0 else _plain(_guarded(NUMBERS.divide, left, right))
    if isinstance(left, DaysDuration) and is_number(right) and right != 0:
        return DaysDuration(int(Decimal(left.nanos) / Decimal(right)))
    if isinstance(left, MonthsDuration) and is_number(right) and right != 0:
        return MonthsDuration(int(Decimal(left.months) / Decimal(right)))
    if isinstance(left, DaysDuration) and isinstance(right, DaysDuration) and right.nanos:
        return _plain(NUMBERS.divide(Decimal(left.nanos), Decimal(right.nanos)))
    if isinstance(left, MonthsDuration) and isinstance(right, MonthsDuration) and right.months:
        return _plain(NUMBERS.divide(Decimal(left.months), Decimal(right.months)))
    return None


def power(left: Value, right: Value) -> Value:
    """A number to the power of a number, in FEEL's precision."""
    if not (is_number(left) and is_number(right)) or abs(right) > MAX_EXPONENT:
        return None
    return _plain(_guarded(NUMBERS.power, left, right))


def negate(value: Value) -> Value:
    """The opposite of a number or duration."""
    if is_number(value):
        return -value
    if isinstance(value, DaysDuration):
        return DaysDuration(-value.nanos)
    return MonthsDuration(-value.months) if isinstance(value, MonthsDuration) else None


def shift(moment: Value, duration: Value, sign: int) -> Value:
    """A date, time, or date and time, so much later (or, with -1, earlier)."""
    if isinstance(moment, Date):
        return _shift_date(moment, duration, sign)
    if isinstance(moment, DateTime):
        return _shift_date_time(moment, duration, sign)
    if isinstance(moment, Time) and isinstance(duration, DaysDuration):
        return time_of_day(moment.of_day + sign * duration.nanos, moment)
    return None


def _shift_date(day: Date, duration: Value, sign: int) -> Value:
    if isinstance(duration, MonthsDuration):
        return add_months(day, sign * duration.months)
    if isinstance(duration, DaysDuration):
        return from_ordinal((day.ordinal * DAY + sign * duration.nanos) // DAY)
    return None


def _shift_date_time(moment: DateTime, duration: Value, sign: int) -> Value:
    if isinstance(duration, MonthsDuration):
        day = add_months(moment.date, sign * duration.months)
        return None if day is None else DateTime(day, moment.time)
    if isinstance(duration, DaysDuration):
        return from_local_instant(moment.local_instant + sign * duration.nanos, moment.time)
    return None


def between(left: Value, right: Value) -> Value:
    """The duration from the right moment to the left one; null where only one has an offset."""
    if isinstance(left, Time) and isinstance(right, Time):
        if left.is_local != right.is_local:
            return None
        offsets = ((right.offset_on(None) or 0) - (left.offset_on(None) or 0)) * NANOS
        return DaysDuration(left.of_day - right.of_day + offsets)
    if not isinstance(left, (Date, DateTime)) or not isinstance(right, (Date, DateTime)):
        return None
    if isinstance(left, Date) and isinstance(right, Date):
        return DaysDuration((left.ordinal - right.ordinal) * DAY)
    first, second = as_date_time(left), as_date_time(right)
    if first.time.is_local != second.time.is_local:
        return None
    return DaysDuration(first.instant - second.instant)


def as_date_time(value: Date | DateTime) -> DateTime:
    """A day as its midnight in UTC."""
    return value if isinstance(value, DateTime) else DateTime(value, MIDNIGHT_UTC)


def both(left: Value, right: Value) -> bool | None:
    """Three-valued `and`; what is no boolean counts as null."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def either(left: Value, right: Value) -> bool | None:
    """Three-valued `or`; what is no boolean counts as null."""
    if left is True or right is True:
        return True
    return False if left is False and right is False else None


def inverse(value: Value) -> bool | None:
    """Three-valued `not`."""
    return (not value) if isinstance(value, bool) else None


def less(left: Value, right: Value) -> bool | None:
    """`<`."""
    order = compare(left, right)
    return None if order is None else order < 0


def at_most(left: Value, right: Value) -> bool | None:
    """`<=`."""
    order = compare(left, right)
    return None if order is None else order <= 0


def different(left: Value, right: Value) -> bool | None:
    """`!=`."""
    return inverse(equal(left, right))


def is_between(value: Value, low: Value, high: Value) -> bool | None:
    """`value between low and high`, both included."""
    return both(at_most(low, value), at_most(value, high))


def passes(value: Value, test: Value) -> bool | None:
    """Whether a value passes a test that was evaluated to a value: a range, a list of tests, or an equal value."""
    if isinstance(test, Range) and not isinstance(value, Range):
        return test.contains(value)
    if isinstance(test, list) and not isinstance(value, list):
        return _passes_one(value, test)
    if isinstance(test, list) and any(isinstance(item, list) for item in test):
        return _passes_one(value, test) or equal(value, test)
    return equal(value, test)


def _passes_one(value: Value, tests: list[Value]) -> bool | None:
    found = [passes(value, test) for test in tests]
    return True if True in found else False if None not in found or kind_of(value) == "Null" else _none_left(found)


def _none_left(found: list[bool | None]) -> bool | None:
    return False if False in found else None


def _decimal(left: Value, right: Value, exact: Callable[[], Value], rounded: Two) -> Value:
    if isinstance(left, int) and isinstance(right, int):
        return number(exact())
    return _plain(_guarded(rounded, left, right))


def _guarded(operation: Two, left: Value, right: Value) -> Value:
    try:
        return operation(Decimal(left), Decimal(right))
    except (DecimalException, ArithmeticError):
        return None


def _plain(value: Value) -> Value:
    return value if value is None or value.is_finite() else None


BINARY: Mapping[str, Two] = MappingProxyType(
    {
        "+": add,
        "-": subtract,
        "*": multiply,
        "/": divide,
        "**": power,
        "=": equal,
        "!=": different,
        "<": less,
        "<=": at_most,
        ">": lambda left, right: less(right, left),
        ">=": lambda left, right: at_most(right, left),
    }
)
