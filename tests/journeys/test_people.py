"""A waiting person's task in the window: its ProcessMaker screen is filled in, reassigned, and completes the task."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.run_answer import FormDialog
from modeler.ui.panels.task_form.view import TaskFormView
from tests.services.preview.test_task_people import BPMN

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    fields = [{"component": "FormInput", "config": {"name": "reason", "label": "Reason", "validation": "required"}}]
    screen = {"id": 31, "title": "Why", "type": "FORM", "config": json.dumps([{"name": "P", "items": fields}])}
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "why.json").write_text(json.dumps(screen))
    users = [{"id": 1, "fullname": "Ann Lee"}, {"id": 2, "fullname": "Bo Berg"}]
    (tmp_path / "users.json").write_text(json.dumps(users))
    path = tmp_path / "ask.bpmn"
    path.write_text(BPMN.format('pm:assignment="requester" pm:screenRef="31" name="Say why"'))
    return path


@pytest.fixture
def waiting(window: MainWindow, workspace: Path, qtbot: QtBot) -> MainWindow:
    """The window with a Request that waits for Ann."""
    qtbot.waitUntil(window.isActiveWindow)
    window.open_path(workspace)
    window.run_panel.start_data.block.setPlainText('{"_request": {"user_id": 1}}')
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "waiting", timeout=20_000)
    return window


def reason(view: TaskFormView) -> QLineEdit:
    editor = view.editor("reason")
    assert isinstance(editor, FieldEditor)
    line = editor.editor
    assert isinstance(line, QLineEdit)
    return line


def test_the_screen_is_filled_in_and_completes_the_task(waiting: MainWindow, qtbot: QtBot) -> None:
    answer = waiting.run_panel.answer

    qtbot.mouseClick(answer.complete, LEFT)
    said = reason(answer.form.form).accessibleDescription()
    qtbot.keyClicks(reason(answer.form.form), "Worn out")
    qtbot.mouseClick(answer.complete, LEFT)
    qtbot.waitUntil(lambda: waiting.run_panel.view.status == "completed", timeout=20_000)

    assert said == "This must be filled in."
    assert waiting.run_panel.view.data["reason"] == "Worn out"


def test_the_same_answer_is_there_as_data(waiting: MainWindow, qtbot: QtBot) -> None:
    answer = waiting.run_panel.answer
    qtbot.keyClicks(reason(answer.form.form), "Worn out")

    qtbot.mouseClick(answer.form.views.buttons[1], LEFT)

    assert answer.edit.data() == {"reason": "Worn out"}


def test_a_task_is_given_to_somebody_else(waiting: MainWindow, qtbot: QtBot) -> None:
    form = waiting.run_panel.answer.form
    before, menu = form.who.accessibleName(), form.give.menu()
    assert menu is not None

    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: form.who.accessibleName().startswith("For Bo Berg"), timeout=20_000)

    assert before == "For Ann Lee · the requester"
    assert [action.text() for action in menu.actions()] == ["Ann Lee", "Bo Berg"]


def test_the_form_can_be_filled_in_with_more_room(waiting: MainWindow, qtbot: QtBot) -> None:
    form = waiting.run_panel.answer.form

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, FormDialog)
        qtbot.keyClicks(reason(dialog.view), "Too small")
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, fill)
    qtbot.mouseClick(form.larger, LEFT)

    assert reason(form.form).text() == "Too small"


def test_a_task_of_another_process_with_the_same_id_has_a_form_of_its_own(
    waiting: MainWindow, workspace: Path, qtbot: QtBot
) -> None:
    other = workspace.with_name("other.bpmn")
    other.write_text(BPMN.format('pm:assignment="requester" name="Take it"'))
    form = waiting.run_panel.answer.form
    form.give.menu().actions()[1].trigger()
    qtbot.waitUntil(lambda: form.who.accessibleName().startswith("For Bo Berg"), timeout=20_000)

    waiting.open_path(other)
    waiting.run_panel.start_data.block.setPlainText('{"_request": {"user_id": 1}}')
    qtbot.keyClick(waiting, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "Take it" in waiting.run_panel.view.message, timeout=20_000)

    assert form.who.accessibleName() == "For Ann Lee · the requester"
    assert not form.has_form


def test_a_request_that_starts_again_has_an_empty_form(waiting: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClicks(reason(waiting.run_panel.answer.form.form), "Worn out")

    waiting.preview.restart()
    qtbot.waitUntil(lambda: not waiting.preview.is_busy, timeout=20_000)

    assert reason(waiting.run_panel.answer.form.form).text() == ""


def test_the_form_stands_at_the_top_of_its_place(waiting: MainWindow, qtbot: QtBot) -> None:
    form = waiting.run_panel.answer.form.form

    qtbot.waitUntil(lambda: form.isVisible() and form.y() == 0)
