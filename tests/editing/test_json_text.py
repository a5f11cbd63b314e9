"""JSON text is changed only where its value changes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modeler.editing.json_text import rewritten

ODD = '{ "a" : 1.50, "b":[1 ,2,\t3],\n "\\u0063":"caf\\u00e9 \\/ x", "d":{"e":null , "f":1e5} }'


def change(text, **changes):
    return rewritten(text, {**json.loads(text), **changes})


def test_nothing_changes_when_the_value_stays():
    assert rewritten(ODD, json.loads(ODD)) == ODD


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"a": 2}, ODD.replace("1.50", "2")),
        ({"b": [1, 9, 3]}, ODD.replace("2,", "9,")),
        ({"b": [1, 2, 3, 4]}, ODD.replace("3]", "3 ,4]")),
        ({"d": {"e": True, "f": 100000.0}}, ODD.replace("null", "true")),
        ({"c": 'a "quote"'}, ODD.replace('"caf\\u00e9 \\/ x"', '"a \\"quote\\""')),
    ],
)
def test_one_change_touches_only_its_own_characters(changes, expected):
    assert change(ODD, **changes) == expected


def test_new_settings_come_last_and_removed_ones_go():
    assert change('{"a":1,"b":2}', c=[]) == '{"a":1,"b":2,"c":[]}'
    assert rewritten('{"a":1, "b":2, "c":3}', {"a": 1, "c": 3}) == '{"a":1, "c":3}'
    assert rewritten('{"a":1}', {}) == "{}"


def test_an_inserted_entry_leaves_its_neighbors():
    assert rewritten('[{"x":1.0},{"y":2.0}]', [{"x": 1.0}, 7, {"y": 2.0}]) == '[{"x":1.0},7,{"y":2.0}]'


@pytest.mark.parametrize("text", ['{"dataSource":,"endpoint":1}', "{} {}", "", "[1,", '{"a" 1}', "[" * 1000])
def test_a_text_that_is_not_json_is_refused(text):
    with pytest.raises(ValueError, match=r"xpect|more than one|nested"):
        rewritten(text, {})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", max_size=2), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(VALUES, VALUES, st.sampled_from([None, 1]))
def test_whatever_changes_the_new_text_means_the_new_value(before, after, indent):
    text = json.dumps(before, indent=indent)

    assert json.loads(rewritten(text, after)) == after
