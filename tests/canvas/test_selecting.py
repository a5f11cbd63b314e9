"""Clicks, Shift, the rubber band and keys select; the signal says what."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.canvas.driver import CONTROL, SHIFT, Driver


def ids(driver: Driver) -> list[str | None]:
    return [element.id for element in driver.canvas.selected_elements]


def test_a_click_selects_what_is_there_and_tells_once(simple: Driver) -> None:
    told: list[tuple[object, ...]] = []
    simple.canvas.selection_changed.connect(told.append)

    simple.click("check")

    assert ids(simple) == ["check"]
    assert told == [(simple.element("check"),)]


def test_a_click_on_empty_canvas_selects_nothing(simple: Driver) -> None:
    simple.click("check")

    simple.click((700, 400))

    assert ids(simple) == []


def test_shift_adds_and_takes_away(simple: Driver) -> None:
    simple.click("check")

    simple.click("ship", SHIFT)
    simple.click("alone", CONTROL)
    simple.click("check", SHIFT)

    assert ids(simple) == ["ship", "alone"]


def test_a_flow_is_selected_near_its_line(simple: Driver) -> None:
    simple.click((370, 143))

    assert ids(simple) == ["to_ship"]


def test_a_node_wins_over_the_flow_that_ends_at_its_border(simple: Driver) -> None:
    simple.click((203, 140))

    assert ids(simple) == ["check"]


def test_an_external_label_is_selected_apart_from_its_event(simple: Driver) -> None:
    item = simple.canvas.stage.scene.item(simple.element("start"))
    assert item is not None
    rect = simple.canvas.stage.scene.label_rect(item)
    assert rect is not None

    simple.click(((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2))

    only = simple.canvas.stage.selection.only
    assert only is not None
    assert only.is_label
    assert only.element is simple.element("start")


def test_shift_and_drag_selects_what_lies_wholly_inside(simple: Driver) -> None:
    simple.drag((180, 60), (560, 220), SHIFT)

    assert set(ids(simple)) == {"check", "ship", "to_ship"}


def test_escape_during_the_rubber_band_selects_what_was_selected_before(simple: Driver) -> None:
    simple.click("alone")
    simple.press((180, 60), SHIFT)
    simple.move((560, 220), SHIFT)
    during = ids(simple)

    simple.key(Qt.Key.Key_Escape)

    assert "check" in during
    assert ids(simple) == ["alone"]


def test_select_all_selects_nodes_and_flows(simple: Driver) -> None:
    simple.canvas.select_all()

    assert len(ids(simple)) == 8


def test_an_arrow_walks_along_the_flow(simple: Driver) -> None:
    simple.key(Qt.Key.Key_Right)
    first = ids(simple)

    simple.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    simple.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)

    assert first == ["start"]
    assert ids(simple) == ["ship"]


def test_escape_clears_the_selection(simple: Driver) -> None:
    simple.click("check")

    simple.key(Qt.Key.Key_Escape)

    assert ids(simple) == []


def test_hovering_outlines_and_selects_nothing(simple: Driver) -> None:
    simple.hover("ship")

    hover = simple.canvas.stage.marks.hover
    assert hover is not None
    assert hover.element is simple.element("ship")
    assert ids(simple) == []


def test_a_screen_reader_is_told_what_is_selected(simple: Driver) -> None:
    simple.click("check")

    said = simple.canvas.accessibleDescription()

    assert "Check order" in said
    assert "Ship" in said


def test_revealing_brings_an_element_into_view(simple: Driver) -> None:
    simple.canvas.pan(-5000, 0)

    found = simple.canvas.reveal(simple.element("end"))

    left, _top, right, _bottom = simple.canvas.stage.viewport.rect
    assert found
    assert left < 632 < 668 < right
    assert ids(simple) == ["end"]
