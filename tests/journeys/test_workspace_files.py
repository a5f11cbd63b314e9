"""From an element to its screen, and to the people of the workspace, on the real window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.services.workspace.package_folder import plan_folder, write_folder
from modeler.services.workspace.process_package import read_package
from modeler.ui.dialogs.people import PeopleDialog
from modeler.ui.main_window import MainWindow
from modeler.ui.screens.dialog import ScreensDialog


def open_process(window: MainWindow, shared_data: Path, folder: Path) -> None:
    """The process of a package with everything that it brings."""
    package = read_package((shared_data / "processmaker" / "packages" / "purchase-approval.json").read_bytes())
    write_folder(plan_folder(package), folder, window.session.profile)
    (folder / "screens" / "a.html").write_text("<p>Another</p>")
    window.open_path(folder / "purchase-approval.bpmn")


def when_open(kind: type, act: object) -> None:
    """Do something with the dialog that comes up, then close it."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        act(dialog)
        dialog.close()

    QTimer.singleShot(400, run)


def test_the_screen_of_a_mail_is_one_click_away(
    window: MainWindow, qtbot: QtBot, shared_data: Path, tmp_path: Path
) -> None:
    open_process(window, shared_data, tmp_path / "made")
    element = window.page.file.document.find("node_9")
    assert element is not None
    window.page.canvas.select([element])
    qtbot.waitUntil(lambda: window.properties_panel.tools.isVisible())
    seen = []

    when_open(ScreensDialog, lambda dialog: seen.append((dialog.list.currentItem().text(), dialog.about.text())))
    link = next(each for each in window.properties_panel.tools.buttons if each.text() == "Screens…")
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)

    assert seen[0][0] == "Review request"
    assert "type FORM" in seen[0][1]


def test_the_people_of_the_workspace_are_reached_from_the_menu(
    window: MainWindow, shared_data: Path, tmp_path: Path
) -> None:
    open_process(window, shared_data, tmp_path / "made")
    (tmp_path / "made" / "users.json").write_text('[{"id": 1, "fullname": "Ann Lee", "email": "ann@example.org"}]')
    seen = []

    when_open(PeopleDialog, lambda dialog: seen.append(dialog.tables["users.json"].item(0, 1).text()))
    window.actions_by_id["workspace.people"].trigger()

    assert seen == ["Ann Lee"]


def test_without_a_folder_all_say_what_to_do(window: MainWindow) -> None:
    for command in ("workspace.screens", "workspace.people", "workspace.mail-servers"):
        window.actions_by_id[command].trigger()

    assert QApplication.activeModalWidget() is None
