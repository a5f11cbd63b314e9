"""Other pools are started by hand, beside the Request, where nothing in the file sends them a message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES
from tests.preview.test_following import HEAD

Press = Callable[..., None]
POOLS = (
    HEAD
    + """<bpmn:collaboration id="C"><bpmn:participant id="A" name="Shop" processRef="P1"/>
  <bpmn:participant id="B" name="Complaints" processRef="P2"/><bpmn:participant id="X" name="Customer"/>
  <bpmn:messageFlow id="m" sourceRef="X" targetRef="heard"/></bpmn:collaboration>
<bpmn:process id="P1" isExecutable="true"><bpmn:startEvent id="start"/>
  <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="sell"/><bpmn:userTask id="sell" name="Sell"/></bpmn:process>
<bpmn:process id="P2"><bpmn:startEvent id="heard" name="Complaint"><bpmn:messageEventDefinition/></bpmn:startEvent>
  <bpmn:sequenceFlow id="g1" sourceRef="heard" targetRef="calm"/><bpmn:userTask id="calm" name="Calm"/></bpmn:process>
<bpmn:process id="P3" name="Only called"><bpmn:startEvent id="s3"/></bpmn:process>
<bpmndi:BPMNDiagram id="Dia"><bpmndi:BPMNPlane id="Pl" bpmnElement="C">
  <bpmndi:BPMNShape id="s1" bpmnElement="A"><dc:Bounds x="60" y="60" width="400" height="120"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s2" bpmnElement="start"><dc:Bounds x="120" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s3d" bpmnElement="sell"><dc:Bounds x="200" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s4" bpmnElement="B"><dc:Bounds x="60" y="220" width="400" height="120"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s5" bpmnElement="heard"><dc:Bounds x="120" y="260" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s6" bpmnElement="calm"><dc:Bounds x="200" y="240" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s7" bpmnElement="X"><dc:Bounds x="60" y="400" width="400" height="60"/></bpmndi:BPMNShape>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""
)


@pytest.fixture
def pools(window: MainWindow, tmp_path: Path, press: Press, qtbot: QtBot) -> DocumentPage:
    path = tmp_path / "pools.bpmn"
    path.write_text(POOLS, encoding="utf-8")
    page = window.documents.open(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    press(Qt.Key.Key_F5)
    return page


def test_a_pool_is_started_by_the_button_at_its_start_with_data_of_its_own(
    window: MainWindow, pools: DocumentPage, qtbot: QtBot
) -> None:
    panel = window.run_panel
    offered = [(task.element_id, task.kind, task.detail) for task in panel.view.waiting]
    counted = panel.left.buttons[1].text()
    button = next(each for each in pools.canvas.run_buttons.buttons if "Complaint" in each.accessibleName())

    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    words = panel.answer.complete.text()
    panel.answer.edit.block.setPlainText('{"about": "late"}')
    qtbot.mouseClick(panel.answer.complete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [task.id for task in panel.view.waiting] == ["sell", "calm"], timeout=20_000)

    assert offered == [("sell", "task", ""), ("heard", "start", "Starts the pool “Complaints”")]
    assert counted == "Waiting (1)"
    assert words == "Start this pool"
    assert panel.view.data == {"about": "late"}
    assert [place.title for place in panel.view.local.places] == ["Shop", "Complaints"]
    assert "m" in pools.canvas.overlays.run.taken


def test_a_pool_to_which_another_one_sends_waits_for_that(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    page = window.documents.open_sample(RESOURCES / "samples" / "purchase-approval.bpmn")
    assert page is not None

    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "waiting", timeout=30_000)

    assert [task.kind for task in window.run_panel.view.waiting] == ["task"]
