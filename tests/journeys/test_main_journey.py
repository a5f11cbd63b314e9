"""The main journey: open a vendor's file, drop Send Email on a flow, fill its form, preview, read the mail, export."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.bpmn import Document, SequenceFlow
from modeler.services.checks.document import check_document
from modeler.ui.dialogs.export_for import ExportDialog
from modeler.ui.forms.element_form import key_of
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.editor import FieldEditor

FILE = Path(__file__).with_name("order.bpmn")
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def vendor_file(tmp_path: Path) -> Path:
    copy = tmp_path / "order.bpmn"
    copy.write_bytes(FILE.read_bytes())
    return copy


def on_canvas(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a point of the diagram is on the canvas widget."""
    page = window.page
    assert page is not None
    at = page.canvas.stage.viewport.to_view(x, y)
    return QPoint(round(at[0]), round(at[1]))


def field(window: MainWindow, *path: str | int) -> FieldEditor:
    """The editor of one setting."""
    QApplication.processEvents()
    key = key_of(path)
    boxes = window.properties_panel.groups
    return next(found for box in boxes for top in box.editors if (found := top.find_editor(key)) is not None)


def type_into(qtbot: QtBot, editor: FieldEditor, text: str) -> None:
    """Click into a field, type, and leave it by Tab."""
    qtbot.mouseClick(editor.editor, LEFT)
    editor.focus_editor()
    qtbot.keyClicks(editor.editor, text)
    qtbot.keyClick(editor.editor, Qt.Key.Key_Tab)


def test_from_a_vendors_file_to_a_previewed_and_exported_one(
    window: MainWindow,
    vendor_file: Path,
    drag: Callable[..., None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    # open
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(vendor_file)], ""))
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    page = window.page
    assert page is not None
    document = page.file.document
    qtbot.waitUntil(lambda: page.canvas.is_complete)

    # drag Send Email onto the flow
    button = next(each for each in window.palette_panel.buttons if each.entry.id == "connector:send-email")
    drag(button, button.mime_data(), page.canvas, on_canvas(window, 430, 140))
    mail = next(element for element in document.elements() if element.get("implementation"))
    assert [(flow.source_ref, flow.target_ref) for flow in document.elements(SequenceFlow)] == [
        ("Received", "Check"),
        ("Check", mail.id),
        (mail.id, "Done"),
    ]
    assert [element.id for element in page.canvas.selected_elements] == [mail.id]

    # the form says what is missing, and takes it
    assert field(window, "subject").editor.accessibleDescription() == "Email Subject Is Missing"
    type_into(qtbot, field(window, "subject"), "Order {{number}}")
    assert field(window, "subject").editor.property("state") == ""
    type_into(qtbot, field(window, "textBody"), "Hello {{name}}, your order is here.")
    qtbot.mouseClick(field(window, "toRecipients").findChild(QPushButton), LEFT)
    choose(qtbot, field(window, "toRecipients", 0, "type"), "Email address")
    type_into(qtbot, field(window, "toRecipients", 0, "value"), "{{mail}}")
    assert [row.message for row in window.problem_watch.check() if row.severity != "info"] == []

    # preview
    window.run_panel.start_data.block.setPlainText('{"number": 7, "name": "Bea", "mail": "bea@example.com"}')
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)
    assert page.canvas.overlays.run.counts[mail.id] == 1

    # read the mail
    tabs = window.bottom.tabs
    place = tabs.tabBar().tabRect(tabs.indexOf(window.outbox_panel)).center()
    qtbot.mouseClick(tabs.tabBar(), LEFT, pos=place)
    assert window.outbox_panel.isVisible()
    assert [(row.title, row.detail) for row in window.outbox_panel.rows] == [("Order 7", "bea@example.com")]
    assert "Hello Bea, your order is here." in window.outbox_panel.view.mail.html.toPlainText()

    # export: valid, and different only where something was changed
    target = tmp_path / "export.bpmn"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    QTimer.singleShot(0, lambda: confirm_export(window, qtbot))
    window.actions_by_id["file.export"].trigger()
    exported = Document.from_bytes(target.read_bytes(), target.name)
    assert [problem for problem in check_document(exported) if problem.severity != "info"] == []
    before, after = FILE.read_text("utf-8").splitlines(), target.read_text("utf-8").splitlines()
    removed = [line for line in difflib.ndiff(before, after) if line.startswith("- ")]
    declares_namespace = "targetNamespace="
    assert [line for line in removed if "F2" not in line and "E2" not in line and declares_namespace not in line] == []
    assert len(removed) <= 5

    # undoing everything gives the vendor's bytes back
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    while document.history.can_undo:
        qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    assert document.to_bytes() == FILE.read_bytes()


def confirm_export(window: MainWindow, qtbot: QtBot) -> None:
    """Take the first target with nothing against it, once it is checked."""
    dialog = window.findChild(ExportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.is_checked)
    qtbot.keyClick(dialog.targets, Qt.Key.Key_Home)
    qtbot.keyClick(dialog.targets, Qt.Key.Key_Return)


def choose(qtbot: QtBot, editor: FieldEditor, title: str) -> None:
    """Pick an option of a choice by the keyboard."""
    box = editor.editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    wanted = box.findText(title)
    assert wanted >= 0, [box.itemText(index) for index in range(box.count())]
    for _ in range(box.count()):
        if box.currentIndex() == wanted:
            return
        qtbot.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)


def test_an_entry_chosen_by_a_click_is_placed_by_a_click(window: MainWindow, vendor_file: Path, qtbot: QtBot) -> None:
    page = window.documents.open(vendor_file)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    canvas: QWidget = page.canvas
    button = next(each for each in window.palette_panel.buttons if each.entry.id == "user-task")

    qtbot.mouseClick(button, LEFT)
    qtbot.mouseMove(canvas, on_canvas(window, 300, 300))
    qtbot.mouseClick(canvas, LEFT, pos=on_canvas(window, 300, 300))

    assert [element.kind for element in page.canvas.selected_elements] == ["bpmn:userTask"]
