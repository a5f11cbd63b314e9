"""The preview panel in little room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow

Press = Callable[..., None]


def is_cut(button: QToolButton) -> bool:
    return button.width() < button.sizeHint().width()


def test_a_narrow_panel_leaves_the_steps_to_the_timeline_and_cuts_no_words(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.resize(1500, 800)
    press(Qt.Key.Key_F5)
    panel = window.run_panel
    qtbot.waitUntil(lambda: panel.view.status == "waiting", timeout=20_000)
    assert panel.steps.isVisible()

    window.resize(1100, 720)
    qtbot.waitUntil(lambda: not panel.steps.isVisible())

    assert not [button.text() for button in panel.left.buttons if is_cut(button)]
    assert panel.timeline.slider.isVisible()
