"""The schema subset: its fences, and errors in a designer's words."""

from __future__ import annotations

import pytest

from connectors.sdk.schema import problems, validate


def nested(depth):
    schema = {"type": "string"}
    for _ in range(depth):
        schema = {"type": "object", "properties": {"a": schema}}
    return schema


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "https://example.org/other.json"}, "within the same schema"),
        ({"$ref": "#/$defs/none"}, "is not there"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}}, "refers to itself"),
        (nested(17), "deeper than 16"),
        ({"properties": {f"p{n}": {} for n in range(301)}}, "more than 300"),
        ({"pattern": "(?=a)"}, "look-around"),
        ({"$id": "https://example.org/"}, "not supported"),
        ({"type": "strin"}, "strin"),
        ({"properties": {"a": 3}}, "must be an object"),
        (7, "must be an object"),
    ],
)
def test_a_schema_outside_the_subset_is_refused_with_its_reason(schema, words):
    found = problems(schema)

    assert any(words in issue.message for issue in found)


def test_references_that_multiply_are_refused():
    doubled = {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}] * 8} for n in range(7)}

    found = problems({"$ref": "#/$defs/d0", "$defs": {**doubled, "d7": {}}})

    assert any("too large" in issue.message for issue in found)


def test_a_schema_within_the_subset_has_no_problem():
    schema = {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": {"type": "string"}}}

    assert problems(schema) == []


@pytest.mark.parametrize(
    ("part", "value", "message"),
    [
        ({"type": "string", "minLength": 1}, "", "This must not be empty."),
        ({"type": "integer"}, "x", "This must be a whole number."),
        ({"type": ["integer", "null"]}, "x", "This must be a whole number or empty."),
        ({"type": "string", "format": "email"}, "nobody", "This must be an e-mail address."),
        ({"type": "string", "format": "secret"}, "hunter2", "a reference to a stored secret"),
        ({"type": "number", "maximum": 5}, 6, "This must be at most 5."),
        ({"enum": ["a", "b"]}, "c", "Choose one of: a, b."),
        ({"oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]}, 3, "Choose one of: One, Two."),
        ({"type": "array", "uniqueItems": True}, [1, 1], "No entry may occur twice."),
        ({"type": "array", "minItems": 1}, [], "Add at least one entry."),
        ({"type": "string", "pattern": "^a$"}, "b", "does not have the expected form"),
        ({"maxLength": 1, "x-ui": {"messages": {"maxLength": "One letter!"}}}, "ab", "One letter!"),
    ],
)
def test_a_wrong_value_is_explained_in_words(part, value, message):
    found = validate({"type": "object", "properties": {"field": part}}, {"field": value})

    assert [issue.path for issue in found] == [("field",)]
    assert message in found[0].message


def test_a_missing_setting_is_reported_at_its_own_place():
    found = validate({"type": "object", "required": ["a", "b"], "properties": {}}, {"b": 1})

    assert [(issue.path, issue.message) for issue in found] == [(("a",), "This must be filled in.")]


def test_text_with_mustache_is_checked_only_when_it_runs():
    schema = {"properties": {"to": {"format": "email", "pattern": "^.+@.+$"}}}

    assert validate(schema, {"to": "{{address}}"}) == []


def test_of_several_forms_the_one_that_was_chosen_is_reported():
    kinds = [
        {"properties": {"kind": {"const": "a"}, "value": {"type": "string", "minLength": 1}}},
        {"properties": {"kind": {"const": "b"}, "value": {"type": "null"}}},
    ]

    found = validate({"oneOf": kinds}, {"kind": "a", "value": ""})

    assert [(issue.path, issue.keyword) for issue in found] == [(("value",), "minLength")]


@pytest.mark.parametrize(
    ("part", "value", "is_right"),
    [
        ({"format": "date"}, "2026-02-31", False),
        ({"format": "date-time"}, "2026-11-24T09:30:00Z", True),
        ({"format": "date-time"}, "2026-11-24T25:00:00", False),
        ({"type": "integer"}, "{{n}}", False),
        ({"type": "integer", "x-ui": {"mustache": True}}, "{{n}}", True),
        ({"type": "integer", "x-ui": {"mustache": True}}, "many", False),
        ({"enum": ["a"], "x-ui": {"mustache": True}}, "{{n}}", True),
    ],
)
def test_dates_are_real_and_expressions_stand_where_they_may(part, value, is_right):
    assert (validate({"properties": {"x": part}}, {"x": value}) == []) is is_right


def test_a_rule_across_settings_is_reported_at_the_field_that_it_names():
    rule = {"not": {"required": ["a", "b"]}, "x-ui": {"field": "b", "messages": {"not": "Not both."}}}

    (issue,) = validate({"allOf": [rule]}, {"a": 1, "b": 2})

    assert (issue.path, issue.message) == (("b",), "Not both.")


def test_what_another_setting_makes_necessary_is_reported_at_its_own_place():
    (issue,) = validate({"dependentRequired": {"a": ["b"]}}, {"a": 1})

    assert issue.path == ("b",)


def test_of_forms_of_other_types_the_one_with_the_values_type_is_reported():
    schema = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["city"]}]}

    (issue,) = validate({"properties": {"x": schema}}, {"x": {}})

    assert issue.path == ("x", "city")
