"""FEEL: what designers write, what the standard's own test cases expect, and what must never happen."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.expressions import compile_expression
from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import Evaluation
from engine.expressions.feel import compile_unary_tests, compile_value
from engine.expressions.feel.values import is_number
from tests.expressions.tck import Case, cases
from tests.expressions.tck_exceptions import EXCEPTIONS

DATA: dict[str, Any] = {
    "amount": 1200.5,
    "status": "approved",
    "first name": "Ada",
    "items": [{"price": 2, "name": "pen"}, {"price": 10, "name": "ink"}],
    "customer": {"country": "DE", "since": "2020-02-29"},
    "nothing": None,
}


def feel(text: str) -> object:
    return compile_expression(text, "feel").evaluate(DATA)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('= amount > 1000 and status = "approved"', True),
        ("0.1 + 0.2", 0.3),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ('"Dear " + first name', "Dear Ada"),
        ("items[price > 5].name", ["ink"]),
        ("items[1].name", "pen"),
        ("items[-1].price", 10),
        ("sum(for item in items return item.price)", 12),
        ("some item in items satisfies item.price = 10", True),
        ('if customer.country in ("DE", "AT") then "home" else "abroad"', "home"),
        ('date(customer.since) + duration("P1Y")', "2021-02-28"),
        ('years and months duration(date("2020-02-29"), date("2024-03-01"))', "P4Y"),
        ("amount between 1 and 1500", True),
        ("amount in [1200..1300)", True),
        ("nothing = null", True),
        ("missing.deeper.still", None),
        ("1 + null", None),
        ('1 = "1"', None),
        ("null and false", False),
        ("{a b: 1, c: a b + 1}.c", 2),
        ("(function(x: number) x * 2)(21)", 42),
        ('string(date and time("2024-01-31T10:00:00@Europe/Paris"))', "2024-01-31T10:00:00@Europe/Paris"),
        ('get or else(missing, "none")', "none"),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", [1, 2, 6, 24]),
        ('matches("order-17", "[a-z]+-\\\\d+")', True),
        ("[1, 2, 3] = [1, 2, 3]", True),
        ("1 // one\n + /* and */ 1", 2),
    ],
)
def test_an_expression_has_its_value(text: str, value: object) -> None:
    result = feel(text)

    assert result == value
    assert type(result) is type(value)
    json.dumps(result)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("1 +", 4),
        ('"open', 1),
        ("a b c (", 8),
        ("if x then y", 12),
        ("[1, 2", 6),
        ("x in (1, 2", 11),
        ("#", 1),
        ("", 1),
    ],
)
def test_a_wrong_expression_names_the_column(text: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, "feel")

    assert caught.value.column == column


@pytest.mark.parametrize(
    "text",
    [
        "for a in 1..1000 return for b in 1..1000 return for c in 1..1000 return 1",
        "for i in 1..10000000 return i",
        "(function(f) f(f))(function(f) f(f))",
        "[" * 200 + "]" * 200,
    ],
)
def test_a_runaway_expression_ends_in_an_error(text: str) -> None:
    with pytest.raises(ExpressionError):
        feel(text)


@pytest.mark.parametrize(
    "text", ["9 ** 9 ** 9 ** 9", 'matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")', "amount.real"]
)
def test_what_would_take_for_ever_or_reach_the_host_is_null(text: str) -> None:
    assert feel(text) is None


def test_it_says_which_variables_it_reads() -> None:
    expression = compile_expression('= customer.country = "DE" and count(items) > n', "feel")

    assert expression.variables == ("customer.country", "items", "n")


@pytest.mark.parametrize(
    ("tests", "value", "passes"),
    [
        ("-", 1, True),
        ("< 10", 5, True),
        ("[1..5], > 100", 101, True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ("? * 2 > 8", 5, True),
        ("amount", 1200.5, True),
        ('"a"', None, False),
    ],
)
def test_the_cell_of_a_decision_table_tests_its_value(tests: str, value: object, passes: bool) -> None:
    assert compile_unary_tests(tests)(Evaluation(DATA), value) is passes


@pytest.mark.parametrize("level", ["2", "3"])
def test_the_standards_cases_give_what_they_expect(shared_data: Path, level: str) -> None:
    found = list(cases(shared_data / "engine" / "dmn-tck" / f"compliance-level-{level}"))

    failing = {case.name for case in found if not agrees(case)}

    listed = {case.name for case in found if case.name in EXCEPTIONS}
    assert failing == listed, f"new: {sorted(failing - listed)[:20]}; mended: {sorted(listed - failing)[:20]}"
    assert len(failing) <= len(found) * 0.05


def agrees(case: Case) -> bool:
    """Whether our value of a case's expression is the expected one; an error counts as null, as DMN says."""
    try:
        closure, _ = compile_value(case.text, case.inputs)
        value = closure(Evaluation(case.inputs))
    except ExpressionError:
        value = None
    return same(value, case.expected)


def same(value: Any, expected: Any) -> bool:
    """Equality as the TCK's runners have it: numbers to eight digits, everything else exactly."""
    if is_number(value) and is_number(expected):
        return abs(Decimal(value) - Decimal(expected)) <= Decimal("1e-8") * max(1, abs(Decimal(expected)))
    if isinstance(expected, list):
        both = isinstance(value, list) and len(value) == len(expected)
        return both and all(map(same, value, expected))
    if isinstance(expected, dict):
        both = isinstance(value, dict) and value.keys() == expected.keys()
        return both and all(same(value[key], expected[key]) for key in expected)
    return type(value) is type(expected) and bool(value == expected)


@pytest.mark.parametrize(
    ("text", "told", "column"),
    [
        ("amount == 5", 'FEEL compares with "=", not "=="', 8),
        ("amount <> 5", 'FEEL writes "!=", not "<>"', 8),
        ("a && b", 'FEEL writes "and", not "&&"', 3),
        ("a || b", 'FEEL writes "or", not "||"', 3),
        ("!a", 'FEEL writes "not(…)", not "!"', 1),
        ("a % 2", 'FEEL writes "modulo(a, b)", not "%"', 3),
        ("${a}", 'a FEEL expression stands without "${…}"', 1),
        ("status = 'open'", "FEEL writes texts between double quotes", 10),
        ("a < = 3", "a value is expected here", 5),
    ],
)
def test_habits_of_other_languages_are_told_with_what_to_write(text: str, told: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, "feel")

    assert caught.value.message.startswith(told)
    assert f"(column {column} " in str(caught.value)
