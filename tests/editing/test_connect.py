"""Connecting: which connection the rules choose, how it is drawn, and what reconnecting and bending do."""

from __future__ import annotations

import pytest

from engine.bpmn import Association, Bounds, BPMNShape, Document, EventBasedGateway, Point, SequenceFlow
from modeler.editing import CommandRefused, commands
from modeler.editing.element_types import ALL
from modeler.editing.rules import can_connect, can_start_connection
from tests.editing.notation import diagram, ends, flow, line, node, opened


def kind(document: Document, source: str, target: str) -> str | None:
    found = can_connect(document, document.get(source), document.get(target))
    return None if found is None else found.kind


TWO_POOLS = """
  <bpmn:collaboration id="C"><bpmn:participant id="P1" processRef="Pr1" /><bpmn:participant id="P2" processRef="Pr2" />
    <bpmn:participant id="Box" /></bpmn:collaboration>
  <bpmn:process id="Pr1"><bpmn:task id="A" /><bpmn:endEvent id="End" /><bpmn:startEvent id="Start" />
    <bpmn:endEvent id="Timed"><bpmn:terminateEventDefinition /></bpmn:endEvent>
    <bpmn:dataObjectReference id="Data" dataObjectRef="DO" /><bpmn:dataObject id="DO" />
    <bpmn:textAnnotation id="Note" /><bpmn:task id="Undo" isForCompensation="true" />
    <bpmn:boundaryEvent id="Comp" attachedToRef="A"><bpmn:compensateEventDefinition /></bpmn:boundaryEvent>
    <bpmn:eventBasedGateway id="Events" /><bpmn:receiveTask id="Receive" />
    <bpmn:intermediateCatchEvent id="Catch"><bpmn:timerEventDefinition /></bpmn:intermediateCatchEvent>
    <bpmn:subProcess id="Sub"><bpmn:task id="Inner" /></bpmn:subProcess>
    <bpmn:subProcess id="EventSub" triggeredByEvent="true" /></bpmn:process>
  <bpmn:process id="Pr2"><bpmn:task id="B" /><bpmn:startEvent id="Start2" />
    <bpmn:endEvent id="End2" /></bpmn:process>"""


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("A", "End", "bpmn:sequenceFlow"),
        ("A", "A", "bpmn:sequenceFlow"),
        ("A", "Start", None),
        ("End", "A", None),
        ("A", "Inner", None),
        ("A", "EventSub", None),
        ("A", "Undo", None),
        ("A", "Comp", None),
        ("Comp", "Undo", "bpmn:association"),
        ("Comp", "A", None),
        ("A", "B", "bpmn:messageFlow"),
        ("P1", "P2", "bpmn:messageFlow"),
        ("Box", "A", "bpmn:messageFlow"),
        ("P1", "A", None),
        ("End", "Start2", "bpmn:messageFlow"),
        ("Timed", "Start2", None),
        ("A", "End2", None),
        ("Data", "A", "bpmn:dataInputAssociation"),
        ("A", "Data", "bpmn:dataOutputAssociation"),
        ("Data", "End", "bpmn:dataInputAssociation"),
        ("Start", "Data", "bpmn:dataOutputAssociation"),
        ("Note", "A", "bpmn:association"),
        ("A", "Note", "bpmn:association"),
        ("Note", "Note", None),
        ("Events", "Catch", "bpmn:sequenceFlow"),
        ("Events", "Receive", "bpmn:sequenceFlow"),
        ("Events", "A", None),
    ],
)
def test_the_rules_choose_the_connection(source, target, expected):
    document = opened(TWO_POOLS)

    assert kind(document, source, target) == expected


def test_lanes_start_no_connection():
    document = diagram("start > A")
    pool = commands.create(document, "bpmn:participant")
    lane = commands.add_lane(document, pool, "below")

    assert can_start_connection(pool)
    assert not can_start_connection(lane)


def test_a_level_connection_is_a_straight_line_between_the_outlines():
    document = diagram("start > A")
    end = commands.create(document, "bpmn:endEvent", at=Point(400, 140))

    made = commands.connect(document, node(document, "A"), end)

    assert line(document, made) == [(286, 140), (382, 140)]


