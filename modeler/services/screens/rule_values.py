"""What values mean to the rules of screens: truth, numbers, texts and equality as JavaScript sees them."""

from __future__ import annotations

import math
import re

from connectors.sdk.values import Json, compact


class RuleError(ValueError):
    """A rule that is malformed or that meets data it cannot work with."""


_NUMERAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|", re.ASCII)
UNDEFINED: Json = float("nan")
"""What is read of a place that is not there, but in an object or list that is; it is false, no number, and equals
nothing but itself."""


def is_true(value: Json) -> bool:
    """Truth as JavaScript sees it: any list or object is true."""
    if isinstance(value, float) and math.isnan(value):
        return False
    return isinstance(value, list | dict) or bool(value)


def number_of(value: Json) -> float:
    """A value as a number, NaN where it is none."""
    if isinstance(value, bool | int | float):
        return float(value)
    if value is None:
        return 0.0
    text = value.strip() if isinstance(value, str) else "none"
    return float(text or 0) if _NUMERAL.fullmatch(text) else math.nan


def text_of(value: Json) -> str:
    """A value as text: whole numbers without a point, lists joined by commas, null as nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, list):
        return ",".join(text_of(each) for each in value)
    return "" if value is None else value if isinstance(value, str) else compact(value)


def plain_number(value: float) -> int | float:
    """A number as JSON would write it: whole ones without a point."""
    return int(value) if math.isfinite(value) and value == int(value) else round(value, 12)


def same_value(left: Json, right: Json) -> bool:
    """Strict equality: `"1"` is not `1`, and two lists are never the same one."""
    if left is right:
        return True
    if isinstance(left, bool) or isinstance(right, bool):
        return False
    return left == right and not isinstance(left, list | dict)


def _number_text(value: float) -> str:
    if math.isfinite(value):
        return str(plain_number(value))
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
