"""What cannot be stored as it was typed is kept with its error, per element, and never lost without a word."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from modeler.ui import questions
from modeler.ui.panels.fields.editor import FieldEditor
from tests.ui.forms.conftest import Panel

ESC, F1 = Qt.Key.Key_Escape, Qt.Key.Key_F1
BAD = '{"a": 1,}'
ONE, TWO = '{\n  "b": 1\n}', '{\n  "b": 2\n}'


def error(editor: FieldEditor) -> str:
    return editor.editor.accessibleDescription()


def named(panel: Panel, key: str) -> FieldEditor:
    found = panel.find(key)
    assert found is not None
    return found


def test_json_that_cannot_be_read_is_there_with_its_error_when_one_comes_back(panel: Panel) -> None:
    panel.select("Ask", line="abc", anything={"b": 2})
    before = panel.text("Ask")

    panel.type(panel.field("anything"), BAD, F1)
    panel.select("Call", line="abc", anything={"c": 3})
    assert panel.field("anything").value() == '{\n  "c": 3\n}'
    assert error(panel.field("anything")) == ""
    panel.window.reveal("Ask")

    assert panel.field("anything").value() == BAD
    assert error(panel.field("anything")).startswith("Line 1, column ")
    assert panel.text("Ask") == before


def test_json_is_stored_once_it_is_put_right_on_coming_back(panel: Panel) -> None:
    panel.select("Ask", line="abc", anything={"b": 2})
    panel.type(panel.field("anything"), BAD, F1)
    panel.window.reveal("Call")
    panel.window.reveal("Ask")

    panel.type(panel.field("anything"), '{"a": 1}')
    panel.window.reveal("Call")
    panel.window.reveal("Ask")

    assert panel.settings("Ask")["anything"] == {"a": 1}
    assert error(panel.field("anything")) == ""
    assert panel.window.page.drafts.labels() == []


@pytest.mark.parametrize("comes_back", [False, True])
def test_esc_gives_a_draft_up(comes_back: bool, panel: Panel) -> None:
    panel.select("Ask", line="abc", anything={"b": 1})
    panel.type(panel.field("anything"), BAD, F1)
    panel.window.properties_panel.commit()
    if comes_back:
        panel.window.reveal("Call")
        panel.window.reveal("Ask")

    editor = panel.field("anything")
    editor.focus_editor()
    panel.qtbot.keyClick(editor.editor, ESC)
    panel.window.reveal("Call")
    panel.window.reveal("Ask")

    assert panel.field("anything").value() == ONE
    assert error(panel.field("anything")) == ""


def test_a_draft_gives_way_when_the_file_itself_changes_there(panel: Panel) -> None:
    panel.select("Ask", line="abc", anything={"b": 1})
    panel.type(panel.field("anything"), BAD, F1)
    panel.window.reveal("Call")

    panel.select("Ask", line="abc", anything={"b": 2})

    assert panel.field("anything").value() == TWO
    assert panel.window.page.drafts.labels() == []


def test_settings_as_text_are_kept_too(panel: Panel) -> None:
    element = panel.select("Ask", line="abc")
    with panel.document.edit("Break it"):
        element.set_foreign("http://processmaker.com/BPMN/2.0/Schema.xsd", "config", "{broken")
    QApplication.processEvents()

    panel.type(named(panel, "raw"), "{still broken", F1)
    panel.window.reveal("Call")
    panel.window.reveal("Ask")

    assert named(panel, "raw").value() == "{still broken"
    assert panel.text("Ask") == "{broken"
    panel.qtbot.keyClick(named(panel, "raw").editor, ESC)


def test_an_id_that_is_refused_stays_in_its_field_with_the_reason(panel: Panel) -> None:
    panel.select("Ask", line="abc")

    panel.type(named(panel, "id"), "Call")
    panel.window.reveal("Call")
    panel.window.reveal("Ask")

    assert named(panel, "id").value() == "Call"
    assert "Call" in error(named(panel, "id"))
    panel.qtbot.keyClick(named(panel, "id").editor, ESC)
    QApplication.processEvents()
    assert named(panel, "id").value() == "Ask"
    assert "Unique" in error(named(panel, "id"))


def test_closing_a_tab_asks_before_a_draft_is_lost(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def go_back(_parent: object, _name: str, fields: list[str]) -> str:
        asked.append(fields)
        return "cancel"

    monkeypatch.setattr(questions, "ask_about_drafts", go_back)
    panel.select("Ask", line="abc", anything={"b": 1})
    panel.type(panel.field("anything"), BAD, F1)

    assert not panel.window.documents.close(panel.window.page)

    assert asked == [["Anything"]]
    panel.qtbot.keyClick(panel.field("anything").editor, ESC)
