"""A link in the mail of a task shows what the person's browser would: login, answer, and the screen after it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from modeler.ui.dialogs.task_answer import TaskAnswerDialog
from modeler.ui.main_window import MainWindow
from modeler.ui.plain_text import ElidedLabel
from tests.services.connector_processes import process

LEFT = Qt.MouseButton.LeftButton
Start = Callable[..., None]
MAIL = (
    '<a href="{{abe_uri}}/tasks/update_variable/{{token_abe}}?varName=decision&varValue=yes">Agree</a> '
    '<a href="{{abe_uri}}/tasks/update_variable/{{token_abe}}">Broken</a>'
)


@pytest.fixture
def start(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Start:
    """Previews a task that is mailed to Ann, and opens the mail."""
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "ask.html").write_text(MAIL)
    (tmp_path / "screens" / "done.html").write_text("<h1>All done</h1><p>[{{amount}}]</p><script>alert(1)</script>")
    (tmp_path / "users.json").write_text('[{"id": 5, "fullname": "Ann Lee", "email": "ann@example.org"}]')

    def run(**more: object) -> None:
        settings = {"subject": "Please decide", "screenEmailRef": "ask", "emailServer": "", **more}
        own = f'pm:isActionsByEmail="true" pm:configEmail={quoteattr(json.dumps(settings))}'
        task = f'<bpmn:userTask id="review" name="Review &lt;b&gt;it" pm:assignment="user" pm:assignedUsers="5" {own}/>'
        path = tmp_path / "review.bpmn"
        path.write_bytes(process(task))
        window.open_path(path)
        window.actions_by_id["preview.run"].trigger()
        qtbot.waitUntil(lambda: "review" in window.preview.standing.waiting, timeout=20_000)
        qtbot.waitUntil(lambda: not window.preview.is_busy)
        window.bottom.bring(window.outbox_panel)
        row = next(row for row in window.outbox_panel.rows if row.element_id == "review")
        window.show_effect(row.source)  # type: ignore[arg-type]

    return run


def click(window: MainWindow, words: str, qtbot: QtBot) -> None:
    """Click a link of the open mail."""
    browser = window.outbox_panel.view.mail.html
    found = browser.document().find(words)
    assert not found.isNull()
    browser.setTextCursor(found)
    qtbot.mouseClick(browser.viewport(), LEFT, pos=browser.cursorRect(found).center() - QPoint(4, 0))


def dialogs() -> list[TaskAnswerDialog]:
    every = QApplication.topLevelWidgets()
    return [each for each in every if isinstance(each, TaskAnswerDialog) and each.isVisible()]


def words(shown: TaskAnswerDialog) -> str:
    return "\n".join(each.text() for each in shown.findChildren(QLabel) if each.isVisible())


def test_the_answer_is_shown_first_and_given_by_a_button(window: MainWindow, start: Start, qtbot: QtBot) -> None:
    start()
    click(window, "Agree", qtbot)
    (shown,) = dialogs()

    assert "decision: yes" in words(shown)
    assert "Review <b>it" in words(shown)
    assert "Ann Lee opens the link" in words(shown)
    assert "login" not in words(shown)
    assert window.preview.standing.waiting
    qtbot.mouseClick(shown.send, LEFT)
    qtbot.waitUntil(lambda: window.preview.standing.status == "completed", timeout=20_000)

    assert "Your response has been submitted." in words(shown)
    assert window.preview.standing.data["decision"] == "yes"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_a_login_is_told_and_the_screen_after_the_answer_is_shown_without_data(
    window: MainWindow, start: Start, qtbot: QtBot
) -> None:
    start(requireLogin=True, screenCompleteRef="done")
    click(window, "Agree", qtbot)
    (shown,) = dialogs()

    assert shown.send.text() == "Sign in and send"
    assert "requires a login" in words(shown)
    qtbot.keyClick(shown.send, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.preview.standing.status == "completed", timeout=20_000)

    assert shown.after.toPlainText() == "All done\n[]"
    qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_a_screen_that_is_missing_is_told_after_the_answer(window: MainWindow, start: Start, qtbot: QtBot) -> None:
    start(screenCompleteRef=77)
    click(window, "Agree", qtbot)
    (shown,) = dialogs()
    qtbot.mouseClick(shown.send, LEFT)
    qtbot.waitUntil(lambda: window.preview.standing.status == "completed", timeout=20_000)

    assert "Screen 77 is not in the workspace." in words(shown)
    qtbot.keyClick(shown, Qt.Key.Key_Escape)


def test_leaving_answers_nothing_and_a_link_without_an_answer_says_so(
    window: MainWindow, start: Start, qtbot: QtBot
) -> None:
    start()
    click(window, "Agree", qtbot)
    qtbot.keyClick(dialogs()[0], Qt.Key.Key_Escape)
    click(window, "Broken", qtbot)

    assert window.preview.standing.waiting
    assert "needs varName and varValue" in window.status.findChild(ElidedLabel).accessibleName()
    assert dialogs() == []


def test_the_form_of_a_task_computes_in_javascript(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    field = {"component": "FormInput", "config": {"name": "n", "label": "Pieces", "dataFormat": "int"}}
    total = {"component": "FormInput", "config": {"name": "total", "label": "Total"}}
    rule = {"type": "javascript", "property": "total", "formula": "return this.n * 3"}
    screen = {"id": 5, "title": "Order", "type": "FORM", "config": [{"items": [field, total]}], "computed": [rule]}
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "order.json").write_text(json.dumps(screen))
    path = tmp_path / "order.bpmn"
    path.write_bytes(process('<bpmn:userTask id="fill" name="Fill in" pm:screenRef="5"/>'))
    path.with_suffix(".data.json").write_text('{"n": 2}')
    window.open_path(path)

    window.actions_by_id["preview.run"].trigger()
    qtbot.waitUntil(lambda: "fill" in window.preview.standing.waiting, timeout=20_000)
    qtbot.waitUntil(lambda: not window.preview.is_busy)
    desk = window.preview.desk_of("fill")

    assert desk is not None
    assert desk.form.answer() == {"n": 2, "total": 6}
