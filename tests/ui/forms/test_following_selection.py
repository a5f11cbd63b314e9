"""The form follows the selection after the canvas has moved on, and whoever asks for it before gets the right one."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.ui.forms.conftest import Panel


def shown_titles(panel: Panel) -> list[str]:
    """What the labels of the panel say now, without asking the panel."""
    return [label.text() for label in panel.window.properties_panel.findChildren(QLabel) if label.isVisible()]


def choose(panel: Panel, id: str) -> None:
    page = panel.window.page
    assert page is not None
    page.canvas.select([panel.document.find(id)])


def test_the_new_form_comes_with_the_next_turn_of_the_event_loop(panel: Panel, qtbot: QtBot) -> None:
    choose(panel, "Ask")
    QApplication.processEvents()
    before = shown_titles(panel)

    choose(panel, "Call")

    assert shown_titles(panel) == before
    qtbot.waitUntil(lambda: shown_titles(panel) != before)


def test_several_selections_in_one_turn_build_one_form(panel: Panel) -> None:
    choose(panel, "Call")
    QApplication.processEvents()
    boxes = panel.window.properties_panel.groups

    choose(panel, "Ask")
    choose(panel, "Call")
    QApplication.processEvents()

    assert panel.window.properties_panel.groups == boxes


def test_who_reads_the_panel_at_once_gets_the_form_of_what_is_selected(panel: Panel) -> None:
    choose(panel, "Ask")

    form = panel.window.properties_panel.form

    assert form is not None
    assert form.subject == "Ask"


def test_a_problem_is_revealed_in_the_form_of_what_was_selected_just_now(panel: Panel) -> None:
    choose(panel, "Call")
    QApplication.processEvents()

    choose(panel, "Ask")

    assert panel.window.properties_panel.reveal("name")
    assert panel.window.properties_panel.has_focus("name")


def test_what_is_being_typed_is_written_at_once_to_the_element_it_was_typed_for(panel: Panel) -> None:
    panel.select("Ask")
    editor = panel.field("line").editor
    editor.setFocus()
    QTest.keyClicks(editor, "typed")

    choose(panel, "Call")

    assert panel.settings("Ask")["line"] == "typed"
    assert panel.settings("Call").get("line") != "typed"
