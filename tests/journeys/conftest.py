"""The whole application, driven as a user drives it: mouse and keys on the real window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.real_window import window as window

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def drag(qtbot: QtBot) -> Callable[[QWidget, QMimeData, QWidget, QPoint], None]:
    """Drag from one widget to a place on another.

    The mouse starts the drag; what the window system would then send, this sends, for the platform of the tests
    has no drags of its own.
    """

    def run(source: QWidget, data: QMimeData, target: QWidget, at: QPoint) -> None:
        start = source.rect().center()
        qtbot.mousePress(source, LEFT, pos=start)
        qtbot.mouseMove(source, start + QPoint(4, 0))
        qtbot.mouseRelease(source, LEFT, pos=start)
        action = Qt.DropAction.CopyAction
        QApplication.sendEvent(target, QDragEnterEvent(at - QPoint(40, 40), action, data, LEFT, NO_KEYS))
        for step in (QPoint(40, 40), QPoint(10, 10), QPoint(0, 0)):
            QApplication.sendEvent(target, QDragMoveEvent(at - step, action, data, LEFT, NO_KEYS))
        QApplication.sendEvent(target, QDropEvent(QPointF(at), action, data, LEFT, NO_KEYS))

    return run
