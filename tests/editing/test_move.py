"""Moving: what comes along, what stays, and what the file looks like afterwards."""

from __future__ import annotations

import pytest

from engine.bpmn import BoundaryEvent, Bounds, IntermediateCatchEvent, Point
from modeler.editing import CommandRefused, commands
from modeler.editing.element_types import ALL
from tests.editing.notation import box, changed_lines, diagram, ends, flow, line, node, opened

SUB_PROCESS = """
  <bpmn:process id="Process_1">
    <bpmn:subProcess id="Sub" name="Sub">
      <bpmn:task id="Inner" />
      <bpmn:task id="Second" />
      <bpmn:sequenceFlow id="Flow_1" sourceRef="Inner" targetRef="Second" />
    </bpmn:subProcess>
    <bpmn:boundaryEvent id="Timer" attachedToRef="Sub"><bpmn:timerEventDefinition id="T" /></bpmn:boundaryEvent>
    <bpmn:boundaryEvent id="Error" attachedToRef="Sub"><bpmn:errorEventDefinition id="E" /></bpmn:boundaryEvent>
    <bpmn:task id="Outer" />
    <bpmn:sequenceFlow id="Flow_2" sourceRef="Sub" targetRef="Outer" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="Diagram_1"><bpmndi:BPMNPlane id="Plane_1" bpmnElement="Process_1">
    <bpmndi:BPMNShape id="Sub_di" bpmnElement="Sub" isExpanded="true">
      <dc:Bounds x="100" y="100" width="400" height="200" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Inner_di" bpmnElement="Inner">
      <dc:Bounds x="140" y="160" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Second_di" bpmnElement="Second">
      <dc:Bounds x="300" y="160" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Outer_di" bpmnElement="Outer">
      <dc:Bounds x="600" y="160" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Timer_di" bpmnElement="Timer"><dc:Bounds x="182" y="282" width="36" height="36" />
      <bpmndi:BPMNLabel><dc:Bounds x="160" y="325" width="80" height="14" /></bpmndi:BPMNLabel></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Error_di" bpmnElement="Error"><dc:Bounds x="382" y="282" width="36" height="36" />
      </bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="Flow_1_di" bpmnElement="Flow_1">
      <di:waypoint x="240" y="200" /><di:waypoint x="300" y="200" /></bpmndi:BPMNEdge>
    <bpmndi:BPMNEdge id="Flow_2_di" bpmnElement="Flow_2">
      <di:waypoint x="500" y="200" /><di:waypoint x="600" y="200" /></bpmndi:BPMNEdge>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def test_moving_a_task_changes_its_bounds_and_the_lines_of_its_flows_only():
    document = diagram("start > A > B > end")
    before = document.to_bytes()

    commands.move(document, [node(document, "A")], 0, 60)

    gone, come = changed_lines(before, document.to_bytes())
    assert box(document, "A") == (186, 160, 100, 80)
    assert [each for each in (*gone, *come) if "Bounds" not in each and "waypoint" not in each] == []
    assert line(document, flow(document, "start", "A")) == [(136, 140), (161, 140), (161, 200), (186, 200)]
    assert line(document, flow(document, "B", "end")) == [(436, 140), (486, 140)]


def test_moving_is_one_step_and_undo_and_redo_bring_back_the_bytes():
    document = diagram("start > A > xor(yes: B, no: C) > end")
    before = document.to_bytes()
    commands.move(document, [node(document, "A"), node(document, "B")], 13, 27)
    after = document.to_bytes()

    document.history.undo()

    assert document.to_bytes() == before
    assert not document.history.can_undo
    document.history.redo()
    assert document.to_bytes() == after


def test_a_flow_between_moved_nodes_is_shifted_not_laid_out_anew():
    document = diagram("start > xor(yes: B, no: C) > end")
    between = flow(document, "xor", "C")
    before = line(document, between)

    commands.move(document, [node(document, "xor"), node(document, "C")], 10, 20)

    assert line(document, between) == [(x + 10, y + 20) for x, y in before]


def test_the_users_bends_stay_when_an_end_moves_a_little():
    document = diagram("start > xor(yes: B, no: C) > end")
    bent = flow(document, "C", "end")
    before = line(document, bent)

    commands.move(document, [node(document, "C")], 0, 10)

    after = line(document, bent)
    assert [x for x, _ in after] == [x for x, _ in before]
    assert after[-1] == before[-1]


def test_numbers_off_the_grid_stay_exact():
    document = diagram("start > A > end")
    shape = document.shape_of(node(document, "A"))
    with document.edit("Place"):
        shape.bounds = Bounds(186.02, 100.5, 100, 80)

    commands.move(document, [node(document, "A")], 10, 0.25)

    assert box(document, "A") == (196.02, 100.75, 100, 80)


def test_content_boundary_events_and_labels_move_with_a_sub_process():
    document = opened(SUB_PROCESS)

    commands.move(document, [document.get("Sub")], 10, 20)

    assert box(document, "Inner") == (150, 180, 100, 80)
    assert box(document, "Timer") == (192, 302, 36, 36)
    assert document.shape_of(document.get("Timer")).label.bounds == Bounds(170, 345, 80, 14)
    assert line(document, "Flow_1") == [(250, 220), (310, 220)]
    assert line(document, "Flow_2")[0] == (510, 220)


def test_a_child_selected_with_its_parent_moves_once():
    document = opened(SUB_PROCESS)

    commands.move(document, [document.get("Sub"), document.get("Inner"), document.get("Timer")], 10, 0)

    assert box(document, "Inner") == (150, 160, 100, 80)
    assert box(document, "Timer") == (192, 282, 36, 36)


def test_dropping_a_node_into_a_sub_process_moves_it_there_in_the_file():
    document = opened(SUB_PROCESS)

    commands.move(document, [document.get("Outer")], -200, 0, document.get("Sub"))

    assert document.get("Outer").parent is document.get("Sub")
    assert document.find("Flow_2") is None


def test_dropping_a_node_on_a_flow_makes_it_part_of_the_flow():
    document = diagram("start > A > B")
    target, spare = flow(document, "A", "B"), commands.create(document, "bpmn:task", at=Point(400, 400), id="X")

    commands.move(document, [spare], -89, -260, flow=target)

    assert (target.source_ref, target.target_ref) == ("A", "X")
    assert [each.target_ref for each in document.outgoing(spare)] == ["B"]


def test_a_boundary_event_dropped_off_its_host_becomes_an_intermediate_event():
    document = opened(SUB_PROCESS)

    commands.move(document, [document.get("Timer")], 0, 200, document.get("Process_1"))

    event = document.get("Timer")
    assert isinstance(event, IntermediateCatchEvent)
    assert event.get("attachedToRef") is None
    assert [each.id for each in event.definitions] == ["T"]


def test_an_error_event_cannot_be_dropped_off_its_host():
    document = opened(SUB_PROCESS)
    before = document.to_bytes()

    with pytest.raises(CommandRefused, match="cannot stand without an activity"):
        commands.move(document, [document.get("Error")], 0, 200, document.get("Process_1"))

    assert document.to_bytes() == before


def test_a_boundary_event_dropped_on_another_host_is_attached_to_its_border():
    document = opened(SUB_PROCESS)

    commands.move(document, [document.get("Timer")], 460, -38, host=document.get("Outer"))

    event = document.get("Timer", BoundaryEvent)
    assert event.attached_to is document.get("Outer")
    assert box(document, "Timer") == (642, 222, 36, 36)


def test_arrow_keys_do_not_move_a_boundary_event_without_its_host():
    document = opened(SUB_PROCESS)

    with pytest.raises(CommandRefused, match="with its activity only"):
        commands.nudge(document, [document.get("Timer")], 1, 0)


def test_arrow_keys_in_a_row_are_one_step():
    document = diagram("start > A > end")
    before = document.to_bytes()

    for _ in range(3):
        commands.nudge(document, [node(document, "A")], 1, 0)
    document.history.undo()

    assert document.to_bytes() == before


def test_a_parent_grows_when_a_child_comes_too_close_to_its_border():
    document = opened(SUB_PROCESS)

    commands.move(document, [document.get("Second")], 90, 0)

    assert box(document, "Sub") == (100, 100, 490, 200)


def test_a_parent_keeps_its_size_when_a_child_near_the_border_moves_away_from_it():
    document = opened(SUB_PROCESS)
    with document.edit("Place"):
        document.shape_of(document.get("Second")).bounds = Bounds(395, 160, 100, 80)

    commands.move(document, [document.get("Second")], -2, 0)

    assert box(document, "Sub") == (100, 100, 400, 200)


def test_a_default_flow_label_follows_the_line():
    document = diagram("start > xor(yes: B, no: C) > end")
    named = flow(document, "xor", "C")
    commands.move_label(document, named, 0, 0)
    before = document.edge_of(named).label.bounds

    commands.move(document, [node(document, "C")], 0, 40)

    after = document.edge_of(named).label.bounds
    assert (after.x, after.y) == (before.x, before.y + 20)


def test_an_event_that_is_attached_loses_the_flow_into_it():
    document = diagram("start > A > catch > B")
    timer = next(each for each in ALL if each.id == "timer-intermediate-catch-event")
    commands.replace(document, node(document, "catch"), timer)

    commands.move(document, [node(document, "catch")], -150, 40, host=node(document, "A"))

    assert isinstance(node(document, "catch"), BoundaryEvent)
    assert ends(document) == {"start>A", "catch>B"}


def test_what_stands_on_one_diagram_is_not_put_into_what_another_draws():
    document = opened("""
  <bpmn:process id="P"><bpmn:subProcess id="S"><bpmn:task id="T" /></bpmn:subProcess><bpmn:task id="U" /></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="S_di" bpmnElement="S" isExpanded="false"><dc:Bounds x="0" y="0" width="100" height="80" />
    </bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
  <bpmndi:BPMNDiagram id="D2"><bpmndi:BPMNPlane id="Pl2" bpmnElement="S">
    <bpmndi:BPMNShape id="T_di" bpmnElement="T"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>""")

    with pytest.raises(CommandRefused, match="drawn on another diagram"):
        commands.move(document, [document.get("T")], 0, 0, document.get("P"))
    commands.move(document, [document.get("T")], 5, 0, document.get("S"))
    commands.move(document, [document.get("U")], 0, 0, document.get("P"))

    assert document.get("T").parent is document.get("S")


def test_a_step_names_what_has_no_name_by_its_type_alone():
    document = diagram("start > A > end")

    commands.move(document, [node(document, "end")], 10, 0)
    commands.move(document, [node(document, "A")], 0, 10)

    assert document.history.labels == ("Move end event", "Move task “A”")
