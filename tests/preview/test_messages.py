"""Messages and signals from outside, and messages on their way between pools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from modeler.ui.dialogs.send_message import SendMessageDialog
from modeler.ui.main_window import MainWindow
from modeler.ui.theme import RESOURCES

Press = Callable[..., None]
HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="D" targetNamespace="t">'
)
BODY = """<bpmn:message id="M" name="paid"/><bpmn:signal id="S" name="stop"/>
<bpmn:process id="P" isExecutable="true"><bpmn:startEvent id="start"/><bpmn:userTask id="work" name="Work"/>
  <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="work"/>
  <bpmn:boundaryEvent id="paid" name="Paid" attachedToRef="work"><bpmn:messageEventDefinition id="m" messageRef="M"/></bpmn:boundaryEvent>
  <bpmn:endEvent id="end" name="Thanks"/><bpmn:sequenceFlow id="f2" sourceRef="paid" targetRef="end"/></bpmn:process>
<bpmndi:BPMNDiagram id="Dia"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
  <bpmndi:BPMNShape id="s1" bpmnElement="start"><dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s2" bpmnElement="work"><dc:Bounds x="200" y="80" width="100" height="80"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s3" bpmnElement="paid"><dc:Bounds x="232" y="142" width="36" height="36"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="s4" bpmnElement="end"><dc:Bounds x="332" y="222" width="36" height="36"/></bpmndi:BPMNShape>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"""  # noqa: E501


@pytest.fixture
def paying(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "paying.bpmn"
    path.write_text(HEAD + BODY, encoding="utf-8")
    page = window.documents.open(path)
    assert page is not None
    qtbot.waitUntil(lambda: page.canvas.is_complete)


def test_a_message_is_sent_from_the_menu_with_what_it_brings(
    window: MainWindow, paying: None, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    window.actions_by_id["preview.send"].trigger()
    dialog = window.findChild(SendMessageDialog)
    assert dialog is not None
    offered = [dialog.choice.itemText(row) for row in range(dialog.choice.count())]
    dialog.edit.block.setPlainText('{"sum": 5}')

    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.run_panel.view.status == "completed", timeout=20_000)

    assert offered == ["Message “paid”", "Signal “stop”"]
    assert window.run_panel.view.data == {"sum": 5}
    assert window.run_panel.view.steps[-1].title == "Thanks"


def test_a_message_at_an_element_is_sent_by_its_card(
    window: MainWindow, paying: None, press: Press, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_F5)
    panel = window.run_panel
    panel.show_waiting("paid")
    card = panel.answer
    words = card.complete.text()
    card.edit.block.setPlainText('{"sum": 7}')

    qtbot.mouseClick(card.complete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.view.status == "completed", timeout=20_000)

    assert words == "Send message"
    assert panel.view.data == {"sum": 7}


def test_the_way_of_a_message_is_shown_on_the_canvas(window: MainWindow, press: Press, qtbot: QtBot) -> None:
    page = window.documents.open_sample(RESOURCES / "samples" / "purchase-approval.bpmn")
    assert page is not None
    window.preview.pin("Request", {})
    window.preview.pin("AskManager", {"decision": "approve"})
    window.preview.pin("Order", {"orderNumber": "1"})
    people = {"supplier": {"email": "a@b.example"}, "requester": {"email": "c@b.example"}}
    window.run_panel.start_data.set_data({"item": "Desk", "quantity": 1, **people})

    press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "Ship" in page.canvas.overlays.run.states, timeout=30_000)

    assert "MessageFlow_Order" in page.canvas.overlays.run.taken
    assert "MessageFlow_Delivery" not in page.canvas.overlays.run.taken
    sent = next(moment for moment in window.preview.standing.moments if moment.element == "OrderSent")
    assert window.preview.message_flows(sent) == ["MessageFlow_Order"]
