"""Changing types: what is kept, what has to go, and what the menu offers."""

from __future__ import annotations

import pytest

from engine.bpmn import Bounds, Point, SubProcess, TimerEventDefinition, UserTask
from engine.bpmn.verification import require_same_content
from modeler.editing import CommandRefused, commands
from modeler.editing.commands.loops import loop_of
from modeler.editing.element_types import ALL, ElementType
from modeler.editing.rules import followers, replacements
from tests.editing.notation import box, diagram, ends, flow, node, opened

VENDOR = """
  <bpmn:process id="P">
    <bpmn:serviceTask id="T" name='Call' x:note="kept" xmlns:x="urn:vendor"
        implementation="mine"  isForCompensation="false" >
      <!-- why -->
      <bpmn:documentation id="Doc">Text &amp; more</bpmn:documentation>
      <bpmn:extensionElements><x:setting value="1" /></bpmn:extensionElements>
      <bpmn:multiInstanceLoopCharacteristics id="L" />
    </bpmn:serviceTask>
  </bpmn:process>"""


def kind(id: str) -> ElementType:
    return next(each for each in ALL if each.id == id)


def test_a_change_of_type_keeps_everything_that_the_new_type_knows():
    document = opened(VENDOR)
    inside = [each.tag for each in document.get("T").children]

    made = commands.replace(document, document.get("T"), "bpmn:userTask")

    assert isinstance(made, UserTask)
    assert made is document.get("T")
    assert [each.tag for each in made.children] == inside
    assert made.attributes == {
        "id": "T",
        "name": "Call",
        "{urn:vendor}note": "kept",
        "implementation": "mine",
        "isForCompensation": "false",
    }
    assert "<!-- why -->" in document.to_bytes().decode()


def test_a_change_of_type_touches_the_two_tags_only():
    document = opened(VENDOR)
    before = document.to_bytes()

    commands.replace(document, document.get("T"), "bpmn:userTask")

    assert document.to_bytes() == before.replace(b"serviceTask", b"userTask")


def test_what_the_new_type_does_not_know_goes():
    document = opened(VENDOR)

    made = commands.replace(document, document.get("T"), "bpmn:scriptTask")

    assert "implementation" not in made.attributes


def test_connections_and_shape_stay():
    document = diagram("start > A > end")
    shape = document.shape_of(node(document, "A"))

    made = commands.replace(document, node(document, "A"), "bpmn:userTask")

    assert document.shape_of(made) is shape
    assert ends(document) == {"start>A", "A>end"}
    assert document.incoming(made) == [flow(document, "start", "A")]


def test_a_flow_that_is_not_allowed_any_more_goes():
    document = diagram("A > catch > B")

    commands.replace(document, node(document, "catch"), kind("end-event"))

    assert ends(document) == {"A>catch"}


def test_the_default_flow_stays_among_gateways_that_have_one():
    document = diagram("start > xor(yes: B, no: C) > end")
    commands.set_default_flow(document, flow(document, "xor", "C"))

    kept = commands.replace(document, node(document, "xor"), "bpmn:inclusiveGateway").get("default")
    gone = commands.replace(document, node(document, "xor"), "bpmn:parallelGateway").get("default")

    assert (kept, gone) == ("Flow_3", None)


def test_an_event_gets_its_definition():
    document = diagram("start > A")

    made = commands.replace(document, node(document, "start"), kind("timer-start-event"))

    assert [type(each) for each in made.definitions] == [TimerEventDefinition]


def test_an_event_keeps_the_definition_that_the_new_position_allows():
    document = diagram("A > catch > B")
    commands.replace(document, node(document, "catch"), kind("message-intermediate-catch-event"))
    before = node(document, "catch").definitions[0].id

    made = commands.replace(document, node(document, "catch"), "bpmn:intermediateThrowEvent")

    assert [each.id for each in made.definitions] == [before]


def test_a_task_becomes_an_expanded_sub_process_round_the_same_middle():
    document = diagram("start > A > end")

    made = commands.replace(document, node(document, "A"), kind("sub-process"))

    assert isinstance(made, SubProcess)
    assert box(document, made) == (61, 40, 350, 200)
    assert [each.tag for each in made.flow_elements] == ["startEvent"]


def test_a_sub_process_becomes_a_task_without_its_content():
    document = diagram("start > A > end")
    made = commands.replace(document, node(document, "A"), kind("sub-process"))
    inner = made.flow_elements[0]

    commands.replace(document, made, "bpmn:task")

    assert box(document, "A") == (186, 100, 100, 80)
    assert document.find(inner.id) is None
    assert document.find(f"{inner.id}_di") is None


def test_collapsing_moves_the_content_to_a_diagram_of_its_own_and_expanding_brings_it_back():
    document = diagram("start > A > end")
    made = commands.replace(document, node(document, "A"), kind("sub-process"))
    before = document.to_bytes()

    commands.toggle_expansion(document, made)

    assert box(document, "A") == (186, 100, 100, 80)
    assert document.planes_of(made)[0].id == "A_plane"
    assert box(document, made.flow_elements[0]) == (180, 160, 36, 36)
    commands.toggle_expansion(document, made)
    assert document.planes_of(made) == []
    assert box(document, "A") == (61, 40, 350, 200)
    document.history.undo(2)
    assert document.to_bytes() == before


