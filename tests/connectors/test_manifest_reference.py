"""The published reference of the manifest says what the schema says, and each key has words."""

from __future__ import annotations

import pytest

from connectors.sdk.manifest import manifest_schema
from connectors.sdk.places import WORDS, place_problem
from modeler.editing.places import place_of
from tests.connectors.manifest_reference import PAGE, keys, meaning, page


def test_the_page_says_what_the_schema_says():
    text = PAGE.read_text(encoding="utf-8")

    assert text == page(text), "run: python -m tests.connectors.manifest_reference"
    assert text.count("<!-- end -->") == 2


def test_every_key_is_explained():
    root = manifest_schema()

    assert [place for place, part, _ in keys(root) if not meaning(part, root)] == []


@pytest.mark.parametrize("word", WORDS)
def test_every_word_for_a_place_is_understood_once_it_has_what_it_needs(word):
    needed = {key: ["a"] if key == "path" else "a" for key in WORDS[word]}
    ends = {"camunda:in": {"target": "a"}, "camunda:out": {"source": "a"}}.get(word, {})

    assert place_problem({"type": word, **needed, **ends}) == ""
    assert place_of({"type": word, **needed, **ends}) is not None
    assert place_problem({"type": word}) != "" or not WORDS[word]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({}, "is no place that is known"),
        ({"type": "config", "path": [{"a": 1}]}, "ends in a name"),
        ({"type": "config", "path": [1, "a"]}, "ends in a name"),
        ({"type": "camunda:in"}, "needs one of target, variables"),
        ({"type": "camunda:executionListener", "event": "end", "implementationType": "script"}, "scriptFormat"),
    ],
)
def test_a_place_that_cannot_be_used_is_explained(place, said):
    assert said in place_problem(place)
