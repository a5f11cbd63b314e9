"""The list of steps: the same rows are kept as they are laid out, whichever of them is looked at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.icons import Icons
from modeler.ui.panels.run_steps import StepsList
from modeler.ui.panels.run_view import RunView, StepRow
from modeler.ui.theme import LIGHT

ROWS = tuple(StepRow(f"t{number}", f"Task {number}", "entered") for number in range(50))


def listed(qtbot: QtBot) -> StepsList:
    steps = StepsList(Icons(LIGHT))
    qtbot.addWidget(steps)
    steps.resize(200, 300)
    steps.show()
    steps.show_view(RunView("completed", steps=ROWS, step=50))
    return steps


def test_looking_at_another_step_lays_nothing_out_anew_and_shows_it(qtbot: QtBot) -> None:
    steps = listed(qtbot)

    with qtbot.assertNotEmitted(steps.model().modelReset), qtbot.assertNotEmitted(steps.model().dataChanged):
        steps.show_view(RunView("completed", steps=ROWS, step=3))

    assert steps.currentIndex().row() == 2
    assert steps.viewport().rect().contains(steps.visualRect(steps.currentIndex()))


def test_the_rows_behind_the_step_that_is_looked_at_turn_pale(qtbot: QtBot) -> None:
    steps = listed(qtbot)
    steps.show_view(RunView("completed", steps=ROWS, step=3))
    before = steps.grab().toImage()

    steps.show_view(RunView("completed", steps=ROWS, step=2))
    qtbot.wait(0)

    assert steps.model().data(steps.model().index(2, 0), Qt.ItemDataRole.ForegroundRole) is not None
    assert steps.model().data(steps.model().index(1, 0), Qt.ItemDataRole.ForegroundRole) is None
    assert steps.grab().toImage() != before


def test_a_row_that_says_something_else_is_told(qtbot: QtBot) -> None:
    steps = listed(qtbot)
    changed = (*ROWS[:-1], StepRow("t49", "Task 49", "an answer", "waiting"))

    with qtbot.waitSignal(steps.model().modelReset):
        steps.show_view(RunView("waiting", steps=changed, step=50))

    assert "an answer" in str(steps.model().data(steps.model().index(49, 0)))
