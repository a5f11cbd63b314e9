"""The properties panel: what is typed is judged at once, written when finished, and never lost to an update."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Choice, Field, Form, Group, Item
from modeler.ui.panels.properties import PropertiesPanel


@pytest.fixture
def panel(icons: Icons, qtbot: QtBot) -> PropertiesPanel:
    made = PropertiesPanel(icons)
    qtbot.addWidget(made)
    made.resize(340, 700)
    made.show()
    return made


def form(*fields: Field, subject: str = "task") -> Form:
    return Form(subject, "A task", "Task", (Group("general", "General", fields),))


def editor(panel: PropertiesPanel, key: str) -> FieldEditor:
    return next(found for box in panel.groups for e in box.editors if (found := e.find_editor(key)))


def finished(panel: PropertiesPanel) -> list[tuple[str, str, object]]:
    seen: list[tuple[str, str, object]] = []
    panel.finished.connect(lambda *values: seen.append(values))
    return seen


def test_nothing_selected_says_what_to_do(panel: PropertiesPanel) -> None:
    panel.show_form(None)

    assert panel.form is None
    assert panel.groups == []


def test_enter_finishes_a_line_once(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(Field("name", "Name", value="Old")))
    seen = finished(panel)
    line = editor(panel, "name").editor
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_End)

    qtbot.keyClicks(line, " and new")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    line.clearFocus()

    assert seen == [("task", "name", "Old and new")]


def test_escape_takes_back_what_was_typed(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(Field("name", "Name", value="Old")))
    seen = finished(panel)
    line = editor(panel, "name").editor

    qtbot.keyClicks(line, "xyz")
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert line.text() == "Old"
    assert seen == []


def test_leaving_a_text_block_finishes_it(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(Field("name", "Name"), Field("text", "Text", "multiline", "Dear")))
    seen = finished(panel)
    block = editor(panel, "text").editor
    assert isinstance(block, QPlainTextEdit)
    block.setFocus()
    block.selectAll()

    qtbot.keyClicks(block, "Hello")
    editor(panel, "name").focus_editor()

    assert seen == [("task", "text", "Hello")]


def test_showing_another_element_finishes_what_was_being_typed_on_the_first(
    panel: PropertiesPanel, qtbot: QtBot
) -> None:
    panel.show_form(form(Field("name", "Name", value="")))
    seen = finished(panel)
    qtbot.keyClicks(editor(panel, "name").editor, "Half")

    panel.show_form(form(Field("name", "Name", value="Other"), subject="other"))

    assert seen == [("task", "name", "Half")]


def test_a_choice_is_finished_by_choosing(panel: PropertiesPanel, qtbot: QtBot) -> None:
    choices = (Choice("text", "Plain text"), Choice("screen", "Screen"))
    panel.show_form(form(Field("type", "Body", "choice", "text", choices=choices)))
    seen = finished(panel)
    box = editor(panel, "type").editor
    assert isinstance(box, QComboBox)
    box.setFocus()

    qtbot.keyClick(box, Qt.Key.Key_Down)

    assert seen == [("task", "type", "screen")]


def test_a_value_that_is_no_option_is_shown_and_kept(panel: PropertiesPanel) -> None:
    panel.show_form(form(Field("type", "Body", "choice", "carrier pigeon", choices=(Choice("text", "Plain text"),))))

    box = editor(panel, "type").editor
    assert isinstance(box, QComboBox)
    assert box.currentText() == "carrier pigeon"
    assert editor(panel, "type").value() == "carrier pigeon"


def test_a_check_box_is_finished_by_a_click(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(Field("urgent", "Urgent", "boolean", None)))
    seen = finished(panel)
    check = editor(panel, "urgent").editor
    assert isinstance(check, QCheckBox)

    qtbot.mouseClick(check, Qt.MouseButton.LeftButton, pos=QPoint(8, check.height() // 2))

    assert seen == [("task", "urgent", True)]


@pytest.mark.parametrize(("typed", "value"), [("3", 3), ("2.5", 2.5), ("{{n}}", "{{n}}")])
def test_a_number_field_reads_numbers_and_keeps_other_text(
    typed: str, value: object, panel: PropertiesPanel, qtbot: QtBot
) -> None:
    panel.show_form(form(Field("retries", "Retries", "number", None)))
    seen = finished(panel)
    line = editor(panel, "retries").editor

    qtbot.keyClicks(line, typed)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert seen == [("task", "retries", value)]


def test_an_update_of_equal_shape_keeps_the_widgets_and_the_focus(panel: PropertiesPanel, qtbot: QtBot) -> None:
    shown = form(Field("name", "Name", value="One"), Field("id", "Id", value="a"))
    panel.show_form(shown)
    line = editor(panel, "id").editor
    assert isinstance(line, QLineEdit)
    line.setFocus()

    panel.show_form(form(Field("name", "Name", value="Undone"), Field("id", "Id", value="a")))

    assert editor(panel, "id").editor is line
    assert editor(panel, "name").value() == "Undone"
    assert panel.focusWidget() is line


def test_an_update_does_not_overwrite_what_is_being_typed(panel: PropertiesPanel, qtbot: QtBot) -> None:
    shown = form(Field("name", "Name", value="One"), Field("id", "Id", value="a"))
    panel.show_form(shown)
    line = editor(panel, "name").editor
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "Typing")

    panel.show_form(form(Field("name", "Name", value="One"), Field("id", "Id", value="b")))

    assert line.text() == "Typing"


def test_an_error_stands_under_its_field_and_counts_on_the_heading(panel: PropertiesPanel) -> None:
    panel.show_form(form(Field("subject", "Subject", value="", error="The mail has no subject.")))

    subject = editor(panel, "subject")
    assert subject.editor.accessibleDescription() == "The mail has no subject."
    assert subject.editor.property("state") == "error"

    panel.set_errors({})
    assert subject.editor.property("state") == ""


def recipients(*values: str) -> Field:
    items = tuple(Item(value, (Field(f"to.{i}", "Address", value=value),)) for i, value in enumerate(values))
    return Field("to", "To", "list", list(values), items=items, new_item="", add_label="Add recipient")


def test_rows_are_added_moved_and_removed(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(recipients("a@example.com", "b@example.com")))
    seen = finished(panel)
    rows = editor(panel, "to")

    qtbot.mouseClick(rows.findChild(QPushButton), Qt.MouseButton.LeftButton)
    buttons = {(b.accessibleName(), b.isEnabled()): b for b in rows.findChildren(QToolButton)}
    qtbot.mouseClick(buttons["Move down", True], Qt.MouseButton.LeftButton)
    remove = next(b for b in rows.findChildren(QToolButton) if b.accessibleName() == "Remove")
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)

    assert [value for _, _, value in seen] == [
        ["a@example.com", "b@example.com", ""],
        ["b@example.com", "a@example.com"],
        ["b@example.com"],
    ]


def test_a_field_in_a_row_is_finished_under_its_own_key(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(recipients("a@example.com")))
    seen = finished(panel)
    line = editor(panel, "to.0").editor

    qtbot.keyClick(line, Qt.Key.Key_End)
    qtbot.keyClicks(line, ".org")
    qtbot.keyClick(line, Qt.Key.Key_Return)

    assert seen == [("task", "to.0", "a@example.com.org")]


def test_a_list_that_grew_shows_the_new_row_and_keeps_the_focus(panel: PropertiesPanel, qtbot: QtBot) -> None:
    panel.show_form(form(Field("name", "Name", value="x"), recipients("a@example.com")))
    editor(panel, "name").focus_editor()

    panel.show_form(form(Field("name", "Name", value="x"), recipients("a@example.com", "")))

    assert editor(panel, "to.1").value() == ""
    assert panel.focusWidget() is editor(panel, "name").editor


def test_a_problem_leads_to_its_field_even_in_a_folded_group(panel: PropertiesPanel) -> None:
    folded = replace(form(Field("doc", "Documentation", "multiline", "")).groups[0], is_open=False)
    panel.show_form(Form("task", "A task", "Task", (folded,)))

    assert panel.reveal("doc")
    assert panel.focusWidget() is editor(panel, "doc").editor
    assert not panel.reveal("nothing")
