"""The history of runs: previewed, listed, searched, opened on the canvas, compared, run again, kept, deleted."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.bpmn.geometry import Point
from modeler.editing.commands.create import create
from modeler.services.history.archive import RunArchive
from modeler.services.profile import Profile
from modeler.services.scenarios.suite import read_file
from modeler.ui.banner import Banner
from modeler.ui.dialogs.compare_runs import CompareDialog
from modeler.ui.history.panel import HistoryPanel
from modeler.ui.main_window import MainWindow
from tests.services.small_process import SMALL

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
SHAPES = b"""
  <bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
      xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="Diagram_1">
    <bpmndi:BPMNPlane id="Plane_1" bpmnElement="Order">
    <bpmndi:BPMNShape id="S1" bpmnElement="Start"><dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S2" bpmnElement="Check"><dc:Bounds x="200" y="78" width="100" height="80"/></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S3" bpmnElement="End"><dc:Bounds x="360" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "order.bpmn"
    path.write_bytes(SMALL.replace(b"\n</definitions>", SHAPES))
    return path


@pytest.fixture
def panel(window: MainWindow, file: Path, qtbot: QtBot) -> HistoryPanel:
    """The window in front of a small process, with the history still empty."""
    window.open_path(file)
    qtbot.waitUntil(window.isActiveWindow)
    return window.desks.history.panel


def preview(window: MainWindow, qtbot: QtBot, data: str, answer: dict[str, object] | None = None) -> None:
    """One run, stored: started with F5, its task answered or left waiting."""
    window.run_panel.setup.data.block.setPlainText(data)
    if window.preview.is_running:
        window.preview.stop()
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "waiting", timeout=20_000)
    if answer is not None:
        window.preview.answer("Check", answer)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)
    qtbot.waitUntil(lambda: window.desks.history.recorder.is_idle, timeout=20_000)


def show(window: MainWindow, panel: HistoryPanel, qtbot: QtBot, runs: int) -> None:
    """The panel in front, by its key, with so many runs."""
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    qtbot.waitUntil(lambda: panel.isVisible() and panel.view.total == runs, timeout=20_000)
    panel.list.setFocus()


def titles(panel: HistoryPanel) -> list[str]:
    rows = [panel.model.row(number) for number in range(panel.model.rowCount())]
    return [row.title for row in rows if row is not None]


def open_chosen(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.preview.standing.is_record and not window.preview.is_busy, timeout=20_000)


def banners(window: MainWindow) -> list[str]:
    assert window.page is not None
    return [banner.text for banner in window.page.findChildren(Banner) if banner.isVisible()]


def test_runs_are_listed_newest_first_and_found_by_a_search(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}')
    show(window, panel, qtbot, 2)

    listed, detail = titles(panel), panel.model.row(0)
    qtbot.keyClick(panel.list, "/")
    qtbot.keyClicks(panel.search, "completed amount")
    qtbot.waitUntil(lambda: panel.view.found == 1, timeout=20_000)

    assert listed == ["amount 2", "amount 1"]
    assert detail is not None
    assert (detail.outcome, detail.detail) == ("waiting", "left waiting · 2 steps")
    assert titles(panel) == ["amount 1"]
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.view.found == 2, timeout=20_000)


def test_a_past_run_is_opened_read_only_scrubbed_and_left_for_the_one_that_goes_on(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}')
    show(window, panel, qtbot, 2)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)

    open_chosen(window, panel, qtbot)
    slider = window.run_panel.timeline.slider
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: window.run_panel.view.step == 0, timeout=20_000)
    at_start = window.run_panel.view
    qtbot.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: window.run_panel.view.step == 1, timeout=20_000)

    assert at_start.is_record
    assert at_start.local.data == {"amount": 1}
    assert at_start.waiting == ()
    assert window.run_panel.data.editor.block.isReadOnly()
    assert not window.preview.can_act
    assert any("Past run of" in text for text in banners(window))
    qtbot.keyClick(window, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    assert window.preview.standing.data == {"amount": 2}
    assert not window.preview.standing.is_record
    assert banners(window) == []
    assert window.desks.history.archive.count(window.desks.history.place_of(window.page).key) == 2  # type: ignore[arg-type]


def test_a_changed_process_is_told_with_what_is_gone(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}')
    show(window, panel, qtbot, 2)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    open_chosen(window, panel, qtbot)
    assert window.page is not None
    canvas = window.page.canvas
    canvas.reveal(window.page.file.document.get("Check"))
    canvas.setFocus()

    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: any("Gone from the process" in text for text in banners(window)), timeout=20_000)

    assert "“Check order”" in banners(window)[0]
    assert [row.title for row in window.run_panel.view.steps][1] == "Check order"
    qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: not any("Gone" in text for text in banners(window)), timeout=20_000)


