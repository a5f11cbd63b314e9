"""FEEL, the expression language of DMN and Camunda 8, in full: `compile_feel(text)` gives a closure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import Closure, Evaluation
from engine.expressions.feel.compiler import Scope, compile_node, compile_tests
from engine.expressions.feel.library import LIBRARY
from engine.expressions.feel.parser import parse_feel, parse_unary_tests
from engine.expressions.feel.properties import PROPERTY_NAMES
from engine.expressions.feel.syntax import variables
from engine.expressions.feel.values import Value, from_feel, to_feel

SPACED = tuple(name for name in (*LIBRARY, *PROPERTY_NAMES) if " " in name)


def compile_feel(text: str, names: Iterable[str] = ()) -> tuple[Closure, tuple[str, ...]]:
    """The closure of an expression, with or without Camunda's leading `=`, and the variables it reads.

    `names` are variables whose names hold signs other than letters, digits and spaces. The closure gives plain JSON.
    """
    closure, found = compile_value(text, names)
    return lambda evaluation: from_feel(closure(evaluation)), found


def compile_value(text: str, names: Iterable[str] = ()) -> tuple[Callable[[Evaluation], Value], tuple[str, ...]]:
    """As `compile_feel`, but the closure gives FEEL's own values: dates, durations, functions."""
    return _compiled(text, tuple(names))


@lru_cache(maxsize=1024)
def _compiled(text: str, names: tuple[str, ...]) -> tuple[Callable[[Evaluation], Value], tuple[str, ...]]:
    stripped = text.lstrip()
    body = " " * (len(text) - len(stripped) + 1) + stripped[1:] if stripped.startswith("=") else text
    try:
        tree = parse_feel(body, (*SPACED, *names))
    except ExpressionError as error:
        raise ExpressionError(error.message, error.column, text, error.values) from None
    compiled = compile_node(tree)
    read = tuple(name for name in variables(tree) if name not in LIBRARY)
    return lambda evaluation: compiled(outermost(evaluation)), read


def compile_unary_tests(text: str, names: Iterable[str] = ()) -> Callable[[Evaluation, object], bool]:
    """The closure of a decision table's cell: takes the evaluation and the value of the column."""
    tests = compile_tests(parse_unary_tests(text, (*SPACED, *names)))
    return lambda evaluation, value: tests(outermost(evaluation), to_feel(value)) is True


def outermost(evaluation: Evaluation, names: Mapping[str, object] | None = None) -> Scope:
    """The scope of the host's data."""
    return Scope(evaluation.data if names is None else names, None, evaluation, LIBRARY)


__all__ = ["compile_feel", "compile_unary_tests", "compile_value"]
