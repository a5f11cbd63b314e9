"""The list of what changed in the data leaves out a column in which nothing would stand."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from modeler.services.preview.data_changes import data_changes
from modeler.ui.icons import Icons
from modeler.ui.panels.run_data import ChangeList


@pytest.mark.parametrize(
    ("before", "after", "hidden"),
    [
        ({}, {"a": 1}, [False, True, False]),
        ({"a": 1}, {}, [False, False, True]),
        ({"a": 1}, {"a": 2}, [False, False, False]),
        ({"a": 1}, {"b": 2}, [False, False, False]),
    ],
)
def test_before_and_after_are_shown_where_there_is_one(
    icons: Icons, qtbot: QtBot, before: dict[str, object], after: dict[str, object], hidden: list[bool]
) -> None:
    changes = ChangeList(icons)
    qtbot.addWidget(changes)

    changes.show_changes(data_changes(before, after), icons)

    assert [changes.rows.isColumnHidden(column) for column in range(3)] == hidden
