"""Decision tables: which rules match, and what the hit policy makes of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import dataclass

from engine.expressions import ExpressionError
from engine.expressions.feel.calls import invoke
from engine.expressions.feel.compiler import Compiled, Scope, compile_tests
from engine.expressions.feel.library import LIBRARY
from engine.expressions.feel.parser import parse_unary_tests
from engine.expressions.feel.values import Value, equal
from engine.runtime.decisions.types import DmnType, Types, conform, local

Boxed = Compiled
Text = Callable[[str], Boxed]
Test = Callable[[Scope, Value], bool | None]


@dataclass(frozen=True)
class _Input:
    value: Boxed
    allowed: Test | None
    type_: DmnType | None


@dataclass(frozen=True)
class _Output:
    name: str
    allowed: tuple[Boxed, ...]
    default: Boxed | None
    type_: DmnType | None


@dataclass(frozen=True)
class _Rule:
    tests: tuple[Test, ...]
    results: tuple[Boxed, ...]


def compile_table(element: ET.Element, types: Types, names: tuple[str, ...], text: Text) -> Boxed:
    """The table as a function of the scope."""
    inputs = [_input(child, types, names, text) for child in element if local(child) == "input"]
    outputs = [_output(child, types, text) for child in element if local(child) == "output"]
    rules = [_rule(child, names, text) for child in element if local(child) == "rule"]
    policy = (element.get("hitPolicy") or "UNIQUE").upper()
    aggregation = (element.get("aggregation") or "").upper()

    def decide(scope: Scope) -> object:
        values = []
        for entry in inputs:
            value = conform(entry.value(scope), entry.type_)
            if entry.allowed is not None and value is not None and entry.allowed(scope, value) is not True:
                return None
            values.append(value)
        matched = [rule for rule in rules if _matches(rule, values, scope)]
        hits = [tuple(result(scope) for result in rule.results) for rule in matched]
        if not hits:
            return _default(outputs, scope, policy)
        return _hit(policy, aggregation, hits, outputs, scope)

    return decide


def _input(element: ET.Element, types: Types, names: tuple[str, ...], text: Text) -> _Input:
    expression = next(child for child in element if local(child) == "inputExpression")
    allowed = next((child for child in element if local(child) == "inputValues"), None)
    test = None if allowed is None or not _text(allowed) else _unary(_text(allowed), names)
    return _Input(text(_text(expression)), test, types.named(expression.get("typeRef")))


def _output(element: ET.Element, types: Types, text: Text) -> _Output:
    allowed = next((child for child in element if local(child) == "outputValues"), None)
    default = next((child for child in element if local(child) == "defaultOutputEntry"), None)
    return _Output(
        element.get("name") or "",
        tuple(text(part) for part in _separated(_text(allowed))) if allowed is not None else (),
        None if default is None else text(_text(default)),
        types.named(element.get("typeRef")),
    )


def _separated(text: str) -> list[str]:
    """Values between commas, outside of texts and brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif not quoted and sign in "([{":
            depth += 1
        elif not quoted and sign in ")]}":
            depth -= 1
        elif sign == "," and not quoted and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [part.strip() for part in (*parts, text[start:]) if part.strip()]


def _rule(element: ET.Element, names: tuple[str, ...], text: Text) -> _Rule:
    tests = tuple(_unary(_text(child), names) for child in element if local(child) == "inputEntry")
    results = tuple(text(_text(child)) for child in element if local(child) == "outputEntry")
    return _Rule(tests, results)


def _unary(text: str, names: tuple[str, ...]) -> Test:
    if not text.strip():
        return lambda _scope, _value: True
    try:
        return compile_tests(parse_unary_tests(text.strip(), names))
    except ExpressionError:
        return lambda _scope, _value: None


def _matches(rule: _Rule, values: list[object], scope: Scope) -> bool:
    return all(test(scope, value) is True for test, value in zip(rule.tests, values, strict=False))


def _shape(hit: tuple[object, ...], outputs: list[_Output]) -> object:
    """One value, or a context of several outputs."""
    typed = [conform(value, output.type_) for value, output in zip(hit, outputs, strict=False)]
    if len(outputs) == 1:
        return typed[0]
    return {output.name: value for output, value in zip(outputs, typed, strict=False)}


def _default(outputs: list[_Output], scope: Scope, policy: str) -> object:
    if any(output.default is not None for output in outputs):
        return _shape(tuple(output.default(scope) if output.default else None for output in outputs), outputs)
    return [] if policy in ("RULE ORDER", "OUTPUT ORDER") else None


def _hit(policy: str, aggregation: str, hits: list[tuple[object, ...]], outputs: list[_Output], scope: Scope) -> object:
    shaped = [_shape(hit, outputs) for hit in hits]
    if policy == "UNIQUE":
        return shaped[0] if len(hits) == 1 else None
    if policy == "FIRST":
        return shaped[0]
    if policy == "ANY":
        return shaped[0] if all(equal(item, shaped[0]) is True for item in shaped) else None
    if policy in ("PRIORITY", "OUTPUT ORDER"):
        ordered = [shaped[place] for place in sorted(range(len(hits)), key=lambda at: _rank(hits[at], outputs, scope))]
        return ordered[0] if policy == "PRIORITY" else ordered
    if policy == "COLLECT" and aggregation:
        return _aggregated(aggregation, shaped, scope)
    return shaped


def _rank(hit: tuple[object, ...], outputs: list[_Output], scope: Scope) -> tuple[int, ...]:
    """How early an output's values stand in the lists of allowed values."""
    ranks = []
    for value, output in zip(hit, outputs, strict=False):
        allowed = [entry(scope) for entry in output.allowed]
        places = [at for at, item in enumerate(allowed) if equal(item, value) is True]
        ranks.append(places[0] if places else len(allowed))
    return tuple(ranks)


def _aggregated(aggregation: str, values: list[object], scope: Scope) -> object:
    if aggregation == "COUNT":
        return len(values)
    function = LIBRARY[{"SUM": "sum", "MIN": "min", "MAX": "max"}[aggregation]]
    return invoke(function, [values], (), scope.evaluation)


def _text(element: ET.Element) -> str:
    return next(("".join(child.itertext()) for child in element if local(child) == "text"), "").strip()
