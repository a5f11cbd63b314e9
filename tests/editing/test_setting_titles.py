"""A setting is called by the titles that lead to it."""

from __future__ import annotations

import pytest

from modeler.editing.setting_titles import title_at

ENTRY = {"type": "object", "properties": {"value": {"title": "Address"}, "plain": {}}}
SCHEMA = {
    "properties": {
        "to": {"title": "Recipients", "items": {"$ref": "#/$defs/entry"}},
        "body": {"title": "Body", "anyOf": [{"type": "null"}, {"properties": {"html": {"title": "HTML"}}}]},
    },
    "$defs": {"entry": ENTRY},
}


@pytest.mark.parametrize(("path", "title"), [
    (("to",), "Recipients"),
    (("to", 0, "value"), "Recipients › 1 › Address"), (("to", 2, "plain"), "Recipients › 3 › plain"),
    (("body", "html"), "Body › HTML"), (("gone", "deep"), "gone › deep"),
])  # fmt: skip
def test_titles_lead_to_a_setting(path, title):
    assert title_at(path, [SCHEMA]) == title


def test_the_first_schema_that_knows_a_setting_names_it():
    newer = {"properties": {"to": {"title": "People"}}}

    assert title_at(("to",), [newer, SCHEMA]) == "People"
    assert title_at(("body",), [newer, SCHEMA]) == "Body"
