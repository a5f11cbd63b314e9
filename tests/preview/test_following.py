"""The canvas follows the token: into the diagram of a collapsed sub-process, out again, and into view."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.documents.page import DocumentPage
from modeler.ui.main_window import MainWindow

Press = Callable[..., None]
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="D" targetNamespace="t">'
)
NESTED = (
    HEAD
    + """<bpmn:process id="P" isExecutable="true">
  <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="sub"/>
  <bpmn:subProcess id="sub" name="Inside">
    <bpmn:startEvent id="start2"/><bpmn:sequenceFlow id="f2" sourceRef="start2" targetRef="work"/>
    <bpmn:userTask id="work" name="Work"/><bpmn:sequenceFlow id="f3" sourceRef="work" targetRef="end2"/>
    <bpmn:endEvent id="end2"/>
  </bpmn:subProcess>
  <bpmn:sequenceFlow id="f4" sourceRef="sub" targetRef="far"/><bpmn:userTask id="far" name="Far away"/>
</bpmn:process>
<bpmndi:BPMNDiagram id="Outer"><bpmndi:BPMNPlane id="OuterPlane" bpmnElement="P">
  <bpmndi:BPMNShape id="s1" bpmnElement="start"><dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s2" bpmnElement="sub" isExpanded="false"><dc:Bounds x="200" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s3" bpmnElement="far"><dc:Bounds x="9000" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNEdge id="e1" bpmnElement="f1"><di:waypoint x="136" y="118"/><di:waypoint x="200" y="118"/></bpmndi:BPMNEdge>
  <bpmndi:BPMNEdge id="e4" bpmnElement="f4"><di:waypoint x="300" y="118"/><di:waypoint x="9000" y="118"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
<bpmndi:BPMNDiagram id="Inner"><bpmndi:BPMNPlane id="InnerPlane" bpmnElement="sub">
  <bpmndi:BPMNShape id="i1" bpmnElement="start2"><dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="i2" bpmnElement="work"><dc:Bounds x="200" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="i3" bpmnElement="end2"><dc:Bounds x="400" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNEdge id="e2" bpmnElement="f2"><di:waypoint x="136" y="118"/><di:waypoint x="200" y="118"/></bpmndi:BPMNEdge>
  <bpmndi:BPMNEdge id="e3" bpmnElement="f3"><di:waypoint x="300" y="118"/><di:waypoint x="400" y="118"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""  # noqa: E501
)


@pytest.fixture
def nested(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> DocumentPage:
    path = tmp_path / "nested.bpmn"
    path.write_text(NESTED, encoding="utf-8")
    page = window.documents.open(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)
    return page


def shown(page: DocumentPage) -> str | None:
    return page.canvas.diagram.get("id") if page.canvas.diagram is not None else None


def test_the_canvas_goes_into_the_sub_process_and_out_again(
    window: MainWindow, nested: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    inside = shown(nested)
    buttons = [button for button in nested.canvas.run_buttons.buttons if button.isVisible()]
    press(Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_F11, Qt.KeyboardModifier.ControlModifier)
    outside = shown(nested)

    assert inside == "Inner"
    assert len(buttons) == 1
    assert outside == "Outer"


def test_what_the_token_comes_to_is_brought_into_view(
    window: MainWindow, nested: DocumentPage, press: Press, qtbot: QtBot
) -> None:
    nested.canvas.zoom_to(1.0)
    press(Qt.Key.Key_F5)

    window.preview.answer("work", {})
    qtbot.waitUntil(lambda: [task.id for task in window.run_panel.view.waiting] == ["far"], timeout=20_000)

    left, _, right, _ = nested.canvas.stage.viewport.rect
    assert shown(nested) == "Outer"
    assert left < 9000 < right
    assert [element.id for element in nested.canvas.selected_elements] == []
