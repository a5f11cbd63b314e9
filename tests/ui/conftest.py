"""Panels and windows get a themed application, and must leave nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from modeler.ui.icons import Icons
from modeler.ui.theme import LIGHT
from tests.real_window import window as window


@pytest.fixture(autouse=True)
def nothing_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a visible window or a thread behind."""
    before = set(threading.enumerate())
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}"
    threads = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    assert not threads, f"threads left running: {threads}"


@pytest.fixture
def icons(qapp: QApplication) -> Icons:
    """Our icons in the colors of the light theme."""
    return Icons(LIGHT)
