"""Exporting from the window by keys alone: the target is chosen with all that is known of it, then written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from modeler.ui.dialogs.export_for import ExportDialog
from modeler.ui.main_window import MainWindow
from tests.services.connector_processes import process

TOLD = '<bpmn:task id="Tell" name="Tell" pm:config="{}"/>'
DRAWN = b"""<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"><d:BPMNPlane bpmnElement="P">
<d:BPMNShape bpmnElement="Tell"><c:Bounds xmlns:c="http://www.omg.org/spec/DD/20100524/DC" x="100" y="100"
width="100" height="80"/></d:BPMNShape></d:BPMNPlane></d:BPMNDiagram></bpmn:definitions>"""


class WhenShown(QObject):
    """Drives the dialog as soon as it is shown."""

    def __init__(self, drive: Callable[[ExportDialog], None]) -> None:
        super().__init__()
        self._drive = drive
        self.errors: list[BaseException] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, ExportDialog) and event.type() == QEvent.Type.WindowActivate:
            watched.removeEventFilter(self)
            QApplication.instance().removeEventFilter(self)
            try:
                self._drive(watched)
            except BaseException as error:
                self.errors.append(error)
                watched.reject()
        return False


@pytest.fixture
def export(window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Opens a file, asks for its export by the command, and drives the dialog; gives what was written."""
    source, written = tmp_path / "order.bpmn", tmp_path / "written.bpmn"
    source.write_bytes(process(TOLD).replace(b"</bpmn:definitions>", DRAWN))
    window.open_path(source)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(written), ""))

    def act(drive: Callable[[ExportDialog], None]) -> bytes | None:
        def when_checked(dialog: ExportDialog) -> None:
            qtbot.waitUntil(lambda: dialog.is_checked)
            drive(dialog)

        watch = WhenShown(when_checked)
        QApplication.instance().installEventFilter(watch)
        window.actions_by_id["file.export"].trigger()
        assert watch.errors == []
        return written.read_bytes() if written.exists() else None

    return act


def test_the_target_is_chosen_and_accepted_by_keys(window: MainWindow, qtbot: QtBot, export) -> None:
    seen = {}

    def drive(dialog: ExportDialog) -> None:
        seen["first"] = dialog.target
        dialog.targets.setFocus()
        qtbot.keyClick(dialog.targets, Qt.Key.Key_Down)
        seen["chosen"], seen["said"] = dialog.target, dialog.summary.text()
        seen["row"] = dialog.rows.model().index(0, 0).data()
        qtbot.keyClick(dialog.targets, Qt.Key.Key_Return)

    assert export(drive) == window.page.file.document.to_bytes()
    assert seen == {
        "first": "processmaker", "chosen": "camunda-7", "said": "1 thing that is not read",
        "row": "config: set for ProcessMaker, not read by Camunda 7.",
    }  # fmt: skip


def test_the_next_export_offers_what_was_chosen(window: MainWindow, qtbot: QtBot, export) -> None:
    def choose(dialog: ExportDialog) -> None:
        dialog.targets.setFocus()
        qtbot.keyClick(dialog.targets, Qt.Key.Key_End)
        qtbot.keyClick(dialog.targets, Qt.Key.Key_Return)

    offered = []

    def look(dialog: ExportDialog) -> None:
        offered.append(dialog.target)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    export(choose)
    export(look)

    assert offered == ["flowable"]


def test_escape_writes_nothing(window: MainWindow, qtbot: QtBot, export) -> None:
    assert export(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape)) is None


def test_an_error_makes_canceling_the_answer_of_the_enter_key(window: MainWindow, qtbot: QtBot, export) -> None:
    document = window.page.file.document
    with document.edit("Break it"):
        document.find("f0").set("targetRef", "nobody")
    said = []

    def drive(dialog: ExportDialog) -> None:
        said.extend([dialog.export_button.text(), dialog.summary.text()])
        qtbot.keyClick(dialog.targets, Qt.Key.Key_Return)

    assert export(drive) is None
    assert said[0] == "Export anyway…"
    assert "problem" in said[1]


def test_a_row_leads_to_its_element(window: MainWindow, qtbot: QtBot, export) -> None:
    def drive(dialog: ExportDialog) -> None:
        qtbot.keyClick(dialog.targets, Qt.Key.Key_End)
        dialog.rows.setFocus()
        qtbot.keyClick(dialog.rows, Qt.Key.Key_Home)
        qtbot.mouseClick(dialog.go_button, Qt.MouseButton.LeftButton)

    assert export(drive) is None
    assert [element.id for element in window.page.canvas.selected_elements] == ["Tell"]
