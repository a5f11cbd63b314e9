"""What takes long is broken off by Pause and Stop and can be tried again; the window never waits."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any
from xml.sax.saxutils import escape

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from connectors.sdk.manifest import Manifest, read_manifest
from engine.runtime.scripts import ScriptResult, Scripts
from modeler.services.catalog import Catalog, CatalogEntry
from modeler.services.packages import installed
from modeler.services.preview.ports import StillClock
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.run_view import WaitingTask
from tests.connectors.packages import write_package
from tests.services.connector_processes import process

SLOW = """
import time
from connectors.sdk.connector import Outcome

class Slow:
    def check(self, config):
        return []

    def run(self, config, data, ports):
        ports.clock.now()
        if not data.get("fast"):
            time.sleep(600)
        return Outcome({"done": True})
"""
CONNECTOR = '<bpmn:serviceTask id="long" name="Ask slowly" implementation="slow" pm:config="{}"/>'
CATCHING = (
    '<bpmn:boundaryEvent id="caught" attachedToRef="long"><bpmn:errorEventDefinition/></bpmn:boundaryEvent>'
    '<bpmn:endEvent id="rescued"/><bpmn:sequenceFlow id="f9" sourceRef="caught" targetRef="rescued"/>'
)
ENDLESS = {"python": "while not data['fast']:\n    pass", "javascript": "while (!data.fast) {}"}
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def connector(tmp_path: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """A connector that takes ten minutes, unless the data say that it shall be fast."""
    folder = write_package(
        tmp_path / "slow",
        SLOW,
        id="slow",
        binding={"implementation": "slow", "config": "json-attribute"},
        run="run:Slow",
        limits={"seconds": 600, "megabytes": 256},
    )
    made = read_manifest(folder).manifest
    assert made is not None
    found = Catalog((CatalogEntry("slow", "tests", "ready", made),))
    monkeypatch.setattr(installed, "installed_catalog", lambda *_, **__: found)
    window.session.forget_catalog()
    return made


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Says that the connector or the script has begun."""
    begun = Event()
    now, run = StillClock.now, Scripts.run

    def asked(clock: StillClock) -> datetime:
        begun.set()
        return now(clock)

    def started(*given: Any) -> ScriptResult:
        begun.set()
        return run(*given)

    monkeypatch.setattr(StillClock, "now", asked)
    monkeypatch.setattr(Scripts, "run", started)
    return begun


def script(language: str) -> str:
    return (
        f'<bpmn:scriptTask id="long" name="Think" scriptFormat="{language}" '
        """pm:errorHandling='{"timeout":"60"}'><bpmn:script>"""
        f"{escape(ENDLESS[language])}</bpmn:script></bpmn:scriptTask>"
    )


def opened(window: MainWindow, path: Path, task: str, qtbot: QtBot, extra: str = "") -> DocumentPage:
    """A process with the task, started with no data and at work."""
    path.write_bytes(process(task, extra=extra))
    page = window.documents.open(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    return page


def start(window: MainWindow, begun: Event, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(begun.is_set, timeout=20_000)


def incident(window: MainWindow) -> WaitingTask:
    (only,) = window.run_panel.view.waiting
    return only


def test_pause_breaks_off_a_connector_and_the_request_can_go_on(
    window: MainWindow, connector: Manifest, at_work: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(window, tmp_path / "slow.bpmn", CONNECTOR, qtbot)
    start(window, at_work, qtbot)

    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)
    broken = incident(window)
    window.preview.set_data({"fast": True})
    qtbot.waitUntil(lambda: window.run_panel.view.data == {"fast": True}, timeout=20_000)
    qtbot.mouseClick(window.run_panel.answer.complete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert (broken.element_id, broken.kind) == ("long", "incident")
    assert broken.detail == "“Ask slowly” was broken off by you"
    assert "pin" in broken.help
    assert window.run_panel.view.data == {"fast": True, "done": True}
    assert window.preview.faults == {}


def test_no_error_event_catches_what_was_broken_off(
    window: MainWindow, connector: Manifest, at_work: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(window, tmp_path / "slow.bpmn", CONNECTOR, qtbot, CATCHING)
    start(window, at_work, qtbot)

    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)

    assert incident(window).element_id == "long"
    assert "rescued" not in window.preview.standing.path


def test_stop_ends_a_request_whose_connector_is_at_work(
    window: MainWindow, connector: Manifest, at_work: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(window, tmp_path / "slow.bpmn", CONNECTOR, qtbot)
    start(window, at_work, qtbot)

    qtbot.keyClick(window, Qt.Key.Key_F5, SHIFT)

    qtbot.waitUntil(lambda: window.run_panel.view.status == "canceled", timeout=20_000)


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_pause_breaks_off_a_script(
    window: MainWindow, at_work: Event, tmp_path: Path, qtbot: QtBot, language: str
) -> None:
    opened(window, tmp_path / "script.bpmn", script(language), qtbot)
    window.run_panel.start_data.set_data({"fast": False})
    start(window, at_work, qtbot)

    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)
    broken = incident(window)
    window.preview.set_data({"fast": True})
    qtbot.waitUntil(lambda: window.run_panel.view.data == {"fast": True}, timeout=20_000)
    window.preview.retry("long")
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert broken.detail == "“Think” was broken off by you"


def test_the_window_closes_while_a_connector_is_at_work(
    window: MainWindow, connector: Manifest, at_work: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    opened(window, tmp_path / "slow.bpmn", CONNECTOR, qtbot)
    start(window, at_work, qtbot)

    window.quit_now()

    assert not window.isVisible()


def test_a_file_that_is_closed_ends_the_connector_that_is_at_work_for_it(
    window: MainWindow, connector: Manifest, at_work: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    page = opened(window, tmp_path / "slow.bpmn", CONNECTOR, qtbot)
    start(window, at_work, qtbot)

    window.documents.close(page)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=20_000)

    assert not window.preview.has_run
