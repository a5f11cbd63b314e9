"""The whole window with a small process in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from tests.real_window import window as window

SMALL = Path(__file__).with_name("small.bpmn")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A copy of the small process, with start data beside it."""
    copy = tmp_path / "small.bpmn"
    copy.write_bytes(SMALL.read_bytes())
    copy.with_suffix(".data.json").write_text('{"amount": 5}', encoding="utf-8")
    return copy


@pytest.fixture
def page(window: MainWindow, file: Path, qtbot: QtBot) -> DocumentPage:
    """The small process in front, drawn."""
    opened = window.documents.open(file)
    assert opened is not None
    qtbot.waitUntil(lambda: opened.canvas.is_complete)
    return opened


@pytest.fixture
def press(window: MainWindow, qtbot: QtBot) -> Callable[..., None]:
    """Press a key of the window and wait until the preview has done what it means."""

    def run(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(window, key, modifiers)
        qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)

    return run


@pytest.fixture
def place(page: DocumentPage) -> Callable[[str], QPoint]:
    """Where the middle of an element is on the canvas."""

    def find(id: str) -> QPoint:
        item = page.canvas.stage.scene.item(page.file.document.find(id))
        assert item is not None
        point = item.points[0] if item.points else None
        at = page.canvas.stage.viewport.to_view(*((point.x + 12, point.y) if point is not None else item.center))
        return QPoint(round(at[0]), round(at[1]))

    return find
