"""Creating: at a place, after an element, on a flow, on a host, and into pools."""

from __future__ import annotations

import pytest

from engine.bpmn import BoundaryEvent, Collaboration, FlowNode, Participant, Point, Process, StartEvent, UserTask
from engine.bpmn.schema import validate
from modeler.editing import CommandRefused, commands
from modeler.editing.element_types import ALL
from tests.editing.notation import box, changed_lines, diagram, ends, flow, line, node, opened


def test_a_created_task_stands_with_its_middle_at_the_place():
    document = diagram("start > A > end")

    made = commands.create(document, "bpmn:userTask", at=Point(300, 400), name="Check")

    assert made.tag == "userTask"
    assert made.name == "Check"
    assert box(document, made) == (250, 360, 100, 80)


def test_a_task_dropped_on_a_flow_lists_both_flows_where_the_file_lists_flows():
    document = diagram("start > A > end", references=True)

    made = commands.create(document, "bpmn:userTask", flow=flow(document, "A", "end"))

    assert isinstance(made, UserTask)
    assert list(made.incoming) == [each.id for each in document.incoming(made)]
    assert list(made.outgoing) == [each.id for each in document.outgoing(made)]


def test_creating_is_one_step():
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.append(document, node(document, "A"), "bpmn:userTask")
    document.history.undo()

    assert document.to_bytes() == before
    assert not document.history.can_undo


def test_an_appended_task_stands_fifty_to_the_right_and_is_connected():
    document = diagram("start > A")

    made = commands.append(document, node(document, "A"), "bpmn:userTask", id="B")

    assert box(document, made) == (340, 100, 100, 80)
    assert line(document, flow(document, "A", "B")) == [(286, 140), (340, 140)]


def test_an_appended_task_keeps_the_usual_distance_of_its_source():
    document = diagram("start > A > B")
    commands.move(document, [node(document, "B")], 30, 300)

    made = commands.append(document, node(document, "A"), "bpmn:userTask")

    assert box(document, made)[0] == 370


def test_an_appended_task_goes_below_one_that_is_in_the_way():
    document = diagram("start > A > B")

    made = commands.append(document, node(document, "A"), "bpmn:userTask")

    assert box(document, made) == (340, 210, 100, 80)


def test_what_is_appended_keeps_clear_of_what_lies_near_along_the_flows():
    document = diagram("start > xor(x: A > B, y: C > D) > end")

    made = commands.append(document, node(document, "A"), "bpmn:userTask")

    others = [each for each in document.elements(FlowNode) if each is not made]
    assert not [each for each in others if overlap(box(document, each), box(document, made))]


def overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    return all(
        first[axis] < second[axis] + second[axis + 2] and second[axis] < first[axis] + first[axis + 2]
        for axis in (0, 1)
    )


def test_a_new_flow_is_listed_where_the_file_lists_flows():
    document = diagram("start > A > end")

    made = commands.append(document, node(document, "A"), "bpmn:userTask")

    new = document.incoming(made)[0]
    assert list(node(document, "A").outgoing) == ["Flow_2", new.id]
    assert list(made.incoming) == [new.id]


def test_a_file_that_lists_no_flows_gets_no_lists():
    document = diagram("start > A > end", references=False)
    before = document.to_bytes()

    commands.append(document, node(document, "A"), "bpmn:userTask")

    _, come = changed_lines(before, document.to_bytes())
    assert not [each for each in come if "incoming" in each or "outgoing" in each]


def test_a_task_created_on_a_flow_becomes_part_of_it():
    document = diagram("start > A > end")
    commands.move(document, [node(document, "end")], 200, 0)
    old = flow(document, "A", "end")

    commands.create(document, "bpmn:userTask", flow=old, id="B")

    assert ends(document) == {"start>A", "A>B", "B>end"}
    assert old.target_ref == "B"
    assert line(document, old) == [(286, 140), (361, 140)]
    assert line(document, flow(document, "B", "end")) == [(461, 140), (536, 140)]


