"""Panning, zooming and painting, by wheel, keys and hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from modeler.drawing import DARK, LIGHT
from modeler.ui.canvas.widget import CanvasWidget
from tests.canvas.driver import CONTROL, NONE, SHIFT, Driver


def wheel(driver: Driver, notches: float, modifiers: Qt.KeyboardModifier = NONE) -> None:
    at = QPointF(300, 200)
    event = QWheelEvent(
        at,
        QPointF(driver.canvas.mapToGlobal(at)),
        QPoint(),
        QPoint(0, round(notches * 120)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(driver.canvas, event)


def difference(first: QImage, second: QImage) -> int:
    """The largest difference of a color channel; text may be smoothed a little differently in a patch."""
    one, other = bytes(first.constBits()), bytes(second.constBits())
    return max(abs(a - b) for a, b in zip(one, other, strict=True) if a != b) if one != other else 0


def corner(driver: Driver) -> tuple[float, float]:
    view = driver.canvas.stage.viewport
    return view.x, view.y


def test_the_wheel_scrolls_and_shift_turns_it_sideways(simple: Driver) -> None:
    x, y = corner(simple)

    wheel(simple, -1)
    after_down = corner(simple)
    wheel(simple, -1, SHIFT)

    assert after_down == (x, y + 64)
    assert corner(simple) == (x + 64, y + 64)


def test_control_and_wheel_zooms_at_the_pointer(simple: Driver) -> None:
    under = simple.canvas.stage.viewport.to_diagram(300, 200)
    scales: list[float] = []
    simple.canvas.zoom_changed.connect(scales.append)

    wheel(simple, 2, CONTROL)

    assert simple.canvas.zoom == pytest.approx(2**0.5)
    assert simple.canvas.stage.viewport.to_view(*under) == pytest.approx((300, 200))
    assert scales == [simple.canvas.zoom]


def test_the_zoom_stops_at_four_hundred_percent(simple: Driver) -> None:
    for _ in range(40):
        wheel(simple, 1, CONTROL)

    assert simple.canvas.zoom == 4.0


def test_zoom_steps_and_fit(simple: Driver) -> None:
    simple.canvas.zoom_in()
    larger = simple.canvas.zoom
    simple.canvas.zoom_out()

    assert larger == pytest.approx(2**0.5)
    assert simple.canvas.zoom == pytest.approx(1.0)
    simple.canvas.pan(9000, 9000)
    simple.canvas.fit()
    left, top, right, bottom = simple.canvas.stage.viewport.rect
    assert left < 102
    assert right > 668
    assert top < 100
    assert bottom > 380


def test_dragging_empty_canvas_pans_and_selects_nothing(simple: Driver) -> None:
    simple.click("check")
    x, y = corner(simple)

    simple.drag((700, 400), (650, 370))

    assert corner(simple) == (x + 50, y + 30)
    assert [element.id for element in simple.canvas.selected_elements] == ["check"]


def test_held_space_is_the_hand_wherever_the_pointer_is(simple: Driver) -> None:
    x, _ = corner(simple)
    QTest.keyPress(simple.canvas, Qt.Key.Key_Space)

    simple.drag("check", (300, 140))
    tool = simple.canvas.tool
    QTest.keyRelease(simple.canvas, Qt.Key.Key_Space)

    assert tool == "hand"
    assert corner(simple)[0] == x - 50
    assert simple.canvas.tool == "select"
    assert simple.bounds("check").x == 200


def test_control_and_arrows_pan_by_fifty_and_two_hundred(simple: Driver) -> None:
    x, y = corner(simple)

    simple.key(Qt.Key.Key_Right, CONTROL)
    simple.key(Qt.Key.Key_Down, CONTROL | SHIFT)

    assert corner(simple) == (x + 50, y + 200)


@pytest.mark.parametrize(("key", "tool"), [(Qt.Key.Key_H, "hand"), (Qt.Key.Key_L, "lasso"), (Qt.Key.Key_C, "connect")])
def test_letters_take_tools_and_escape_gives_the_arrow_back(simple: Driver, key: Qt.Key, tool: str) -> None:
    told: list[str] = []
    simple.canvas.tool_changed.connect(told.append)

    simple.key(key)
    taken = simple.canvas.tool
    simple.key(Qt.Key.Key_Escape)

    assert taken == tool
    assert told == [tool, "select"]


def test_the_picture_follows_the_theme_and_the_grid_can_go(simple: Driver) -> None:
    simple.canvas.set_theme(DARK)
    simple.paint()
    dark = simple.canvas.grab().toImage()
    simple.canvas.set_theme(LIGHT)
    simple.canvas.set_grid(False)
    simple.paint()
    light = simple.canvas.grab().toImage()

    assert dark.pixelColor(850, 550).lightness() < 60
    assert light.pixelColor(850, 550).name() == LIGHT.canvas
    colors = {light.pixelColor(x, 560).name() for x in range(700, 800)}
    assert colors == {LIGHT.canvas}


def test_an_edit_repaints_its_rectangle_only(simple: Driver) -> None:
    tiles = simple.canvas.stage.tiles
    before, count = tiles.painted, len(tiles)

    with simple.document.edit("Rename"):
        simple.element("check").set("name", "Something else")
    simple.paint()

    assert len(tiles) == count
    assert tiles.painted - before <= 4


def test_undo_looks_like_before(simple: Driver) -> None:
    before = simple.canvas.grab().toImage()
    with simple.document.edit("Rename"):
        simple.element("check").set("name", "Something else")
    simple.paint()
    changed = simple.canvas.grab().toImage()

    simple.document.history.undo()
    marked = simple.canvas.stage.marks.recent
    simple.canvas.forget_recent()
    simple.paint()

    assert [part.element for part in marked] == [simple.element("check"), simple.element("to_ship")]
    after = simple.canvas.grab().toImage()
    assert difference(changed, before) > 100
    assert difference(after, before) <= 4


def test_an_empty_canvas_shows_and_answers(simple: Driver) -> None:
    simple.canvas.set_document(None)

    simple.click((300, 300))
    simple.key(Qt.Key.Key_Delete)
    simple.paint()

    assert simple.canvas.selected_elements == ()


def test_a_closed_canvas_no_longer_follows_the_document(simple: Driver) -> None:
    simple.canvas.close()

    with simple.document.edit("Rename"):
        simple.element("check").set("name", "Something else")

    item = simple.canvas.stage.scene.item(simple.element("check"))
    assert item is not None
    assert item.figure is not None


def test_a_canvas_that_is_gone_leaves_no_widget_and_no_timer(simple: Driver, qapp: QApplication) -> None:
    before = len(qapp.allWidgets())
    canvas = CanvasWidget()
    canvas.set_document(simple.document)
    timers = [timer for timer in canvas.findChildren(QTimer) if timer.isActive()]

    canvas.close()
    canvas.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    assert timers == []
    assert len(qapp.allWidgets()) == before


def test_what_undo_changes_out_of_sight_comes_into_view(simple: Driver) -> None:
    with simple.document.edit("Rename"):
        simple.element("check").set("name", "Something else")
    simple.canvas.pan(-9000, 0)

    simple.document.history.undo()

    left, _, right, _ = simple.canvas.stage.viewport.rect
    assert left < 200
    assert right > 300


def test_a_diagram_shown_as_a_whole_stays_so_when_the_view_gets_smaller(simple: Driver) -> None:
    simple.canvas.fit()

    simple.canvas.resize(500, 300)

    around = simple.canvas.stage.scene.bounds()
    assert simple.canvas.stage.viewport == simple.canvas.stage.viewport.fitted(around)


def test_a_view_that_somebody_chose_keeps_its_corner_when_it_gets_smaller(simple: Driver) -> None:
    simple.canvas.pan(30, 20)
    before = simple.canvas.stage.viewport

    simple.canvas.resize(500, 300)

    after = simple.canvas.stage.viewport
    assert (after.x, after.y, after.scale) == (before.x, before.y, before.scale)


def test_what_is_revealed_from_far_away_is_large_enough_to_be_read(simple: Driver) -> None:
    simple.canvas.zoom_to(0.2)

    simple.canvas.reveal(simple.element("ship"))

    x, y = simple.canvas.stage.viewport.to_view(*simple.middle("ship"))
    assert simple.canvas.zoom >= 0.5
    assert simple.canvas.rect().contains(round(x), round(y))
