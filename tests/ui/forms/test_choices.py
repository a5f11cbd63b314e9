"""Numbers, yes or no, and choices, changed in the form of the real window and read from the file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from modeler.editing.form_fields import Choice, ChoicesUnavailableError
from modeler.ui.icons import Icons
from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.registry import make_editor
from modeler.ui.panels.form_model import Choice as Offered
from modeler.ui.panels.form_model import Field
from tests.ui.forms.conftest import Panel

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize(("start", "key", "value"), [
    (3, Qt.Key.Key_Up, 4), (3, Qt.Key.Key_Down, 2), (3, Qt.Key.Key_PageUp, 10), (1, Qt.Key.Key_Down, 1),
])  # fmt: skip
def test_arrows_step_a_number_within_its_range(start: int, key: Qt.Key, value: int, panel: Panel) -> None:
    panel.select("Ask", count=start)
    editor = panel.field("count")
    editor.focus_editor()

    panel.qtbot.keyClick(editor.editor, key)
    panel.window.properties_panel.commit()

    assert panel.settings("Ask")["count"] == value


def test_a_step_is_as_large_as_the_schema_says(panel: Panel) -> None:
    panel.select("Ask", ratio=1.5)
    editor = panel.field("ratio")
    editor.focus_editor()

    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Up)
    panel.window.properties_panel.commit()

    assert panel.settings("Ask")["ratio"] == 1.75


def test_an_emptied_number_is_removed(panel: Panel) -> None:
    panel.select("Ask", count=3, line="abc")

    panel.type(panel.field("count"), "")

    assert panel.settings("Ask") == {"line": "abc"}


def fx(panel: Panel) -> QToolButton:
    """The button of the field `count`."""
    buttons = panel.field("count").findChildren(QToolButton)
    return next(each for each in buttons if each.property("look") == "tool")


@pytest.mark.parametrize(("start", "is_up", "clicks", "value"), [(3, True, 2, 5), (3, False, 1, 2), (9, True, 5, 10)])
def test_the_buttons_in_the_line_step_a_number(start: int, is_up: bool, clicks: int, value: int, panel: Panel) -> None:
    panel.select("Ask", count=start)
    stepper = panel.field("count").stepper

    for _ in range(clicks):
        panel.qtbot.mouseClick(stepper.up if is_up else stepper.down, LEFT)
    panel.window.properties_panel.commit()

    assert panel.settings("Ask")["count"] == value


def test_a_button_that_would_leave_the_range_is_off(panel: Panel) -> None:
    panel.select("Ask", count=10, share=1)

    assert not panel.field("count").stepper.up.isEnabled()
    assert panel.field("count").stepper.down.isEnabled()
    assert not panel.field("share").stepper.down.isEnabled()


def test_the_range_is_told_in_words(panel: Panel) -> None:
    panel.select("Ask", count=10, share=1)

    assert panel.field("count").editor.accessibleDescription() == "From 1 to 10."
    assert panel.field("share").editor.accessibleDescription() == "More than 0. At most 2."


def test_steps_begin_at_the_default_that_stands_in_the_empty_line(panel: Panel) -> None:
    panel.select("Ask", line="abc")

    panel.qtbot.mouseClick(panel.field("count").stepper.up, LEFT)
    panel.window.properties_panel.commit()

    assert panel.settings("Ask")["count"] == 4


def test_an_expression_takes_the_place_of_a_number_and_goes_again(panel: Panel) -> None:
    panel.select("Ask", count=3)

    panel.qtbot.mouseClick(fx(panel), LEFT)
    panel.type(panel.field("count"), "{{amount}}")
    assert panel.settings("Ask")["count"] == "{{amount}}"
    assert panel.field("count").editor.property("state") in (None, "")

    panel.qtbot.mouseClick(fx(panel), LEFT)
    QApplication.processEvents()
    assert panel.settings("Ask")["count"] == 3
    assert panel.field("count").value() == 3


def test_a_stored_expression_is_shown_as_one(panel: Panel) -> None:
    panel.select("Ask", count="{{amount}}", day="{{due}}", on="{{flag}}")

    assert [panel.field(name).value() for name in ("count", "day", "on")] == ["{{amount}}", "{{due}}", "{{flag}}"]


def test_space_checks_a_box(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    check = panel.field("on").editor
    assert isinstance(check, QCheckBox)
    check.setFocus()

    panel.qtbot.keyClick(check, Qt.Key.Key_Space)

    assert panel.settings("Ask")["on"] is True


def test_a_box_that_nobody_touched_stays_unset(panel: Panel) -> None:
    panel.select("Ask", line="abc")

    panel.field("on").focus_editor()
    panel.window.properties_panel.commit()

    assert panel.settings("Ask") == {"line": "abc"}


@pytest.mark.parametrize(("name", "value"), [("few", "high"), ("some", "blue")])
def test_the_arrows_choose_among_open_options(name: str, value: str, panel: Panel) -> None:
    panel.select("Ask", few="low", some="green")
    editor = panel.field(name)
    editor.focus_editor()

    panel.qtbot.keyClick(editor.editor, Qt.Key.Key_Right)

    assert panel.settings("Ask")[name] == value


def test_an_option_is_chosen_by_a_click(panel: Panel) -> None:
    panel.select("Ask", few="low")
    buttons = {each.accessibleName(): each for each in panel.field("few").findChildren(QToolButton)}

    panel.qtbot.mouseClick(buttons["A few: high"], LEFT)

    assert panel.settings("Ask")["few"] == "high"


@pytest.mark.parametrize(("name", "value"), [("few", "high"), ("some", "blue"), ("many", "Person 3"), ("kinds", "two")])
def test_a_choice_that_was_not_made_shows_what_the_file_says_later(name: str, value: str, panel: Panel) -> None:
    panel.select("Ask", line="abc")
    assert panel.field(name).value() in (None, "")
    editor = panel.field(name)

    panel.select("Ask", line="abc", **{name: value})

    assert panel.field(name) is editor
    assert editor.value() == value
    if isinstance(editor.editor, QComboBox):
        assert editor.editor.currentText() == value
    panel.undo()
    assert panel.field(name).value() in (None, "")


def test_many_options_are_found_by_typing_a_part_of_their_name(panel: Panel) -> None:
    panel.select("Ask", many="Person 1")
    box = panel.field("many").editor
    assert isinstance(box, QComboBox)

    panel.type(panel.field("many"), "son 1", Qt.Key.Key_F1)
    matches = panel.field("many").matches
    assert [matches.item(row).text() for row in range(matches.count())] == [
        "Person 1", "Person 10", "Person 11", "Person 12",
    ]  # fmt: skip
    panel.qtbot.keyClick(box, Qt.Key.Key_Down)
    panel.qtbot.keyClick(box, Qt.Key.Key_Return)

    assert panel.settings("Ask")["many"] == "Person 10"
    assert panel.field("many").matches is None


def test_what_names_no_option_is_taken_back(panel: Panel) -> None:
    panel.select("Ask", many="Person 1")
    before = panel.text("Ask")

    panel.type(panel.field("many"), "Nobody", Qt.Key.Key_Tab)

    assert panel.field("many").editor.currentText() == "Person 1"
    assert panel.text("Ask") == before


def test_a_value_that_is_no_option_is_shown_and_kept(panel: Panel) -> None:
    panel.select("Ask", few="odd", some="odd", many="odd", several=["ODD", "GET"])
    before = panel.text("Ask")

    assert panel.field("few").value() == "odd"
    assert panel.field("many").editor.currentText() == "odd"
    assert panel.field("several").value() == ["ODD", "GET"]
    panel.window.properties_panel.commit()
    assert panel.text("Ask") == before


def test_several_options_are_checked_in_the_order_of_the_clicks(panel: Panel) -> None:
    panel.select("Ask", several=["PUT"])
    boxes = {each.text(): each for each in panel.field("several").findChildren(QCheckBox)}

    for name in ("POST", "GET", "PUT"):
        boxes[name].setFocus()
        panel.qtbot.keyClick(boxes[name], Qt.Key.Key_Space)
        QApplication.processEvents()

    assert panel.settings("Ask")["several"] == ["POST", "GET"]


def test_loaded_choices_say_why_there_are_none_and_can_be_tried_again(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [[Choice("C1", "#general"), Choice("C2", "#random")]]

    def loaded(source: str) -> list[Choice]:
        if source != "channels" or not answers:
            return []
        if failing:
            raise ChoicesUnavailableError("Slack says: not_authed")
        return answers[0]

    failing = [True]
    monkeypatch.setattr("modeler.services.workspace.choices.workspace_choices", lambda *_, **__: loaded)
    panel.select("Ask", loaded="C2")
    assert panel.field("loaded").editor.currentText() == "C2"
    (again,) = panel.field("loaded").findChildren(QPushButton)
    assert again.text() == "Try again"

    failing.clear()
    panel.qtbot.mouseClick(again, LEFT)
    panel.qtbot.waitUntil(lambda: panel.field("loaded").editor.currentText() == "#random")
    panel.type(panel.field("loaded"), "gen", Qt.Key.Key_Tab)

    assert panel.settings("Ask")["loaded"] == "C1"


def test_a_condition_shows_a_field_and_keeps_the_others_as_they_are(panel: Panel) -> None:
    panel.select("Ask", few="low")
    few = panel.field("few")
    few.focus_editor()

    panel.qtbot.keyClick(few.editor, Qt.Key.Key_Right)

    assert panel.field("few") is few
    assert panel.field("why").editor.accessibleDescription() == "This must be filled in."
    panel.type(panel.field("why"), "because")
    assert panel.settings("Ask") == {"few": "high", "why": "because"}


def test_a_check_across_fields_is_said_at_its_field(panel: Panel) -> None:
    panel.select("Ask", few="low", on=True)

    assert panel.field("on").editor.accessibleDescription() == "Switched on does not go with low."


def test_one_setting_can_make_another_necessary(panel: Panel) -> None:
    panel.select("Ask", line="abc")
    panel.window.properties_panel.reveal('settings:["user"]')
    assert panel.field("password").editor.accessibleDescription() == ""

    panel.type(panel.field("user"), "ann")

    assert panel.field("password").editor.accessibleDescription() != ""


def test_a_no_that_a_file_holds_as_text_is_no_tick(qtbot: QtBot, icons: Icons) -> None:
    shown = [make_editor(Field("flag", "Flag", "boolean", value), FieldContext(icons)) for value in ("false", "true")]
    for editor in shown:
        qtbot.addWidget(editor)

    ticks = [editor.findChild(QCheckBox) for editor in shown]
    assert [tick is not None and tick.isChecked() for tick in ticks] == [False, True]


def test_what_is_typed_stays_when_other_choices_come(qtbot: QtBot, icons: Icons) -> None:
    offered = (Offered("a.pdf", "a.pdf"),)
    field = Field("file", "File", "choice", "", choices=offered, is_open=True)
    editor = make_editor(field, FieldContext(icons))
    qtbot.addWidget(editor)
    editor.show()
    box = editor.editor
    assert isinstance(box, QComboBox)
    qtbot.keyClicks(box, "gen")

    newer = replace(field, choices=(*offered, Offered("general.pdf", "general.pdf")))
    editor.update_field(newer)

    assert newer.frame() == field.frame()
    assert (box.currentText(), box.count()) == ("gen", 2)
