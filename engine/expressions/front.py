"""The front door: `compile_expression(text, dialect)` gives an `Expression` that can be evaluated many times.

Dialects: `processmaker`, `juel`, `feel`, and `tolerant`, which is ProcessMaker's grammar for files of unknown origin
(a missing variable is null, `=` compares). `dialect_of` chooses one by the file's profile and the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Literal

from engine.expressions.errors import ExpressionError, shown
from engine.expressions.evaluation import NO_FUNCTIONS, Closure, Evaluation, Function
from engine.expressions.feel import compile_feel
from engine.expressions.juel import compile_juel
from engine.expressions.mustache import MISSING, look_up
from engine.expressions.php_values import truth as php_truth
from engine.expressions.processmaker import compile_processmaker

Dialect = Literal["processmaker", "juel", "feel", "tolerant"]
_JUEL = re.compile(r"[$#]\{")
MAX_SHOWN_VALUES = 8


@dataclass(frozen=True)
class Expression:
    """A compiled expression: `variables` are the dotted paths of the data that it reads."""

    text: str
    dialect: Dialect
    variables: tuple[str, ...]
    closure: Closure = field(repr=False)

    def evaluate(
        self,
        data: Mapping[str, object],
        now: datetime | None = None,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
    ) -> object:
        """The value for this data; raises `ExpressionError` with the values it has seen."""
        try:
            return self.closure(Evaluation(data, now, functions))
        except ExpressionError as error:
            raise error.located(1, self.text).seeing(self.seen(data)) from None
        except RecursionError:
            raise ExpressionError("the expression is nested too deeply", 1, self.text) from None

    def is_true(
        self,
        data: Mapping[str, object],
        now: datetime | None = None,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
    ) -> bool:
        """The value as a condition: PHP's truth for ProcessMaker, otherwise only `true` itself holds.

        Raises `ExpressionError` for a `${…}` condition that is neither true nor false, as Camunda and Flowable do.
        """
        value = self.evaluate(data, now, functions)
        if self.dialect in ("processmaker", "tolerant"):
            return php_truth(value)
        if self.dialect == "juel" and not isinstance(value, bool) and value not in ("true", "false"):
            hint = "" if _JUEL.search(self.text) else ": a condition is written as ${…}"
            message = f"the condition gives {shown(value)}, neither true nor false{hint}"
            raise ExpressionError(message, 1, self.text, self.seen(data))
        return value is True or (self.dialect == "juel" and value == "true")

    def seen(self, data: Mapping[str, object]) -> dict[str, object]:
        """The variables that it reads, with their values in this data."""
        found: dict[str, object] = {}
        for name, path in self._paths:
            value = data.get(name) if len(path) == 1 else look_up(path, (data,))
            found[name] = None if value is MISSING else value
        return found

    @cached_property
    def _paths(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((name, tuple(name.split("."))) for name in self.variables[:MAX_SHOWN_VALUES])


def compile_expression(text: str, dialect: Dialect) -> Expression:
    """Compile a text once; raises `ExpressionError` with the column of what is wrong."""
    if dialect == "juel":
        closure, names = compile_juel(text)
    elif dialect == "feel":
        closure, names = compile_feel(text)
    else:
        closure, names = compile_processmaker(text, tolerant=dialect == "tolerant")
    return Expression(text, dialect, names, closure)


def compile_condition(text: str, dialect: Dialect) -> Expression:
    """Compile what must be true or false; raises `ExpressionError` also for a `${…}` condition that lacks its signs."""
    plain = text.strip()
    if dialect == "juel" and not _JUEL.search(plain) and plain not in ("true", "false", ""):
        raise ExpressionError(f'"{plain}" is a text, not a condition: write ${{{plain}}}', 1, text)
    return compile_expression(text, dialect)


def dialect_of(text: str, profile: str, language: str | None = None) -> Dialect:
    """The dialect of an expression: by the file's profile, else by its declared language, else by its first signs."""
    if profile == "processmaker":
        return "processmaker"
    if profile in ("camunda7", "flowable"):
        return "juel"
    if profile == "camunda8" or text.lstrip().startswith("="):
        return "feel"
    if _JUEL.search(text):
        return "juel"
    return "feel" if language and "feel" in language.lower() else "tolerant"
