"""A run that takes long never holds up the window, and ends when it is told to."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.services.preview.session import PreviewSession
from modeler.services.preview.standing import Standing
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow

FOREVER = 30.0
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def long_run(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Every run goes on until somebody interrupts it; the event says that one has begun."""
    begun = threading.Event()

    def run(session: PreviewSession) -> Standing:
        session._pause.clear()
        session.progress = 1234
        begun.set()
        assert session._pause.wait(FOREVER)
        return session.step()

    monkeypatch.setattr(PreviewSession, "run", run)
    return begun


def start(window: MainWindow, begun: threading.Event, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(begun.is_set, timeout=20_000)


def test_the_window_tells_how_far_a_long_run_has_come_and_pauses_it(
    window: MainWindow, page: DocumentPage, long_run: threading.Event, qtbot: QtBot
) -> None:
    start(window, long_run, qtbot)

    qtbot.waitUntil(lambda: "1,234" in window.run_panel.view.message)
    page.canvas.zoom_in()
    running = window.run_panel.view.status
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not window.preview.is_busy)

    assert running == "running"
    assert window.run_panel.view.status == "paused"


def test_a_long_run_is_ended_while_it_runs(
    window: MainWindow, page: DocumentPage, long_run: threading.Event, qtbot: QtBot
) -> None:
    start(window, long_run, qtbot)

    qtbot.keyClick(window, Qt.Key.Key_F5, SHIFT)

    qtbot.waitUntil(lambda: window.run_panel.view.status == "canceled")


def test_the_window_closes_while_something_runs(
    window: MainWindow, page: DocumentPage, long_run: threading.Event, qtbot: QtBot
) -> None:
    start(window, long_run, qtbot)

    window.quit_now()

    assert not window.isVisible()


def test_a_document_that_is_closed_takes_its_run_with_it(
    window: MainWindow, page: DocumentPage, long_run: threading.Event, qtbot: QtBot
) -> None:
    start(window, long_run, qtbot)

    window.documents.close(page)
    qtbot.waitUntil(lambda: not window.preview.is_busy)

    assert not window.preview.has_run
    assert window.run_panel.view.status == "idle"


def test_a_step_back_waits_for_nothing_that_works_beside_it(
    window: MainWindow, page: DocumentPage, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.preview.has_run and not window.preview.is_busy, timeout=20_000)
    before = window.preview.standing.step
    gate = threading.Event()
    for _ in range(5):
        window.background.run(lambda: gate.wait(FOREVER), lambda _: None, pytest.fail)

    try:
        qtbot.keyClick(window, Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: window.preview.standing.step == before - 1)
    finally:
        gate.set()

    assert before > 0
