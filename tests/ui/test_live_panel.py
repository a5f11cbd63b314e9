"""The panel of live runs in little room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pytestqt.qtbot import QtBot

from modeler.ui.clock_words import clock_words
from modeler.ui.icons import Icons
from modeler.ui.panels.live import LivePanel
from modeler.ui.panels.live_view import LiveRow, LiveView, SendRow
from modeler.ui.panels.run_view import RunView, WaitingTask


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


def test_a_call_that_is_made_again_tells_why_and_when(icons: Icons, qtbot: QtBot) -> None:
    panel = LivePanel(icons)
    qtbot.addWidget(panel)
    panel.show()
    again = datetime.now(UTC) + timedelta(days=2)
    waits = WaitingTask("call", "call", "Call", detail="attempt 1 failed: 503", again=again)
    rows = (LiveRow("a", "Order", "waiting"),)

    panel.show_view(LiveView(rows, "a", RunView("waiting", waiting=(waits,))))
    said = panel.waiting.help.text()
    panel.show_view(LiveView(rows, "a", RunView("waiting", waiting=(WaitingTask("call", "call", "Call"),))))

    assert said.splitlines()[0] == "Attempt 1 failed: 503"
    assert f"tried again at {clock_words(again, datetime.now(UTC))}." in said
    assert panel.waiting.help.text() == "It is answered from outside, or here by hand."


def test_a_reply_that_is_no_answer_stands_at_the_task_that_waits(icons: Icons, qtbot: QtBot) -> None:
    panel = LivePanel(icons)
    qtbot.addWidget(panel)
    panel.show()
    rows, run = (LiveRow("a", "Order", "waiting"),), RunView("waiting", waiting=(WaitingTask("ask", "ask", "Ask Ann"),))

    panel.show_view(LiveView(rows, "a", run, remarks=(("ask", "Ann replied without naming an answer: Maybe"),)))
    said, is_seen = panel.remarks.text(), panel.remarks.isVisible()
    panel.show_view(LiveView(rows, "a", run))

    assert (said, is_seen) == ("Ann replied without naming an answer: Maybe", True)
    assert not panel.remarks.isVisible()


def test_a_call_is_said_to_be_answered_since_the_server_may_have_said_no(icons: Icons, qtbot: QtBot) -> None:
    panel = LivePanel(icons)
    qtbot.addWidget(panel)
    sends = (
        SendRow("1", "a", "Order", "ann@example.org", "sent"),
        SendRow("2", "b", "Pay", "x.org", "sent", is_call=True),
    )

    panel.show_view(LiveView((LiveRow("a", "Order", "error"),), "a", RunView("error"), sends=sends))

    assert [panel.sends.item(row).text().splitlines()[1] for row in range(2)] == [
        "answered  ·  x.org",
        "sent  ·  ann@example.org",
    ]


def test_what_came_of_a_command_is_told_without_looking_like_an_error(icons: Icons, qtbot: QtBot) -> None:
    panel = LivePanel(icons)
    qtbot.addWidget(panel)
    panel.show()

    panel.show_view(LiveView((LiveRow("a", "Order", "waiting"),), "a", RunView("waiting"), hint="1 reply was read."))

    assert panel._status.accessibleName() == "1 reply was read."
    assert not panel.error.isVisible()
