"""A secret in the form: set, chosen, moved and cleared without ever being shown."""

from __future__ import annotations

import keyring
import pytest
from keyring.backends import null
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from modeler.ui.panels.fields.secret import SecretField
from tests.memory_keyring import MemoryKeyring
from tests.ui.forms.conftest import Panel

LEFT = Qt.MouseButton.LeftButton
CANARY = "xoxb-canary-1234"


def token(panel: Panel) -> SecretField:
    found = panel.field("token")
    assert isinstance(found, SecretField)
    return found


def click(panel: Panel, words: str) -> None:
    QApplication.processEvents()
    buttons = [each for each in token(panel).findChildren(QPushButton) if each.text() == words and each.isVisible()]
    panel.qtbot.mouseClick(buttons[0], LEFT)
    QApplication.processEvents()


def shown(panel: Panel) -> str:
    labels = [each.text() for each in token(panel).findChildren(QLabel) if not each.isHidden()]
    return " | ".join(text for text in labels if text)


def line(panel: Panel, name: str) -> QLineEdit:
    return next(each for each in token(panel).findChildren(QLineEdit) if each.accessibleName() == f"Token: {name}")


def test_a_secret_is_set_and_the_file_gets_its_name(panel: Panel, memory_keyring: MemoryKeyring) -> None:
    panel.select("Ask", line="abc")
    assert "Not set" in shown(panel)

    click(panel, "Set…")
    assert line(panel, "the secret").echoMode() == QLineEdit.EchoMode.Password
    panel.qtbot.keyClicks(line(panel, "the secret"), CANARY)
    panel.qtbot.keyClick(line(panel, "the secret"), Qt.Key.Key_Return)

    assert panel.settings("Ask")["token"] == "secret:TOKEN"
    assert memory_keyring.get_password("processwright", "TOKEN") == CANARY
    assert "TOKEN, set in the keyring" in shown(panel)
    assert CANARY not in panel.document.to_bytes().decode()


def test_a_secret_that_stands_in_the_file_is_an_error_and_moves_to_the_keyring(
    panel: Panel, memory_keyring: MemoryKeyring
) -> None:
    panel.select("Ask", token=CANARY)
    assert "stands readable in the file" in shown(panel)
    widgets = [each.text() for each in panel.window.findChildren(QLabel) + panel.window.findChildren(QLineEdit)]
    assert not [text for text in widgets if CANARY in text]

    click(panel, "Move to keyring")

    assert panel.settings("Ask")["token"] == "secret:TOKEN"
    assert memory_keyring.get_password("processwright", "TOKEN") == CANARY


def test_a_missing_secret_says_so(panel: Panel, memory_keyring: MemoryKeyring) -> None:
    panel.select("Ask", token="secret:OTHER")

    assert "OTHER, not in the keyring" in shown(panel)


def test_clearing_forgets_the_name_and_keeps_the_keyring(panel: Panel, memory_keyring: MemoryKeyring) -> None:
    memory_keyring.set_password("processwright", "OTHER", CANARY)
    panel.select("Ask", token="secret:OTHER")
    assert "OTHER, set in the keyring" in shown(panel)

    click(panel, "Clear")

    assert panel.settings("Ask")["token"] == ""
    assert memory_keyring.get_password("processwright", "OTHER") == CANARY


@pytest.mark.parametrize(("name", "value", "reason"), [("a b", "x", "letters, digits"), ("A", "", "is empty")])
def test_what_cannot_be_stored_says_why(
    name: str, value: str, reason: str, panel: Panel, memory_keyring: MemoryKeyring
) -> None:
    panel.select("Ask", line="abc")
    click(panel, "Set…")

    line(panel, "name in the keyring").setText(name)
    panel.qtbot.keyClicks(line(panel, "the secret"), value)
    panel.qtbot.keyClick(line(panel, "the secret"), Qt.Key.Key_Return)

    assert reason in shown(panel)
    assert panel.settings("Ask") == {"line": "abc"}


def test_escape_closes_the_entry_without_storing(panel: Panel, memory_keyring: MemoryKeyring) -> None:
    panel.select("Ask", line="abc")
    click(panel, "Set…")
    panel.qtbot.keyClicks(line(panel, "the secret"), CANARY)

    panel.qtbot.keyClick(line(panel, "the secret"), Qt.Key.Key_Escape)

    assert line(panel, "the secret").text() == ""
    assert line(panel, "the secret").isHidden() or not line(panel, "the secret").isVisible()
    assert panel.settings("Ask") == {"line": "abc"}


def test_without_a_keyring_a_secret_can_be_kept_for_the_session(panel: Panel) -> None:
    keyring.set_keyring(null.Keyring())
    panel.select("Ask", line="abc")
    click(panel, "Set…")
    panel.qtbot.keyClicks(line(panel, "the secret"), CANARY)
    panel.qtbot.keyClick(line(panel, "the secret"), Qt.Key.Key_Return)
    assert panel.settings("Ask") == {"line": "abc"}

    click(panel, "Keep for this session only")

    assert panel.settings("Ask")["token"] == "secret:TOKEN"
    assert panel.window.session.secrets.is_for_session("TOKEN")
    panel.window.session.secrets.forget("TOKEN")
