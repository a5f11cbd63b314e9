"""The editor of mail servers, driven by mouse and keys, with real servers and a real provider of tokens."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from random import Random

import keyring
import pytest
from keyring.backends.null import Keyring as Null
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from modeler.ui.background import Background
from modeler.ui.mail_servers.dialog import MailServersDialog, Means
from modeler.ui.secret_line import SecretLine
from tests.live.kit import SENDER, free_port
from tests.live.token_mail import Doorkeeper, token_imap, token_smtp
from tests.services.mail_sign_in.browser import browse
from tests.services.mail_sign_in.provider import CLIENT_SECRET, Provider, provider_running

LEFT = Qt.MouseButton.LeftButton
OFFICE = {"name": "Office", "host": "smtp.example.org", "senderAddress": SENDER, "x-note": [1], "default": True}
BULK = {"name": "Bulk", "host": "bulk.example.org", "senderAddress": "bulk@example.org"}


class Browser:
    """Notes the pages that it is to open; a test says when it does."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def __call__(self, address: str) -> bool:
        self.pages.append(address)
        return True

    def follow(self) -> None:
        threading.Thread(target=lambda: browse(self.pages[-1])).start()


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    kept = Secrets(Profile(tmp_path / "profile"))
    kept.keep("CLIENT", CLIENT_SECRET)
    return kept


@pytest.fixture
def open_with(qtbot: QtBot, tmp_path: Path, secrets: Secrets, browser: Browser) -> Iterator:
    """Opens the dialog on a folder with these servers."""
    parent, background = QWidget(), Background()
    qtbot.addWidget(parent)
    made: list[MailServersDialog] = []

    def run(*entries: object) -> MailServersDialog:
        folder = tmp_path / "work"
        folder.mkdir()
        if entries:
            (folder / "mail-servers.json").write_text(json.dumps(entries))
        made.append(MailServersDialog(folder, Means(secrets, background, browser), parent))
        made[0].show()
        qtbot.waitUntil(made[0].isActiveWindow)
        return made[0]

    yield run
    for dialog in made:
        dialog.attempts.end()
        dialog.servers.take_theirs()
        dialog.close()
    background.close()


def stored(dialog: MailServersDialog) -> list[dict[str, object]]:
    return json.loads(dialog.servers.path.read_text())


def names(dialog: MailServersDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def type_into(qtbot: QtBot, dialog: MailServersDialog, key: str, text: str) -> None:
    """Type into a field as a person does, in place of what stands there."""
    editor = dialog.page.editor(*key.split("."))
    line = editor.edit.line if isinstance(editor.edit, SecretLine) else editor.edit
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Qt.Key.Key_Delete)
    qtbot.keyClicks(line, text)


def choose(dialog: MailServersDialog, key: str, value: str) -> None:
    box = dialog.page.editor(*key.split(".")).edit
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def press(name: str) -> None:
    """Press a button of the question that comes up."""

    def run() -> None:
        question = QApplication.activeModalWidget()
        assert question is not None
        next(button for button in question.findChildren(QPushButton) if button.text() == name).click()

    QTimer.singleShot(100, run)


def shown_errors(dialog: MailServersDialog) -> list[str]:
    return [each.error.text() for each in dialog.page.editors if each.error.text()]


def test_an_empty_workspace_offers_servers_that_are_known(qtbot: QtBot, open_with) -> None:
    dialog = open_with()

    qtbot.keyClick(dialog.preset_buttons["google"], Qt.Key.Key_Space)
    qtbot.keyClicks(dialog.page.editor("name").edit, "Mine")
    type_into(qtbot, dialog, "senderAddress", "me@gmail.com")
    type_into(qtbot, dialog, "oauth.clientId", "app-1")
    qtbot.mouseClick(dialog.save_button, LEFT)

    assert stored(dialog) == [
        {"name": "Mine", "host": "smtp.gmail.com", "signIn": "oauth2",
         "oauth": {"provider": "google", "clientId": "app-1"}, "incoming": {"host": "imap.gmail.com"},
         "senderAddress": "me@gmail.com"},
    ]  # fmt: skip


def test_what_is_not_filled_in_yet_is_no_mistake_before_it_is_saved(qtbot: QtBot, open_with) -> None:
    dialog = open_with()
    qtbot.mouseClick(dialog.preset_buttons["other"], LEFT)

    before = shown_errors(dialog)
    qtbot.mouseClick(dialog.save_button, LEFT)

    assert before == []
    assert shown_errors(dialog) == ["The host is missing.", "The sender's address is missing."]
    assert not dialog.page.tabs.tabIcon(0).isNull()


