"""Labels in place, resizing, deleting: one undo step each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.bpmn import Document, SequenceFlow
from modeler.ui.canvas.overlays import invitation
from tests.canvas.diagrams import HEAD, SIMPLE
from tests.canvas.driver import CONTROL, SHIFT, Driver


def test_a_double_click_edits_the_label_and_enter_takes_it(simple: Driver) -> None:
    simple.double_click("check")
    editor = simple.canvas.label_editor
    text = editor.toPlainText()

    QTest.keyClicks(editor, "Check twice")
    simple.key(Qt.Key.Key_Return, widget=editor)

    assert text == "Check order"
    assert simple.element("check").get("name") == "Check twice"
    assert not editor.isVisible()
    simple.document.history.undo()
    assert simple.element("check").get("name") == "Check order"


def test_escape_leaves_the_label_as_it_was(simple: Driver) -> None:
    simple.click("check")
    simple.key(Qt.Key.Key_E)
    editor = simple.canvas.label_editor

    QTest.keyClicks(editor, "Nonsense")
    simple.key(Qt.Key.Key_Escape, widget=editor)

    assert simple.element("check").get("name") == "Check order"
    assert not simple.document.history.can_undo
    assert simple.canvas.selected_elements == (simple.element("check"),)


def test_shift_and_enter_break_the_line(simple: Driver) -> None:
    simple.click("check")
    simple.key(Qt.Key.Key_E)
    editor = simple.canvas.label_editor

    QTest.keyClicks(editor, "One")
    simple.key(Qt.Key.Key_Return, SHIFT, editor)
    QTest.keyClicks(editor, "Two")
    simple.key(Qt.Key.Key_Return, widget=editor)

    assert simple.element("check").get("name") == "One\nTwo"


def test_a_click_elsewhere_takes_the_label(simple: Driver) -> None:
    simple.double_click("check")
    QTest.keyClicks(simple.canvas.label_editor, "Taken")

    simple.click((700, 400))

    assert simple.element("check").get("name") == "Taken"


def test_an_unchanged_label_is_no_step(simple: Driver) -> None:
    simple.double_click("check")

    simple.key(Qt.Key.Key_Return, widget=simple.canvas.label_editor)

    assert not simple.document.history.can_undo


def test_the_editor_stands_over_its_task(simple: Driver) -> None:
    simple.double_click("check")

    area = simple.canvas.label_editor.geometry()

    assert area.center().x() == pytest.approx(simple.pixel(simple.middle("check")).x(), abs=2)
    assert area.center().y() == pytest.approx(simple.pixel(simple.middle("check")).y(), abs=6)
    assert area.width() <= 100


def test_a_grip_resizes_on_the_grid(simple: Driver) -> None:
    simple.click("alone")

    simple.drag((315, 385), (353, 421))

    bounds = simple.bounds("alone")
    assert (bounds.x, bounds.y) == (210, 300)
    assert (bounds.width, bounds.height) == (140, 120)


def test_a_task_cannot_be_made_smaller_than_its_least_size(simple: Driver) -> None:
    simple.click("alone")

    simple.drag((315, 385), (150, 200), CONTROL)

    bounds = simple.bounds("alone")
    assert (bounds.x, bounds.y) == (210, 300)
    assert 0 < bounds.width < 100
    assert 0 < bounds.height < 80


def test_escape_while_resizing_leaves_the_size(simple: Driver) -> None:
    simple.click("alone")
    simple.press((315, 385))
    simple.move((353, 421))

    simple.key(Qt.Key.Key_Escape)
    simple.release((353, 421))

    assert simple.bounds("alone").width == 100
    assert not simple.document.history.can_undo


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_deleting_a_task_joins_its_two_flows(simple: Driver, key: Qt.Key) -> None:
    simple.click("check")

    simple.key(key)

    flow = simple.document.get("to_check", SequenceFlow)
    assert simple.document.find("check") is None
    assert flow.target is simple.element("ship")
    assert simple.canvas.selected_elements == ()


def test_the_pad_deletes(simple: Driver) -> None:
    simple.click("alone")
    button = simple.canvas.context_pad.button("delete")
    assert button is not None

    button.click()

    assert simple.document.find("alone") is None
    assert not simple.canvas.context_pad.isVisible()


def test_a_refusal_is_told_and_changes_nothing(simple: Driver) -> None:
    told: list[str] = []
    simple.canvas.refused.connect(told.append)
    simple.canvas.set_document(None)

    simple.canvas.delete_selection()

    assert told == []


def test_deleting_a_selected_label_takes_the_name_and_leaves_the_event(simple: Driver) -> None:
    item = simple.canvas.stage.scene.item(simple.element("start"))
    assert item is not None
    rect = simple.canvas.stage.scene.label_rect(item)
    assert rect is not None
    simple.click(((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2))

    simple.key(Qt.Key.Key_Delete)

    assert simple.document.find("start") is not None
    assert not simple.element("start").get("name")


def test_an_edit_from_elsewhere_ends_a_drag(simple: Driver) -> None:
    simple.press("ship")
    simple.move((490, 300))

    with simple.document.edit("Rename"):
        simple.element("check").set("name", "Meanwhile")

    item = simple.canvas.stage.scene.item(simple.element("ship"))
    assert item is not None
    assert not item.hidden
    assert not simple.canvas.controller.is_busy


def test_an_empty_diagram_says_what_to_do(simple: Driver) -> None:
    simple.canvas.select_all()

    simple.canvas.delete_selection()
    simple.paint()

    assert len(simple.canvas.stage.scene) == 0
    image = simple.canvas.grab().toImage()
    middle = {image.pixelColor(x, y).name() for x in range(300, 600) for y in range(290, 310)}
    assert len(middle) > 3


def test_a_file_without_a_diagram_is_told_from_one_without_elements() -> None:
    undrawn = SIMPLE[: SIMPLE.index("  <bpmndi:BPMNDiagram")] + "</bpmn:definitions>"

    told = {invitation(Document.from_bytes(text.encode(), "x")) for text in (undrawn, HEAD + "</bpmn:definitions>")}

    assert told == {
        "The file has no diagram. Its elements stand in the outline.",
        "Drag an element from the palette, or press N",
    }


def test_a_text_annotation_grows_with_its_text_in_the_same_step(simple: Driver) -> None:
    simple.canvas.start_create("bpmn:textAnnotation")
    simple.click((600, 330))
    remark = str(simple.canvas.selected_elements[0].id)
    before = simple.bounds(remark)

    QTest.keyClicks(simple.canvas.label_editor, "A remark about the process that takes a good deal of lines " * 2)
    whole = simple.canvas.label_editor.verticalScrollBar()
    fits = whole.maximum() == 0
    simple.key(Qt.Key.Key_Return, widget=simple.canvas.label_editor)
    after = simple.bounds(remark)
    simple.document.history.undo()

    assert fits
    assert (after.x, after.y, after.width) == (before.x, before.y, before.width)
    assert after.height > 2 * before.height
    assert simple.bounds(remark) == before
