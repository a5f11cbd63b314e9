"""Deleting: flows heal, references go, nothing dangles."""

from __future__ import annotations

import pytest

from engine.bpmn import Element, FlowNode, Point, SequenceFlow
from modeler.editing import commands
from tests.editing.notation import diagram, ends, flow, line, node, opened


def test_deleting_a_task_joins_its_two_flows():
    document = diagram("start > A > end")
    incoming = flow(document, "start", "A")

    commands.delete(document, [node(document, "A")])

    assert ends(document) == {"start>end"}
    assert incoming.parent is not None
    assert line(document, incoming) == [(136, 140), (336, 140)]


def test_deleting_a_task_between_flows_that_meet_at_an_angle_joins_them_where_they_cross():
    document = diagram("start > A > B > end")
    commands.move(document, [node(document, "B"), node(document, "end")], 0, 200)
    commands.set_waypoints(document, flow(document, "A", "B"), tuple(map(_at, ((236, 180), (236, 340), (336, 340)))))

    commands.delete(document, [node(document, "A")])

    assert line(document, flow(document, "start", "B")) == [(136, 140), (236, 140), (236, 340), (336, 340)]


def test_deleting_a_node_with_two_ways_out_heals_nothing():
    document = diagram("start > xor(yes: B, no: C) > end")

    commands.delete(document, [node(document, "xor")])

    assert ends(document) == {"B>end", "C>end"}


def test_deleting_a_chain_heals_from_its_source_to_its_target():
    document = diagram("start > A > B > C > end")

    commands.delete(document, [node(document, "A"), node(document, "B")])

    assert ends(document) == {"start>C", "C>end"}


def test_deleting_brings_back_every_byte_on_undo():
    document = diagram("start > A > xor(yes: B, no: C) > end")
    before = document.to_bytes()

    commands.delete(document, [node(document, "xor"), node(document, "B"), flow(document, "C", "end")])
    document.history.undo()

    assert document.to_bytes() == before


def test_deleting_leaves_no_reference_to_what_is_gone():
    document = diagram("start > A > xor(yes: B, no: C) > end")
    commands.set_default_flow(document, flow(document, "xor", "C"))
    gone = flow(document, "xor", "C").id

    commands.delete(document, [flow(document, "xor", "C")])

    assert node(document, "xor").get("default") is None
    assert gone not in document.to_bytes().decode()


def test_deleting_an_activity_deletes_its_boundary_events():
    document = diagram("start > A > end")
    event = commands.create(document, "bpmn:boundaryEvent", host=node(document, "A"), id="Timer")
    assert event.parent is not None

    commands.delete(document, [node(document, "A")])

    assert document.find("Timer") is None
    assert document.find("Timer_di") is None


def test_deleting_the_last_pool_turns_the_collaboration_into_a_process_again():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant", name="Shop")

    commands.delete(document, [pool])

    shown = document.diagrams[0].plane.element
    assert shown.kind == "bpmn:process"
    assert [each.tag for each in document.definitions.children] == ["process", "BPMNDiagram"]
    assert list(document.diagrams[0].plane.elements) == []


def test_an_annotation_on_a_deleted_flow_loses_its_association():
    document = opened(
        """<bpmn:process id="P"><bpmn:task id="A" /><bpmn:task id="B" />
        <bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B" />
        <bpmn:textAnnotation id="N" /><bpmn:association id="L" sourceRef="F" targetRef="N" /></bpmn:process>"""
    )

    commands.delete(document, [document.get("F")])

    assert document.find("L") is None
    assert isinstance(document.find("N"), Element)


def _at(pair):
    return Point(*pair)


def test_flows_that_refer_to_their_ends_with_a_prefix_go_with_them_and_follow_them():
    document = opened("""
  <bpmn:process id="P"><bpmn:task id="A" /><bpmn:task id="B" />
    <bpmn:sequenceFlow id="F" sourceRef="tns:A" targetRef=" tns:B " /></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="A_di" bpmnElement="tns:A"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="B_di" bpmnElement="B"><dc:Bounds x="200" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="F_di" bpmnElement="tns:F"><di:waypoint x="100" y="40" /><di:waypoint x="200" y="40" />
    </bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>""")

    commands.move(document, [document.get("B")], 50, 0)
    moved = document.edge_of(document.get("F")).waypoints[-1]
    commands.delete(document, [document.get("B")])

    assert (moved.x, moved.y) == (250, 40)
    assert [each.id for each in document.elements(FlowNode)] == ["A"]
    assert document.find("F") is None
    assert document.find("F_di") is None


@pytest.mark.parametrize("number", [0, 1])
def test_of_two_elements_with_one_id_the_other_keeps_what_refers_to_it(number):
    document = opened("""
  <bpmn:process id="P"><bpmn:task id="A" name="0" /><bpmn:task id="A" name="1" /><bpmn:task id="B" />
    <bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B" /></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="A_di" bpmnElement="A"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="B_di" bpmnElement="B"><dc:Bounds x="200" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="F_di" bpmnElement="F"><di:waypoint x="100" y="40" /><di:waypoint x="200" y="40" />
    </bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>""")
    doubles = document.sharing("A")

    commands.delete(document, [doubles[number]])

    left = document.get("A")
    assert left is doubles[1 - number]
    assert document.shape_of(left) is document.get("A_di")
    assert document.get("F", SequenceFlow).source is left
    commands.delete(document, [left])
    assert document.find("A_di") is document.find("F") is None
