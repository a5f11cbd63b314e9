"""The panel of live runs in little room."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from modeler.ui.icons import Icons
from modeler.ui.panels.live import LivePanel
from modeler.ui.panels.live_view import LiveRow, LiveView
from modeler.ui.panels.run_view import RunView


def test_a_long_error_is_told_whole_and_leaves_the_head_one_line_high(icons: Icons, qtbot: QtBot) -> None:
    panel = LivePanel(icons)
    qtbot.addWidget(panel)
    panel.resize(490, 320)
    panel.show()
    rows = (LiveRow("a", "Order", "error"),)
    panel.show_view(LiveView(rows, "a", RunView("completed")))
    height = panel.retry.parentWidget().height() - panel.runs.height()
    hidden = panel.error.isHidden()

    said = "The server did not answer in time. " * 6
    panel.show_view(LiveView(rows, "a", RunView("error", said)))
    qtbot.waitUntil(panel.error.isVisible)

    assert hidden
    assert panel.error.text() == said
    assert panel.retry.parentWidget().height() - panel.runs.height() <= height + 2
