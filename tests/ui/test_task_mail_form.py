"""The mails of a task, edited in the properties of an ordinary user task by mouse and keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.ui.documents.problem_rows import rows_of
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.rows import Row

LEFT = Qt.MouseButton.LeftButton
PM = "http://processmaker.com/BPMN/2.0/Schema.xsd"
MAILS = 'companion:send-email-notifications|settings:["notifications"'
BY_MAIL = "companion:actions-by-email-task|settings:"
FILE = f"""<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pm="{PM}"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D"
  targetNamespace="x"><bpmn:process id="P" isExecutable="true"><bpmn:userTask id="t" name="Review"/></bpmn:process>
  <bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="p" bpmnElement="P"><bpmndi:BPMNShape id="t_di" bpmnElement="t">
  <dc:Bounds x="200" y="180" width="100" height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""


@pytest.fixture
def window(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    (tmp_path / "task.bpmn").write_text(FILE)
    window.open_path(tmp_path / "task.bpmn")
    window.reveal("t")
    panel = window.properties_panel
    qtbot.waitUntil(lambda: panel.form is not None and panel.form.title == "Review")
    for box in panel.groups:
        box.set_open(True)
    return window


def editor(window: MainWindow, key: str) -> FieldEditor:
    assert window.properties_panel.reveal(key), key
    QApplication.processEvents()
    every = window.properties_panel.findChildren(FieldEditor)
    return next(each for each in every if each.field.key == key and each.isVisible())


def first_row_button(window: MainWindow, name: str) -> QToolButton:
    """A button of the first mail's card."""
    card = editor(window, f"{MAILS}]").findChild(Row)
    assert card is not None
    buttons = card.findChildren(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next(each for each in buttons if each.accessibleName() == name)


def attribute(window: MainWindow, name: str) -> str | None:
    assert window.page is not None
    element = window.page.file.document.find("t")
    assert element is not None
    return element.foreign(PM, name)


def mails(window: MainWindow) -> list[dict[str, object]]:
    text = attribute(window, "config")
    return json.loads(text)["email_notifications"]["notifications"] if text else []


def press(qtbot: QtBot, button: QPushButton | QToolButton) -> None:
    qtbot.mouseClick(button, LEFT)


def test_a_mail_is_added_edited_copied_and_deleted(window: MainWindow, qtbot: QtBot) -> None:
    rows = editor(window, f"{MAILS}]")
    press(qtbot, next(each for each in rows.findChildren(QPushButton) if each.text() == "Add mail"))
    qtbot.waitUntil(lambda: len(mails(window)) == 1)

    subject = editor(window, f'{MAILS}, 0, "subject"]').findChild(QLineEdit)
    assert subject is not None
    subject.selectAll()
    qtbot.keyClicks(subject, "Please look")
    qtbot.keyClick(subject, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: mails(window)[0]["subject"] == "Please look")
    assert mails(window)[0]["toRecipients"] == [{"type": "assignedUser", "value": None}]

    press(qtbot, first_row_button(window, "Duplicate"))
    qtbot.waitUntil(lambda: [each["subject"] for each in mails(window)] == ["Please look"] * 2)

    press(qtbot, first_row_button(window, "Remove"))
    qtbot.waitUntil(lambda: len(mails(window)) == 1)


def test_a_task_is_mailed_to_its_person_with_one_click_and_one_undo(window: MainWindow, qtbot: QtBot) -> None:
    box = editor(window, f'{BY_MAIL}["isActionsByEmail"]').findChild(QCheckBox)
    assert box is not None

    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: attribute(window, "isActionsByEmail") == "true")
    assert attribute(window, "configEmail") is None
    subject = editor(window, f'{BY_MAIL}["subject"]').findChild(QLineEdit)
    assert subject is not None
    qtbot.keyClicks(subject, "Do it")
    qtbot.keyClick(subject, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: attribute(window, "configEmail") == '{"subject":"Do it"}')
    assert window.page is not None
    window.page.file.document.history.undo()
    window.page.file.document.history.undo()
    assert window.page.file.document.to_bytes() == FILE.encode()


def test_a_problem_of_a_mail_leads_to_its_field() -> None:
    config = json.dumps({"email_notifications": {"notifications": [{"subject": "", "type": "text", "textBody": "x"}]}})
    text = FILE.replace('name="Review"', f'name="Review" pm:config="{config.replace(chr(34), "&quot;")}"')

    rows = rows_of(Document.from_bytes(text.encode(), "x.bpmn"), discover())

    (row,) = [row for row in rows if "Email Subject Is Missing" in row.message]
    assert row.field == f'{MAILS}, 0, "subject"]'
