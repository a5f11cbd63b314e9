"""To look at settings changes no byte of a file, whatever stands in them and whatever other file is shown next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.bpmn import FlowNode
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.services.profile import Profile
from modeler.services.workspace.package_folder import plan_folder, write_folder
from modeler.services.workspace.process_package import read_package
from modeler.ui.forms.element_form import key_of
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.editor import FieldEditor
from tests.services.connector_processes import MAIL, connector_task, process

SETTINGS = {
    "emailServer": "", "type": "text", "subject": "One\u00a0two", "textBody": "a\r\nb\u00a0c\u2028d",
    "users": [1], "groups": [2], "addEmails": ["\ta@example.org"], "attachments": [],
    "toRecipients": [{"type": "usersAndGroups", "value": {"users": [{"id": 1, "fullname": "A\u00a0B"}], "groups": []}}],
}  # fmt: skip

DRAWN = b"""<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" id="d">
<d:BPMNPlane id="p" bpmnElement="P">
<d:BPMNShape id="s" bpmnElement="mail"><b:Bounds xmlns:b="http://www.omg.org/spec/DD/20100524/DC" x="200" y="200"
width="116" height="76"/></d:BPMNShape></d:BPMNPlane></d:BPMNDiagram></bpmn:definitions>"""


def subject_of(window: MainWindow) -> str:
    form = window.properties_panel.form
    return form.subject if form is not None else ""


def field(window: MainWindow, name: str) -> FieldEditor:
    boxes = window.properties_panel.groups
    found = (each.find_editor(key_of((name,))) for box in boxes for each in box.editors)
    return next(editor for editor in found if editor is not None)


@pytest.fixture
def show(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> Callable[..., bytes]:
    """Open a file with one mail task, show its settings, and give the bytes as they are then."""

    def run(name: str, settings: object, again: bool = False) -> bytes:
        path = tmp_path / name
        if not again:
            path.write_bytes(process(connector_task("mail", MAIL, settings)).replace(b"</bpmn:definitions>", DRAWN))
        window.open_path(path)
        window.reveal("mail")
        qtbot.waitUntil(lambda: subject_of(window) == "mail")
        QApplication.processEvents()
        return window.page.file.document.to_bytes()

    return run


def test_numbers_odd_spaces_and_line_breaks_stay_as_they_are(show, window, tmp_path):
    shown = show("one.bpmn", SETTINGS)

    window.properties_panel.commit()
    left = window.page.file.document
    show("two.bpmn", {"subject": "other"})

    assert shown == (tmp_path / "one.bpmn").read_bytes() == left.to_bytes()
    assert not window.page.file.document.history.can_undo


def test_two_files_with_the_same_ids_keep_each_its_own_settings(show, tmp_path):
    show("one.bpmn", SETTINGS)
    two = show("two.bpmn", {**SETTINGS, "users": [7], "groups": [9], "subject": "another"})
    one = show("one.bpmn", None, again=True)

    assert two == (tmp_path / "two.bpmn").read_bytes()
    assert one == (tmp_path / "one.bpmn").read_bytes()


def test_a_yes_or_no_that_is_written_as_text_stays_so(show, window, tmp_path):
    handling = {"timeout": "30", "retry_attempts": "2", "inapp_notification": "true", "email_notification": "false"}
    path = tmp_path / "one.bpmn"
    task = connector_task("mail", MAIL, SETTINGS).replace(
        "/>", f" pm:errorHandling={quoteattr(json.dumps(handling))}/>"
    )
    path.write_bytes(process(task).replace(b"</bpmn:definitions>", DRAWN))

    show("one.bpmn", None, again=True)
    window.properties_panel.commit()

    assert window.page.file.document.to_bytes() == path.read_bytes()


def test_no_element_of_an_imported_package_changes_by_being_looked_at(window, shared_data, tmp_path):
    packages = sorted(shared_data.glob("processmaker/packages/*.json"))
    for package in (each for each in packages if "encrypted" not in each.name):
        plan = plan_folder(read_package(package.read_bytes()))
        write_folder(plan, tmp_path / package.stem, Profile(tmp_path / "writer"))
    files = sorted(tmp_path.rglob("*.bpmn"))

    for file in files:
        window.open_path(file)
        document = window.page.file.document
        for element in list(document.elements(FlowNode)):
            window.reveal(element.id)
            QApplication.processEvents()
        window.properties_panel.commit()
        assert document.to_bytes() == file.read_bytes()

    assert files


def test_what_is_typed_goes_into_the_file_it_was_typed_at(show, window, tmp_path):
    show("one.bpmn", SETTINGS)
    editor = field(window, "subject")
    editor.focus_editor()
    QTest.keyClick(editor.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor.editor, "Mine")
    left = window.page.file.document

    two = show("two.bpmn", {**SETTINGS, "subject": "another"})

    config = json.loads(left.find("mail").foreign(PROCESSMAKER, "config") or "")
    assert (config["subject"], config["users"], config["textBody"]) == ("Mine", [1], SETTINGS["textBody"])
    assert two == (tmp_path / "two.bpmn").read_bytes()


def test_a_text_that_is_typed_back_to_what_was_shown_is_written_again(show, window):
    show("one.bpmn", SETTINGS)
    document = window.page.file.document

    for word in ("x", SETTINGS["subject"]):
        editor = field(window, "subject")
        editor.editor.setText(word)
        editor.commit()
        QApplication.processEvents()
        config = json.loads(document.find("mail").foreign(PROCESSMAKER, "config") or "")
        assert config["subject"] == word
