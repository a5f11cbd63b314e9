"""The operators and functions that rules and formulas of screens may use, as the library of ProcessMaker has them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from connectors.sdk.values import Json
from modeler.services.screens.rule_values import (
    UNDEFINED,
    RuleError,
    is_true,
    number_of,
    plain_number,
    same_value,
    text_of,
)

Function = Callable[[list[Json]], Json]


def factorial(value: Json) -> Json:
    """The factorial of a number; `RuleError` for what has none, or one that is too large."""
    number = number_of(value)
    if not 0 <= number <= 170 or number != int(number):
        raise RuleError("a factorial needs a whole number up to 170")
    return math.factorial(int(number))


def _less(left: Json, right: Json) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left < right
    return number_of(left) < number_of(right)


def _at_most(left: Json, right: Json) -> bool:
    return _less(left, right) or same_value(left, right) or number_of(left) == number_of(right)


def _joined(left: Json, right: Json) -> Json:
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    return _word(left) + _word(right)


def _word(value: Json) -> str:
    return "undefined" if value is UNDEFINED else text_of(value)


def _divided(left: Json, right: Json) -> Json:
    over, under = number_of(left), number_of(right)
    if under == 0:
        return math.nan if over == 0 or math.isnan(over) else math.copysign(math.inf, over)
    return plain_number(over / under)


def _remainder(left: Json, right: Json) -> Json:
    over, under = number_of(left), number_of(right)
    return math.nan if under == 0 or math.isinf(over) else plain_number(math.fmod(over, under))


def _contains(left: Json, right: Json) -> bool:
    if not isinstance(right, list | str):
        raise RuleError("“in” needs a list behind it")
    return any(same_value(left, each) for each in right)


def _rounded(values: list[Json]) -> Json:
    return plain_number(math.floor(number_of(values[0]) + 0.5))


def _index_of(values: list[Json]) -> Json:
    wanted, holder = values[0], values[1]
    if isinstance(holder, str):
        return holder.find(text_of(wanted))
    entries = holder if isinstance(holder, list) else []
    return next((index for index, each in enumerate(entries) if same_value(each, wanted)), -1)


def _random(_: list[Json]) -> Json:
    raise RuleError("random numbers have no value in a preview")


def _length(values: list[Json]) -> Json:
    value = values[0]
    return len(value) if isinstance(value, list) else len(_word(value))


def _join(values: list[Json]) -> Json:
    if not isinstance(values[1], list):
        raise RuleError("only a list can be joined")
    return text_of(values[0]).join(map(text_of, values[1]))


def _numeric(work: Callable[..., float]) -> Function:
    def run(values: list[Json]) -> Json:
        listed = values[0] if len(values) == 1 and isinstance(values[0], list) else values
        return plain_number(work(*(number_of(value) for value in listed)))

    return run


def _of_one_number(work: Callable[[float], float]) -> Function:
    return lambda values: plain_number(work(number_of(values[0])))


OPERATORS: Mapping[str, Callable[[Json, Json], Json]] = {
    "==": same_value,
    "!=": lambda a, b: not same_value(a, b),
    "<": _less,
    ">": lambda a, b: _less(b, a),
    "<=": _at_most,
    ">=": lambda a, b: _at_most(b, a),
    "in": _contains,
    "+": lambda a, b: plain_number(number_of(a) + number_of(b)),
    "-": lambda a, b: plain_number(number_of(a) - number_of(b)),
    "||": _joined,
    "*": lambda a, b: plain_number(number_of(a) * number_of(b)),
    "/": _divided,
    "%": _remainder,
}
_OF_ONE_NUMBER = {
    **{name: name for name in ("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "log10")},
    **{
        name: name
        for name in ("asinh", "acosh", "atanh", "cbrt", "expm1", "log1p", "log2", "ceil", "floor", "trunc", "gamma")
    },
    **{"ln": "log", "log": "log", "lg": "log10", "sqrt": "sqrt", "abs": "fabs"},
}
_OF_ONE: Mapping[str, Function] = {
    **{name: _of_one_number(getattr(math, function)) for name, function in _OF_ONE_NUMBER.items()},
    "sign": _of_one_number(lambda value: (value > 0) - (value < 0)),
    "round": _rounded,
    "length": _length,
}
PREFIXES = frozenset(_OF_ONE)
"""Functions that also stand before their value without brackets, as in `length items > 2`."""
FUNCTIONS: Mapping[str, Function] = {
    **_OF_ONE,
    "atan2": _numeric(math.atan2),
    "hypot": _numeric(math.hypot),
    "pyt": _numeric(math.hypot),
    "pow": _numeric(math.pow),
    "min": _numeric(lambda *values: min(values, default=math.inf)),
    "max": _numeric(lambda *values: max(values, default=-math.inf)),
    "random": _random,
    "roundTo": lambda values: plain_number(round(number_of(values[0]), int(number_of(values[1])))),
    "fac": lambda values: factorial(values[0]),
    "if": lambda values: values[1] if is_true(values[0]) else values[2],
    "join": _join,
    "indexOf": _index_of,
}
CONSTANTS: Mapping[str, Json] = {"true": True, "false": False, "PI": math.pi, "E": math.e}


def _mapped(work: Function, values: list[Json]) -> Json:
    return [work([each, index]) for index, each in enumerate(_listed(values[0]))]


def _filtered(work: Function, values: list[Json]) -> Json:
    return [each for index, each in enumerate(_listed(values[0])) if is_true(work([each, index]))]


def _folded(work: Function, values: list[Json]) -> Json:
    result = values[0]
    for index, each in enumerate(_listed(values[1])):
        result = work([result, each, index])
    return result


def _listed(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise RuleError("a function can only go over a list")
    return value


OVER_LISTS: Mapping[str, Callable[[Function, list[Json]], Json]] = {
    "map": _mapped,
    "filter": _filtered,
    "fold": _folded,
}
"""What takes a function first, and gives it one entry of a list after the other."""
