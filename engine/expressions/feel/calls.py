"""Calling a FEEL function: arguments by place or by name, conversion to what it takes, null where they do not fit."""

from __future__ import annotations

from decimal import DecimalException

from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.syntax import TypeName
from engine.expressions.feel.types import converted
from engine.expressions.feel.values import FunctionValue, Value


def invoke(function: FunctionValue, arguments: list[Value], names: tuple[str, ...], evaluation: Evaluation) -> Value:
    """The result of a call; null where the arguments do not fit the function."""
    if names:
        ordered = _by_place(function, arguments, names)
        if ordered is None:
            return None
        arguments = ordered
    signature = getattr(function.call, "signature", None)
    if signature is None and len(arguments) != len(function.parameters):
        return None
    if signature is not None:
        fitted = signature.fit(arguments)
        if fitted is None:
            return None
        arguments = fitted
    try:
        return function.call(evaluation, *arguments)
    except (DecimalException, ArithmeticError, ValueError, TypeError, OverflowError):
        return None


def _by_place(function: FunctionValue, arguments: list[Value], names: tuple[str, ...]) -> list[Value] | None:
    signature = getattr(function.call, "signature", None)
    options = signature.namings if signature else (function.parameters,)
    given = dict(zip(names, arguments, strict=True))
    for parameters in options:
        if set(given) <= set(parameters) and len(given) == len(names):
            used = [index for index, name in enumerate(parameters) if name in given]
            return [given.get(name) for name in parameters[: max(used, default=-1) + 1]]
    return None


def take(value: Value, kind: str) -> Value:
    """An argument as a library function of that kind takes it."""
    return value if kind == "Any" else converted(value, TypeName(kind))
