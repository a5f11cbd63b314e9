"""From a mail's setting to its server, on the real window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.ui.mail_servers.dialog import MailServersDialog
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.choice import ChoiceField
from tests.services.connector_processes import BASE, MAIL, SERVICE
from tests.ui.test_data_connector_window import CONFIG, FILE

LEFT = Qt.MouseButton.LeftButton
SERVERS = [{"name": "Office", "host": "h.example.org", "senderAddress": "a@example.org"},
           {"name": "Bulk", "host": "g.example.org", "senderAddress": "b@example.org"}]  # fmt: skip


@pytest.fixture
def field(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Callable[[str], ChoiceField]:
    """Opens a process whose mail goes through a server, and gives the setting's field."""

    def shown(server: str) -> ChoiceField:
        settings = quoteattr(json.dumps({**BASE, "emailServer": server}))
        text = FILE.replace(SERVICE, MAIL).replace(quoteattr(CONFIG), settings)
        (tmp_path / "order.bpmn").write_text(text)
        window.open_path(tmp_path / "order.bpmn")
        window.reveal("call")
        qtbot.waitUntil(lambda: bool(fields(window)))
        return fields(window)[0]

    return shown


def fields(window: MainWindow) -> list[ChoiceField]:
    return [each for each in window.properties_panel.findChildren(ChoiceField) if each.field.opens == "mail-servers"]


def in_dialog(act: Callable[[MailServersDialog], object]) -> None:
    """Act in the dialog that comes up, then drop what it has not saved and close it."""

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MailServersDialog)
        act(dialog)
        dialog.servers.take_theirs()
        dialog.close()

    QTimer.singleShot(150, run)


def open_by(field: ChoiceField, act: Callable[[MailServersDialog], object]) -> str:
    """Press the link over the field, and act in the dialog; returns what the link says."""
    assert field.opener is not None
    in_dialog(act)
    words = field.opener.text()
    field.opener.click()
    return words


def test_the_server_of_a_mail_is_one_click_away(field, tmp_path: Path) -> None:
    (tmp_path / "mail-servers.json").write_text(json.dumps(SERVERS))
    seen = []

    words = open_by(field("Bulk"), lambda dialog: seen.append(dialog.page.editor("host").edit.text()))

    assert (words, seen) == ("Edit…", ["g.example.org"])


def test_a_mail_without_a_choice_shows_the_default_server(field, tmp_path: Path) -> None:
    (tmp_path / "mail-servers.json").write_text(json.dumps([SERVERS[0], {**SERVERS[1], "default": True}]))
    seen = []

    open_by(field(""), lambda dialog: seen.append(dialog.page.editor("name").edit.text()))

    assert seen == ["Bulk"]


def test_a_server_that_is_not_there_is_ready_to_be_made_and_then_offered(
    field, qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    def make(dialog: MailServersDialog) -> None:
        qtbot.keyClicks(dialog.focusWidget(), "mail.example.org")
        line = dialog.page.editor("senderAddress").edit
        line.setFocus()
        qtbot.keyClicks(line, "orders@example.org")
        assert dialog.save()

    open_by(field("Elsewhere"), make)

    (made,) = json.loads((tmp_path / "mail-servers.json").read_text())
    assert (made["name"], made["host"]) == ("Elsewhere", "mail.example.org")
    qtbot.waitUntil(lambda: "Elsewhere" in [choice.title for choice in fields(window)[0].field.choices])
    assert "fault" not in fields(window)[0].field.error


def test_the_menu_opens_the_editor(field, window: MainWindow) -> None:
    field("")
    seen = []

    in_dialog(lambda dialog: seen.append(dialog.empty.isVisible()))
    window.actions_by_id["workspace.mail-servers"].trigger()

    assert seen == [True]
