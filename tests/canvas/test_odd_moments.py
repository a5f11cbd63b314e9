"""What happens to a drag when something comes between: another tab, a lost release, the wheel, the right button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.canvas.driver import NONE, Driver

RIGHT = Qt.MouseButton.RightButton
Reason = QContextMenuEvent.Reason


def _ask_for_menu(driver: Driver, at: QPoint, reason: Reason = Reason.Mouse) -> None:
    QApplication.sendEvent(driver.canvas, QContextMenuEvent(reason, at, driver.canvas.mapToGlobal(at)))


def _turn_wheel(driver: Driver, at: QPoint, by: int) -> None:
    place, none = QPointF(at), Qt.ScrollPhase.NoScrollPhase
    everywhere = QPointF(driver.canvas.mapToGlobal(at))
    event = QWheelEvent(place, everywhere, QPoint(), QPoint(0, by), Qt.MouseButton.LeftButton, NONE, none, False)
    QApplication.sendEvent(driver.canvas, event)


def test_a_tab_that_comes_to_the_front_ends_a_drag(simple: Driver) -> None:
    before = simple.bounds("alone")
    simple.press("alone")
    simple.move((400, 400))

    simple.canvas.hide()

    assert not simple.canvas.controller.is_busy
    simple.release((400, 400))
    assert simple.bounds("alone") == before
    assert not simple.document.history.can_undo


def test_a_drag_whose_release_was_lost_is_given_up(simple: Driver) -> None:
    before = simple.bounds("alone")
    simple.press("alone")
    simple.move((400, 400))

    simple.hover((500, 420))

    assert not simple.canvas.controller.is_busy
    assert simple.bounds("alone") == before


def test_what_follows_the_pointer_needs_no_button(simple: Driver) -> None:
    simple.canvas.start_create("bpmn:task")

    simple.hover((500, 420))

    assert simple.canvas.controller.is_busy


def test_the_wheel_takes_what_is_dragged_along(simple: Driver) -> None:
    at = simple.pixel((400, 340))
    simple.press("alone")
    simple.move((400, 340))

    _turn_wheel(simple, at, -120)
    QTest.mouseRelease(simple.canvas, Qt.MouseButton.LeftButton, NONE, at)

    x, y = simple.canvas.stage.viewport.to_diagram(at.x(), at.y())
    assert abs(simple.middle("alone")[0] - x) <= 10
    assert abs(simple.middle("alone")[1] - y) <= 10


def test_a_menu_asked_for_at_the_press_opens_at_the_release(simple: Driver, qtbot: QtBot) -> None:
    at = simple.pixel(simple.middle("check"))
    QTest.mousePress(simple.canvas, RIGHT, NONE, at)

    with qtbot.assertNotEmitted(simple.canvas.context_menu_requested):
        _ask_for_menu(simple, at)
    with qtbot.waitSignal(simple.canvas.context_menu_requested):
        QTest.mouseRelease(simple.canvas, RIGHT, NONE, at)

    assert simple.canvas.selected_elements == (simple.element("check"),)


def test_a_drag_with_the_right_button_pans_and_opens_no_menu(simple: Driver, qtbot: QtBot) -> None:
    at, view = simple.pixel((400, 340)), simple.canvas.stage.viewport

    with qtbot.assertNotEmitted(simple.canvas.context_menu_requested):
        QTest.mousePress(simple.canvas, RIGHT, NONE, at)
        _ask_for_menu(simple, at)
        simple._move_to(at + QPoint(60, 30), RIGHT, NONE)
        QTest.mouseRelease(simple.canvas, RIGHT, NONE, at + QPoint(60, 30))
        _ask_for_menu(simple, at + QPoint(60, 30))

    assert simple.canvas.stage.viewport.x == view.x - 60


def test_the_right_button_gives_a_drag_up_and_opens_no_menu(simple: Driver, qtbot: QtBot) -> None:
    at, before = simple.pixel((400, 400)), simple.bounds("alone")
    simple.press("alone")
    simple.move((400, 400))

    with qtbot.assertNotEmitted(simple.canvas.context_menu_requested):
        QTest.mousePress(simple.canvas, RIGHT, NONE, at)
        QTest.mouseRelease(simple.canvas, RIGHT, NONE, at)
        _ask_for_menu(simple, at)

    assert simple.bounds("alone") == before


def test_the_menu_key_keeps_what_is_selected(simple: Driver, qtbot: QtBot) -> None:
    simple.click("ship")

    with qtbot.waitSignal(simple.canvas.context_menu_requested) as asked:
        _ask_for_menu(simple, simple.pixel(simple.middle("check")), Reason.Keyboard)

    assert simple.canvas.selected_elements == (simple.element("ship"),)
    assert simple.canvas.mapFromGlobal(asked.args[0]) == simple.pixel(simple.middle("ship"))
