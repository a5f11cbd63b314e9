"""Drawing connections, bending them, and giving them other ends."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.bpmn import SequenceFlow
from modeler.editing import commands
from tests.canvas.driver import CONTROL, LEFT, NONE, Driver


def test_a_drag_with_the_connect_tool_connects(simple: Driver) -> None:
    simple.key(Qt.Key.Key_C)

    simple.drag("alone", "ship")

    made = simple.canvas.selected_elements[0]
    assert isinstance(made, SequenceFlow)
    assert (made.source, made.target) == (simple.element("alone"), simple.element("ship"))
    assert simple.document.edge_of(made) is not None


def test_two_clicks_with_the_connect_tool_connect_as_well(simple: Driver) -> None:
    simple.key(Qt.Key.Key_C)

    simple.click("alone")
    simple.hover("ship")
    verdict = simple.canvas.stage.marks.verdict
    simple.click("ship")

    assert verdict == "allowed"
    assert [flow.target for flow in simple.document.outgoing(simple.element("alone"))] == [  # type: ignore[arg-type]
        simple.element("ship")
    ]


def test_what_the_rules_forbid_is_marked_and_does_nothing(simple: Driver) -> None:
    simple.key(Qt.Key.Key_C)
    simple.press("alone")
    simple.move("start")
    verdict = simple.canvas.stage.marks.verdict

    simple.release("start")

    assert verdict == "forbidden"
    assert not simple.document.history.can_undo


def test_the_pad_starts_a_connection_that_the_next_click_ends(simple: Driver) -> None:
    simple.click("alone")
    button = simple.canvas.context_pad.button("connect")
    assert button is not None
    QTest.mouseClick(button, LEFT)

    simple.hover("ship")
    simple.click("ship")

    assert isinstance(simple.canvas.selected_elements[0], SequenceFlow)


def test_an_end_dragged_to_another_task_reconnects(simple: Driver) -> None:
    simple.click((370, 140))

    simple.drag((440, 140), "alone")

    flow = simple.document.get("to_ship", SequenceFlow)
    assert flow.target is simple.element("alone")
    assert simple.points("to_ship")[-1].y > 200


def test_a_dragged_segment_bends_the_flow_and_escape_does_not(simple: Driver) -> None:
    simple.click((370, 140))
    simple.press((400, 140))
    simple.move((400, 230))
    simple.key(Qt.Key.Key_Escape)
    escaped = simple.document.history.can_undo
    simple.release((400, 230))

    simple.drag((400, 140), (400, 231), CONTROL)

    assert not escaped
    assert any(point.y == 231 for point in simple.points("to_ship"))
    assert simple.document.get("to_ship", SequenceFlow).target is simple.element("ship")


def test_a_way_point_is_dragged(simple: Driver) -> None:
    simple.click((370, 140))
    simple.drag((400, 140), (400, 231), CONTROL)
    corner = next(point for point in simple.points("to_ship") if point.y == 231)
    simple.click((corner.x, corner.y))

    simple.drag((corner.x, corner.y), (corner.x + 20, 260), CONTROL)

    assert any((point.x, point.y) == (corner.x + 20, 260) for point in simple.points("to_ship"))


def test_a_connection_dropped_on_nothing_is_given_up(simple: Driver) -> None:
    simple.key(Qt.Key.Key_C)

    simple.drag("alone", (600, 450), NONE)

    assert not simple.document.history.can_undo
    assert not simple.canvas.controller.is_busy


def test_a_selected_flow_has_a_pad_too(simple: Driver) -> None:
    simple.click((370, 140))

    assert simple.canvas.context_pad.isVisible()
    assert simple.canvas.context_pad.button("delete") is not None


def test_the_pad_of_an_upright_flow_covers_neither_the_flow_nor_its_ends(simple: Driver) -> None:
    flow = commands.connect(simple.document, simple.element("alone"), simple.element("check"))

    simple.canvas.select([flow])

    pad = simple.canvas.context_pad.geometry()
    middle = [simple.pixel(simple.middle(id)) for id in ("alone", "check")]
    assert simple.canvas.context_pad.isVisible()
    assert not any(pad.contains(at) for at in middle)
    assert not any(pad.contains(simple.pixel((point.x, point.y))) for point in simple.points(str(flow.id)))


def test_an_end_that_may_not_go_there_goes_back_and_says_why(simple: Driver) -> None:
    told: list[str] = []
    simple.canvas.refused.connect(told.append)
    simple.click((370, 140))

    simple.drag((440, 140), "start")

    assert told == ["A sequence flow cannot lead to start event “Order received”"]
    assert simple.document.get("to_ship", SequenceFlow).target is simple.element("ship")
    assert not simple.document.history.can_undo
