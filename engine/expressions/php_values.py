"""PHP's way with values: truth, loose comparison, numbers in texts. ProcessMaker's conditions depend on it.

JSON objects arrive there as PHP objects and JSON lists as PHP arrays; so an empty object is true and an empty list is
false, and a list is greater than any scalar. What PHP only warns about is an error here, as it is in ProcessMaker.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import TypeVar

from engine.expressions.errors import ExpressionError, shown
from engine.expressions.mustache import value_text

_NUMERIC = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*\Z")
Number = int | float
Ordered = TypeVar("Ordered", int, float, str)


def truth(value: object) -> bool:
    """False are null, false, 0, 0.0, "", "0" and the empty list; all else is true."""
    if isinstance(value, Mapping):
        return True
    return bool(value) and value != "0"


def numeric(value: object) -> Number | None:
    """The number that a numeric text or a number is, else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and _NUMERIC.match(value):
        text = value.strip()
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    return None


def number(value: object) -> Number:
    """An operand of arithmetic; raises `ExpressionError` for what PHP refuses."""
    if value is None or isinstance(value, bool):
        return int(bool(value))
    found = numeric(value)
    if found is None:
        raise ExpressionError(f"{shown(value)} is not a number")
    return found


def text(value: object) -> str:
    """A value in a concatenation; a list or an object cannot be one."""
    if isinstance(value, Mapping | list):
        raise ExpressionError(f"{shown(value)} cannot be joined to a text")
    return value_text(value)


def equal(left: object, right: object) -> bool:
    """PHP's `==`."""
    if left is None and isinstance(right, str):
        return right == ""
    if right is None and isinstance(left, str):
        return left == ""
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, str | int | float) and isinstance(right, str | int | float):
        return _equal_scalars(left, right)
    return _equal_containers(left, right)


def _equal_scalars(left: str | Number, right: str | Number) -> bool:
    first, second = numeric(left), numeric(right)
    if first is not None and second is not None:
        return first == second
    return value_text(left) == value_text(right)


def _equal_containers(left: object, right: object) -> bool:
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal, left, right))
    return False


def identical(left: object, right: object) -> bool:
    """PHP's `===`: the same type and value, at every depth."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(identical, left, right))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return list(left) == list(right) and all(identical(left[key], right[key]) for key in left)
    return left == right


def compare(left: object, right: object) -> int | None:
    """PHP's `<=>`: -1, 0, 1, or None for what has no order."""
    if left is None and isinstance(right, str):
        left = ""
    elif right is None and isinstance(left, str):
        right = ""
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return _sign(truth(left), truth(right))
    if isinstance(left, list | Mapping) or isinstance(right, list | Mapping):
        return _compare_containers(left, right)
    first, second = numeric(left), numeric(right)
    if first is not None and second is not None:
        return _sign(first, second)
    return _sign(value_text(left), value_text(right))


def _compare_containers(left: object, right: object) -> int | None:
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return _sign(len(left), len(right))
        return next((order for pair in zip(left, right, strict=True) if (order := compare(*pair)) != 0), 0)
    if isinstance(left, list):
        return 1
    if isinstance(right, list):
        return -1
    return 0 if _equal_containers(left, right) else None


def _sign(left: Ordered, right: Ordered) -> int:
    return (left > right) - (left < right)


def add(left: object, right: object) -> object:
    """PHP's `+` on numbers."""
    return number(left) + number(right)


def subtract(left: object, right: object) -> object:
    """PHP's `-`."""
    return number(left) - number(right)


def multiply(left: object, right: object) -> object:
    """PHP's `*`."""
    return number(left) * number(right)


def divide(left: object, right: object) -> object:
    """PHP's `/`: an integer where it divides without remainder."""
    first, second = number(left), number(right)
    if second == 0:
        raise ExpressionError("division by zero")
    if isinstance(first, int) and isinstance(second, int) and first % second == 0:
        return first // second
    return first / second


def modulo(left: object, right: object) -> object:
    """PHP's `%`: integers, with the sign of the first."""
    first, second = int(number(left)), int(number(right))
    if second == 0:
        raise ExpressionError("modulo by zero")
    return int(math.copysign(abs(first) % abs(second), first))


def power(left: object, right: object) -> object:
    """PHP's `**`, refused where the result would be huge."""
    base, exponent = number(left), number(right)
    if abs(exponent) > 1024 or (abs(base) > 1 and abs(exponent) * math.log2(abs(base)) > 1024):
        raise ExpressionError("the power is too large")
    result = base**exponent
    if isinstance(result, complex):
        raise ExpressionError("the power is not a real number")
    return result
