"""`${…}` expressions: paths, operators, methods, text around the braces, and what a preview refuses."""

from __future__ import annotations

import pytest

from engine.expressions import ExpressionError, compile_condition, compile_expression

DATA = {
    "amount": 1200,
    "name": "Ada",
    "approved": True,
    "order": {"lines": [{"sku": "x1"}], "total": 12.5},
    "nothing": None,
    "count": "3",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${amount > 1000 && approved}", True),
        ("${amount gt 1000 and not approved}", False),
        ("#{amount le 1200 or false}", True),
        ("${name == 'Ada'}", True),
        ('${name ne "Ada"}', False),
        ("${order.lines[0].sku}", "x1"),
        ("${order['total'] * 2}", 25.0),
        ("${empty nothing}", True),
        ("${not empty order.lines}", True),
        ("${order.missing.deeper}", None),
        ("${amount mod 7}", 3),
        ("${7 div 2}", 3.5),
        ("${amount > 1 ? 'big' : 'small'}", "big"),
        ("Hello ${name}, you owe ${amount}!", "Hello Ada, you owe 1200!"),
        ("${name += '-' += amount}", "Ada-1200"),
        ("${count == 3}", True),
        ("${name.toUpperCase().substring(0, 2)}", "AD"),
        ("${order.lines.size() == 1}", True),
        ("${execution.getVariable('name').equals('Ada')}", True),
        ("${execution.hasVariable('other')}", False),
        ("${'}'}", "}"),
        ("plain", "plain"),
    ],
)
def test_the_common_subset_evaluates(text: str, expected: object) -> None:
    value = compile_expression(text, "juel").evaluate(DATA)

    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${unknown == 1}", 'no variable "unknown"'),
        ("${name + 1}", "is not a number; use"),
        ("${name.getClass()}", 'no method "getClass"'),
        ("${mailer.send(name)}", 'no variable "mailer"'),
        ("${name.length.x}", "has no property"),
        ("${amount and true}", "neither true nor false"),
    ],
)
def test_what_a_preview_cannot_evaluate_is_an_error_with_its_reason(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        compile_expression(text, "juel").evaluate(DATA)


def test_wrong_syntax_names_its_column_in_the_whole_text() -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression("Total: ${amount +}", "juel")

    assert caught.value.column == 18


def test_an_opening_brace_that_is_never_closed_is_an_error() -> None:
    with pytest.raises(ExpressionError, match="never closed"):
        compile_expression("${amount", "juel")


def test_it_lists_the_variables_that_it_reads() -> None:
    assert compile_expression("${order.total > amount} ${name}", "juel").variables == ("order.total", "amount", "name")


@pytest.mark.parametrize(
    ("text", "message"), [("amount > 3", "written as"), ("${amount}", "gives 1200"), ("${nothing}", "null")]
)
def test_a_condition_that_is_neither_true_nor_false_is_an_error(text: str, message: str) -> None:
    with pytest.raises(ExpressionError, match=message):
        compile_expression(text, "juel").is_true(DATA)


def test_a_condition_without_its_signs_is_told_before_it_is_reached() -> None:
    with pytest.raises(ExpressionError, match=r"is a text, not a condition: write \$\{amount > 3\}"):
        compile_condition("amount > 3", "juel")

    assert compile_condition("${amount > 3}", "juel").is_true({"amount": 5})
    assert compile_condition("true", "juel").is_true({})