def test_it_is_run_again_with_its_data(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}')
    show(window, panel, qtbot, 2)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)

    qtbot.mouseClick(panel.again, LEFT)
    qtbot.waitUntil(
        lambda: not window.preview.is_busy and window.preview.standing.data == {"amount": 1}, timeout=20_000
    )

    assert window.preview.standing.status == "waiting"
    assert window.run_panel.setup.data.data() == {"amount": 1}
    show(window, panel, qtbot, 3)


def test_it_is_done_again_with_its_answers_and_compared(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}')
    show(window, panel, qtbot, 2)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: panel.view.sheet is not None and bool(panel.view.sheet.acts), timeout=20_000)
    chosen = panel.current
    assert chosen is not None

    panel.compare_wanted.emit(chosen.id)
    qtbot.waitUntil(lambda: bool(window.findChildren(CompareDialog)), timeout=20_000)
    dialog = window.findChildren(CompareDialog)[0]
    changes = dialog.changes.rows
    qtbot.waitUntil(lambda: changes.topLevelItemCount() > 0, timeout=20_000)
    differing = [changes.topLevelItem(row).text(0) for row in range(changes.topLevelItemCount())]
    dialog.reject()
    panel.replay_wanted.emit(chosen.id)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert differing == ["amount", "checked"]
    assert window.preview.standing.data == {"amount": 1, "checked": True}


def test_it_is_named_kept_and_deleted_by_keys(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    show(window, panel, qtbot, 1)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_words: ("<b>Checked</b> & done", True))

    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: titles(panel) == ["<b>Checked</b> & done"], timeout=20_000)
    qtbot.keyClick(panel.list, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: panel.current is not None and panel.current.is_kept, timeout=20_000)
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.view.total == 0, timeout=20_000)

    assert panel.model.rowCount() == 0


def test_a_deleted_run_is_brought_back_whole(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    for amount in (1, 2):
        preview(window, qtbot, f'{{"amount": {amount}}}', {"checked": True})
    show(window, panel, qtbot, 2)
    before, sheet = titles(panel), panel.view.sheet
    assert sheet is not None
    stored = window.desks.history.archive.load(sheet.row.id)

    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.view.total == 1 and panel.undo.isVisible(), timeout=20_000)
    told = panel.view.deleted
    if place := os.environ.get("SHOTS"):
        window.grab().save(f"{place}-deleted.png")
    qtbot.keyClick(panel.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.view.total == 2 and not panel.undo.isVisible(), timeout=20_000)

    assert told == before[0]
    assert titles(panel) == before
    assert panel.view.sheet == sheet
    assert window.desks.history.archive.load(sheet.row.id) == stored


def test_the_last_run_that_was_deleted_is_brought_back_from_the_empty_panel(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    show(window, panel, qtbot, 1)

    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: panel.view.total == 0 and panel.undo_last.isVisible(), timeout=20_000)
    if place := os.environ.get("SHOTS"):
        window.grab().save(f"{place}-deleted-last.png")
    qtbot.mouseClick(panel.undo_last, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: panel.view.total == 1, timeout=20_000)


