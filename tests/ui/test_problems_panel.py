"""The problems panel: worst first, a click tells where."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.documents.problem_row import ProblemRow, counts
from modeler.ui.icons import Icons
from modeler.ui.panels.problems import ProblemsPanel

ROWS = [
    ProblemRow("info", "Unknown namespace", line=3),
    ProblemRow("error", "No recipient", "task_1", "Send", 40),
    ProblemRow("warning", "No name", "end", "End", 9),
]


def test_errors_come_first(icons: Icons, qtbot: QtBot) -> None:
    panel = ProblemsPanel(icons)
    qtbot.addWidget(panel)

    panel.set_problems(ROWS)

    assert [row.severity for row in panel.rows] == ["error", "warning", "info"]
    assert counts(ROWS) == (1, 1, 1)


def test_a_click_tells_which_problem(icons: Icons, qtbot: QtBot) -> None:
    panel = ProblemsPanel(icons)
    qtbot.addWidget(panel)
    panel.set_problems(ROWS)
    panel.resize(700, 300)
    panel.show()
    seen: list[ProblemRow] = []
    panel.activated.connect(seen.append)

    place = panel.list.visualRect(panel.list.model().index(0, 0)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert [row.element_id for row in seen] == ["task_1"]


def test_who_comes_by_tab_sees_which_row_the_keyboard_is_on(icons: Icons, qtbot: QtBot) -> None:
    panel = ProblemsPanel(icons)
    qtbot.addWidget(panel)
    panel.set_problems([ProblemRow("error", "First"), ProblemRow("error", "Second")])
    panel.show()
    panel.activateWindow()

    panel.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(panel.list.hasFocus)

    assert [index.data() for index in panel.list.selectionModel().selectedRows()] == ["First"]
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert [index.data() for index in panel.list.selectionModel().selectedRows()] == ["Second"]
