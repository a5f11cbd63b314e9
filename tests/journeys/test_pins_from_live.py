"""What really happened is kept as a pin: from the list of what a live run sent, and from the test of a resource."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from modeler.services.live.runs import LiveChoice
from modeler.ui.data_connectors.dialog import DataConnectorsDialog
from modeler.ui.dialogs.try_step import PinDialog
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.live import LivePanel
from tests.connectors.local_http import LocalServer, serving
from tests.preview.drawn import drawn
from tests.reliability.planted import service
from tests.services.connector_processes import SERVICE, connector_task, process

LEFT = Qt.MouseButton.LeftButton
SECRET = "c4nary-in-the-answer"
WHOLE = [{"key": "whole", "value": "", "format": "dotNotation"}]
TASK = {"dataSource": 3, "endpoint": "Send", "dataMapping": WHOLE}


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with serving() as running:
        said = json.dumps({"order": 17, "echo": SECRET}).encode()
        running.answer = lambda seen: (200, {"Content-Type": "application/json"}, said)
        yield running


@pytest.fixture
def folder(window: MainWindow, server: LocalServer, tmp_path: Path, qtbot: QtBot) -> Path:
    """A process with one call of a service, in front."""
    made = service(tmp_path / "work", server)
    window.session.secrets.keep("SHOP", SECRET, for_session=True)
    path = made / "order.bpmn"
    path.write_bytes(drawn(process(connector_task("call", SERVICE, TASK))))
    page = window.open_path(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    return made


def asked(window: MainWindow, qtbot: QtBot) -> PinDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(PinDialog)), timeout=20_000)
    (dialog,) = window.findChildren(PinDialog)
    return dialog


def test_what_a_live_run_got_is_kept_as_a_pin(
    window: MainWindow, folder: Path, server: LocalServer, qtbot: QtBot
) -> None:
    page, panel = window.page, window.findChild(LivePanel)
    assert page is not None
    assert panel is not None
    choice = LiveChoice({}, frozenset({"call"}), folder, loopback=True)
    window.live.start(page.file.document, choice, "order")
    window.bottom.bring(panel)
    qtbot.waitUntil(lambda: panel.sends.count() == 1 and not window.live.is_busy, timeout=20_000)
    before = panel.pin.isEnabled()
    panel.sends.setFocus()
    qtbot.keyClick(panel.sends, Qt.Key.Key_Home)
    qtbot.keyClick(panel.sends, Qt.Key.Key_Down)
    qtbot.keyClick(panel.sends, Qt.Key.Key_Up)

    qtbot.mouseClick(panel.pin, LEFT)
    dialog = asked(window, qtbot)
    shown, note = dialog.edit.block.toPlainText(), dialog.note.text()
    qtbot.mouseClick(dialog.ok, LEFT)

    assert not before
    assert "Secrets are masked" in note
    assert (json.loads(shown)["whole"]["order"], json.loads(shown)["whole"]["echo"]) == (17, "•••")
    assert window.preview.stops.pins_of(page) == {"call": {"whole": {"order": 17, "echo": "•••"}}}
    assert page.canvas.overlays.run_layer.pins == {"call"}


def test_a_preview_uses_it_and_calls_nobody(
    window: MainWindow, folder: Path, server: LocalServer, qtbot: QtBot
) -> None:
    window.preview.pin("call", {"whole": {"order": 3}})

    window.actions_by_id["preview.run"].trigger()
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert window.run_panel.view.data == {"whole": {"order": 3}}
    assert server.seen == []


def in_dialog(window: MainWindow, qtbot: QtBot, act: Callable[[DataConnectorsDialog], None]) -> None:
    """Open the data connectors of the selected element and do something there."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, DataConnectorsDialog):
            act(found)
            found.reject()
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    window.reveal("call")
    window.actions_by_id["connectors.data"].trigger()


def test_the_answer_to_a_test_is_kept_as_a_pin_of_the_element_that_calls_it(
    window: MainWindow, folder: Path, server: LocalServer, qtbot: QtBot
) -> None:
    hidden: list[bool] = []

    def act(dialog: DataConnectorsDialog) -> None:
        page = dialog.resource_page
        qtbot.mouseClick(page.send_button, LEFT)
        qtbot.waitUntil(page.send_button.isEnabled, timeout=20_000)
        hidden.append(page.trial.pin.isHidden())
        page.mode.setCurrentIndex(page.mode.findData("live"))
        page.trial.loopback.setChecked(True)
        qtbot.mouseClick(page.send_button, LEFT)
        qtbot.waitUntil(page.trial.pin.isVisible, timeout=20_000)
        qtbot.mouseClick(page.trial.pin, LEFT)
        qtbot.mouseClick(asked(window, qtbot).ok, LEFT)

    in_dialog(window, qtbot, act)

    assert hidden == [True]
    assert [seen.path for seen in server.seen] != []
    assert window.page is not None
    assert window.preview.stops.pins_of(window.page) == {"call": {"whole": {"order": 17, "echo": "•••"}}}
