"""Slack's channels and people, loaded into the form of the real window by a click, from a server like Slack's."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from connectors.sdk.live import LiveHttp
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.app import build_window
from modeler.services.profile import Profile
from modeler.ui.forms.element_form import key_of
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.fields.choice import ChoiceField
from tests.connectors.local_http import Answer, LocalServer, Seen, serving
from tests.live.kit import Rerouted
from tests.services.connector_processes import SLACK

TASKS = Path(__file__).with_name("forms") / "tasks.bpmn"
LEFT = Qt.MouseButton.LeftButton
TOKEN = "xoxb-4417-canary"


class Slack:
    """Answers like Slack: a channel list in two pages, and people; `error` refuses; `gate` holds answers back."""

    def __init__(self, server: LocalServer) -> None:
        self.server, self.error = server, ""
        self.gate = threading.Event()
        self.gate.set()
        server.answer = self.answer

    def answer(self, seen: Seen) -> Answer:
        self.gate.wait(20)
        reply: dict[str, Any] = {"ok": True}
        if self.error:
            reply = {"ok": False, "error": self.error}
        elif "users.list" in seen.path:
            reply["members"] = [{"id": "U1", "name": "ann", "real_name": "Ann Lee"}]
        elif "cursor" in seen.path:
            reply["channels"] = [{"id": "C2", "name": "<b>sales</b>"}]
        else:
            reply["channels"] = [{"id": "C1", "name": "buying"}]
            reply["response_metadata"] = {"next_cursor": "two"}
        return 200, {"Content-Type": "application/json"}, json.dumps(reply).encode()


class Clock:
    """A time that the test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 30, 14, 5)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def slack() -> Iterator[Slack]:
    with serving() as running:
        speaking = Slack(running)
        yield speaking
        speaking.gate.set()


@pytest.fixture
def window(qapp: QApplication, qtbot: QtBot, tmp_path: Path, slack: Slack) -> Iterator[MainWindow]:
    settings = {"delivery": "bot", "channel": "", "message": "Hello", "token": "secret:BOT"}
    file = tmp_path / "work" / "notify.bpmn"
    file.parent.mkdir()
    file.write_bytes(TASKS.read_bytes())
    filed = [{"id": "C1", "name": "old-name"}, {"id": "C9", "name": "filed"}]
    (file.parent / "slack-channels.json").write_text(json.dumps(filed))
    made = build_window(qapp, Profile(tmp_path / "profile"))
    made.appearance.set_mode("light")
    made.loaded_choices._now = Clock()
    hosts = {"slack.com": f"http://127.0.0.1:{slack.server.port}"}
    made.loaded_choices.http = lambda permitted: Rerouted(LiveHttp(lambda _: True, loopback=True), hosts)
    made.session.secrets.keep("BOT", TOKEN, for_session=True)
    made.resize(1400, 900)
    made.show()
    page = made.open_path(file)
    assert page is not None
    element = page.file.document.get("Ask")
    with page.file.document.edit("Prepare"):
        element.set("implementation", SLACK)
        element.set_foreign(PROCESSMAKER, "config", json.dumps(settings))
    made.reveal("Ask")
    QApplication.processEvents()
    yield made
    slack.gate.set()
    made.quit_now()
    made.deleteLater()


def channel(window: MainWindow) -> ChoiceField:
    QApplication.processEvents()
    key = key_of(("channel",))
    boxes = window.properties_panel.groups
    found = next(found for box in boxes for top in box.editors if (found := top.find_editor(key)) is not None)
    assert isinstance(found, ChoiceField)
    return found


def titles(window: MainWindow) -> list[str]:
    box = channel(window).editor
    assert isinstance(box, QComboBox)
    return [box.itemText(index) for index in range(box.count())]


def press(window: MainWindow, qtbot: QtBot) -> None:
    loader = channel(window).loader
    assert loader is not None
    qtbot.mouseClick(loader.button, LEFT)