def test_a_wrong_value_is_told_below_its_field(qtbot: QtBot, open_with) -> None:
    dialog = open_with(OFFICE)

    type_into(qtbot, dialog, "port", "99999")

    editor = dialog.page.editor("port")
    assert editor.error.isVisibleTo(dialog.page)
    assert "between 1 and 65535" in editor.error.text()
    assert editor.edit.property("state") == "error"
    type_into(qtbot, dialog, "port", "2525")
    assert shown_errors(dialog) == []


def test_an_edit_changes_only_what_it_changes_and_unknown_keys_stay(qtbot: QtBot, open_with) -> None:
    dialog = open_with(OFFICE, BULK)
    before = dialog.servers.path.read_text()

    type_into(qtbot, dialog, "host", "mail.example.org")
    qtbot.keyClick(dialog, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)

    assert dialog.servers.path.read_text() == before.replace("smtp.example.org", "mail.example.org")


def test_servers_are_copied_removed_and_made_the_default_one(qtbot: QtBot, open_with) -> None:
    dialog = open_with(OFFICE, BULK)

    qtbot.mouseClick(dialog.copy_button, LEFT)
    qtbot.mouseClick(dialog.page.is_default, LEFT)
    dialog.list.setCurrentRow(0)
    dialog.list.setFocus()
    qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    qtbot.mouseClick(dialog.save_button, LEFT)

    assert names(dialog) == ["Office 2 (default)", "Bulk"]
    assert stored(dialog) == [{**OFFICE, "name": "Office 2"}, BULK]


def test_the_fields_follow_the_way_to_sign_in(open_with) -> None:
    dialog = open_with({**OFFICE, "user": "me"})
    page = dialog.page

    def shown(*key: str) -> bool:
        return page.editor(*key).isVisibleTo(page.tabs.widget(1))

    assert (shown("password"), shown("oauth", "clientId")) == (True, False)
    choose(dialog, "signIn", "oauth2")
    assert (page.editor("oauth", "provider").edit.currentText(), shown("oauth", "clientId")) == ("Google", True)
    choose(dialog, "oauth.provider", "microsoft")
    assert (shown("oauth", "tenant"), shown("oauth", "tokenUrl")) == (True, False)
    choose(dialog, "oauth.provider", "custom")
    assert (shown("oauth", "tenant"), shown("oauth", "tokenUrl")) == (False, True)
    choose(dialog, "oauth.grant", "client_credentials")
    assert not page.sign_in.isVisibleTo(page.tabs.widget(1))


def test_the_mailbox_is_taken_away_and_comes_back(qtbot: QtBot, open_with) -> None:
    dialog = open_with({**OFFICE, "incoming": {"host": "imap.example.org", "x": 1}})
    dialog.page.tabs.setCurrentIndex(2)

    dialog.page.has_mailbox.click()
    without = dict(dialog.servers.entries[0])
    dialog.page.has_mailbox.click()

    assert "incoming" not in without
    assert not dialog.servers.is_unsaved
    type_into(qtbot, dialog, "incoming.host", "x")
    assert dialog.page.has_mailbox.isChecked()


