"""The purchase approval, previewed as a designer does it: answered, looked back on, branched, pinned, run again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QPushButton
from pytestqt.qtbot import QtBot

from engine.runtime.trace import json_lines
from modeler.cli.main import main
from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

LEFT = Qt.MouseButton.LeftButton
Press = Callable[..., None]


@pytest.fixture
def sample(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> DocumentPage:
    """A copy of the samples' folder, the purchase approval in front."""
    folder = tmp_path / "samples"
    shutil.copytree(RESOURCES / "samples", folder)
    page = window.documents.open(folder / "purchase-approval.bpmn")
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    return page


def waits_for(window: MainWindow, qtbot: QtBot, element: str) -> None:
    """Wait until the Request waits there, and have its card in front."""
    panel = window.run_panel
    qtbot.waitUntil(lambda: any(task.id == element for task in panel.view.waiting), timeout=30_000)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=30_000)
    panel.show_waiting(element)


def answer(window: MainWindow, qtbot: QtBot, element: str, text: str) -> None:
    """Answer a task with JSON, as one may in place of its form."""
    waits_for(window, qtbot, element)
    card = window.run_panel.answer
    card.form.views.turn(card.form.views.buttons.index(card.form.views.buttons[-1]))
    card.edit.block.setPlainText(text)
    qtbot.mouseClick(card.complete, LEFT)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=30_000)


def click_offer(window: MainWindow, qtbot: QtBot, element: str, title: str) -> None:
    """Answer with one of the buttons of the mail."""
    waits_for(window, qtbot, element)
    button: QPushButton = next(each for each in window.run_panel.answer.offers if each.text() == title)
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=30_000)


def to_the_end(window: MainWindow, qtbot: QtBot, press: Press) -> None:
    press(Qt.Key.Key_F5)
    answer(window, qtbot, "Request", "{}")
    click_offer(window, qtbot, "AskManager", "Approve")
    answer(window, qtbot, "Order", '{"orderNumber": "PO-2041"}')
    answer(window, qtbot, "Ship", '{"trackingNumber": "NO-77-1830"}')
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=30_000)


def test_from_start_to_end_back_and_another_way(
    window: MainWindow, sample: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    to_the_end(window, qtbot, press)
    steps = window.run_panel.view.steps
    kinds = [row.kind for row in window.outbox_panel.rows]

    asked = next(number for number, row in enumerate(steps, 1) if row.element_id == "AskManager")
    window.run_panel.timeline.slider.setValue(asked)
    qtbot.waitUntil(lambda: window.run_panel.view.step == asked and not window.preview.is_busy, timeout=30_000)
    mails = [row.kind for row in window.outbox_panel.rows]
    click_offer(window, qtbot, "AskManager", "Reject")
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=30_000)

    assert sorted(kinds) == ["http", "mail", "mail", "mail", "pdf"]
    assert sorted(mails) == ["http", "mail"]
    assert window.run_panel.view.steps[-1].title == "Rejected"
    assert [run.number for run in window.run_panel.view.runs] == [1, 2]
    assert "Order" not in sample.canvas.overlays.run.states


def test_a_pinned_error_takes_the_way_of_the_boundary_event(
    window: MainWindow, sample: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.preview.pin("Quote", {"_error": {"code": "http.503", "message": "The price list does not answer."}})
    press(Qt.Key.Key_F5)
    answer(window, qtbot, "Request", "{}")

    waits_for(window, qtbot, "Price")

    assert sample.canvas.overlays.run.states["NoQuote"] == "done"
    found = window.preview._session.inspect("Quote")
    assert (found.state, found.error) == ("interrupted", "The price list does not answer.")


def test_the_command_line_runs_it_again_with_the_same_trace(
    window: MainWindow, sample: DocumentPage, press: Press, qtbot: QtBot, tmp_path: Path
) -> None:
    to_the_end(window, qtbot, press)
    session = window.preview._session
    seen = json_lines(session._going().request.trace)
    path = sample.file.path
    assert path is not None
    scenario = json.loads(path.with_suffix(".scenario.json").read_text(encoding="utf-8"))
    trace = tmp_path / "trace.jsonl"

    status = main(["preview", str(path), "--scenario", str(path.with_suffix(".scenario.json")), "--trace", str(trace)])

    assert scenario["data"] == window.run_panel.start_data.data()
    assert status == 0
    assert trace.read_text(encoding="utf-8") == seen


def test_three_ways_are_kept_as_scenarios_and_the_command_line_runs_them_with_the_same_traces(
    window: MainWindow,
    sample: DocumentPage,
    press: Press,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = sample.file.path
    assert path is not None
    for old in path.parent.glob("purchase-approval*.scenario.json"):
        old.unlink()
    traces: dict[str, str] = {}

    def keep(name: str) -> None:
        monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_words: (name, True))
        traces[name] = json_lines(window.preview._session._going().request.trace)
        window.bottom.bring(window.scenarios_panel)
        qtbot.mouseClick(window.scenarios_panel.record, LEFT)
        qtbot.waitUntil(
            lambda: {row.name for row in window.scenarios_panel.view.rows if row.state == "passed"} == set(traces),
            timeout=30_000,
        )
        window.bottom.bring(window.run_panel)

    to_the_end(window, qtbot, press)
    keep("Approved")
    asked = next(n for n, row in enumerate(window.run_panel.view.steps, 1) if row.element_id == "AskManager")
    window.run_panel.timeline.slider.setValue(asked)
    qtbot.waitUntil(lambda: window.run_panel.view.step == asked and not window.preview.is_busy, timeout=30_000)
    click_offer(window, qtbot, "AskManager", "Reject")
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=30_000)
    keep("Rejected")
    window.preview.pin("Quote", {"_error": {"code": "http.503", "message": "The price list does not answer."}})
    qtbot.waitUntil(lambda: not window.preview.is_busy, timeout=30_000)
    press(Qt.Key.Key_F5)
    answer(window, qtbot, "Request", "{}")
    waits_for(window, qtbot, "Price")
    keep("No price")

    assert main(["test", str(path.parent), "-k", "purchase-approval"]) == 0
    assert "3 scenarios, all passed" in capsys.readouterr().out
    for file in sorted(path.parent.glob("purchase-approval*.scenario.json")):
        name = json.loads(file.read_text(encoding="utf-8"))["name"]
        trace = tmp_path / f"{name}.jsonl"
        main(["preview", str(path), "--scenario", str(file), "--trace", str(trace)])
        assert trace.read_text(encoding="utf-8") == traces.pop(name)
    assert traces == {}


def test_a_request_starts_at_the_event_that_was_chosen(
    window: MainWindow, sample: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    window.bottom.bring(window.run_panel)
    choice = window.run_panel.setup.start
    offered = [choice.itemText(row) for row in range(choice.count())]
    choice.setCurrentIndex(2)

    press(Qt.Key.Key_F5)
    waits_for(window, qtbot, "Ship")

    assert [text.partition("  –  ")[0] for text in offered] == ["Usual start", "Something is needed", "Order received"]
    assert [row.title for row in window.run_panel.view.steps] == ["Order received", "Pack and ship"]
