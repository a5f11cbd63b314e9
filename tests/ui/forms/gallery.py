"""A connector with one setting of every kind, for tests of the form by real events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.connectors.packages import write_package

PEOPLE = [f"Person {number}" for number in range(1, 13)]
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["line"],
    "properties": {
        "line": {"type": "string", "title": "One line", "minLength": 3, "x-ui": {"mustache": True, "help": "Short."}},
        "lines": {"type": "string", "title": "Several lines", "x-ui": {"widget": "multiline", "mustache": True}},
        "rich": {"type": "string", "title": "Rich text", "x-ui": {"widget": "html", "mustache": True}},
        "json": {"type": "string", "title": "JSON code", "contentMediaType": "application/json"},
        "python": {"type": "string", "title": "Python code", "x-ui": {"widget": "code", "language": "python"}},
        "feel": {"type": "string", "title": "FEEL", "x-ui": {"widget": "code", "language": "feel", "mustache": True}},
        "mail": {"type": "string", "title": "E-mail", "format": "email"},
        "page": {
            "type": "string", "title": "Address", "format": "uri", "x-ui": {"documentation": "https://example.org/a"}
        },
        "day": {"type": "string", "title": "Day", "format": "date", "x-ui": {"mustache": True}},
        "moment": {"type": "string", "title": "Moment", "format": "date-time"},
        "span": {"type": "string", "title": "Duration", "format": "duration", "default": "PT2H"},
        "color": {"type": "string", "title": "Color", "format": "color"},
        "token": {"type": "string", "title": "Token", "format": "secret"},
        "count": {
            "type": "integer", "title": "Count", "minimum": 1, "maximum": 10, "default": 3, "x-ui": {"mustache": True}
        },
        "ratio": {"type": "number", "title": "Ratio", "multipleOf": 0.25},
        "share": {"type": "number", "title": "Share", "exclusiveMinimum": 0, "maximum": 2},
        "formula": {"type": "string", "title": "Formula", "x-ui": {"feel": "required"}},
        "target": {"type": "string", "title": "Target", "format": "email", "x-ui": {"feel": "optional"}},
        "limit": {"type": "integer", "title": "Limit", "minimum": 1, "x-ui": {"feel": "optional"}},
        "sure": {"type": "boolean", "title": "Sure", "x-ui": {"feel": "optional"}},
        "fixed": {"type": "string", "title": "Fixed", "default": "as it is", "readOnly": True},
        "fixed_rows": {
            "type": "array", "title": "Fixed rows", "readOnly": True,
            "items": {"type": "object", "properties": {
                "a": {"type": "string", "title": "A"}, "b": {"enum": ["x", "y", "z", "w"], "title": "B"}}},
        },
        "on": {"type": "boolean", "title": "Switched on", "x-ui": {"mustache": True}},
        "few": {"enum": ["low", "high"], "title": "A few"},
        "some": {"enum": ["red", "green", "blue", "other"], "title": "Some", "x-ui": {"widget": "radio"}},
        "many": {"enum": PEOPLE, "title": "Many"},
        "kinds": {"enum": ["one", "two", "three", "four", "five"], "title": "Kinds", "x-ui": {"placeholder": "one"}},
        "loaded": {"type": "string", "title": "Loaded", "x-ui": {"source": "channels"}},
        "several": {"type": "array", "title": "Several", "items": {"enum": ["GET", "PUT", "POST"]}},
        "names": {"type": "array", "title": "Names", "maxItems": 5, "items": {"type": "string"}},
        "rows": {
            "type": "array", "title": "Table",
            "items": {
                "type": "object",
                "properties": {
                    "key": {"type": "string", "title": "Key", "minLength": 1, "default": ""},
                    "value": {"type": "string", "title": "Value", "default": "", "x-ui": {"mustache": True}},
                },
            },
        },
        "cards": {
            "type": "array", "title": "Cards",
            "items": {
                "type": "object",
                "properties": {
                    "kind": {"enum": ["a", "b"], "title": "Kind", "default": "a"},
                    "text": {"type": "string", "title": "Text", "default": "new", "x-ui": {"widget": "multiline"}},
                    "deep": {"type": "array", "title": "Deep", "items": {"type": "integer"}},
                },
            },
            "x-ui": {"summary": "{kind}: {text}", "addLabel": "Add card"},
        },
        "nested": {
            "type": "object", "title": "Nested",
            "properties": {
                "first": {"type": "string", "title": "First"},
                "inner": {
                    "type": "object", "title": "Inner",
                    "properties": {"second": {"type": "integer", "title": "Second"}},
                },
            },
        },
        "headers": {"type": "object", "title": "Headers", "additionalProperties": {"type": "string"}},
        "either": {
            "title": "Either",
            "anyOf": [
                {"type": "string", "title": "A text"},
                {"type": "integer", "title": "A number"},
                {
                    "type": "object", "title": "A place", "required": ["city"],
                    "properties": {"city": {"type": "string", "title": "City"}},
                },
            ],
        },
        "shape": {
            "type": "object", "title": "Shape",
            "properties": {"kind": {"type": "string", "title": "Kind of shape"}},
            "oneOf": [
                {"title": "Circle", "properties": {
                    "kind": {"const": "circle"}, "radius": {"type": "number", "title": "Radius", "default": 1}}},
                {"title": "Square", "properties": {
                    "kind": {"const": "square"}, "side": {"type": "number", "title": "Side", "default": 2}}},
            ],
        },
        "nothing": {"type": "null", "title": "Nothing"},
        "anything": {"title": "Anything"},
        "user": {"type": "string", "title": "User"},
        "password": {"type": "string", "title": "Password hint"},
    },
    "dependentRequired": {"user": ["password"]},
    "if": {"properties": {"few": {"const": "high"}}, "required": ["few"]},
    "then": {"required": ["why"], "properties": {"why": {"type": "string", "title": "Why so high"}}},
    "allOf": [
        {
            "not": {"properties": {"few": {"const": "low"}, "on": {"const": True}}, "required": ["few", "on"]},
            "x-ui": {"messages": {"not": "Switched on does not go with low."}, "field": "on"},
        }
    ],
}  # fmt: skip
GROUPS = [
    {"id": "texts", "label": "Texts", "help": "What is written.", "fields": [
        "line", "lines", "rich", "json", "python", "feel", "mail", "page", "day", "moment", "span", "color", "token"]},
    {"id": "choices", "label": "Numbers and choices", "fields": [
        "count", "ratio", "share", "formula", "target", "limit", "sure", "fixed", "fixed_rows",
        "on", "few", "why", "some", "many", "kinds", "loaded", "several"]},
    {"id": "holders", "label": "Lists and groups", "fields": [
        "names", "rows", "cards", "nested", "headers", "either", "shape", "nothing", "anything"]},
    {"id": "together", "label": "Together", "collapsed": True, "fields": ["user", "password"]},
]  # fmt: skip


def write_gallery(folder: Path) -> Path:
    """The folder of the connector."""
    return write_package(
        folder,
        id="gallery",
        name="Gallery",
        documentation="https://example.org/gallery",
        binding={"implementation": "example/gallery", "config": "json-attribute"},
        properties=SCHEMA,
        ui={"groups": GROUPS},
    )
