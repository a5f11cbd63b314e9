"""The editor of screens, driven by mouse and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QInputDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.catalog import discover
from modeler.services.screens.drawing import PDF_GENERATOR, Drawer
from modeler.ui.background import Background
from modeler.ui.screens.dialog import Means, ScreensDialog

LEFT = Qt.MouseButton.LeftButton
FORM = {"id": 31, "uuid": "u", "title": "Order", "type": "FORM", "computed": "[]",
        "watchers": json.dumps([{"name": "Look up"}]),
        "config": json.dumps([{"name": "A", "items": [
            {"component": "FormInput", "config": {"name": "who", "label": "Who"}}]}, {"name": "B", "items": [
            {"component": "FormHtmlViewer", "config": {"content": "<p>Thanks {{who}}</p>"}}]}])}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "letter.html").write_text("<p>Dear {{name}}</p>")
    (tmp_path / "screens" / "order.json").write_text(json.dumps(FORM))
    return tmp_path


@pytest.fixture
def dialog(qtbot: QtBot, folder: Path) -> Iterator[ScreensDialog]:
    parent, background = QWidget(), Background()
    qtbot.addWidget(parent)
    drawer = Drawer(folder, discover().get(PDF_GENERATOR))
    made = ScreensDialog(folder, Means(drawer, background, {"name": "Ann", "who": "Bo"}), parent)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: bool(made.result_view.source.toPlainText()))
    yield made
    if made.isVisible():
        made.data.block.setPlainText(made._saved_data)
        made._file = None
        made.close()
    background.close()
    drawer.close()


def press(name: str) -> None:
    """Press a button of the question that comes up."""

    def run() -> None:
        question = QApplication.activeModalWidget()
        assert question is not None
        next(button for button in question.findChildren(QPushButton) if button.text() == name).click()

    QTimer.singleShot(50, run)


def write(dialog: ScreensDialog, qtbot: QtBot, text: str) -> None:
    """Type at the end of the template."""
    dialog.template.block.setFocus()
    dialog.template.block.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(dialog.template.block, text)


def test_the_result_follows_the_typing_and_ctrl_s_saves(dialog: ScreensDialog, qtbot: QtBot, folder: Path) -> None:
    assert "Dear Ann" in dialog.result_view.mail.toPlainText()
    assert not dialog.save_button.isEnabled()

    write(dialog, qtbot, "<p>Bye</p>")

    qtbot.waitUntil(lambda: "Bye" in dialog.result_view.mail.toPlainText())
    assert dialog.list.item(0).text() == "letter •"
    qtbot.keyClick(dialog.template.block, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert (folder / "screens" / "letter.html").read_text() == "<p>Dear {{name}}</p><p>Bye</p>"
    assert not dialog.is_changed


def test_other_data_give_another_result_and_stay_with_the_screen(
    dialog: ScreensDialog, qtbot: QtBot, folder: Path
) -> None:
    dialog.data.block.selectAll()
    qtbot.keyClicks(dialog.data.block, '{"name": "<Eve>"}')

    qtbot.waitUntil(lambda: "Dear <Eve>" in dialog.result_view.mail.toPlainText())
    qtbot.mouseClick(dialog.save_button, LEFT)

    kept = folder / "screens" / "samples" / "letter.json"
    assert json.loads(kept.read_text()) == {"name": "<Eve>"}


def test_an_error_is_told_with_its_place_and_the_cursor_goes_there(dialog: ScreensDialog, qtbot: QtBot) -> None:
    write(dialog, qtbot, " ")
    qtbot.keyClick(dialog.template.block, Qt.Key.Key_Return)
    write(dialog, qtbot, "{{#rows}}")
    qtbot.waitUntil(dialog.where.isVisible)

    qtbot.mouseClick(dialog.where, LEFT)

    assert "Line 2, column 1" in dialog.result_view.error.text()
    assert dialog.template.block.textCursor().positionInBlock() == 0
    assert dialog.template.block.textCursor().blockNumber() == 1
    assert "Dear Ann" in dialog.result_view.mail.toPlainText()


def test_variables_of_the_data_complete_what_is_typed(dialog: ScreensDialog, qtbot: QtBot) -> None:
    write(dialog, qtbot, "{{na")
    popup = dialog.template.help.popup
    assert popup is not None
    assert popup.chosen() == "name"

    qtbot.keyClick(dialog.template.block, Qt.Key.Key_Return)

    assert dialog.template.text().endswith("{{name}}")


def test_a_variable_that_the_data_lack_is_told_until_they_have_it(dialog: ScreensDialog, qtbot: QtBot) -> None:
    write(dialog, qtbot, "{{#rows}}{{cell}}{{/rows}} {{seller}} {{_user.fullname}}")
    note = dialog.template.help.note
    qtbot.waitUntil(note.isVisible)
    said = note.text()

    dialog.data.block.setPlainText('{"name": "Ann", "rows": [], "seller": "Bo"}')

    assert said == "The sample data have no “rows”, “seller”."
    qtbot.waitUntil(lambda: not note.isVisible())


def test_the_page_is_shown_on_paper(dialog: ScreensDialog, qtbot: QtBot) -> None:
    bar = dialog.result_view.tabs.tabBar()

    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(2).center())

    qtbot.waitUntil(lambda: dialog.result_view.paper.note.text() == "1 page", timeout=20_000)


def test_a_form_is_filled_in_and_each_of_its_pages_shown(dialog: ScreensDialog, qtbot: QtBot) -> None:
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)

    assert "type FORM" in dialog.about.text()
    assert "not run here: Look up." in dialog.about.text()
    assert dialog.result_view.form.editor("who").value() == "Bo"
    dialog.pages.setFocus()
    qtbot.keyClick(dialog.pages, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "Thanks Bo" in dialog.result_view.source.toPlainText())


def test_a_new_screen_gets_a_name_and_a_file_of_its_own(dialog: ScreensDialog, qtbot: QtBot, folder: Path) -> None:
    def answer() -> None:
        asked = next(iter(dialog.findChildren(QInputDialog)), None)
        if asked is None or not asked.isVisible():
            QTimer.singleShot(10, answer)
            return
        asked.setTextValue("letter")
        asked.accept()

    QTimer.singleShot(50, answer)
    qtbot.mouseClick(dialog.new_button, LEFT)

    assert dialog.save()
    assert (folder / "screens" / "letter-2.html").read_text().startswith("<h1>")
    assert (folder / "screens" / "letter.html").read_text() == "<p>Dear {{name}}</p>"


def test_a_workspace_without_screens_says_how_to_make_one(qtbot: QtBot, tmp_path: Path) -> None:
    parent, background, drawer = QWidget(), Background(), Drawer(tmp_path, None)
    qtbot.addWidget(parent)
    empty = ScreensDialog(tmp_path, Means(drawer, background, {}), parent)
    empty.show()

    assert empty.empty.isVisible()
    assert not empty.save_button.isEnabled()
    empty.close()
    background.close()
    drawer.close()


def test_a_name_that_would_leave_the_folder_is_refused(dialog: ScreensDialog, folder: Path) -> None:
    press("Close")

    dialog.add("../evil")

    assert dialog.list.count() == 2


def test_what_somebody_else_wrote_is_not_lost_without_a_question(
    dialog: ScreensDialog, qtbot: QtBot, folder: Path
) -> None:
    write(dialog, qtbot, "mine")
    (folder / "screens" / "letter.html").write_text("theirs")

    press("Cancel")
    assert not dialog.save()
    assert (folder / "screens" / "letter.html").read_text() == "theirs"
    press("Keep mine")
    assert dialog.save()

    assert (folder / "screens" / "letter.html").read_text().endswith("mine")


def test_leaving_asks_about_what_is_not_saved(dialog: ScreensDialog, qtbot: QtBot, folder: Path) -> None:
    write(dialog, qtbot, "x")

    press("Cancel")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    press("Don't save")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert not dialog.isVisible()
    assert (folder / "screens" / "letter.html").read_text() == "<p>Dear {{name}}</p>"


def test_line_ends_and_files_that_are_no_text_stay_as_they_are(
    dialog: ScreensDialog, qtbot: QtBot, folder: Path
) -> None:
    (folder / "screens" / "a.html").write_bytes(b"one\r\ntwo")
    (folder / "screens" / "b.html").write_bytes(b"\xff\xfe")
    dialog._list_files()
    dialog._file = None

    dialog.list.setCurrentRow(1)
    assert "no UTF-8" in dialog.about.text()
    assert not dialog.is_changed
    dialog.list.setCurrentRow(0)
    assert not dialog.is_changed
    write(dialog, qtbot, "!")
    assert dialog.save()

    assert (folder / "screens" / "a.html").read_bytes() == b"one\r\ntwo!"
