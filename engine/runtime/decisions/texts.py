"""FEEL texts of a model to closures: those that cannot be read are found before anything is decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from engine.expressions import ExpressionError
from engine.expressions.errors import shown
from engine.expressions.feel import SPACED
from engine.expressions.feel.compiler import Compiled, Scope, compile_node, compile_tests
from engine.expressions.feel.parser import parse_feel, parse_unary_tests
from engine.expressions.feel.syntax import Tests
from engine.expressions.feel.values import Value, from_feel
from engine.runtime.decisions.model import DecisionModelError
from engine.runtime.decisions.types import Types

Boxed = Compiled
Test = Callable[[Scope, Value], bool | None]


@dataclass
class Texts:
    """What compiling one model shares. Where not `is_strict`, a fault is null, as the standard asks of engines."""

    types: Types
    names: tuple[str, ...]
    is_strict: bool = True
    problems: list[str] = field(default_factory=list)
    _known: dict[str, Test] = field(default_factory=dict)

    def expression(self, text: str, place: str) -> Boxed:
        """An expression; an empty one is null."""
        if not text:
            return null
        try:
            return compile_node(self.types.expanded(parse_feel(text, (*SPACED, *self.names))))
        except ExpressionError as error:
            message = self._unread(place, error)
            return lambda _scope: self.fault(message)

    def tests(self, text: str, place: str) -> Test:
        """A cell of tests; an empty one always holds."""
        if not text:
            return lambda _scope, _value: True
        try:
            return self._compiled(text)
        except ExpressionError as error:
            message = self._unread(place, error)
            return lambda _scope, _value: self.fault(message)

    def _compiled(self, text: str) -> Test:
        """Tests; the same text stands in many cells of a table and is compiled once."""
        known = self._known.get(text)
        if known is None:
            tree = parse_unary_tests(text, (*SPACED, *self.names))
            tests = Tests(tuple(self.types.expanded(test) for test in tree.tests), tree.negated)
            known = self._known[text] = compile_tests(tests)
        return known

    def fault(self, message: str) -> None:
        """Something the model does not allow for: an error, or null where the standard's leniency is wanted."""
        if self.is_strict:
            raise DecisionModelError(message)

    def _unread(self, place: str, error: ExpressionError) -> str:
        message = f"{place} cannot be read: {error}"
        self.problems.append(message)
        return message


def null(_scope: Scope) -> Value:
    """The logic of an empty cell."""
    return None


def seen(names: list[str], values: list[Value]) -> str:
    """Values with their names, as an error shows them."""
    return ", ".join(f"{name} = {shown(from_feel(value))}" for name, value in zip(names, values, strict=True))
