"""Boxed expressions to closures: literals, contexts, lists, relations, invocations, functions, iterations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.calls import invoke
from engine.expressions.feel.compiler import Scope
from engine.expressions.feel.values import FunctionValue, Value
from engine.runtime.decisions.model import (
    Conditional,
    Context,
    Entry,
    Filter,
    Function,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    Logic,
    Relation,
    Table,
)
from engine.runtime.decisions.tables import compile_table
from engine.runtime.decisions.texts import Boxed, Texts, null
from engine.runtime.decisions.types import DmnType, conform

CALL_COST = 10


def compile_logic(logic: Logic | None, texts: Texts, place: str) -> Boxed:
    """The logic as a function of the scope, its result conforming to its declared type; `place` names it in errors."""
    if logic is None:
        return null
    compiled: Boxed = _COMPILERS[type(logic)](logic, texts, place)
    type_ = None if isinstance(logic, Function) else texts.types.named(logic.type_ref)
    return compiled if type_ is None else (lambda scope: conform(compiled(scope), type_))


def _literal(logic: Literal, texts: Texts, place: str) -> Boxed:
    return texts.expression(logic.text, place)


def _context(logic: Context, texts: Texts, place: str) -> Boxed:
    entries = [_entry(entry, texts, place) for entry in logic.entries]

    def build(scope: Scope) -> Value:
        values: dict[str, Value] = {}
        inner = scope.inner(values)
        for name, type_, compiled in entries:
            value = conform(compiled(inner), type_)
            if not name:
                return value
            values[name] = value
        return values

    return build


def _entry(entry: Entry, texts: Texts, place: str) -> tuple[str, DmnType | None, Boxed]:
    where = f'{place}, "{entry.name}"' if entry.name else place
    return entry.name, texts.types.named(entry.type_ref), compile_logic(entry.logic, texts, where)


def _list(logic: ListOf, texts: Texts, place: str) -> Boxed:
    items = [compile_logic(item, texts, f"{place}, item {at}") for at, item in enumerate(logic.items, 1)]
    return lambda scope: [item(scope) for item in items]


def _relation(logic: Relation, texts: Texts, place: str) -> Boxed:
    rows = [
        [
            compile_logic(cell, texts, f'{place}, row {at}, column "{column}"')
            for column, cell in zip(logic.columns, row, strict=True)
        ]
        for at, row in enumerate(logic.rows, 1)
    ]
    columns = logic.columns
    return lambda scope: [dict(zip(columns, [cell(scope) for cell in row], strict=True)) for row in rows]


def _invocation(logic: Invocation, texts: Texts, place: str) -> Boxed:
    function = compile_logic(logic.function, texts, place)
    bindings = [_entry(entry, texts, place) for entry in logic.bindings]
    names = tuple(name for name, _, _ in bindings)

    def call(scope: Scope) -> Value:
        found = function(scope)
        if not isinstance(found, FunctionValue):
            return None
        return invoke(found, [compiled(scope) for _, _, compiled in bindings], names, scope.evaluation)

    return call


def _function(logic: Function, texts: Texts, place: str) -> Boxed:
    if logic.kind != "FEEL":
        return lambda _scope: texts.fault(f"{place} is written in {logic.kind}, which is never run")
    parameters = tuple(parameter.name for parameter in logic.parameters)
    types = [texts.types.of(parameter) for parameter in logic.parameters]
    body, result = compile_logic(logic.body, texts, place), texts.types.named(logic.type_ref)
    plain = None if result is not None and result.name.name == "function" else result

    def build(scope: Scope) -> Value:
        def run(evaluation: Evaluation, *values: Value) -> Value:
            evaluation.spend(CALL_COST)
            given = [conform(value, type_) for value, type_ in zip(values, types, strict=True)]
            if any(fitted is None and value is not None for fitted, value in zip(given, values, strict=True)):
                return None
            return conform(body(scope.inner(dict(zip(parameters, given, strict=True)))), plain)

        return FunctionValue(logic.name or "function", parameters, run)

    return build


def _conditional(logic: Conditional, texts: Texts, place: str) -> Boxed:
    test, yes, no = (compile_logic(each, texts, place) for each in (logic.test, logic.yes, logic.no))
    return lambda scope: yes(scope) if test(scope) is True else no(scope)


def _filter(logic: Filter, texts: Texts, place: str) -> Boxed:
    source, match = compile_logic(logic.source, texts, place), compile_logic(logic.match, texts, place)

    def select(scope: Scope) -> Value:
        kept: list[Value] = []
        for item in as_list(source(scope)):
            scope.evaluation.spend()
            names = {"item": item, **item} if isinstance(item, dict) else {"item": item}
            if match(scope.inner(names)) is True:
                kept.append(item)
        return kept

    return select


def _iteration(logic: Iteration, texts: Texts, place: str) -> Boxed:
    source, body = compile_logic(logic.source, texts, place), compile_logic(logic.body, texts, place)
    name, kind = logic.variable, logic.kind

    def run(scope: Scope) -> Value:
        results: list[Value] = []
        for item in as_list(source(scope)):
            scope.evaluation.spend()
            results.append(body(scope.inner({name: item})))
        if kind == "for":
            return results
        return any(each is True for each in results) if kind == "some" else all(each is True for each in results)

    return run


def as_list(value: Value) -> list[Value]:
    """A value where a list is wanted: a single value is a list of it."""
    return value if isinstance(value, list) else [value]


_COMPILERS: Mapping[type, Callable[[Any, Texts, str], Boxed]] = MappingProxyType(
    {
        Literal: _literal,
        Context: _context,
        ListOf: _list,
        Relation: _relation,
        Invocation: _invocation,
        Function: _function,
        Conditional: _conditional,
        Filter: _filter,
        Iteration: _iteration,
        Table: compile_table,
    }
)
