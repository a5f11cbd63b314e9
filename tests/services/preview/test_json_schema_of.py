"""The shape of data as a schema."""

from __future__ import annotations

from modeler.services.preview.json_schema_of import schema_of


def test_types_and_properties_are_told() -> None:
    assert schema_of({"a": 1, "b": True, "c": None, "d": 1.5, "e": "x"}) == {
        "type": "object",
        "properties": {
            "a": {"type": "integer"},
            "b": {"type": "boolean"},
            "c": {"type": "null"},
            "d": {"type": "number"},
            "e": {"type": "string"},
        },
    }


def test_the_items_of_a_list_share_a_schema_where_they_are_alike() -> None:
    assert schema_of([{"a": 1}, {"a": 2}]) == {
        "type": "array",
        "items": {"type": "object", "properties": {"a": {"type": "integer"}}},
    }
    assert schema_of([1, "x"]) == {"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}
    assert schema_of([]) == {"type": "array"}


def test_what_is_nested_without_end_ends() -> None:
    nested: object = 1
    for _ in range(100):
        nested = [nested]

    assert str(schema_of(nested)).count("array") == 30
