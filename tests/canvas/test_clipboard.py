"""Copy, cut, paste and duplicate what is selected."""

from __future__ import annotations

from PySide6.QtGui import QCursor

from engine.bpmn import SequenceFlow
from tests.canvas.driver import SHIFT, Driver


def test_a_copied_task_is_pasted_with_its_name_and_selected(simple: Driver) -> None:
    simple.click("alone")
    text = simple.canvas.copy()

    simple.canvas.paste(text)

    pasted = simple.canvas.selected_elements
    assert [element.get("name") for element in pasted] == ["Alone"]
    assert pasted[0] is not simple.element("alone")
    assert simple.document.shape_of(pasted[0]) is not None


def test_two_tasks_are_copied_with_the_flow_between_them(simple: Driver) -> None:
    simple.click("check")
    simple.click("ship", SHIFT)

    simple.canvas.duplicate()

    names = sorted(element.get("name") or "" for element in simple.canvas.selected_elements if element.get("name"))
    assert names == ["Check order", "Ship"]
    simple.document.history.undo()
    assert not simple.document.history.can_undo


def test_cutting_deletes_and_pasting_brings_it_back_elsewhere(simple: Driver) -> None:
    simple.click("alone")

    text = simple.canvas.cut()
    gone = simple.document.find("alone") is None
    simple.canvas.paste(text)

    assert gone
    assert [element.get("name") for element in simple.canvas.selected_elements] == ["Alone"]


def test_nothing_selected_is_nothing_copied(simple: Driver) -> None:
    assert simple.canvas.copy() == ""
    assert simple.canvas.cut() == ""


def test_text_that_is_no_diagram_is_refused_with_a_reason(simple: Driver) -> None:
    told: list[str] = []
    simple.canvas.refused.connect(told.append)

    simple.canvas.paste("just words")

    assert len(told) == 1
    assert not simple.document.history.can_undo


def test_a_task_pasted_on_a_flow_that_is_pointed_at_becomes_part_of_it(simple: Driver) -> None:
    simple.click("alone")
    QCursor.setPos(simple.canvas.mapToGlobal(simple.pixel((370, 143))))

    simple.canvas.paste(simple.canvas.copy())

    (pasted,) = simple.canvas.selected_elements
    ends = {(flow.source, flow.target) for flow in simple.document.elements(SequenceFlow)}
    assert {(simple.element("check"), pasted), (pasted, simple.element("ship"))} <= ends
    assert simple.middle(str(pasted.id))[1] == 140
    simple.document.history.undo()
    assert not simple.document.history.can_undo


def test_two_tasks_pasted_on_a_flow_lie_over_it(simple: Driver) -> None:
    simple.click("alone")
    simple.click("ship", SHIFT)
    flows = len(list(simple.document.elements(SequenceFlow)))
    QCursor.setPos(simple.canvas.mapToGlobal(simple.pixel((370, 140))))

    simple.canvas.paste(simple.canvas.copy())

    assert len(simple.canvas.selected_elements) == 2
    assert len(list(simple.document.elements(SequenceFlow))) == flows
