"""The buttons in a mail of the outbox answer the Request; a mail that is answered says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.plain_text import ElidedLabel
from tests.journeys.test_other_journeys import SAMPLES

LEFT = Qt.MouseButton.LeftButton
Press = Callable[..., None]


@pytest.fixture
def waiting(window: MainWindow, press: Press, qtbot: QtBot) -> DocumentPage:
    """The sample's manager has the question in the inbox, and it is open."""
    page = window.open_path(SAMPLES / "purchase-approval.bpmn")
    assert page is not None
    press(Qt.Key.Key_F5)
    window.preview.answer("Request", {})
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)
    window.bottom.bring(window.outbox_panel)
    return page


def link(window: MainWindow, words: str) -> QPoint:
    """Where a link of the open mail is."""
    browser = window.outbox_panel.view.mail.html
    found = browser.document().find(words)
    assert not found.isNull()
    browser.setTextCursor(found)
    browser.ensureCursorVisible()
    return browser.cursorRect(found).center() - QPoint(4, 0)


def test_a_click_on_the_button_in_the_mail_answers_the_request(
    window: MainWindow, waiting: DocumentPage, qtbot: QtBot
) -> None:
    mail = window.outbox_panel.view.mail
    assert mail.answering.text().startswith("The Request waits: a button in this mail answers it, until Thu 8 Jan")

    qtbot.mouseClick(mail.html.viewport(), LEFT, pos=link(window, "Reject"))
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert window.run_panel.view.steps[-1].title == "Rejected"
    row = next(row for row in window.outbox_panel.rows if row.element_id == "AskManager")
    assert row.source is not None
    window.show_effect(row.source)  # type: ignore[arg-type]
    assert mail.answering.text() == "Answered or over: its buttons do nothing now."
    steps = len(window.run_panel.view.steps)
    mail.html.anchorClicked.emit(QUrl("https://answer.invalid/1/AskManager/0/1"))
    assert len(window.run_panel.view.steps) == steps


def test_back_at_the_question_the_button_answers_it_in_a_new_run(
    window: MainWindow, waiting: DocumentPage, qtbot: QtBot
) -> None:
    asked = window.run_panel.view.step
    window.preview.answer("AskManager", {"decision": "reject", "comment": ""})
    qtbot.waitUntil(lambda: window.run_panel.view.status != "waiting" and not window.preview.is_busy, timeout=20_000)
    window.preview.go_to(asked)
    qtbot.waitUntil(lambda: window.run_panel.view.step == asked and not window.preview.is_busy)

    qtbot.mouseClick(window.outbox_panel.view.mail.html.viewport(), LEFT, pos=link(window, "Approve"))
    qtbot.waitUntil(lambda: any(task.id == "Order" for task in window.run_panel.view.waiting), timeout=20_000)

    assert [run.number for run in window.run_panel.view.runs] == [1, 2]


def test_any_other_link_is_told_of_and_not_followed(window: MainWindow, waiting: DocumentPage) -> None:
    window.outbox_panel.view.mail.html.anchorClicked.emit(QUrl("https://example.com/x"))

    assert window.preview.standing.waiting
    assert "https://example.com/x" in window.status.findChild(ElidedLabel).accessibleName()


def test_another_mail_says_nothing_about_buttons(window: MainWindow, waiting: DocumentPage, qtbot: QtBot) -> None:
    qtbot.keyClick(window.outbox_panel.list, Qt.Key.Key_End)

    assert not window.outbox_panel.view.mail.answering.isVisible()
