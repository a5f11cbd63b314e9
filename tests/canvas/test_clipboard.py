"""Copy, cut, paste and duplicate what is selected."""

from __future__ import annotations

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