def test_a_password_goes_into_the_keyring_and_its_name_into_the_file(
    open_with, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = open_with({**OFFICE, "user": "me"})
    monkeypatch.setattr("modeler.ui.secret_line.QInputDialog.getText", lambda *_: ("s3cret-c4nary", True))

    dialog.page.editor("password").edit.button.click()
    dialog.save_button.click()

    assert secrets.get("secret:OFFICE_PASSWORD") == "s3cret-c4nary"
    assert stored(dialog)[0]["password"] == "secret:OFFICE_PASSWORD"


def test_a_password_that_is_typed_as_a_name_is_not_written(qtbot: QtBot, open_with) -> None:
    dialog = open_with({**OFFICE, "user": "me"})
    before = dialog.servers.path.read_text()

    type_into(qtbot, dialog, "password", "hunter2")
    press("Close")
    dialog.save_button.click()

    assert dialog.servers.path.read_text() == before
    assert dialog.page.editor("password").edit.line.echoMode() == QLineEdit.EchoMode.Password
    assert "clear text" in shown_errors(dialog)[0]


def test_closing_asks_about_what_is_not_saved(qtbot: QtBot, open_with) -> None:
    dialog = open_with(OFFICE)
    type_into(qtbot, dialog, "host", "mine.example.org")

    press("Cancel")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    still_open = dialog.isVisible()
    press("Save")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert (still_open, dialog.isVisible()) == (True, False)
    assert stored(dialog)[0]["host"] == "mine.example.org"


@pytest.mark.parametrize(("answer", "host"), [("Keep mine", "mine"), ("Take theirs", "theirs"), ("Cancel", "theirs")])
def test_a_file_that_somebody_else_changed_is_asked_about(qtbot: QtBot, open_with, answer: str, host: str) -> None:
    dialog = open_with(OFFICE)
    type_into(qtbot, dialog, "host", "mine")
    dialog.servers.path.write_text(json.dumps([{**OFFICE, "host": "theirs"}]))

    press(answer)
    dialog.save_button.click()

    assert stored(dialog)[0]["host"] == host
    assert dialog.servers.is_unsaved == (answer == "Cancel")


def test_a_file_that_cannot_be_read_is_told_and_left_alone(tmp_path: Path, open_with, qtbot: QtBot) -> None:
    dialog = open_with("no server")

    assert "list of objects" in dialog.servers.error
    assert dialog.broken.isVisible()
    assert not dialog.new_button.isEnabled()
    dialog.add("google")
    assert dialog.save()
    assert stored(dialog) == ["no server"]


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provider_running() as running:
        yield running


def account(provider: Provider) -> dict[str, object]:
    oauth = {key: value for key, value in provider.entry().items() if key != "refreshToken"}
    return {**OFFICE, "host": "127.0.0.1", "security": "none", "port": free_port(), "user": SENDER, "oauth": oauth}


def test_a_person_signs_in_with_the_browser(
    qtbot: QtBot, open_with, provider: Provider, browser: Browser, secrets: Secrets
) -> None:
    dialog = open_with(account(provider))
    dialog.page.tabs.setCurrentIndex(1)
    dialog.strip.loopback.setChecked(True)

    qtbot.mouseClick(dialog.page.sign_in.button, LEFT)
    waiting = dialog.page.sign_in.cancel.isVisible()
    browser.follow()
    qtbot.waitUntil(lambda: not dialog.attempts.is_under_way)
    dialog.save_button.click()

    assert waiting
    assert "Signed in" in dialog.page.sign_in.words.text()
    assert secrets.get("secret:OFFICE_SIGN_IN") == provider.refresh
    assert stored(dialog)[0]["oauth"]["refreshToken"] == "secret:OFFICE_SIGN_IN"
    assert provider.refresh not in dialog.servers.path.read_text()


def test_a_refused_sign_in_is_told(qtbot: QtBot, open_with, provider: Provider, browser: Browser) -> None:
    dialog = open_with(account(provider))
    provider.denies = "access_denied"

    dialog.page.sign_in.button.click()
    browser.follow()
    qtbot.waitUntil(lambda: not dialog.attempts.is_under_way)

    assert "access_denied" in dialog.page.sign_in.words.text()
    assert not dialog.servers.is_unsaved


def test_waiting_for_the_browser_can_be_canceled_and_esc_only_ends_it(
    qtbot: QtBot, open_with, provider: Provider, browser: Browser
) -> None:
    dialog = open_with(account(provider))
    dialog.page.tabs.setCurrentIndex(1)
    dialog.page.sign_in.button.click()
    dialog.page.sign_in.copy.click()

    qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert "canceled" in dialog.page.sign_in.words.text()
    assert QApplication.clipboard().text() == browser.pages[0]


def test_closing_while_the_browser_is_waited_for_leaves_nothing_behind(
    qtbot: QtBot, open_with, provider: Provider, browser: Browser
) -> None:
    dialog = open_with(account(provider))
    dialog.page.sign_in.button.click()

    dialog.close()

    assert not dialog.isVisible()
    assert not dialog.attempts.is_under_way
    assert "was canceled" in dialog.page.sign_in.words.text()


def test_without_a_keyring_a_sign_in_lasts_until_the_program_ends(
    qtbot: QtBot, open_with, provider: Provider, browser: Browser, secrets: Secrets
) -> None:
    keyring.set_keyring(Null())
    secrets.keep("CLIENT", CLIENT_SECRET, for_session=True)
    dialog = open_with(account(provider))
    dialog.strip.loopback.setChecked(True)

    dialog.page.sign_in.button.click()
    browser.follow()
    qtbot.waitUntil(lambda: not dialog.attempts.is_under_way)

    assert "until the program ends" in dialog.page.sign_in.words.text()
    assert secrets.is_for_session("OFFICE_SIGN_IN")


def test_a_server_is_tried_and_each_part_is_told(qtbot: QtBot, open_with, provider: Provider, secrets: Secrets) -> None:
    secrets.keep("REFRESH", provider.refresh)
    door = Doorkeeper({"acc3ss-c4nary.1"})
    with token_smtp(door) as mailer, token_imap(door) as imap:
        incoming = {"host": "127.0.0.1", "port": imap.server_address[1], "security": "none"}
        dialog = open_with({**account(provider), "port": mailer.port, "oauth": provider.entry(), "incoming": incoming})
        dialog.strip.loopback.setChecked(True)

        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(dialog.strip.steps) == 3)

        assert [step.is_good for step in dialog.strip.steps] == [True, True, True]
        assert dialog.strip.words.text() == "It works."
        assert mailer.sink.envelopes == []


