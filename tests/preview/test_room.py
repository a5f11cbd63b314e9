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


def test_a_narrow_inspector_shows_one_column_at_a_time_and_cuts_no_words(
    window: MainWindow, page: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.resize(1600, 800)
    press(Qt.Key.Key_F5)
    window.reveal("user")
    press(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    panel = window.element_run_panel
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.element == "user", timeout=20_000)
    columns = (panel.input, panel.details, panel.output)
    wide = [column.isVisible() for column in columns]

    window.resize(1100, 720)
    qtbot.waitUntil(lambda: not panel.input.isVisible())
    narrow = [column.isVisible() for column in columns]
    output = panel.sides.button(2)
    qtbot.mouseClick(output, Qt.MouseButton.LeftButton)

    assert wide == [True, True, True]
    assert narrow == [False, True, False]
    assert [column.isVisible() for column in columns] == [False, False, True]
    buttons = [*panel.sides.buttons(), *panel.output.views.buttons]
    qtbot.waitUntil(lambda: not any(isinstance(button, QToolButton) and is_cut(button) for button in buttons))
