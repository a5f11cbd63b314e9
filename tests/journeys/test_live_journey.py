"""A live run from the menu to the mailbox, on the real window: list, tick, run, answer, doubt, secrets."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from modeler.services.live.sending import Sending
from modeler.ui.dialogs.run_live import RunLiveDialog
from modeler.ui.dialogs.secrets import SecretsDialog, SecretValueDialog
from modeler.ui.panels.live import LivePanel
from tests.connectors.local_http import serving
from tests.live.kit import mail_settings, mail_sink, workspace
from tests.live.questions import asking
from tests.services.connector_processes import MAIL, SERVICE, connector_task, process

LEFT = Qt.MouseButton.LeftButton
USER = '<bpmn:userTask id="check" name="Check order"/>'


@pytest.fixture
def mailer():
    with mail_sink() as running:
        yield running


@pytest.fixture
def opened(window, tmp_path, mailer):
    folder = workspace(tmp_path / "work", mailer.port)

    def run(data):
        path = folder / "order.bpmn"
        path.write_bytes(data)
        window.open_path(path)
        window.run_panel.setup.data.set_data({"n": 4, "who": "Ann"})
        return window.findChild(LivePanel)

    return run


def with_dialog(qtbot, kind, act, trigger):
    """Trigger something that opens a dialog of a kind, and act on it."""
    seen = []

    def look():
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            seen.append(found)
            act(found)
        elif not seen:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    trigger()
    qtbot.waitUntil(lambda: bool(seen), timeout=15_000)


def tick_and_run(qtbot, *indexes):
    def act(dialog):
        assert not dialog.run_button.isEnabled()
        for index in indexes:
            item = dialog.tree.topLevelItem(index)
            dialog.tree.setCurrentItem(item)
            qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
        qtbot.mouseClick(dialog.run_button, LEFT)

    return act


def test_nothing_is_ticked_and_canceling_sends_nothing(window, qtbot, opened, mailer):
    opened(process(connector_task("mail", MAIL, mail_settings())))

    def cancel(dialog):
        assert dialog.elements == frozenset()
        words = dialog.tree.topLevelItem(0).child(0).text(0)
        assert words == "Mail to ann@example.org"
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    with_dialog(qtbot, RunLiveDialog, cancel, window.actions_by_id["live.run"].trigger)

    assert mailer.envelopes == []
    assert not window.live.is_busy


def test_a_ticked_mail_is_sent_while_the_work_has_a_red_frame(window, qtbot, opened, mailer):
    panel = opened(process(connector_task("mail", MAIL, mail_settings())))
    framed, work = [], window.tabs.parentWidget()
    window.live.view_changed.connect(lambda view: framed.append((view.is_busy, work.property("live"))))

    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(lambda: panel.sends.count() == 1 and not window.live.is_busy, timeout=15_000)

    assert mailer.subjects == ["Subject: Order 4"]
    assert "sent" in panel.sends.item(0).text()
    assert "ann@example.org" in panel.sends.item(0).text()
    assert (True, True) in framed
    assert not work.property("live")
    assert window.bottom.tabs.currentWidget() is panel


def test_a_live_run_is_in_the_history_marked_and_opened_read_only(window, qtbot, opened, mailer):
    panel = opened(process(USER, connector_task("mail", MAIL, mail_settings(subject="Yes {{ok}}"))))
    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(lambda: panel.waiting.isVisible() and panel.waiting.isEnabled(), timeout=15_000)
    panel.waiting.edit.set_data({"ok": 7})
    qtbot.mouseClick(panel.waiting.complete, LEFT)
    qtbot.waitUntil(lambda: panel.sends.count() == 1 and not window.live.is_busy, timeout=15_000)
    qtbot.waitUntil(lambda: window.desks.history.recorder.is_idle, timeout=15_000)
    history = window.desks.history.panel

    window.actions_by_id["preview.history"].trigger()
    qtbot.waitUntil(lambda: history.view.total == 1 and history.view.sheet is not None, timeout=15_000)
    qtbot.mouseClick(history.open_button, LEFT)
    qtbot.waitUntil(lambda: window.preview.standing.is_record and not window.preview.is_busy, timeout=15_000)

    assert history.current.is_live
    assert (history.current.outcome, history.view.sheet.data["who"]) == ("completed", "Ann")
    assert [effect.title for effect in window.preview.standing.effects] == ["Yes 7"]
    assert len(mailer.envelopes) == 1


def test_a_run_that_waits_is_answered_in_the_panel(window, qtbot, opened, mailer):
    panel = opened(process(USER, connector_task("mail", MAIL, mail_settings(subject="Yes {{ok}}"))))
    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(lambda: panel.waiting.isVisible() and panel.waiting.isEnabled(), timeout=15_000)
    assert mailer.envelopes == []

    panel.waiting.edit.set_data({"ok": 7})
    qtbot.mouseClick(panel.waiting.complete, LEFT)
    qtbot.waitUntil(lambda: panel.sends.count() == 1 and not window.live.is_busy, timeout=15_000)

    assert mailer.subjects == ["Subject: Yes 7"]
    assert window.live.runs.stored()[0].status == "completed"


def test_the_offered_answers_of_a_mail_can_be_given_here_too(window, qtbot, opened, mailer):
    panel = opened(asking().to_bytes())
    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(lambda: panel.waiting.isVisible() and panel.waiting.isEnabled(), timeout=15_000)

    reject = next(button for button in panel.waiting.offers if button.text() == "Reject it")
    qtbot.mouseClick(reject, LEFT)
    qtbot.waitUntil(lambda: not window.live.is_busy, timeout=15_000)

    run = window.live.runs.stored()[0]
    assert run.status == "completed"
    assert len(mailer.envelopes) == 1


def test_the_next_attempt_at_a_call_is_made_at_its_time(window, qtbot, opened, tmp_path):
    answers = [503, 200]
    with serving() as server:
        server.answer = lambda seen: (answers.pop(0), {}, b"{}")
        sources = tmp_path / "work" / "data-connectors"
        sources.mkdir()
        endpoint = {
            "method": "POST",
            "url": f"http://127.0.0.1:{server.port}/x",
            "retry_attempts": 1,
            "retry_wait_time": 1,
        }
        (sources / "shop.json").write_text(json.dumps({"id": 4, "name": "Shop", "endpoints": {"Go": endpoint}}))
        opened(process(connector_task("call", SERVICE, {"dataSource": 4, "endpoint": "Go"})))

        def act(dialog):
            qtbot.mouseClick(dialog.local, LEFT, pos=QPoint(8, dialog.local.height() // 2))
            tick_and_run(qtbot, 0)(dialog)

        with_dialog(qtbot, RunLiveDialog, act, window.actions_by_id["live.run"].trigger)
        qtbot.waitUntil(lambda: len(server.seen) == 2 and not window.live.is_busy, timeout=15_000)

    assert window.live.runs.stored()[0].status == "completed"


def test_what_is_in_doubt_is_asked_about(window, qtbot, opened):
    panel = opened(process(USER))
    sending = Sending("k1", "live-gone", "mail", "mail", "Order 9", "ann@example.org")
    window.live.runs.ledger.begin(sending)
    window.live.runs.ledger.doubtful("k1", "The program ended while it was being sent.")

    window.actions_by_id["live.runs"].trigger()
    assert window.bottom.tabs.tabText(window.bottom.tabs.indexOf(panel)) == "Live (1)"
    ((again, told),) = panel.doubts.buttons
    assert (again.text(), told.text()) == ("Send again", "Mark as sent")
    qtbot.mouseClick(told, LEFT)

    assert window.live.runs.ledger.in_doubt() == []
    assert not panel.doubts.isVisible()
    assert window.bottom.tabs.tabText(window.bottom.tabs.indexOf(panel)) == "Live"


def test_secrets_are_set_and_deleted_and_never_shown(window, qtbot, opened, memory_keyring):
    slack = {"delivery": "bot", "channel": "#x", "message": "m", "token": "secret:BOT"}
    opened(process(connector_task("s", "connector-slack/processmaker-communication-slack", slack)))

    def set_it(dialog):
        assert dialog.tree.topLevelItem(0).text(0) == "BOT"
        assert dialog.tree.topLevelItem(0).text(1) == "not set"
        assert "order.bpmn: s" in dialog.tree.topLevelItem(0).text(2)
        dialog.tree.setCurrentItem(dialog.tree.topLevelItem(0))
        with_dialog(qtbot, SecretValueDialog, type_value, lambda: qtbot.mouseClick(dialog.set_button, LEFT))
        assert dialog.tree.topLevelItem(0).text(1) == "keyring"
        shown = [dialog.tree.topLevelItem(0).text(column) for column in range(3)]
        assert not any("xoxb-7731" in text for text in shown)
        dialog.reject()

    def type_value(dialog):
        assert dialog.value.echoMode() == QLineEdit.EchoMode.Password
        qtbot.keyClicks(dialog.value, "xoxb-7731")
        qtbot.keyClick(dialog.value, Qt.Key.Key_Return)

    with_dialog(qtbot, SecretsDialog, set_it, window.actions_by_id["live.secrets"].trigger)

    assert memory_keyring.secrets["processwright", "BOT"] == "xoxb-7731"
    assert window.session.secrets.is_set("BOT")


def test_a_window_that_never_ran_anything_live_listens_to_nobody(window, opened):
    opened(process(USER))

    assert window.live._runs is None
