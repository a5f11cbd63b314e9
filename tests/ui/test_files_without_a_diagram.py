"""A file without a diagram: the first element that is put on the canvas is drawn there, and undo takes it away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from modeler.ui.main_window import MainWindow

UNDRAWN = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:x">
  <process id="P" />
</definitions>
"""


def test_the_first_element_on_the_canvas_of_a_file_without_a_diagram_shows(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "undrawn.bpmn"
    path.write_bytes(UNDRAWN)
    page = window.open_path(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.is_prepared)

    page.canvas.start_create("task")
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    page.canvas.label_editor.cancel()
    shown = [item.element.tag for item in page.canvas.stage.scene if item.element is not None]
    page.file.document.history.undo()
    left = len(page.canvas.stage.scene)
    page.file.document.history.redo()

    assert shown == ["task"]
    assert left == 0
    assert len(page.canvas.stage.scene) == 1
    assert page.canvas.selected_elements or page.diagram is page.file.document.diagrams[0]
    assert window.documents.save(page)
    assert path.read_bytes() == page.file.document.to_bytes() != UNDRAWN
