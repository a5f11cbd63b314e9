"""The other journeys: open, edit and undo with mouse and keys; a Request with people step by step; pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QFileDialog
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

FILE = Path(__file__).with_name("order.bpmn")
SAMPLES = RESOURCES / "samples"
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "order.bpmn"
    copy.write_bytes(FILE.read_bytes())
    return copy


def place(window: MainWindow, x: float, y: float) -> QPoint:
    page = window.page
    assert page is not None
    at = page.canvas.stage.viewport.to_view(x, y)
    return QPoint(round(at[0]), round(at[1]))


def test_a_task_is_moved_saved_and_moved_back(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.documents.open(file)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    canvas, document = page.canvas, page.file.document
    before = document.shape_of(document.get("Check"))
    assert before is not None
    start = before.bounds

    qtbot.mousePress(canvas, LEFT, pos=place(window, 250, 140))
    for step in (10, 40, 80):
        qtbot.mouseMove(canvas, place(window, 250, 140 + step))
    qtbot.mouseRelease(canvas, LEFT, pos=place(window, 250, 220))
    assert before.bounds.y > start.y
    assert window.tabs.tabText(0) == "order.bpmn"
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)

    saved = file.read_text("utf-8").splitlines()
    changed = [line for line in FILE.read_text("utf-8").splitlines() if line not in saved]
    assert all(any(id in line for id in ("S2", "E1", "E2")) for line in changed)
    assert not page.file.is_modified

    while document.history.can_undo:
        qtbot.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    assert file.read_bytes() == FILE.read_bytes()


def test_a_request_with_people_goes_step_by_step_to_its_end(window: MainWindow, qtbot: QtBot) -> None:
    page = window.open_path(SAMPLES / "support-incident.bpmn")
    assert page is not None
    run, outbox = window.run_panel, window.outbox_panel

    qtbot.keyClick(window, Qt.Key.Key_F10)
    qtbot.waitUntil(lambda: run.view.status == "paused", timeout=20_000)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: bool(run.view.waiting), timeout=20_000)
    assert [row.title for row in outbox.rows] == ["We received your report: Invoices are missing"]
    assert run.answer.edit.data() == {"solved": True}

    solved = run.answer.form.form.editor("solved").findChild(QCheckBox)
    qtbot.mouseClick(solved, LEFT, pos=QPoint(8, 8))
    qtbot.mouseClick(run.answer.complete, LEFT)
    qtbot.waitUntil(lambda: [task.id for task in run.view.waiting] == ["Solve"], timeout=20_000)
    assert page.canvas.overlays.run.states["Solve"] == "waiting"
    qtbot.mouseClick(run.answer.form.views.buttons[1], LEFT)
    run.answer.edit.block.setPlainText('{"solution": "Restarted."}')
    qtbot.mouseClick(run.answer.complete, LEFT)
    qtbot.waitUntil(lambda: run.view.status == "completed", timeout=20_000)

    assert len(outbox.rows) == 3
    assert "Restarted." in outbox.view.mail.html.toPlainText()
    assert not window.actions_by_id["preview.stop"].isEnabled()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_the_diagram_is_exported_as_a_picture(
    suffix: str, window: MainWindow, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.documents.open(file)
    target = tmp_path / f"picture{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))

    qtbot.keyClick(window, Qt.Key.Key_E, CONTROL | Qt.KeyboardModifier.ShiftModifier)

    data = target.read_bytes()
    if suffix == ".png":
        assert QImage.fromData(data).width() > 400
    else:
        assert b"Check" in data or data.startswith(b"%PDF")


def test_copies_are_pasted_with_the_keyboard(window: MainWindow, file: Path, qtbot: QtBot) -> None:
    page = window.documents.open(file)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    qtbot.mouseClick(page.canvas, LEFT, pos=place(window, 250, 140))

    qtbot.keyClick(window, Qt.Key.Key_C, CONTROL)
    qtbot.keyClick(window, Qt.Key.Key_V, CONTROL)

    copies = [element for element in page.file.document.elements() if element.get("name") == "Check order"]
    assert len(copies) == 2
