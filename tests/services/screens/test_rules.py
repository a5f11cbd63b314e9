"""The language of screen rules: its own truths, and errors instead of guesses."""

from __future__ import annotations

import pytest

from modeler.services.screens.rules import RuleError, compile_rule, is_shown

DATA = {
    "n": 7, "text": "7", "name": "Ann", "yes": True, "no": False, "none": None, "zero": 0, "blank": "",
    "list": [1, "a"], "inner": {"a": {"b": 3}}, "rows": [{"x": 1}, {"x": 2}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("1 + 2 * 3", 7),
        ('"1" + "2"', 3),
        ('"a" || 1 || true', "a1true"),
        ("[1] || [2]", [1, 2]),
        ("2 ^ 3 ^ 2", 512),
        ("-2 ^ 2", -4),
        ("7 % 4", 3),
        ("1 / 4", 0.25),
        ("3!", 6),
        ("text == 7", False),
        ("n == 7.0", True),
        ("yes == 1", False),
        ('text > "10"', True),
        ("text > 6", True),
        ("n >= 7 and n <= 7", True),
        ('name in ["Ann", "Bo"]', True),
        ("inner.a.b", 3),
        ("rows[1].x", 2),
        ("list[0]", 1),
        ("not none", True),
        ('yes ? "a" : "b"', "a"),
        ("no or blank or zero", False),
        ("round((33 * 2 + 4) / 10)", 7),
        ("round(2.5)", 3),
        ("min(3, 1, 2) + max([4, 5])", 6),
        ("length(list)", 2),
        ('join("-", list)', "1-a"),
        ('indexOf("n", name)', 1),
        ('"x";', "x"),
        ("'it\\'s'", "it's"),
        ("n = 1", 1),
        ("x = n * 2; x + 1", 15),
        ("sin(0) + exp(0) + roundTo(2.345, 1)", 3.3),
        ("sqrt(16) + hypot(3, 4) + log2(8) + ln(1)", 12),
        ("length list > 1", True),
        ("not length blank", True),
        ("sqrt 16 + abs -1", 5),
        ("map(sqrt, [4, 9])", [2, 3]),
        ("big(x) = x > 1; length(filter(big, [1, 2, 3]))", 2),
        ("filter(even(x) = x % 2 == 0, [1, 2, 4])", [2, 4]),
        ("add(a, b) = a + b; fold(add, 0, [1, 2, 3])", 6),
        ("fold(max, 0, [3, 9, 4])", 9),
        ('"n" in name', True),
        ("name[1]", "n"),
        ("floor(PI) + floor(E)", 5),
        ("0x1F + 0b11", 34),
        (r'"a\n\u0041"', "a\nA"),
        ("list == list", True),
        ("list == [1, 2]", False),
        ("; 1;; 2", 2),
    ],
)
def test_a_rule_has_its_value(rule, value):
    found = compile_rule(rule)(DATA)

    assert found == value
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    "rule",
    [
        "n ==",
        "a && b",
        "n === 7",
        "unknown",
        "inner.x.y",
        "null",
        "f(1)",
        "(1",
        "1 2",
        "#",
        "'",
        "((" * 99,
        "inner.x = 1",
        "1 = 1",
        "acos(2)",
        "(0 - 8) ^ 0.5",
        "round()",
        "random()",
        "round(inner)",
        "name.length",
        "inner.x",
        "none.x",
        'join(",", name)',
        "f(x) = f(x); f(1)",
        "map(nowhere, list)",
        "; ".join(["f0(x) = x", *(f"f{n}(x) = f{n - 1}(x) + f{n - 1}(x)" for n in range(1, 60)), "f59(1)"]),
    ],
)
def test_a_rule_that_is_wrong_or_meets_no_data_is_an_error(rule):
    with pytest.raises(RuleError):
        compile_rule(rule)(DATA)


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (None, True), (" ", True), ("0", False), ("false", False), ("list", True), ("unknown", False), ("n ==", False),
        ("170!!", False), ("inner.x", False), ("not inner.x", True), ('inner.x != "a"', True), ("inner.x == 1", False),
        ("inner.x < 5", False), ("inner.x or yes", True), ("inner.x == inner.y", True), ("not list[9]", True),
        ('inner["a"]', False), ("not unknown", False), ("inner.x in list", False), ("not inner.x.y", False),
    ],
)  # fmt: skip
def test_an_error_hides_and_nothing_shows(rule, shown):
    assert is_shown(rule, DATA) is shown
