"""Waiting for long work: the window lives, cancel gives up, errors come through."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from modeler.ui.background import Background
from modeler.ui.long_work import LongWork


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def background(parent: QWidget) -> Iterator[Background]:
    made = Background(parent)
    yield made
    made.close()


def dialog() -> QProgressDialog | None:
    found = QApplication.activeModalWidget()
    return found if isinstance(found, QProgressDialog) else None


def press_cancel() -> None:
    shown = dialog()
    if shown is not None:
        QTest.mouseClick(shown.findChild(QPushButton), Qt.MouseButton.LeftButton)


def test_quick_work_shows_no_dialog(parent: QWidget, background: Background) -> None:
    work = LongWork[int](parent, background, "Counting…", lambda _: None)

    assert work.wait(lambda: 7) == 7
    assert parent.findChild(QProgressDialog) is None


def test_the_window_lives_while_long_work_is_done(parent: QWidget, background: Background) -> None:
    ended, seen = threading.Event(), []

    def look() -> None:
        if dialog() is not None:
            seen.append(dialog().labelText())
            ended.set()

    timer = QTimer(parent)
    timer.timeout.connect(look)
    timer.start(20)
    work = LongWork[bool](parent, background, "Counting…", lambda _: None)

    assert work.wait(lambda: ended.wait(20)) is True
    assert seen[0] == "Counting…"


def test_canceled_work_gives_nothing_and_its_late_result_is_discarded(
    parent: QWidget, background: Background, qtbot: QtBot
) -> None:
    ended, discarded = threading.Event(), []
    timer = QTimer(parent)
    timer.timeout.connect(press_cancel)
    timer.start(20)
    work = LongWork[bool](parent, background, "Counting…", discarded.append)

    assert work.wait(lambda: ended.wait(20)) is None
    timer.stop()
    ended.set()
    qtbot.waitUntil(lambda: discarded == [True])


def test_an_error_of_the_work_comes_through(parent: QWidget, background: Background) -> None:
    def fail() -> int:
        raise ValueError("no such file")

    with pytest.raises(ValueError, match="no such file"):
        LongWork[int](parent, background, "Counting…", lambda _: None).wait(fail)