def test_a_connection_from_a_gateway_leaves_upright():
    document = diagram("start > xor")
    task = commands.create(document, "bpmn:task", at=Point(400, 300))

    made = commands.connect(document, node(document, "xor"), task)

    assert line(document, made) == [(211, 165), (211, 300), (350, 300)]


def test_a_connection_to_a_gateway_enters_upright():
    document = diagram("start > A")
    gateway = commands.create(document, "bpmn:exclusiveGateway", at=Point(400, 300))

    made = commands.connect(document, node(document, "A"), gateway)

    assert line(document, made) == [(286, 140), (400, 140), (400, 275)]


def test_a_loop_goes_round_a_corner():
    document = diagram("start > A")

    made = commands.connect(document, node(document, "A"), node(document, "A"))

    assert line(document, made) == [(236, 180), (236, 200), (166, 200), (166, 140), (186, 140)]


def test_a_compensation_association_marks_its_target():
    document = diagram("start > A > end")
    event = commands.create(
        document, next(each for each in ALL if each.id == "compensate-boundary-event"), host=node(document, "A")
    )
    undo = commands.append(document, event, "bpmn:task")

    link = next(each for each in document.connections_of(event) if isinstance(each, Association))

    assert link.association_direction == "One"
    assert undo.is_for_compensation
    commands.delete(document, [link])
    assert not undo.is_for_compensation


def test_a_flow_from_an_event_gateway_rules_out_other_flows():
    document = diagram("start > catch > end")
    timer = next(each for each in ALL if each.id == "timer-intermediate-catch-event")
    commands.replace(document, node(document, "catch"), timer)
    gateway = commands.create(document, "bpmn:eventBasedGateway", at=Point(100, 400))
    assert isinstance(gateway, EventBasedGateway)

    commands.connect(document, gateway, node(document, "catch"))

    assert ends(document) == {f"{gateway.id}>catch", "catch>end"}


def test_reconnecting_the_target_keeps_the_flow_and_its_name():
    document = diagram("start > xor(yes: B, no: C) > end")
    moved = flow(document, "xor", "B")

    found = commands.reconnect(document, moved, target=node(document, "C"))

    assert found is moved
    assert (moved.target_ref, moved.name) == ("C", "yes")
    assert moved.id not in list(node(document, "B").incoming)
    assert moved.id in list(node(document, "C").incoming)


def test_reconnecting_to_what_nothing_may_enter_is_refused():
    document = diagram("start > A > end")
    before = document.to_bytes()

    with pytest.raises(CommandRefused, match="cannot be connected"):
        commands.reconnect(document, flow(document, "A", "end"), target=node(document, "start"))

    assert document.to_bytes() == before


def test_a_default_flow_moves_its_mark_to_its_new_source():
    document = diagram("start > xor(yes: B, no: or) > end")
    default = flow(document, "xor", "B")
    commands.set_default_flow(document, default)

    commands.reconnect(document, default, source=node(document, "or"))

    assert node(document, "xor").get("default") is None
    assert node(document, "or").get("default") == default.id


def test_bends_are_cut_at_the_outlines_and_idle_ones_go():
    document = diagram("start > A > end")
    bent = flow(document, "A", "end")

    commands.set_waypoints(
        document, bent, [Point(*at) for at in ((236, 140), (260, 140), (310, 140), (310, 60), (354, 60), (354, 140))]
    )

    assert line(document, bent) == [(286, 140), (310, 140), (310, 60), (354, 60), (354, 122)]