def test_a_trial_that_fails_tells_why(qtbot: QtBot, open_with) -> None:
    port = free_port()
    dialog = open_with({**OFFICE, "host": "127.0.0.1", "port": port, "security": "none"})

    qtbot.mouseClick(dialog.strip.button, LEFT)
    qtbot.waitUntil(lambda: bool(dialog.strip.steps))

    assert f"nothing answers at port {port}" in dialog.strip.steps[0].words
    assert dialog.strip.words.text() == "It does not work yet."
    type_into(qtbot, dialog, "port", "25")
    assert dialog.strip.steps == []


def test_a_change_ends_a_trial_and_what_comes_of_it_is_not_shown(qtbot: QtBot, open_with) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dialog = open_with({**OFFICE, "host": "127.0.0.1", "port": silent.getsockname()[1], "security": "none"})
        dialog.strip.button.click()
        connection, _ = silent.accept()

        type_into(qtbot, dialog, "port", "2525")

        is_over = not dialog.attempts.is_under_way
        qtbot.waitUntil(lambda: not dialog.attempts.background.is_busy)
        connection.close()

    assert is_over
    assert dialog.strip.steps == []
    assert dialog.strip.button.isVisible()


def test_a_trial_of_what_cannot_be_used_shows_the_field(qtbot: QtBot, open_with) -> None:
    dialog = open_with({**OFFICE, "incoming": {"host": "imap", "port": 0}})

    qtbot.mouseClick(dialog.strip.button, LEFT)

    assert dialog.page.tabs.currentIndex() == 2
    assert not dialog.attempts.is_under_way


def test_what_is_lacking_here_is_not_asked_of_the_next_server(open_with) -> None:
    dialog = open_with({**OFFICE, "incoming": {"host": "imap.example.org"}}, BULK)
    dialog.page.has_mailbox.click()

    dialog.list.setCurrentRow(1)
    dialog.page.has_mailbox.click()

    assert dialog.servers.entries[1]["incoming"] == {"host": ""}


JUNK = [None, True, 0, 1.5, "", "x", "<b>x</b>", "a" * 300, [], [1], {}, {"a": 1}, "http://[", "a..b", "oauth2", "tls"]
WHERE = [("name",), ("host",), ("port",), ("security",), ("senderAddress",), ("user",), ("password",), ("signIn",),
         ("default",), ("oauth",), ("oauth", "provider"), ("oauth", "grant"), ("oauth", "tenant"),
         ("oauth", "clientSecret"), ("oauth", "tokenUrl"), ("incoming",), ("incoming", "host"), ("incoming", "port"),
         ("incoming", "signIn"), ("incoming", "oauth")]  # fmt: skip


def test_whatever_stands_in_the_file_is_shown_and_kept(open_with) -> None:
    chance = Random(7)
    entries = []
    for _ in range(40):
        entry: dict[str, object] = {"oauth": {}, "incoming": {}}
        for first, *rest in chance.sample(WHERE, 9):
            inner = entry.setdefault(first, {}) if rest else entry
            if isinstance(inner, dict):
                inner[rest[0] if rest else first] = chance.choice(JUNK)
        entries.append(entry)

    dialog = open_with(*entries)
    for row in range(len(entries)):
        dialog.list.setCurrentRow(row)
        for tab in range(3):
            dialog.page.tabs.setCurrentIndex(tab)

    assert not dialog.servers.is_unsaved
    assert stored(dialog) == entries
