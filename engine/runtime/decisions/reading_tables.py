"""Decision tables of a file to values, with what is wrong in them said by column and rule."""

from __future__ import annotations

from engine.bpmn.plain_xml import PlainElement
from engine.runtime.decisions.model import DecisionModelError, Input, Literal, Output, Rule, Table

POLICIES = ("UNIQUE", "ANY", "FIRST", "PRIORITY", "RULE ORDER", "OUTPUT ORDER", "COLLECT")
AGGREGATIONS = ("", "SUM", "MIN", "MAX", "COUNT")


def read_table(element: PlainElement) -> Table:
    """The table; raises `DecisionModelError` where it cannot be one."""
    inputs = tuple(_input(each, place) for place, each in enumerate(element.named("input"), 1))
    outputs = tuple(_output(each) for each in element.named("output"))
    rules = tuple(_rule(each, place) for place, each in enumerate(element.named("rule"), 1))
    for rule in rules:
        _check_width(rule.place, "input", len(rule.tests), len(inputs), element.line)
        _check_width(rule.place, "output", len(rule.results), len(outputs), element.line)
    if not outputs:
        raise DecisionModelError(f"line {element.line}: the decision table has no output column")
    policy, aggregation = _policy(element)
    return Table(inputs, outputs, rules, policy, aggregation, element.get("typeRef").rpartition(":")[2])


def _policy(element: PlainElement) -> tuple[str, str]:
    policy = (element.get("hitPolicy") or "UNIQUE").upper()
    aggregation = element.get("aggregation").upper()
    if policy not in POLICIES or aggregation not in AGGREGATIONS:
        known = ", ".join(POLICIES)
        raise DecisionModelError(f'line {element.line}: the hit policy "{policy} {aggregation}" is none of {known}')
    return policy[0], aggregation


def _check_width(place: int, what: str, found: int, wanted: int, line: int) -> None:
    if found != wanted:
        raise DecisionModelError(
            f"line {line}: rule {place} of the decision table has {found} {what} cells for {wanted} columns"
        )


def _input(element: PlainElement, place: int) -> Input:
    expression = element.first("inputExpression")
    if expression is None:
        raise DecisionModelError(f"line {element.line}: input column {place} of the decision table has no expression")
    text = _text(expression)
    literal = Literal(text, expression.get("typeRef").rpartition(":")[2])
    return Input(element.get("label") or text or f"column {place}", literal, _text(element.first("inputValues")))


def _output(element: PlainElement) -> Output:
    return Output(
        element.get("name"),
        element.get("typeRef").rpartition(":")[2],
        _text(element.first("outputValues")),
        _text(element.first("defaultOutputEntry")),
    )


def _rule(element: PlainElement, place: int) -> Rule:
    tests = tuple(_text(each) for each in element.named("inputEntry"))
    results = tuple(_text(each) for each in element.named("outputEntry"))
    return Rule(place, tests, results)


def _text(element: PlainElement | None) -> str:
    text = None if element is None else element.first("text")
    return "" if text is None else text.text.strip()
