"""A whole preview with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow

Press = Callable[..., None]
CONTROL = Qt.KeyboardModifier.ControlModifier


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def tab_to(qtbot: QtBot, target: QWidget) -> None:
    """Press Tab until the keyboard is where it is wanted."""
    for _ in range(300):
        if focus() is target:
            return
        qtbot.keyClick(focus(), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes to {target.accessibleName() or target}")


def test_a_request_is_answered_looked_back_on_and_inspected_without_a_mouse(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    panel = window.run_panel
    press(Qt.Key.Key_F5)
    panel.left.buttons[1].setFocus()
    tab_to(qtbot, panel.answer.edit.block)
    qtbot.keyClicks(focus(), '{"amount": 20}')
    tab_to(qtbot, panel.answer.complete)
    qtbot.keyClick(focus(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: panel.view.status == "completed", timeout=20_000)
    tab_to(qtbot, panel.timeline.slider)
    qtbot.keyClick(focus(), Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: panel.view.step == 0 and not window.preview.is_busy)
    tab_to(qtbot, panel.steps)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Return):
        qtbot.keyClick(focus(), key)
    qtbot.waitUntil(lambda: panel.view.step == 7 and not window.preview.is_busy)

    press(Qt.Key.Key_I, CONTROL)
    inspector = window.element_run_panel
    qtbot.waitUntil(lambda: inspector.run is not None and inspector.run.element == "end1")
    inspector.input.views.buttons[0].setFocus()
    qtbot.keyClick(focus(), Qt.Key.Key_Right)
    qtbot.keyClick(focus(), Qt.Key.Key_Space)

    assert panel.view.steps[-1].title == "Done"
    assert inspector.input.views.current == 1


def test_a_breakpoint_is_switched_off_and_removed_with_keys(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.reveal("A")
    press(Qt.Key.Key_F9)
    window.bottom.bring(window.run_panel)
    window.run_panel.left.turn(2)
    rows = window.run_panel.stops.rows
    rows.setFocus()
    rows.setCurrentItem(rows.topLevelItem(0))

    qtbot.keyClick(rows, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.preview.stops.stops[0].is_on)
    rows.setCurrentItem(rows.topLevelItem(0))
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: window.preview.stops.stops == ())

    assert page.canvas.overlays.run_layer.stops == {}


def test_the_condition_of_a_breakpoint_is_typed_in_its_row(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.reveal("A")
    press(Qt.Key.Key_F9)
    window.bottom.bring(window.run_panel)
    window.run_panel.left.turn(2)
    rows = window.run_panel.stops.rows
    rows.setFocus()
    rows.setCurrentItem(rows.topLevelItem(0))

    qtbot.keyClick(rows, Qt.Key.Key_F2)
    qtbot.keyClicks(focus(), "amount > 3")
    qtbot.keyClick(focus(), Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.preview.stops.stops[0].condition == "amount > 3")
