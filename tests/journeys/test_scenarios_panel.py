"""Scenarios in the window: run, recorded from a preview, failing and updated after a look, deleted and brought back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from modeler.services.scenarios.suite import read_file
from modeler.ui.main_window import MainWindow
from modeler.ui.panels.scenarios import ScenariosPanel
from modeler.ui.theme import RESOURCES

LEFT = Qt.MouseButton.LeftButton
NAME = "support-incident"


@pytest.fixture
def panel(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> ScenariosPanel:
    """The panel in front of a sample with two scenarios."""
    for path in (RESOURCES / "samples").glob(f"{NAME}*"):
        shutil.copy(path, tmp_path)
    page = window.open_path(tmp_path / f"{NAME}.bpmn")
    assert page is not None
    window.bottom.bring(window.scenarios_panel)
    qtbot.waitUntil(window.isActiveWindow)
    return window.scenarios_panel


def states(panel: ScenariosPanel) -> list[str]:
    return [row.state for row in panel.view.rows]


def run_all(panel: ScenariosPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.run_all, LEFT)
    qtbot.waitUntil(lambda: not panel.view.running, timeout=30_000)


def test_all_are_run_and_what_they_pass_is_painted(window: MainWindow, panel: ScenariosPanel, qtbot: QtBot) -> None:
    before = states(panel)

    run_all(panel, qtbot)
    qtbot.mouseClick(panel.show_coverage, LEFT)

    assert before == ["unknown", "unknown"]
    assert states(panel) == ["passed", "passed"]
    assert panel.view.coverage_words.startswith("coverage 100 %: 14 of 14 elements")
    assert window.page is not None
    assert set(window.page.canvas.overlays.coverage.counts.values()) >= {1, 2}
    qtbot.mouseClick(panel.show_coverage, LEFT)
    assert window.page.canvas.overlays.coverage.counts == {}


def test_an_edit_makes_results_old(window: MainWindow, panel: ScenariosPanel, qtbot: QtBot) -> None:
    run_all(panel, qtbot)
    assert window.page is not None
    document = window.page.file.document

    with document.edit("Rename"):
        document.get("Solve").set("name", "Solve it")

    assert [row.is_stale for row in panel.view.rows] == [True, True]
    assert panel.view.coverage == ()


def test_a_run_is_recorded_and_passes(
    window: MainWindow, panel: ScenariosPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_words: ("Stops at the first question", True))
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "waiting", timeout=20_000)
    window.bottom.bring(panel)

    qtbot.mouseClick(panel.record, LEFT)
    qtbot.waitUntil(lambda: states(panel).count("passed") == 1, timeout=30_000)

    row = panel.view.chosen
    assert row is not None
    assert (row.name, row.state) == ("Stops at the first question", "passed")
    assert read_file(row.file).expect["status"] == "waiting"
    assert row.file.parent == tmp_path


def test_one_that_fails_says_why_and_is_updated_after_a_look(
    panel: ScenariosPanel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    file = panel.view.rows[0].file
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"completed"', '"canceled"'), encoding="utf-8")
    window.desks.scenarios.control.reload()
    told: list[str] = []
    monkeypatch.setattr("modeler.ui.scenarios.desk.ask", lambda *words: told.append(str(words[3])) or "update")
    run_all(panel, qtbot)
    failing = next(number for number, row in enumerate(panel.view.rows) if row.file == file)
    panel.list.setCurrentRow(failing)
    assert states(panel)[failing] == "failed"

    qtbot.mouseClick(panel.update_button, LEFT)
    qtbot.waitUntil(lambda: states(panel)[failing] == "passed", timeout=30_000)

    assert "status" in told[0]
    assert read_file(file).expect["status"] == "completed"


def test_one_is_deleted_and_brought_back_by_keys(panel: ScenariosPanel, qtbot: QtBot) -> None:
    panel.list.setFocus()
    file = panel.view.selected
    assert file is not None
    before = file.read_bytes()

    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    gone = not file.exists()
    qtbot.keyClick(panel.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert gone
    assert file.read_bytes() == before
    assert len(panel.view.rows) == 2


def test_one_is_opened_on_the_canvas(window: MainWindow, panel: ScenariosPanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.open_button, LEFT)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=30_000)

    assert window.run_panel.isVisible()
    assert window.page is not None
    assert window.page.canvas.overlays.run.counts


def test_what_is_edited_and_not_saved_is_there_again_after_a_look_at_another(
    panel: ScenariosPanel, qtbot: QtBot
) -> None:
    panel.list.setCurrentRow(0)
    panel.views.turn(1)
    edited = panel.expectations
    before = edited.name.text()

    edited.name.selectAll()
    qtbot.keyClicks(edited.name, "Better said")
    edited.text.block.setPlainText('{ "status": ')
    panel.list.setCurrentRow(1)
    other = edited.name.text()
    panel.list.setCurrentRow(0)

    assert other not in (before, "Better said")
    assert edited.name.text() == "Better said"
    assert edited.text.block.toPlainText() == '{ "status": '
    assert not edited.save.isEnabled()
    qtbot.mouseClick(edited.revert, LEFT)
    assert (edited.name.text(), edited.is_edited) == (before, False)


def test_buttons_keep_their_words_in_a_narrow_window(window: MainWindow, panel: ScenariosPanel, qtbot: QtBot) -> None:
    window.resize(1100, 720)
    qtbot.wait(1)

    for button in (panel.record, panel.run_all, panel.open_button, panel.update_button):
        assert button.width() >= button.sizeHint().width()
