"""Start data: JSON with a verdict."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from modeler.ui.panels.data_tree import DataTree
from modeler.ui.panels.json_edit import JsonEdit


@pytest.mark.parametrize(
    ("text", "data", "words"),
    [
        ("", {}, ""),
        ('{"a": 1}', {"a": 1}, ""),
        ("[1]", None, "object"),
        ('{"a": }', None, "Line 1"),
        ("[" * 100_000, None, "nested"),
    ],
)
def test_text_is_judged_as_it_stands(text: str, data: object, words: str, qtbot: QtBot) -> None:
    edit = JsonEdit("Start data")
    qtbot.addWidget(edit)

    edit.block.setPlainText(text)

    assert edit.data() == data
    assert words in edit.error
    assert bool(edit.error) == bool(words)


def test_data_is_shown_as_a_tree(qtbot: QtBot) -> None:
    tree = DataTree()
    qtbot.addWidget(tree)

    tree.set_data({"name": "Bea", "items": [{"n": 1}], "none": None})

    model = tree.model()
    rows = [(model.index(r, 0).data(), model.index(r, 1).data()) for r in range(model.rowCount())]
    assert rows == [("name", '"Bea"'), ("items", "[ 1 ]"), ("none", "null")]
