"""Whose data are looked at, and with which step they are compared, is chosen in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.run_data import RunData
from tests.preview.test_data_places import MODEL

Press = Callable[..., None]
WITH_MENU = pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pools(window: MainWindow, tmp_path: Path, press: Press, qtbot: QtBot) -> RunData:
    """The data of a Request that waits in two pools and in two instances."""
    path = tmp_path / "places.bpmn"
    path.write_text(MODEL, encoding="utf-8")
    page = window.documents.open(path)
    assert page is not None
    window.run_panel.start_data.set_data({"item": "pen"})
    press(Qt.Key.Key_F5)
    return window.run_panel.data


def idle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)


def rows(data: RunData) -> list[list[str]]:
    table = data.changes.rows
    items = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [[item.text(column) for column in range(3)] for item in items if item is not None]


def menu_at(widget: QWidget, at: QPoint, qtbot: QtBot) -> QMenu:
    """The menu that the right button of the mouse opens."""
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_another_pool_is_looked_at_with_keys_and_its_data_are_edited(
    window: MainWindow, pools: RunData, qtbot: QtBot
) -> None:
    offered = [pools.place.itemText(row).strip() for row in range(pools.place.count())]
    pools.place.setFocus()
    qtbot.keyClick(pools.place, Qt.Key.Key_End)
    idle(window, qtbot)
    seen = window.run_panel.view.data
    pools.views.turn(2)
    pools.editor.block.setPlainText('{"item": "pen", "price": 3}')
    qtbot.mouseClick(pools.apply, LEFT)
    idle(window, qtbot)

    assert offered == [
        "Where the token is: Review: instance 1",
        "Buyer Ltd.",
        "Review: instance 1",
        "Review: instance 2",
        "Seller Inc.",
    ]
    assert seen == {"item": "pen"}
    assert window.run_panel.view.data == {"item": "pen", "price": 3}
    assert window.preview.standing.data == {"item": "pen"}
    assert pools.place.currentText() == "Seller Inc."


def test_a_process_with_one_place_has_no_chooser(window: MainWindow, page: DocumentPage, press: Press) -> None:
    press(Qt.Key.Key_F5)

    assert not window.run_panel.data.place.isVisible()


@WITH_MENU
def test_the_menu_of_a_step_compares_the_data_with_it(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    panel = window.run_panel
    press(Qt.Key.Key_F5)
    window.preview.answer("user", {"amount": 20, "note": "x"})
    qtbot.waitUntil(lambda: panel.view.status == "completed", timeout=20_000)
    menu = menu_at(panel.steps.viewport(), panel.steps.visualRect(panel.steps.model().index(1, 0)).center(), qtbot)
    words = [action.text() for action in menu.actions()]

    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    idle(window, qtbot)

    assert words == ["Look at step 2", "Compare data with step 2", "Branch at step 2 with other data…"]
    assert panel.data.views.current == 1
    assert rows(panel.data) == [["amount", "5", "20"], ["note", "", '"x"']]


@WITH_MENU
def test_the_menu_key_opens_the_menu_of_the_step_that_is_chosen(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    steps = window.run_panel.steps
    steps.setFocus()
    qtbot.keyClick(steps, Qt.Key.Key_Home)

    reason, at = QContextMenuEvent.Reason.Keyboard, QPoint(1, 1)
    QApplication.sendEvent(steps.viewport(), QContextMenuEvent(reason, at, steps.mapToGlobal(at)))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions()]
    qtbot.keyClick(menu, Qt.Key.Key_Escape)

    assert words[0] == "Look at step 1"
    assert not menu.isVisible()


@WITH_MENU
def test_the_menu_of_the_timeline_is_that_of_the_step_under_the_mouse(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    slider = window.run_panel.timeline.slider

    menu = menu_at(slider, QPoint(slider.width() - 2, slider.height() // 2), qtbot)
    words = [action.text() for action in menu.actions()]
    menu.close()

    assert words[:2] == ["Look at step 3", "Compare data with step 3"]


@WITH_MENU
def test_the_menu_of_a_step_begins_a_new_run_there_with_other_data(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    panel = window.run_panel
    press(Qt.Key.Key_F5)
    window.preview.answer("user", {"amount": 20})
    qtbot.waitUntil(lambda: panel.view.status == "completed", timeout=20_000)
    menu = menu_at(panel.steps.viewport(), panel.steps.visualRect(panel.steps.model().index(2, 0)).center(), qtbot)

    qtbot.keyClick(menu, Qt.Key.Key_Up)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    idle(window, qtbot)
    panel.data.editor.block.setPlainText('{"amount": 1}')
    qtbot.mouseClick(panel.data.apply, LEFT)
    idle(window, qtbot)

    assert (panel.view.run, panel.view.data) == (2, {"amount": 1})
    assert panel.view.waiting[0].id == "user"


def test_the_step_to_compare_with_stays_while_other_steps_are_looked_at(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    panel = window.run_panel
    press(Qt.Key.Key_F5)
    window.preview.answer("user", {"amount": 20})
    qtbot.waitUntil(lambda: panel.view.status == "completed", timeout=20_000)
    panel.data.views.turn(1)
    panel.data.since.choice.setFocus()
    qtbot.keyClick(panel.data.since.choice, Qt.Key.Key_End)
    panel.data.since.number.setFocus()
    qtbot.keyClick(panel.data.since.number, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(panel.data.since.number, "7")
    qtbot.keyClick(panel.data.since.number, Qt.Key.Key_Return)
    idle(window, qtbot)
    qtbot.waitUntil(lambda: panel.view.local.base == 7)
    same = rows(panel.data)

    qtbot.mouseClick(panel.timeline.buttons["first"], LEFT)
    idle(window, qtbot)

    assert same == []
    assert rows(panel.data) == [["amount", "20", "5"]]