def test_an_empty_pool_loses_its_process():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant")

    commands.replace(document, pool, kind("empty-pool"))

    assert pool.process is None
    assert document.find("Process_1") is None
    assert box(document, pool)[3] == 60


def test_the_menu_leaves_out_what_the_element_is():
    document = diagram("start > A > end")

    found = {each.id for each in replacements(document, node(document, "A"))}

    assert "task" not in found
    assert {"user-task", "call-activity", "sub-process", "collapsed-sub-process"} <= found
    assert "event-sub-process" not in found


def test_a_cancel_event_is_offered_in_transactions_only():
    document = diagram("start > end")

    assert "cancel-end-event" not in {each.id for each in replacements(document, node(document, "end"))}


def test_a_task_cannot_become_an_event():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="cannot become"):
        commands.replace(document, node(document, "A"), "bpmn:endEvent")


def test_undo_of_a_change_of_type_brings_the_same_view_back():
    document = opened(VENDOR)
    before, old = document.to_bytes(), document.get("T")

    commands.replace(document, old, "bpmn:userTask")
    document.history.undo()

    assert document.get("T") is old
    assert document.to_bytes() == before


def test_a_resized_task_keeps_its_size():
    document = diagram("start > A > end")
    commands.resize(document, node(document, "A"), Bounds(186, 100, 160, 120))

    commands.replace(document, node(document, "A"), "bpmn:userTask")

    assert box(document, "A") == (186, 100, 160, 120)


def test_what_is_moved_into_a_replaced_element_is_written_there_once():
    document = diagram("start > A > B > C > end", references=False)
    sub = commands.replace(document, node(document, "A"), kind("sub-process"))

    commands.move(document, [node(document, "B"), node(document, "end")], 0, 300, sub)

    assert document.to_bytes().decode().count('id="C"') == 1
    assert document.to_bytes().decode().count('id="B"') == 1


def test_a_data_object_becomes_a_data_store_and_back():
    document = diagram("start > A")
    data = commands.create(document, "bpmn:dataObjectReference", at=Point(400, 400))
    behind = data.data_object.id

    store = commands.replace(document, data, "bpmn:dataStoreReference")

    assert document.find(behind) is None
    assert box(document, store) == (375, 375, 50, 50)
    again = commands.replace(document, store, "bpmn:dataObjectReference")
    assert again.data_object is not None


@pytest.mark.parametrize("loop", ["loop", "parallel", "sequential"])
def test_an_activity_repeats_and_stops_repeating(loop):
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.set_loop(document, node(document, "A"), loop)

    assert loop_of(node(document, "A")) == loop
    commands.set_loop(document, node(document, "A"), "none")
    assert document.to_bytes() == before


def test_settings_of_a_loop_stay_when_it_becomes_sequential():
    document = opened(VENDOR)

    commands.set_loop(document, document.get("T"), "sequential")

    assert document.get("T").loop_characteristics.id == "L"
    assert document.get("T").loop_characteristics.is_sequential


def test_an_event_gateway_offers_events_and_the_receive_task_to_append():
    document = diagram("start > events")

    assert {each.kind for each in followers(document, node(document, "events"))} == {
        "bpmn:receiveTask",
        "bpmn:intermediateCatchEvent",
    }


def test_nothing_is_offered_behind_an_end_event():
    document = diagram("start > A > end")

    assert followers(document, node(document, "end")) == []
    assert "user-task" in {each.id for each in followers(document, node(document, "A"))}


def test_a_data_association_that_the_new_type_cannot_have_takes_its_line_along():
    document = opened("""
  <bpmn:process id="P"><bpmn:dataObject id="O" /><bpmn:dataObjectReference id="R" dataObjectRef="O" />
    <bpmn:intermediateCatchEvent id="E"><bpmn:dataOutputAssociation id="A"><bpmn:targetRef>R</bpmn:targetRef>
    </bpmn:dataOutputAssociation></bpmn:intermediateCatchEvent></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="E_di" bpmnElement="E"><dc:Bounds x="0" y="0" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="A_di" bpmnElement="A"><di:waypoint x="0" y="0" /><di:waypoint x="9" y="9" />
    </bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>""")

    commands.replace(document, document.get("E"), "bpmn:endEvent")

    assert document.find("A") is document.find("A_di") is None
    document.history.undo()
    assert document.to_bytes() == document.original


def test_attributes_with_undeclared_prefixes_stay_through_changes_of_type_and_of_other_attributes_and_undo():
    document = opened(
        '<bpmn:process id="P"><bpmn:serviceTask u:v="1" id="A" implementation="x" w:x="2" /></bpmn:process>'
    )

    commands.rename(document, document.get("A"), "Name")
    commands.set_property(document, document.get("A"), "implementation", None)
    commands.replace(document, document.get("A"), "bpmn:userTask")
    changed = document.to_bytes()

    assert b'<bpmn:userTask u:v="1" id="A" w:x="2" name="Name" />' in changed
    require_same_content(document, changed)
    document.history.undo(3)
    assert document.to_bytes() == document.original
    document.history.redo(3)
    assert document.to_bytes() == changed
