"""A key that comes while a pin is taken over is heard: what it means is done right after."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.services.preview.session import PreviewSession
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow

Press = Callable[..., None]


@pytest.fixture
def may_go(monkeypatch: pytest.MonkeyPatch) -> Event:
    """What lets a pin be taken over; until it is set, the preview is busy with it."""
    let, pin = Event(), PreviewSession.pin
    monkeypatch.setattr(PreviewSession, "pin", lambda *given: let.wait(20) and pin(*given))
    return let


@pytest.mark.parametrize("key", [Qt.Key.Key_F5, Qt.Key.Key_F10, Qt.Key.Key_F11])
def test_a_key_in_the_moment_of_a_pin_is_done_after_it(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot, may_go: Event, key: Qt.Key
) -> None:
    press(Qt.Key.Key_F11)

    window.preview.pin("big", {"seen": 1})
    busy_then = window.preview.is_busy
    qtbot.keyClick(window, key)
    may_go.set()

    qtbot.waitUntil(lambda: window.run_panel.view.step > 1 and not window.preview.is_busy, timeout=20_000)
    assert busy_then
    assert window.preview.standing.pins == {"big": {"seen": 1}}


def test_only_the_last_of_several_keys_counts(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot, may_go: Event
) -> None:
    press(Qt.Key.Key_F11)

    window.preview.pin("big", {"seen": 1})
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F11)
    may_go.set()

    qtbot.waitUntil(lambda: not window.preview.is_busy and window.run_panel.view.step > 1, timeout=20_000)
    assert window.run_panel.view.step == 2
