"""Users and groups in their dialog, driven by mouse and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.workspace.people_files import GROUPS, USERS
from modeler.ui.dialogs.people import PeopleDialog

LEFT = Qt.MouseButton.LeftButton
ANN = {"uuid": "u-1", "id": 1, "firstname": "Ann", "lastname": "Lee", "email": "ann@example.org", "meta": {"kept": 1}}
BUYERS = {"id": "b-4", "name": "Buyers", "users": [1], "description": "kept"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / USERS).write_text(json.dumps([ANN]))
    (tmp_path / GROUPS).write_text(json.dumps([BUYERS]))
    return tmp_path


@pytest.fixture
def dialog(qtbot: QtBot, folder: Path) -> Iterator[PeopleDialog]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = PeopleDialog(folder, parent)
    made.show()
    qtbot.waitExposed(made)
    yield made
    if made.isVisible():
        made._files = dict(made._saved)
        made.close()


def read(folder: Path, name: str) -> list[dict[str, object]]:
    return json.loads((folder / name).read_text())


def type_into(dialog: PeopleDialog, qtbot: QtBot, name: str, row: int, column: int, text: str) -> None:
    """Open a cell by F2 and type over it."""
    table = dialog.tables[name]
    if not table.findChildren(QLineEdit):
        table.setFocus()
        table.setCurrentCell(row, column)
        qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChildren(QLineEdit)[-1]
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not table.findChildren(QLineEdit))


def press(name: str) -> None:
    """Press a button of the question that comes up."""

    def run() -> None:
        question = QApplication.activeModalWidget()
        assert question is not None
        next(button for button in question.findChildren(QPushButton) if button.text() == name).click()

    QTimer.singleShot(50, run)


def test_somebody_new_is_added_and_what_is_not_shown_stays(dialog: PeopleDialog, qtbot: QtBot, folder: Path) -> None:
    qtbot.mouseClick(dialog.add_button, LEFT)
    type_into(dialog, qtbot, USERS, 1, 1, "Bo Ek")
    type_into(dialog, qtbot, USERS, 1, 2, "bo@example.org")
    type_into(dialog, qtbot, USERS, 1, 3, "1")

    assert dialog.note.text() == ""
    qtbot.mouseClick(dialog.save_button, LEFT)

    assert read(folder, USERS) == [ANN, {"id": 2, "fullname": "Bo Ek", "email": "bo@example.org", "manager_id": 1}]
    assert list(read(folder, USERS)[0]) == list(ANN)
    assert (folder / GROUPS).read_text() == json.dumps([BUYERS])


def test_what_is_wrong_is_told_and_not_saved(dialog: PeopleDialog, qtbot: QtBot, folder: Path) -> None:
    type_into(dialog, qtbot, USERS, 0, 2, "nowhere")

    assert dialog.note.text() == "Users, row 1, E-mail: This is no e-mail address."
    assert not dialog.save()
    assert read(folder, USERS) == [ANN]


def test_a_group_names_only_users_that_there_are(dialog: PeopleDialog, qtbot: QtBot, folder: Path) -> None:
    qtbot.mouseClick(dialog.tabs.tabBar(), LEFT, pos=dialog.tabs.tabBar().tabRect(1).center())
    type_into(dialog, qtbot, GROUPS, 0, 2, "1, 9")
    assert dialog.note.text() == "Groups, row 1, Members (numbers): There is no user 9."

    type_into(dialog, qtbot, GROUPS, 0, 1, "Buying & more")
    type_into(dialog, qtbot, GROUPS, 0, 2, "1")

    assert dialog.save()
    assert read(folder, GROUPS) == [{**BUYERS, "name": "Buying & more"}]


def test_an_old_fault_elsewhere_does_not_keep_a_change_from_being_saved(qtbot: QtBot, folder: Path) -> None:
    (folder / USERS).write_text(json.dumps([ANN, {"id": 2, "fullname": "Old robot"}]))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PeopleDialog(folder, parent)
    dialog.show()

    type_into(dialog, qtbot, USERS, 0, 2, "lee@example.org")

    assert dialog.note.text() == ""
    assert dialog.save()
    assert [each.get("email") for each in read(folder, USERS)] == ["lee@example.org", None]
    dialog.close()


def test_removing_somebody_tells_the_groups_that_name_them(dialog: PeopleDialog, qtbot: QtBot) -> None:
    dialog.tables[USERS].selectRow(0)

    qtbot.mouseClick(dialog.remove_button, LEFT)

    assert dialog.note.text() == "Groups, row 1, Members (numbers): There is no user 1."
    assert not dialog.save()


def test_the_selected_one_is_removed(dialog: PeopleDialog, qtbot: QtBot, folder: Path) -> None:
    assert not dialog.remove_button.isEnabled()
    qtbot.mouseClick(dialog.tabs.tabBar(), LEFT, pos=dialog.tabs.tabBar().tabRect(1).center())
    dialog.tables[GROUPS].selectRow(0)

    qtbot.mouseClick(dialog.remove_button, LEFT)

    assert dialog.save()
    assert read(folder, GROUPS) == []


def test_leaving_asks_about_what_is_not_saved(dialog: PeopleDialog, qtbot: QtBot, folder: Path) -> None:
    type_into(dialog, qtbot, USERS, 0, 1, "Anna Lee")

    press("Cancel")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    press("Save")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert read(folder, USERS)[0]["fullname"] == "Anna Lee"


def test_a_file_that_somebody_else_changed_is_not_written_over(
    dialog: PeopleDialog, qtbot: QtBot, folder: Path
) -> None:
    type_into(dialog, qtbot, USERS, 0, 1, "Anna Lee")
    (folder / USERS).write_text("[]")

    press("Close")

    assert not dialog.save()
    assert (folder / USERS).read_text() == "[]"


def test_a_file_that_cannot_be_read_is_told_and_left_alone(qtbot: QtBot, folder: Path) -> None:
    (folder / USERS).write_text("{broken")
    parent = QWidget()
    qtbot.addWidget(parent)

    dialog = PeopleDialog(folder, parent)
    dialog.show()

    assert "not JSON" in dialog.note.text()
    assert not dialog.add_button.isEnabled()
    dialog.close()
    assert (folder / USERS).read_text() == "{broken"


def test_whoever_manages_processes_is_said_with_their_ids_or_all(
    dialog: PeopleDialog, qtbot: QtBot, folder: Path
) -> None:
    type_into(dialog, qtbot, USERS, 0, 5, "Order, Leave")
    dialog.save()
    assert read(folder, USERS)[0]["manages"] == ["Order", "Leave"]

    type_into(dialog, qtbot, USERS, 0, 5, "All")
    dialog.save()
    assert read(folder, USERS)[0] == {**ANN, "manages": True}