def test_a_start_event_created_on_a_flow_takes_over_its_second_half():
    document = diagram("A > B")
    old = flow(document, "A", "B")

    commands.create(document, "bpmn:startEvent", flow=old, id="S")

    assert ends(document) == {"S>B"}


def test_an_event_created_on_a_host_sits_on_its_border():
    document = diagram("start > A > end")

    timer = next(each for each in ALL if each.id == "timer-boundary-event")
    made = commands.create(document, timer, host=node(document, "A"))

    assert isinstance(made, BoundaryEvent)
    assert made.attached_to is node(document, "A")
    x, y, width, height = box(document, made)
    assert y + height / 2 == 180
    assert 186 <= x + width / 2 <= 286


def test_what_is_appended_to_a_boundary_event_goes_below():
    document = diagram("start > A > end")
    event = commands.create(document, "bpmn:boundaryEvent", host=node(document, "A"), id="T")

    made = commands.append(document, event, "bpmn:userTask", id="B")

    event_box, own = box(document, event), box(document, made)
    assert own[1] + own[3] / 2 >= event_box[1] + 18 + 80
    assert len(line(document, flow(document, "T", "B"))) == 3


def test_nothing_follows_an_end_event():
    document = diagram("start > end")

    with pytest.raises(CommandRefused, match="cannot be connected"):
        commands.append(document, node(document, "end"), "bpmn:userTask")


def test_an_ad_hoc_sub_process_begins_empty_as_no_start_event_may_be_in_it():
    document = diagram("start > A > end")
    kind = next(each for each in ALL if each.id == "ad-hoc-sub-process")

    made = commands.create(document, kind, at=Point(300, 400))

    assert list(made.flow_elements) == []


def test_an_expanded_sub_process_is_created_with_a_start_event():
    document = diagram("start > A")
    kind = next(each for each in ALL if each.id == "sub-process")

    made = commands.create(document, kind, at=Point(500, 500))

    assert box(document, made) == (325, 400, 350, 200)
    assert [type(each) for each in made.flow_elements] == [StartEvent]


def test_the_first_pool_goes_round_the_process():
    document = diagram("start > A > end")

    pool = commands.create(document, "bpmn:participant", name="Shop")

    assert isinstance(pool, Participant)
    assert isinstance(pool.parent, Collaboration)
    assert pool.process is document.get("Process_1")
    assert document.diagrams[0].plane.element is pool.parent
    assert box(document, pool) == (50, 80, 600, 250)


def test_a_second_pool_brings_its_own_process():
    document = diagram("start > A > end")
    commands.create(document, "bpmn:participant")

    second = commands.create(document, "bpmn:participant", at=Point(400, 700))

    assert isinstance(second.process, Process)
    assert second.process is not document.get("Process_1")
    assert len(second.parent.participants) == 2


def test_a_task_dropped_into_a_pool_belongs_to_its_process():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant")

    made = commands.create(document, "bpmn:task", at=Point(400, 260), parent=pool)

    assert made.parent is document.get("Process_1")


def test_a_task_needs_a_pool_where_there_are_pools():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant")

    with pytest.raises(CommandRefused):
        commands.create(document, "bpmn:task", at=Point(400, 2600), parent=pool.parent)


def test_what_is_created_inside_a_sub_process_or_pool_belongs_there():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant")
    kind = next(each for each in ALL if each.id == "sub-process")
    sub = commands.create(document, kind, at=Point(300, 300))

    inner = commands.create(document, "bpmn:task", at=Point(300, 300))
    outer = commands.create(document, "bpmn:task", at=Point(600, 140))

    assert sub.parent is pool.process
    assert inner.parent is sub
    assert outer.parent is pool.process


def test_a_data_object_comes_with_its_data():
    document = diagram("start > A")

    made = commands.append(document, node(document, "A"), "bpmn:dataObjectReference")

    assert made.data_object is not None
    assert box(document, made)[:2] == (276, 220)
    assert [each.kind for each in document.connections_of(made)] == ["bpmn:dataOutputAssociation"]