def test_an_association_on_a_flow_keeps_its_anchor():
    document = opened(
        """<bpmn:process id="P"><bpmn:task id="A" /><bpmn:task id="B" /><bpmn:textAnnotation id="N" />
        <bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B" />
        <bpmn:association id="L" sourceRef="F" targetRef="N" /></bpmn:process>
        <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
        <bpmndi:BPMNShape id="A1" bpmnElement="A"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
        <bpmndi:BPMNShape id="B1" bpmnElement="B"><dc:Bounds x="200" y="0" width="100" height="80" /></bpmndi:BPMNShape>
        <bpmndi:BPMNShape id="N1" bpmnElement="N"><dc:Bounds x="200" y="200" width="100" height="40" />
        </bpmndi:BPMNShape>
        <bpmndi:BPMNEdge id="F1" bpmnElement="F"><di:waypoint x="100" y="40" /><di:waypoint x="200" y="40" />
        </bpmndi:BPMNEdge>
        <bpmndi:BPMNEdge id="L1" bpmnElement="L"><di:waypoint x="150" y="40" /><di:waypoint x="230" y="200" />
        </bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""
    )

    commands.move(document, [document.get("B")], 100, 0)

    assert line(document, "L")[0] == (200, 40)
    assert line(document, "L")[1] == (230, 200)


def test_a_gateways_label_makes_way_for_a_new_connection():
    document = diagram("start > xor > A")
    gateway = node(document, "xor")
    commands.rename(document, gateway, "Fine?")
    commands.move_label(document, gateway, 0, 0)
    below = commands.create(document, "bpmn:task", at=Point(211, 400))

    commands.connect(document, gateway, below)

    shape = document.shape_of(gateway)
    assert isinstance(shape, BPMNShape)
    assert shape.label.bounds == Bounds(196, 91, 30, 14)


def test_a_label_without_a_place_makes_way_only_where_the_new_connection_needs_it():
    document = diagram("start > xor > A")
    gateway = node(document, "xor")
    shape = document.shape_of(gateway)
    assert isinstance(shape, BPMNShape)
    with document.edit("Rename"):
        gateway.set("name", "Fine?")

    commands.connect(document, gateway, commands.create(document, "bpmn:task", at=Point(211, 400)))

    assert shape.label.bounds == Bounds(196, 91, 30, 14)
    with document.edit("Leave its place open"):
        shape.label = None
    commands.connect(document, gateway, commands.create(document, "bpmn:task", at=Point(211, -200)))
    assert shape.label is None


def test_reconnecting_across_pools_makes_a_message_flow():
    document = opened(TWO_POOLS)
    made = commands.connect(document, document.get("A"), document.get("End"))
    commands.rename(document, made, "Order")

    found = commands.reconnect(document, made, target=document.get("B"))

    assert found.kind == "bpmn:messageFlow"
    assert found.get("name") == "Order"
    assert found.parent is document.get("C")
    assert not list(document.elements(SequenceFlow))


TWO_DIAGRAMS = """
  <bpmn:process id="P"><bpmn:task id="A" /><bpmn:task id="B" />
    <bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B" /></bpmn:process>
  <bpmndi:BPMNDiagram id="D1"><bpmndi:BPMNPlane id="Pl1" bpmnElement="P">
    <bpmndi:BPMNShape id="A1" bpmnElement="A"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
  <bpmndi:BPMNDiagram id="D2"><bpmndi:BPMNPlane id="Pl2" bpmnElement="P">
    <bpmndi:BPMNShape id="A2" bpmnElement="A"><dc:Bounds x="500" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="B2" bpmnElement="B"><dc:Bounds x="700" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="F2" bpmnElement="F"><di:waypoint x="600" y="40" /><di:waypoint x="700" y="40" />
    </bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def test_moving_on_one_diagram_leaves_the_others():
    document = opened(TWO_DIAGRAMS)

    commands.move(document, [document.get("A")], 0, 10)

    assert document.get("A1", BPMNShape).bounds.y == 10
    assert document.get("A2", BPMNShape).bounds.y == 0
    assert line(document, "F") == [(600, 40), (700, 40)]


def test_moving_on_a_chosen_diagram_moves_its_shape_and_lines():
    document = opened(TWO_DIAGRAMS)

    commands.move(document, [document.get("A")], 0, 10, diagram=document.diagrams[1])

    assert document.get("A1", BPMNShape).bounds.y == 0
    assert document.get("A2", BPMNShape).bounds.y == 10
    assert line(document, "F")[0] == (600, 50)


def test_a_connection_is_drawn_where_both_ends_are():
    document = opened(TWO_DIAGRAMS)

    made = commands.connect(document, document.get("B"), document.get("A"))

    assert document.edge_of(made).parent is document.get("Pl2")