def says(window: MainWindow) -> tuple[str, str]:
    loader = channel(window).loader
    assert loader is not None
    return loader.button.text(), loader.words.text()


def settled(window: MainWindow, word: str) -> Callable[[], bool]:
    return lambda: says(window)[0] == word


def test_nothing_is_asked_before_somebody_clicks(window: MainWindow, slack: Slack) -> None:
    assert titles(window) == ["#old-name", "#filed"]
    assert says(window) == ("Load the list", "Loading asks slack.com with the secret “BOT”.")
    assert slack.server.seen == []


def test_a_secret_that_is_readable_in_the_file_is_not_shown_a_second_time(window: MainWindow) -> None:
    document = window.page.file.document
    element = document.get("Ask")

    with document.edit("Write the secret out"):
        element.set_foreign(PROCESSMAKER, "config", json.dumps({"delivery": "bot", "token": TOKEN}))

    assert says(window)[1].startswith("Loading needs the secret in the keyring")
    assert TOKEN not in says(window)[1]


def test_channels_and_people_are_loaded_off_the_windows_thread(window: MainWindow, slack: Slack, qtbot: QtBot) -> None:
    slack.gate.clear()

    press(window, qtbot)
    waiting = says(window)
    press(window, qtbot)
    slack.gate.set()
    qtbot.waitUntil(lambda: "#buying" in titles(window), timeout=20_000)

    assert waiting[0] == "Loading…"
    assert titles(window) == ["#buying", "#<b>sales</b>", "@ann (Ann Lee)", "#filed"]
    assert says(window)[1].startswith("3 loaded at")
    assert QApplication.focusWidget() is channel(window).editor
    assert [seen.headers["Authorization"] for seen in slack.server.seen] == [f"Bearer {TOKEN}"] * 3


def test_a_loaded_channel_is_chosen_and_one_step_takes_it_back(window: MainWindow, slack: Slack, qtbot: QtBot) -> None:
    press(window, qtbot)
    qtbot.waitUntil(lambda: "#buying" in titles(window), timeout=20_000)
    box = channel(window).editor
    box.setFocus()

    qtbot.keyClicks(box, "ann")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    page = window.page
    assert page is not None
    element = page.file.document.get("Ask")
    assert json.loads(element.foreign(PROCESSMAKER, "config") or "")["channel"] == "U1"
    page.file.document.history.undo()
    assert json.loads(element.foreign(PROCESSMAKER, "config") or "")["channel"] == ""


def test_a_refusal_stands_at_the_field_and_can_be_tried_again(window: MainWindow, slack: Slack, qtbot: QtBot) -> None:
    slack.error = "invalid_auth"
    press(window, qtbot)
    qtbot.waitUntil(settled(window, "Try again"), timeout=20_000)
    reason = says(window)[1]
    slack.error = ""

    press(window, qtbot)
    qtbot.waitUntil(lambda: "#buying" in titles(window), timeout=20_000)

    assert "does not accept the bot token" in reason
    assert TOKEN not in reason
    assert says(window)[0] == "Refresh the list"


def test_a_secret_that_is_not_set_is_named(window: MainWindow, slack: Slack, qtbot: QtBot) -> None:
    window.session.secrets.forget("BOT")

    press(window, qtbot)
    qtbot.waitUntil(settled(window, "Try again"), timeout=20_000)

    assert "“BOT” is not set" in says(window)[1]
    assert slack.server.seen == []


def test_what_was_loaded_is_forgotten_after_an_hour(window: MainWindow, slack: Slack, qtbot: QtBot) -> None:
    press(window, qtbot)
    qtbot.waitUntil(lambda: "#buying" in titles(window), timeout=20_000)

    window.loaded_choices._now.moment += timedelta(minutes=61)
    window.inspector.show_selection()

    assert titles(window) == ["#old-name", "#filed"]
