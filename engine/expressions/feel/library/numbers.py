"""FEEL's functions on numbers and truth values."""

from __future__ import annotations

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
)

from engine.expressions.feel.operations import inverse
from engine.expressions.feel.signature import define
from engine.expressions.feel.temporal import DaysDuration, MonthsDuration
from engine.expressions.feel.values import NUMBERS, Value, number, parse_number

MIN_SCALE, MAX_SCALE = -6111, 6176
GROUPING = (None, " ", ",", ".")
DECIMAL_SIGNS = (None, ".", ",")


def rounded(value: Value, scale: Value, mode: str) -> Value:
    """A number with so many digits after the point (fewer than none: before it), rounded in one of the modes."""
    places = int(scale)
    if not MIN_SCALE <= places <= MAX_SCALE:
        return None
    if places > 40:
        return value
    step = Decimal(1).scaleb(-places)
    result = Decimal(value).quantize(step, rounding=mode, context=_wide())
    return number(int(result)) if places <= 0 else NUMBERS.plus(result)


def _wide() -> Context:
    wide = NUMBERS.copy()
    wide.prec = 120
    return wide


def absolute(value: Value) -> Value:
    """A number or duration without its sign."""
    if isinstance(value, DaysDuration):
        return DaysDuration(abs(value.nanos))
    return MonthsDuration(abs(value.months)) if isinstance(value, MonthsDuration) else abs(value)


def modulo(dividend: Value, divisor: Value) -> Value:
    """What is left after whole steps of the divisor, with the divisor's sign."""
    if divisor == 0:
        return None
    a, b = Decimal(dividend), Decimal(divisor)
    quotient = NUMBERS.divide(a, b).to_integral_value(rounding=ROUND_FLOOR)
    return _whole(NUMBERS.subtract(a, NUMBERS.multiply(b, quotient)))


def square_root(value: Value) -> Value:
    """The square root; null for a negative number."""
    return None if value < 0 else _whole(NUMBERS.sqrt(Decimal(value)))


def logarithm(value: Value) -> Value:
    """The natural logarithm; null where there is none."""
    return None if value <= 0 else _whole(NUMBERS.ln(Decimal(value)))


def exponential(value: Value) -> Value:
    """e to the power of a number; null beyond all measure."""
    result = NUMBERS.exp(Decimal(value))
    return _whole(result) if result.is_finite() else None


def odd(value: Value) -> Value:
    """Whether a whole number is odd; false for what is not whole."""
    return Decimal(value) % 2 in (1, -1)


def even(value: Value) -> Value:
    """Whether a whole number is even; false for what is not whole."""
    return Decimal(value) % 2 == 0


def to_number(text: str, grouping: Value, decimal: Value) -> Value:
    """A number from text with a grouping sign and a decimal sign."""
    if grouping not in GROUPING or decimal not in DECIMAL_SIGNS or (grouping is not None and grouping == decimal):
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(decimal, ".") if decimal else plain
    return parse_number(plain) if plain and plain == plain.strip() and "_" not in plain else None


def _whole(value: Decimal) -> Value:
    return int(value) if value == value.to_integral_value() and abs(value) < 10**33 else value


NUMERIC = dict(
    (
        define("decimal", lambda n, scale: rounded(n, scale, ROUND_HALF_EVEN), "n: number, scale: number"),
        define("floor", lambda n, scale=0: rounded(n, scale, ROUND_FLOOR), "n: number", "n: number, scale: number"),
        define("ceiling", lambda n, scale=0: rounded(n, scale, ROUND_CEILING), "n: number", "n: number, scale: number"),
        define("round up", lambda n, scale=0: rounded(n, scale, ROUND_UP), "n: number, scale?: number"),
        define("round down", lambda n, scale=0: rounded(n, scale, ROUND_DOWN), "n: number, scale?: number"),
        define("round half up", lambda n, scale=0: rounded(n, scale, ROUND_HALF_UP), "n: number, scale?: number"),
        define("round half down", lambda n, scale=0: rounded(n, scale, ROUND_HALF_DOWN), "n: number, scale?: number"),
        define("abs", absolute, "n: number | days and time duration | years and months duration"),
        define("modulo", modulo, "dividend: number, divisor: number"),
        define("sqrt", square_root, "number: number"),
        define("log", logarithm, "number: number"),
        define("exp", exponential, "number: number"),
        define("odd", odd, "number: number"),
        define("even", even, "number: number"),
        define("not", inverse, "negand: Any"),
        define(
            "number",
            to_number,
            "from: string, grouping separator: string?, decimal separator: string?",
        ),
    )
)
