"""Pause in a live run on the real window: what is handed over is waited for and said, a script is broken off."""

from __future__ import annotations

import asyncio
import os
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from engine.runtime.scripts import Scripts
from modeler.ui.banner import Banner
from modeler.ui.dialogs.run_live import RunLiveDialog
from tests.journeys.test_live_journey import mailer as mailer
from tests.journeys.test_live_journey import opened as opened
from tests.journeys.test_live_journey import tick_and_run, with_dialog
from tests.live.kit import mail_settings
from tests.services.connector_processes import MAIL, connector_task, process

LEFT = Qt.MouseButton.LeftButton
THINK = (
    '<bpmn:scriptTask id="think" name="Think" scriptFormat="python" '
    """pm:errorHandling='{"timeout":"4"}'><bpmn:script>while True: pass</bpmn:script></bpmn:scriptTask>"""
)


REST = '<bpmn:task id="rest" name="The rest"/>'


def strip(window):
    work = window.tabs.parentWidget()
    return next((each for each in work.findChildren(Banner) if each.isVisible()), None)


def words(window):
    found = strip(window)
    return found.text if found is not None else ""


@pytest.fixture
def handing_over(mailer, monkeypatch):
    """The mail server has been given the mail, and takes its time to say so."""
    arrived, may_go, taken = Event(), Event(), mailer.sink.handle_DATA

    async def take(*given):
        arrived.set()
        while not may_go.is_set():
            await asyncio.sleep(0.001)
        return await taken(*given)

    monkeypatch.setattr(mailer.sink, "handle_DATA", take)
    yield arrived, may_go
    may_go.set()


def test_a_mail_that_is_handed_over_is_waited_for_and_the_strip_says_so(window, qtbot, opened, mailer, handing_over):
    arrived, may_go = handing_over
    panel = opened(process(connector_task("mail", MAIL, mail_settings(subject="Invoice")), REST))
    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(arrived.is_set, timeout=15_000)

    qtbot.mouseClick(strip(window).findChild(QPushButton), LEFT)
    qtbot.waitUntil(lambda: "Invoice" in words(window), timeout=15_000)
    told = words(window)
    if shots := os.environ.get("SHOTS"):
        window.grab().save(f"{shots}-handing.png")
    may_go.set()
    qtbot.waitUntil(lambda: not window.live.is_busy, timeout=15_000)

    assert told.startswith("Pausing when “Invoice” to ann@example.org is handed over:")
    assert told.endswith("broken off now, nobody would know whether it arrived.")
    assert mailer.subjects == ["Subject: Invoice"]
    assert panel.go_on.isEnabled()
    assert not panel.retry.isVisible()
    assert strip(window) is None


def test_a_script_of_a_live_run_is_broken_off_and_offered_again(window, qtbot, opened, mailer, monkeypatch):
    begun, run = [], Scripts.run
    monkeypatch.setattr(Scripts, "run", lambda *given: begun.append(1) or run(*given))
    panel = opened(process(connector_task("mail", MAIL, mail_settings()), THINK))
    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(lambda: mailer.subjects == ["Subject: Order 4"] and len(begun) == 2, timeout=15_000)

    qtbot.mouseClick(panel.pause, LEFT)
    qtbot.waitUntil(lambda: not window.live.is_busy, timeout=15_000)
    if shots := os.environ.get("SHOTS"):
        window.grab().save(f"{shots}-broken.png")

    assert panel.retry.isVisible()
    assert panel.error.text() == "Think: “Think” was broken off by you"
    assert len(mailer.envelopes) == 1


def test_a_strip_that_was_closed_by_its_cross_is_not_missed(window, qtbot, opened, mailer, handing_over):
    arrived, may_go = handing_over
    opened(process(connector_task("mail", MAIL, mail_settings())))
    with_dialog(qtbot, RunLiveDialog, tick_and_run(qtbot, 0), window.actions_by_id["live.run"].trigger)
    qtbot.waitUntil(arrived.is_set, timeout=15_000)

    qtbot.mouseClick(strip(window).findChild(QToolButton), LEFT)
    qtbot.waitUntil(lambda: strip(window) is None)
    may_go.set()

    qtbot.waitUntil(lambda: not window.live.is_busy, timeout=15_000)
    assert not window.tabs.parentWidget().property("live")
