"""Decision tables: which rules match, and what the hit policy makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from engine.expressions.errors import shown
from engine.expressions.feel.calls import invoke
from engine.expressions.feel.compiler import Scope
from engine.expressions.feel.library import LIBRARY
from engine.expressions.feel.values import Value, equal, from_feel
from engine.runtime.decisions.model import Output, Rule, Table
from engine.runtime.decisions.texts import Boxed, Test, Texts, seen
from engine.runtime.decisions.types import DmnType, conform, received

FUNCTIONS = MappingProxyType({"SUM": "sum", "MIN": "min", "MAX": "max", "COUNT": "count"})


@dataclass(frozen=True, slots=True)
class _Column:
    """An input: its value, its type, and what it must be."""

    label: str
    value: Boxed
    type_: DmnType | None
    allowed: Test | None


@dataclass(frozen=True, slots=True)
class _Result:
    """An output: its name, type, the order of its values, and what it is when no rule matches."""

    name: str
    type_: DmnType | None
    ranking: tuple[Boxed, ...]
    default: Boxed | None


@dataclass(frozen=True, slots=True)
class _Line:
    """A compiled rule; `tests` leaves out the cells that always hold."""

    place: int
    tests: tuple[tuple[int, Test], ...]
    results: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A rule that matched: its place, its outputs, and their shape as one value."""

    place: int
    values: tuple[Value, ...]
    shaped: Value


def compile_table(table: Table, texts: Texts, place: str) -> Boxed:
    """The table as a function of the scope."""
    compiled = _Table(table, texts, place)
    return compiled.decide


class _Table:
    """A compiled table."""

    def __init__(self, table: Table, texts: Texts, place: str) -> None:
        self.place = place
        self.texts = texts
        self.policy, self.aggregation = table.policy, table.aggregation
        self.is_list = table.policy in "RO" or (table.policy == "C" and not table.aggregation)
        self.choose = _POLICIES[table.policy]
        self.columns = [self._column(table, at) for at in range(len(table.inputs))]
        self.results = [self._result(output) for output in table.outputs]
        self.lines = [self._line(rule, table) for rule in table.rules]

    def _column(self, table: Table, at: int) -> _Column:
        column, types = table.inputs[at], self.texts.types
        where = f'{self.place}, column "{column.label}"'
        value = self.texts.expression(column.expression.text, where)
        allowed = self.texts.tests(column.allowed, f"{where}, allowed values") if column.allowed else None
        return _Column(column.label, value, types.named(column.expression.type_ref), allowed)

    def _result(self, output: Output) -> _Result:
        where = f'{self.place}, output "{output.name}"'
        ranking = tuple(self.texts.expression(part, where) for part in separated(output.allowed))
        default = self.texts.expression(output.default, f"{where}, default") if output.default else None
        return _Result(output.name, self.texts.types.named(output.type_ref), ranking, default)

    def _line(self, rule: Rule, table: Table) -> _Line:
        where = f"{self.place}, rule {rule.place}"
        tests = tuple(
            (at, self.texts.tests(text, f'{where}, column "{table.inputs[at].label}"'))
            for at, text in enumerate(rule.tests)
            if text not in ("", "-")
        )
        results = tuple(
            self.texts.expression(text, f'{where}, output "{output.name}"')
            for text, output in zip(rule.results, table.outputs, strict=True)
        )
        return _Line(rule.place, tests, results)

    def decide(self, scope: Scope) -> Value:
        """The result for the values of a scope."""
        values = [conform(received(column.value(scope), column.type_), column.type_) for column in self.columns]
        if not self._are_allowed(values, scope):
            return None
        scope.evaluation.spend(len(self.lines))
        hits = [self._hit(line, scope) for line in self.lines if _holds(line, values, scope)]
        if not hits:
            return self._default(scope)
        found = self.choose(self, hits, scope)
        if found is None:
            rules = " and ".join(str(hit.place) for hit in hits)
            self.texts.fault(f"{self.place}: rules {rules} all match and do not agree; {self._seen(values)}")
            return None
        if self.aggregation:
            return self._aggregated([hit.shaped for hit in found], scope)
        return [hit.shaped for hit in found] if self.is_list else found[0].shaped

    def _are_allowed(self, values: list[Value], scope: Scope) -> bool:
        for column, value in zip(self.columns, values, strict=True):
            if column.allowed is not None and value is not None and column.allowed(scope, value) is not True:
                told = f'{self.place}: the value of column "{column.label}" is not among those allowed'
                self.texts.fault(f"{told}; {self._seen(values)}")
                return False
        return True

    def _seen(self, values: list[Value]) -> str:
        return seen([column.label for column in self.columns], values)

    def _hit(self, line: _Line, scope: Scope) -> _Hit:
        values = tuple(result(scope) for result in line.results)
        return _Hit(line.place, values, self._shape(values))

    def _shape(self, values: Sequence[Value]) -> Value:
        """One value, or a context of several outputs."""
        typed = [conform(value, result.type_) for value, result in zip(values, self.results, strict=True)]
        if len(typed) == 1:
            return typed[0]
        return {result.name: value for result, value in zip(self.results, typed, strict=True)}

    def _default(self, scope: Scope) -> Value:
        if any(result.default is not None for result in self.results):
            return self._shape([result.default(scope) if result.default else None for result in self.results])
        return [] if self.policy in "RO" else None

    def _aggregated(self, values: list[Value], scope: Scope) -> Value:
        found = invoke(LIBRARY[FUNCTIONS[self.aggregation]], [values], (), scope.evaluation)
        if found is None:
            told = ", ".join(shown(from_feel(value)) for value in values)
            self.texts.fault(f"{self.place}: {self.aggregation} cannot be made of {told}")
        return found

    def rank(self, hit: _Hit, scope: Scope) -> tuple[int, ...]:
        """How early a rule's outputs stand in the lists of allowed values."""
        ranks = []
        for value, result in zip(hit.values, self.results, strict=True):
            allowed = [entry(scope) for entry in result.ranking]
            ranks.append(next((at for at, item in enumerate(allowed) if equal(item, value) is True), len(allowed)))
        return tuple(ranks)


def _holds(line: _Line, values: list[Value], scope: Scope) -> bool:
    return all(test(scope, values[at]) is True for at, test in line.tests)


Policy = Callable[[_Table, list[_Hit], Scope], list[_Hit] | None]
"""Which of the rules that matched count; None where they must not match together."""


def _unique(_table: _Table, hits: list[_Hit], _scope: Scope) -> list[_Hit] | None:
    return hits if len(hits) == 1 else None


def _first(_table: _Table, hits: list[_Hit], _scope: Scope) -> list[_Hit]:
    return hits[:1]


def _any(_table: _Table, hits: list[_Hit], _scope: Scope) -> list[_Hit] | None:
    return hits if all(equal(hit.shaped, hits[0].shaped) is True for hit in hits) else None


def _all(_table: _Table, hits: list[_Hit], _scope: Scope) -> list[_Hit]:
    return hits


def _ranked(table: _Table, hits: list[_Hit], scope: Scope) -> list[_Hit]:
    return sorted(hits, key=lambda hit: table.rank(hit, scope))


_POLICIES: Mapping[str, Policy] = MappingProxyType(
    {"U": _unique, "A": _any, "F": _first, "P": _ranked, "R": _all, "O": _ranked, "C": _all}
)


def separated(text: str) -> list[str]:
    """Values between commas, outside of texts and brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            depth += (sign in "([{") - (sign in ")]}")
            if sign == "," and depth == 0:
                parts.append(text[start:at])
                start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]