def test_all_are_cleared_after_a_question(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    show(window, panel, qtbot, 1)
    answers = ["keep", "all"]
    monkeypatch.setattr("modeler.ui.history.desk.ask", lambda *_: answers.pop(0))

    panel.clear_wanted.emit()
    left = panel.view.total
    panel.clear_wanted.emit()
    qtbot.waitUntil(lambda: panel.view.total == 0, timeout=20_000)

    assert left == 1


def test_it_is_recorded_as_a_scenario_that_passes(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    show(window, panel, qtbot, 1)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_words: ("From the past", True))
    assert panel.current is not None

    panel.record_wanted.emit(panel.current.id)
    qtbot.waitUntil(lambda: [row.state for row in window.scenarios_panel.view.rows] == ["passed"], timeout=30_000)

    (row,) = window.scenarios_panel.view.rows
    assert read_file(row.file).expect["status"] == "completed"


def test_runs_of_an_untitled_process_go_with_it_when_it_is_saved(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = window.documents.new()
    panel = window.desks.history.panel
    create(page.file.document, "bpmn:startEvent", at=Point(200, 120))
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)
    qtbot.waitUntil(lambda: window.desks.history.recorder.is_idle, timeout=20_000)
    show(window, panel, qtbot, 1)

    page.file.save_as(tmp_path / "named.bpmn")
    window.bottom.bring(window.run_panel)
    show(window, panel, qtbot, 1)

    desk = window.desks.history
    assert desk.place_of(page).path == str(tmp_path / "named.bpmn")
    qtbot.waitUntil(lambda: desk.archive.count(desk.place_of(page).key) == 1, timeout=20_000)


def test_nothing_is_recorded_when_it_is_switched_off(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_H, CONTROL)
    panel.recording_wanted.emit(False)

    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    show(window, panel, qtbot, 0)
    off = panel.view
    qtbot.mouseClick(panel.switch_on, LEFT)
    preview(window, qtbot, '{"amount": 2}', {"checked": True})
    show(window, panel, qtbot, 1)

    assert not off.is_recording
    assert window.session.settings.get("history.record", False)


def test_what_is_not_stored_yet_is_stored_when_the_window_closes(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot, tmp_path: Path
) -> None:
    preview(window, qtbot, '{"amount": 1}')
    key = window.desks.history.place_of(window.page).key  # type: ignore[arg-type]
    window.preview.answer("Check", {"checked": True})
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    window.quit_now()

    (head,) = RunArchive(Profile(tmp_path / "profile")).heads(key)
    assert head.status == "completed"


def test_a_broken_history_is_told_and_the_run_goes_on(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    place = window.session.profile.folder / "history"
    place.mkdir(parents=True)
    (place / "runs.sqlite").write_bytes(b"broken" * 1000)

    told: list[str] = []
    window.desks.history.recorder.told.connect(told.append)

    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    show(window, panel, qtbot, 1)

    assert ["is damaged" in each for each in told] == [True]
    assert (place / "runs-broken-1.sqlite").exists()


def test_names_and_data_of_a_run_are_text(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bait = '<img src="file:///etc/hostname">'
    preview(window, qtbot, json.dumps({bait: bait}), {bait: bait})
    preview(window, qtbot, "{}")
    show(window, panel, qtbot, 2)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_words: (bait, True))
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bait in titles(panel), timeout=20_000)
    open_chosen(window, panel, qtbot)

    labels = [label for label in window.findChildren(QLabel) if "<img" in label.text()]
    tips = [panel.model.data(panel.model.index(row), Qt.ItemDataRole.ToolTipRole) for row in range(2)]

    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert not [tip for tip in tips if "<img" in str(tip)]


def test_a_run_that_cannot_be_read_is_told_and_the_panel_stays(
    window: MainWindow, panel: HistoryPanel, qtbot: QtBot
) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}')
    with closing(sqlite3.connect(window.session.profile.folder / "history" / "runs.sqlite")) as connection, connection:
        connection.execute("UPDATE events SET lines = x'00'")
    show(window, panel, qtbot, 2)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)

    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "cannot be read" in panel.view.message, timeout=20_000)

    assert not window.preview.standing.is_record
    assert window.preview.standing.data == {"amount": 2}
    assert panel.isVisible()
    assert not window.preview.is_busy


def test_two_windows_see_the_same_runs(window: MainWindow, panel: HistoryPanel, qtbot: QtBot, tmp_path: Path) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    other = RunArchive(Profile(tmp_path / "profile"))
    key = window.desks.history.place_of(window.page).key  # type: ignore[arg-type]
    (head,) = other.heads(key)

    other.rename(head.id, "Named in the other window")
    show(window, panel, qtbot, 1)

    assert titles(panel) == ["Named in the other window"]


def test_the_panel_is_built_when_it_is_first_seen(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    before = panel.findChildren(QWidget)

    show(window, panel, qtbot, 1)

    assert before == []
    assert titles(panel) == ["amount 1"]


def test_another_run_of_the_past_has_a_strip_of_its_own(window: MainWindow, panel: HistoryPanel, qtbot: QtBot) -> None:
    preview(window, qtbot, '{"amount": 1}', {"checked": True})
    preview(window, qtbot, '{"amount": 2}', {"checked": True})
    preview(window, qtbot, '{"amount": 3}')
    show(window, panel, qtbot, 3)
    for amount in (2, 1):
        window.bottom.bring(panel)
        panel.list.setFocus()
        qtbot.keyClick(panel.list, Qt.Key.Key_Down)
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda amount=amount: window.run_panel.view.local.data.get("amount") == amount, timeout=20_000)

    qtbot.waitUntil(lambda: len(banners(window)) == 1, timeout=20_000)
    assert len(window.run_panel.view.runs) == 3
    window.run_panel.runs.setFocus()
    qtbot.keyClick(window.run_panel.runs, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: not window.run_panel.view.is_record, timeout=20_000)
    assert banners(window) == []
