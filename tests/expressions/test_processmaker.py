"""ProcessMaker's conditions: its grammar, PHP's way with values, its functions, and errors that name what was seen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.expressions import ExpressionError, compile_expression

DATA = {
    "amount": 1200,
    "status": "approved",
    "price": "12.50",
    "data": {"attributes": {"invTotalAmount": 40}, "tags": ["a", "b"]},
    "items": [{"name": "Pen"}, {"name": "Ink"}],
    "none": None,
    "no": False,
    "empty_list": [],
    "empty_object": {},
    "dotted": {"a.b": 1, "a": {"b": 2}},
}


def evaluate(text: str, data: dict[str, object] | None = None) -> object:
    return compile_expression(text, "processmaker").evaluate(DATA if data is None else data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount > 1000 and status == 'approved'", True),
        ("data.attributes.invTotalAmount <= 40", True),
        ("not (amount > 1000) or no", False),
        ("status in ['approved', 'done']", True),
        ("status not in ['approved']", False),
        ("1 in 1..3", True),
        ("amount + 1", 1201),
        ("7 / 2", 3.5),
        ("6 / 2", 3),
        ("-7 % 3", -1),
        ("2 ** 3 ** 2", 512),
        ("2 + 3 * 4 - 1", 13),
        ("'a' ~ 1 ~ true", "a11"),
        ("amount > 1000 ? 'big' : 'small'", "big"),
        ("none ?: 'default'", "default"),
        ("missing ?? 'default'", "default"),
        ("data.nothing ?? 7", 7),
        ("none?.name", None),
        ("items[1].name", "Ink"),
        ("data.tags[0]", "a"),
        ("1_000 + 1", 1001),
        ("'c' in 'a'..'e'", True),
        ("status matches '/^app/i'", True),
        ("status starts with 'app' and status ends with 'ved' and status contains 'rov'", True),
        ("price == 12.5", True),
        ("price + 1", 13.5),
        ("'abc' == 0", False),
        ("null == false", True),
        ("null == ''", True),
        ("'1' === 1", False),
        ("'10' > '9'", True),
        ("empty_list == false", True),
        ("empty_object == false", False),
        ("{a: 1}['a']", 1),
        ("1 | 6", 7),
        ("/* a comment */ 1", 1),
        ("true xor true", False),
        (".5 + .5", 1.0),
        ("'it\\'s'", "it's"),
    ],
)
def test_the_grammar_means_what_it_means_on_the_server(text: str, expected: object) -> None:
    value = evaluate(text)

    assert (value, type(value)) == (expected, type(expected))


def test_an_empty_text_is_true() -> None:
    assert evaluate("") is True
    assert evaluate("  ") is True
    assert evaluate("{{missing}}") is True


def test_a_text_that_is_just_0_is_empty_to_php_and_so_true() -> None:
    assert evaluate("{{zero}}", {"zero": 0}) is True
    assert evaluate(" 0 ") is True
    assert evaluate("{{zero}} == 0", {"zero": 0}) is True
    assert compile_expression("0", "tolerant").evaluate({}) == 0


def test_mustache_is_rendered_before_the_expression_is_read() -> None:
    expression = compile_expression('"{{status}}" == "approved" and {{amount}} > 1000', "processmaker")

    assert expression.evaluate(DATA) is True
    assert expression.variables == ("status", "amount")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lowercase('AbC') ~ uppercase('d')", "abcD"),
        ("count(items)", 2),
        ("get(data, 'attributes').invTotalAmount", 40),
        ("arrayget(items, '1.name')", "Ink"),
        ("arrayget(items, '9.name', 'none')", "none"),
        ("arrayget(items, 'a.b', 7)", 7),
        ("get(dotted, 'a.b')", 1),
        ("arrayget(dotted, 'a.b', 0)", 1),
        ("get(items, 1).name", "Ink"),
        ("lowercase('ÄB') ~ uppercase('öx')", "ÄböX"),
        ("empty('none') and empty('nowhere') and not empty('status')", True),
        ("date('Y-m-d')", "2026-03-04"),
        ("date('D jS F Y, g:i a', 86400)", "Fri 2nd January 1970, 12:00 am"),
        ("date('H:i', 3600, 'America/New_York')", "20:00"),
        ("min(3, 1, 2) + max([4, 5])", 6),
    ],
)
def test_the_functions_of_processmaker_are_there(text: str, expected: object) -> None:
    now = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)

    assert compile_expression(text, "processmaker").evaluate(DATA, now=now) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("data['tags']", "reads an item of a list, but this is an object: write .tags or get(…)"),
        ("{a: 1}.a", "which is no object"),
        ("get(data, 'nothing')", 'there is no "nothing" in the object'),
        ("get(none, 'x')", "there is no item"),
        ("count(data)", "count() needs a list"),
        ("count(none)", "count() needs a list"),
        ("date()", "date() needs a format"),
    ],
)
def test_what_the_server_refuses_is_refused_here(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(text)

    assert message in str(caught.value)


def test_functions_of_the_server_are_answered_by_the_host_or_said_to_be_missing() -> None:
    expression = compile_expression("user(7).email", "processmaker")

    answered = expression.evaluate({}, functions={"user": lambda number: {"email": f"{number}@example.com"}})

    assert answered == "7@example.com"
    with pytest.raises(ExpressionError, match=r"user\(\) asks the server"):
        expression.evaluate({})


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("amount >", "a value is missing before the end", 9),
        ("amount = 3", 'unexpected "="', 8),
        ("(amount", 'expected ")", found the end', 8),
        ("'open", "the text that starts with ' is never closed", 1),
        ("foo(1)", 'there is no function "foo"', 1),
        ("1 2", 'unexpected "2"', 3),
    ],
)
def test_wrong_syntax_names_its_column(text: str, message: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, "processmaker")

    assert caught.value.message.startswith(message)
    assert caught.value.column == column


def test_a_failed_evaluation_names_the_values_it_has_seen() -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate("amount + status > 3")

    assert str(caught.value) == (
        '"approved" is not a number (column 8 of amount + status > 3); values: amount = 1200, status = "approved"'
    )


def test_a_variable_that_is_not_there_is_an_error_in_processmaker_and_null_elsewhere() -> None:
    with pytest.raises(ExpressionError, match='no variable "nothing"'):
        evaluate("nothing == 1")

    assert compile_expression("nothing == 1", "tolerant").evaluate({}) is False
    assert compile_expression("nothing.more[2] = null", "tolerant").evaluate({}) is True


@pytest.mark.parametrize("text", ["status.upper()", "status.__class__", "data.attributes.__dict__", "items.append"])
def test_no_attribute_and_no_method_of_python_is_reachable(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 400 + "1" + ")" * 400,
        "1" + "+1" * 400,
        "1..999999999",
        "9 ** 9 ** 9",
        "'a' matches '/(a+)+$/'",
        "x" * 30_000,
    ],
)
def test_expressions_without_measure_are_refused(text: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(text)
