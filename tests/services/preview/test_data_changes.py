"""How two states of Request data differ."""

from __future__ import annotations

from modeler.services.preview.data_changes import MOST, DataChange, data_changes


def test_values_are_added_changed_and_removed_by_path() -> None:
    before = {"order": {"lines": [{"price": 1}, {"price": 2}], "note": "x"}, "old": True}
    after = {"order": {"lines": [{"price": 1}, {"price": 3}, {}], "note": "x"}, "new": None}

    assert data_changes(before, after) == [
        DataChange("order.lines.1.price", "changed", 2, 3),
        DataChange("order.lines.2", "added", None, {}),
        DataChange("new", "added", None, None),
        DataChange("old", "removed", True, None),
    ]


def test_equal_data_have_no_differences_but_a_number_is_not_a_truth_value() -> None:
    assert data_changes({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}) == []
    assert data_changes({"a": 1}, {"a": True}) == [DataChange("a", "changed", 1, True)]


def test_an_object_that_became_a_list_has_changed_as_a_whole() -> None:
    assert data_changes({"a": {"0": 1}}, {"a": [1]}) == [DataChange("a", "changed", {"0": 1}, [1])]


def test_only_so_many_are_told() -> None:
    assert len(data_changes({}, {str(number): number for number in range(MOST + 5)})) == MOST