def test_an_annotation_says_what_it_was_named():
    document = diagram("start > A")

    made = commands.append(document, node(document, "A"), "bpmn:textAnnotation", name="Urgent")

    assert made.text == "Urgent"
    assert made.get("name") is None
    assert [each.kind for each in document.connections_of(made)] == ["bpmn:association"]


def test_an_id_that_is_taken_is_refused():
    document = diagram("start > A")

    with pytest.raises(CommandRefused, match="already an element"):
        commands.create(document, "bpmn:task", at=Point(0, 0), id="A")


def test_a_file_without_a_diagram_is_edited_in_the_model_only():
    document = opened('<bpmn:process id="P"><bpmn:task id="A" /></bpmn:process>')

    made = commands.append(document, document.get("A"), "bpmn:endEvent")

    assert document.shapes_of(made) == []
    assert [each.source_ref for each in document.incoming(made)] == ["A"]


def test_what_stands_behind_a_short_flow_gives_way_where_that_is_asked():
    document = diagram("start > A > end")
    commands.create(document, "bpmn:participant")

    made = commands.create(document, "bpmn:task", flow=flow(document, "A", "end"), id="B", make_room=True)

    assert box(document, made) == (336, 100, 100, 80)
    assert box(document, "end") == (486, 122, 36, 36)
    assert line(document, flow(document, "A", "B")) == [(286, 140), (336, 140)]
    assert line(document, flow(document, "B", "end")) == [(436, 140), (486, 140)]
    assert box(document, "A") == (186, 100, 100, 80)


def test_nothing_gives_way_where_there_is_room():
    document = diagram("start > A > end")
    commands.move(document, [node(document, "end")], 200, 0)

    commands.create(document, "bpmn:task", flow=flow(document, "A", "end"), id="B", make_room=True)

    assert box(document, "end") == (536, 122, 36, 36)


@pytest.mark.parametrize("kind", ["bpmn:task", "bpmn:participant", "bpmn:textAnnotation"])
def test_what_gets_a_place_in_a_file_without_a_diagram_gets_one_to_be_drawn_on(kind):
    document = opened('<bpmn:process id="P"><bpmn:task id="A" /></bpmn:process>')

    made = commands.create(document, kind, at=Point(300, 200))

    assert document.shape_of(made) is not None
    assert document.diagrams[0].plane.element in (made.parent, document.get("P"))
    assert validate(document.to_bytes()) == []
    document.history.undo()
    assert document.to_bytes() == document.original


def test_a_process_without_an_id_gets_one_to_be_drawn_by():
    document = opened("<bpmn:process />")

    made = commands.create(document, "bpmn:task", at=Point(300, 200))

    assert document.diagrams[0].plane.element is made.parent


def test_what_is_pasted_at_a_place_in_a_file_without_a_diagram_is_drawn_as_one_step():
    source, document = diagram("start > A > end"), opened('<bpmn:process id="P" />')

    made = commands.paste(document, commands.copy(source, [node(source, "A")]), at=Point(300, 200))

    assert document.shape_of(made[0]) is not None
    assert len(document.history.labels) == 1


def test_appending_in_a_file_without_a_diagram_draws_nothing():
    document = opened('<bpmn:process id="P"><bpmn:task id="A" /></bpmn:process>')

    commands.append(document, document.get("A"), "bpmn:endEvent")

    assert document.diagrams == []


@pytest.mark.parametrize("shows", ["", 'bpmnElement="gone"'])
@pytest.mark.parametrize("kind", ["bpmn:task", "bpmn:participant"])
def test_a_diagram_that_names_nothing_of_the_file_stands_for_its_first_process(shows, kind):
    document = opened(f"""
  <bpmn:process id="P"><bpmn:task id="A" /></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" {shows}>
    <bpmndi:BPMNShape id="A_di" bpmnElement="A"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>""")

    made = commands.create(document, kind, at=Point(300, 200))

    assert document.shape_of(made).parent is document.get("Pl")
    assert document.diagrams == [document.get("D")]
