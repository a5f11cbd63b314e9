"""A key that comes while a pin is taken over is heard: what it means is done right after."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.services.preview.session import PreviewSession
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow


@pytest.mark.parametrize("key", [Qt.Key.Key_F5, Qt.Key.Key_F10, Qt.Key.Key_F11])
def test_a_key_in_the_moment_of_a_pin_is_done_after_it(
    window: MainWindow, page: DocumentPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: Qt.Key
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.run_panel.view.step == 1 and not window.preview.is_busy, timeout=20_000)
    may_go, pin = Event(), PreviewSession.pin
    monkeypatch.setattr(PreviewSession, "pin", lambda *given: may_go.wait(20) and pin(*given))

    window.preview.pin("big", {"seen": 1})
    busy_then = window.preview.is_busy
    qtbot.keyClick(window, key)
    may_go.set()

    qtbot.waitUntil(lambda: window.run_panel.view.step > 1 and not window.preview.is_busy, timeout=20_000)
    assert busy_then
    assert window.preview.standing.pins == {"big": {"seen": 1}}


def test_only_the_last_of_several_keys_counts(
    window: MainWindow, page: DocumentPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.run_panel.view.step == 1 and not window.preview.is_busy, timeout=20_000)
    may_go, pin = Event(), PreviewSession.pin
    monkeypatch.setattr(PreviewSession, "pin", lambda *given: may_go.wait(20) and pin(*given))

    window.preview.pin("big", {"seen": 1})
    for _ in range(3):
        qtbot.keyClick(window, Qt.Key.Key_F11)
    may_go.set()

    qtbot.waitUntil(lambda: not window.preview.is_busy and window.run_panel.view.step > 1, timeout=20_000)
    assert window.run_panel.view.step == 2
