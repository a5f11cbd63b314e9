"""Dragging and the arrow keys move what is selected: one undo step, snapped, within the rules; Esc leaves no trace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from modeler.editing import commands
from modeler.ui.canvas.tools.move import Move
from tests.canvas.driver import CONTROL, SHIFT, Driver


def test_dragging_a_task_moves_it_and_its_flows_in_one_step(simple: Driver) -> None:
    before = simple.document.to_bytes()

    simple.drag("ship", (490, 240))

    assert (simple.bounds("ship").x, simple.bounds("ship").y) == (440, 200)
    assert simple.points("to_ship")[-1].y > 180
    assert simple.document.history.undo_label == "Move task “Ship”"
    simple.document.history.undo()
    assert simple.document.to_bytes() == before


def test_a_task_rests_on_the_center_of_its_neighbor(simple: Driver) -> None:
    simple.drag("alone", (255, 344))

    assert simple.bounds("alone").x == 200


def test_a_guide_shows_while_it_rests_there(simple: Driver) -> None:
    simple.press("alone")
    simple.move((255, 400))

    guides = simple.canvas.stage.marks.guides

    assert [(guide.axis, guide.at) for guide in guides] == [("x", 250)]
    simple.key(Qt.Key.Key_Escape)


def test_without_neighbors_the_center_rests_on_the_grid(simple: Driver) -> None:
    simple.drag("alone", (413, 404))

    bounds = simple.bounds("alone")
    assert (bounds.x + bounds.width / 2, bounds.y + bounds.height / 2) == (410, 400)


def test_control_moves_without_snapping(simple: Driver) -> None:
    simple.drag("alone", (413, 404), CONTROL)

    bounds = simple.bounds("alone")
    assert (bounds.x + bounds.width / 2, bounds.y + bounds.height / 2) == (413, 404)


def test_shift_keeps_to_one_axis(simple: Driver) -> None:
    simple.click("alone")
    simple.press("alone")
    simple.move((400, 352), SHIFT)
    simple.release((400, 352), SHIFT)

    assert simple.bounds("alone").y == 300
    assert simple.bounds("alone").x == 350


def test_escape_puts_everything_back(simple: Driver) -> None:
    before = simple.document.to_bytes()
    simple.press("ship")
    simple.move((490, 300))
    lifted = simple.canvas.stage.scene.item(simple.element("ship"))

    simple.key(Qt.Key.Key_Escape)
    simple.release((490, 300))

    assert lifted is not None
    assert not lifted.hidden
    assert simple.canvas.stage.marks.guides == ()
    assert not simple.document.history.can_undo
    assert simple.document.to_bytes() == before


def test_nothing_but_the_picture_changes_before_the_release(simple: Driver) -> None:
    before = simple.document.to_bytes()
    simple.press("ship")

    simple.move((490, 300))

    item = simple.canvas.stage.scene.item(simple.element("ship"))
    assert item is not None
    assert item.hidden
    assert isinstance(simple.canvas.controller.gesture, Move)
    assert simple.document.to_bytes() == before


def test_a_hand_that_trembles_moves_nothing(simple: Driver) -> None:
    simple.drag("ship", (492, 141))

    assert not simple.document.history.can_undo
    assert simple.canvas.selected_elements == (simple.element("ship"),)


def test_several_selected_tasks_move_together_with_the_flow_between_them(simple: Driver) -> None:
    simple.click("check")
    simple.click("ship", SHIFT)

    simple.drag("check", (250, 240))

    assert simple.bounds("check").y == 200
    assert simple.bounds("ship").y == 200
    assert {point.y for point in simple.points("to_ship")} == {240}
    assert simple.document.history.undo_label == "Move 2 elements"


def test_arrows_move_by_one_and_ten_and_join_into_one_step(simple: Driver) -> None:
    simple.click("alone")

    simple.key(Qt.Key.Key_Right)
    simple.key(Qt.Key.Key_Right)
    simple.key(Qt.Key.Key_Down, SHIFT)

    assert (simple.bounds("alone").x, simple.bounds("alone").y) == (212, 310)
    simple.document.history.undo()
    assert (simple.bounds("alone").x, simple.bounds("alone").y) == (210, 300)


def test_a_task_dropped_on_a_flow_becomes_part_of_it(simple: Driver) -> None:
    simple.press("alone")
    simple.move((370, 141))
    target = simple.canvas.stage.marks.target
    verdict = simple.canvas.stage.marks.verdict

    simple.release((370, 141))

    alone = simple.element("alone")
    assert target is not None
    assert target.element is simple.element("to_ship")
    assert verdict == "allowed"
    assert [flow.source for flow in simple.document.incoming(alone)] == [simple.element("check")]
    assert [flow.target for flow in simple.document.outgoing(alone)] == [simple.element("ship")]


def test_dragging_near_the_border_scrolls_and_the_task_comes_along(simple: Driver) -> None:
    simple.press("alone")
    simple.move((845, 340))
    x = simple.canvas.stage.viewport.x

    simple.canvas.edge_scroll.step()
    simple.canvas.edge_scroll.step()

    gesture = simple.canvas.controller.gesture
    assert simple.canvas.stage.viewport.x == x + 20
    assert isinstance(gesture, Move)
    assert gesture.last.x == 865
    simple.key(Qt.Key.Key_Escape)


def test_a_label_is_moved_apart_from_its_event(simple: Driver) -> None:
    item = simple.canvas.stage.scene.item(simple.element("start"))
    assert item is not None
    rect = simple.canvas.stage.scene.label_rect(item)
    assert rect is not None
    x, y = (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2

    simple.drag((x, y), (x + 60, y + 40), CONTROL)

    label = item.view.label
    assert label is not None
    assert label.bounds is not None
    assert label.bounds.x + label.bounds.width / 2 > x + 30
    assert simple.bounds("start").x == 102


def test_a_label_is_made_wider_by_its_border_and_its_height_follows(simple: Driver) -> None:
    commands.rename(simple.document, simple.element("start"), "An order of a customer has been received by mail")
    item = simple.canvas.stage.scene.item(simple.element("start"))
    before = simple.canvas.stage.scene.label_rect(item)
    middle = (before[1] + before[3]) / 2
    simple.click((before[0] + 5, middle))

    simple.drag((before[2] + 5, middle), (before[2] + 125, middle))

    label = item.view.label.bounds
    after = simple.canvas.stage.scene.label_rect(item)
    assert after[2] - after[0] > before[2] - before[0] + 40
    assert after[3] - after[1] < before[3] - before[1]
    assert label.height == pytest.approx(after[3] - after[1], abs=1)
    assert simple.bounds("start").x == 102
    simple.document.history.undo()
    assert item.view.label is None


def test_escape_leaves_a_label_as_wide_as_it_was(simple: Driver) -> None:
    item = simple.canvas.stage.scene.item(simple.element("start"))
    left, top, right, bottom = simple.canvas.stage.scene.label_rect(item)
    middle = (top + bottom) / 2
    simple.click((left + 5, middle))
    simple.press((right + 5, middle))
    simple.move((right + 60, middle))

    simple.key(Qt.Key.Key_Escape)
    simple.release((right + 60, middle))

    assert not simple.document.history.can_undo
