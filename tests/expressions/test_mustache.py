"""Mustache: the specification's mandatory cases, ProcessMaker's sections, errors, budgets, and nothing but data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.expressions.errors import ExpressionError
from engine.expressions.mustache import compile_template, php_text, plain_text, render

MANDATORY = ("comments", "delimiters", "interpolation", "inverted", "partials", "sections")


@pytest.mark.parametrize("module", MANDATORY)
def test_every_mandatory_case_of_the_specification_renders_as_expected(shared_data: Path, module: str) -> None:
    cases = json.loads((shared_data / "engine" / "mustache" / f"{module}.json").read_text())["tests"]

    failed = {
        case["name"]: actual
        for case in cases
        if (actual := compile_template(case["template"]).render(case["data"], partials=case.get("partials")))
        != case["expected"]
    }

    assert failed == {}


def test_a_list_of_objects_repeats_its_section() -> None:
    template = "{{#items}}{{name}}: {{price}}\n{{/items}}{{^items}}nothing{{/items}}"

    filled = render(template, {"items": [{"name": "Pen", "price": 2.5}, {"name": "Ink", "price": 4.0}]})
    empty = render(template, {"items": []})

    assert filled == "Pen: 2.5\nInk: 4\n"
    assert empty == "nothing"


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{#base64}}{{name}}{{/base64}}", "QWRh"),
        ("{{#html64}}{{name}}{{/html64}}", "PGh0bWw+PGJvZHk+QWRhPC9ib2R5PjwvaHRtbD4="),
        ('{{#json}}a/{{name}}"{{/json}}', '"a\\/Ada\\""'),
        ("{{#serialize}}{{name}}{{/serialize}}", 's:3:"Ada";'),
    ],
)
def test_processmaker_sections_transform_their_rendered_content(template: str, expected: str) -> None:
    assert render(template, {"name": "Ada"}) == expected


def test_the_xml_and_key_sections_repeat_themselves() -> None:
    assert "<string>a &amp; b</string>" in render("{{#xml}}a & b{{/xml}}", {})
    assert render("{{#key}}x{{/key}}", {}) == render("{{#key}}x{{/key}}", {}) != ""


def test_a_variable_of_the_data_wins_over_a_processmaker_section() -> None:
    assert render("{{#json}}{{a}}{{/json}}", {"json": {"a": 1}}) == "1"


def test_no_attribute_and_no_method_of_a_value_is_reachable() -> None:
    assert (
        render("{{name.upper}}|{{name.__class__}}|{{items.append}}|{{items.1}}", {"name": "x", "items": [1, 2]})
        == "|||2"
    )


def test_escaping_can_be_switched() -> None:
    data = {"x": "<a & 'b'>"}

    assert render("{{x}}{{{x}}}", data) == "&lt;a &amp; &#39;b&#39;&gt;<a & 'b'>"
    assert render("{{x}}", data, php_text) == "&lt;a &amp; 'b'&gt;"
    assert render("{{x}}", data, plain_text) == "<a & 'b'>"


def test_values_print_as_on_the_server() -> None:
    assert (
        render("{{a}}|{{b}}|{{c}}|{{d}}|{{{e}}}", {"a": True, "b": False, "c": None, "d": 3.0, "e": [1]}) == "1|||3|[1]"
    )


def test_a_template_lists_the_variables_it_reads() -> None:
    template = compile_template("{{a.b}} {{#list}}{{.}}{{c}}{{/list}} {{#json}}{{d}}{{/json}} {{a.b}}")

    assert template.variables == ("a.b", "list", "c", "d")


@pytest.mark.parametrize(
    ("template", "message", "column"),
    [
        ("Hello {{name", "a tag is not closed by }}", 7),
        ("a {{#x}} b", 'the section "x" is never closed', 3),
        ("a {{/x}} b", '"x" is closed but was not opened', 3),
        ("{{#x}}{{/y}}", '"y" is closed where "x" is open', 7),
        ("{{ }}", "a tag names no variable", 1),
    ],
)
def test_a_broken_template_says_what_and_where(template: str, message: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        compile_template(template)

    assert (caught.value.message, caught.value.column) == (message, column)


def test_a_template_that_explodes_is_stopped() -> None:
    bomb = "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}xxxxxxxxxxxx{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}"

    with pytest.raises(ExpressionError, match="longer than"):
        render(bomb, {"a": list(range(1, 30))})


def test_a_partial_that_includes_itself_is_stopped() -> None:
    with pytest.raises(ExpressionError, match="includes itself"):
        compile_template("{{>loop}}").render({}, partials={"loop": "x{{>loop}}"})
