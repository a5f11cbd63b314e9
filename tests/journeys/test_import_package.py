"""Opening a ProcessMaker package in the window: what it holds is shown, written as a folder, and opened."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from modeler.ui.dialogs.import_package import ImportPackageDialog, PasswordDialog
from modeler.ui.main_window import MainWindow
from tests.services.workspace.test_process_package import BPMN, encrypted, manifest

ENTER = Qt.Key.Key_Return


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "order.json"
    path.write_text(json.dumps(manifest()), encoding="utf-8")
    return path


@pytest.fixture
def answers(qtbot: QtBot) -> Callable[..., list[str]]:
    """Answers the dialogs that come, one after the other; returns what it met."""

    def give(*acts: Callable[[QDialog], object]) -> list[str]:
        left, met = list(acts), []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and left:
                met.append(type(dialog).__name__)
                left.pop(0)(dialog)
            if left:
                QTimer.singleShot(10, look)

        QTimer.singleShot(0, look)
        return met

    return give


def test_a_package_is_written_beside_itself_and_its_process_opened(
    window: MainWindow, package: Path, answers: Callable[..., list[str]], qtbot: QtBot
) -> None:
    shown: list[str] = []

    def accept(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportPackageDialog)
        shown.extend(dialog.files.item(row).text() for row in range(dialog.files.count()))
        qtbot.keyClick(dialog, ENTER)

    answers(accept)

    window.documents.open_all([package])

    assert "order-now.bpmn" in shown
    assert window.page is not None
    assert window.page.file.path == package.with_name("order") / "order-now.bpmn"
    assert window.page.file.path.read_text(encoding="utf-8") == BPMN


def test_a_wrong_password_is_said_and_asked_again(
    window: MainWindow, tmp_path: Path, answers: Callable[..., list[str]], qtbot: QtBot
) -> None:
    path = tmp_path / "sealed.json"
    sealed = manifest(export=encrypted(manifest()["export"], "horse"), encrypted=True)
    path.write_text(json.dumps(sealed), encoding="utf-8")

    def password(text: str) -> Callable[[QDialog], None]:
        def type_it(dialog: QDialog) -> None:
            assert isinstance(dialog, PasswordDialog)
            qtbot.keyClicks(dialog.password, text)
            qtbot.keyClick(dialog.password, ENTER)

        return type_it

    met = answers(password("donkey"), password("horse"), lambda dialog: qtbot.keyClick(dialog, ENTER))

    window.documents.open_all([path])

    assert met == ["PasswordDialog", "PasswordDialog", "ImportPackageDialog"]
    assert window.page is not None


def test_a_folder_that_has_such_files_is_not_taken(
    window: MainWindow, package: Path, answers: Callable[..., list[str]], qtbot: QtBot
) -> None:
    package.with_name("order").mkdir()
    (package.with_name("order") / "users.json").write_text("mine", encoding="utf-8")
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportPackageDialog)
        said.append(dialog.error.text())
        assert not dialog.accept_button.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    answers(look)

    window.documents.open_all([package])

    assert said == ["“users.json” is there already. Choose another folder."]
    assert window.page is None
    assert not (package.with_name("order") / "order-now.bpmn").exists()


def test_what_is_no_package_is_said_in_words(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.json"
    path.write_text('{"a": 1}', encoding="utf-8")
    told: list[tuple[str, ...]] = []
    monkeypatch.setattr("modeler.ui.documents.import_commands.tell_error", lambda _parent, *words: told.append(words))

    window.documents.open_all([path])

    assert told == [("The package cannot be imported", "notes.json", "The file is not a ProcessMaker package.")]
