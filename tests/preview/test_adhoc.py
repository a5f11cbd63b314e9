"""The activities of an ad-hoc sub-process are answered, and started again, from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from tests.preview.test_following import HEAD

Press = Callable[..., None]
CHECKS = (
    HEAD
    + """<bpmn:process id="P" isExecutable="true"><bpmn:startEvent id="start"/>
  <bpmn:scriptTask id="php" name="Total" scriptFormat="php"><bpmn:script>x</bpmn:script></bpmn:scriptTask>
  <bpmn:adHocSubProcess id="checks" name="Checks"><bpmn:userTask id="price" name="Check price"/></bpmn:adHocSubProcess>
  <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="php"/>
  <bpmn:sequenceFlow id="f2" sourceRef="php" targetRef="checks"/></bpmn:process>
<bpmndi:BPMNDiagram id="Dia"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
  <bpmndi:BPMNShape id="s1" bpmnElement="start"><dc:Bounds x="20" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s2" bpmnElement="php"><dc:Bounds x="90" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s3" bpmnElement="checks" isExpanded="true"><dc:Bounds x="220" y="20" width="240" height="200"/>
  </bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s4" bpmnElement="price"><dc:Bounds x="280" y="80" width="100" height="80"/></bpmndi:BPMNShape>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""
)


@pytest.fixture
def checks(window: MainWindow, tmp_path: Path, press: Press, qtbot: QtBot) -> DocumentPage:
    path = tmp_path / "checks.bpmn"
    path.write_text(CHECKS, encoding="utf-8")
    page = window.documents.open(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    press(Qt.Key.Key_F5)
    return page


def waiting(window: MainWindow) -> list[tuple[str, str]]:
    return [(task.kind, task.title) for task in window.run_panel.view.waiting]


def test_a_script_that_nothing_runs_is_answered_in_its_place_and_is_nobodys_task(
    window: MainWindow, checks: DocumentPage
) -> None:
    card = window.run_panel.answer
    (task,) = window.run_panel.view.waiting

    assert task.detail == "Nothing here runs scripts in php"
    assert task.help.startswith("Answer in its place.")
    assert not card.form.who.isVisible()


def test_a_waiting_activity_is_completed_and_can_be_started_once_more_before(
    window: MainWindow, checks: DocumentPage, qtbot: QtBot
) -> None:
    panel = window.run_panel
    qtbot.mouseClick(panel.answer.complete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(panel.view.waiting) == 2 and not window.preview.is_busy)
    first = waiting(window)

    panel.waiting.choice.setCurrentIndex(1)
    panel.waiting.choice.activated.emit(1)
    assert panel.answer.complete.text() == "Start it"
    qtbot.mouseClick(panel.answer.complete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.preview.is_busy)
    started = [row.element_id for row in panel.view.steps].count("price")
    for _ in range(2):
        panel.show_waiting("price")
        assert panel.answer.complete.text() == "Complete task"
        qtbot.mouseClick(panel.answer.complete, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not window.preview.is_busy)

    assert first == [("task", "Check price"), ("begin", "Start “Check price”")]
    assert started >= 2
    assert panel.view.status == "completed"
