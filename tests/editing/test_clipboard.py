"""Copy, paste, duplicate: what comes along, with which ids, and where it may go."""

from __future__ import annotations

import pytest

from engine.bpmn import (
    Association,
    DataObjectReference,
    Document,
    Element,
    IntermediateCatchEvent,
    Message,
    Participant,
    Point,
    Process,
    SequenceFlow,
)
from engine.bpmn.schema import validate
from engine.bpmn.verification import require_same_content
from modeler.editing import CommandRefused, behaviors, commands
from modeler.editing.element_types import ALL
from tests.editing.notation import box, diagram, flow, line, node, opened

MESSAGES = """
  <bpmn:message id="Message_1" name="Order" />
  <bpmn:process id="P">
    <bpmn:receiveTask id="R" messageRef="Message_1"><bpmn:extensionElements><x:y xmlns:x="urn:x" z="1" />
    </bpmn:extensionElements></bpmn:receiveTask>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="R_di" bpmnElement="R"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def test_pasting_makes_new_ids_and_keeps_names():
    document = diagram("start > A > B > end")
    text = commands.copy(document, [node(document, "A"), node(document, "B")])

    made = commands.paste(document, text, at=Point(400, 400))

    tasks = [each for each in made if each.tag == "task"]
    assert [each.get("name") for each in tasks] == ["A", "B"]
    assert not {each.id for each in made} & {"A", "B", "Flow_2"}


def test_only_connections_with_both_ends_come_along():
    document = diagram("start > A > B > end")
    text = commands.copy(document, [node(document, "A"), node(document, "B")])

    made = commands.paste(document, text, at=Point(400, 400))

    flows = [each for each in made if isinstance(each, SequenceFlow)]
    assert [(each.source.get("name"), each.target.get("name")) for each in flows] == [("A", "B")]
    assert list(flows[0].source.incoming) == []
    assert list(flows[0].source.outgoing) == [flows[0].id]
    assert line(document, flows[0]) == [(375, 400), (425, 400)]


def test_copying_changes_nothing():
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.copy(document, [node(document, "A")])

    assert document.to_bytes() == before
    assert not document.history.can_undo


def test_pasting_is_one_step():
    document = diagram("start > A > B > end")
    before = document.to_bytes()
    text = commands.copy(document, list(map(document.get, ("A", "B"))))

    commands.paste(document, text, at=Point(400, 400))
    document.history.undo()

    assert document.to_bytes() == before


def test_a_duplicate_stands_a_little_aside():
    document = diagram("start > A > end")

    made = commands.duplicate(document, [node(document, "A")])

    assert box(document, made[0]) == (206, 120, 100, 80)
    assert document.history.undo_label == "Duplicate task “A”"


def test_a_default_flow_inside_what_was_copied_is_rewired():
    document = diagram("start > xor(yes: B, no: C) > end")
    commands.set_default_flow(document, flow(document, "xor", "C"))
    text = commands.copy(document, list(map(document.get, ("xor", "C"))))

    made = commands.paste(document, text, at=Point(400, 600))

    gateway = next(each for each in made if each.tag == "exclusiveGateway")
    assert gateway.default is document.outgoing(gateway)[0]


def test_a_default_flow_that_was_not_copied_is_forgotten():
    document = diagram("start > xor(yes: B, no: C) > end")
    commands.set_default_flow(document, flow(document, "xor", "C"))
    text = commands.copy(document, list(map(document.get, ("xor", "B"))))

    made = commands.paste(document, text, at=Point(400, 600))

    assert next(each for each in made if each.tag == "exclusiveGateway").get("default") is None


def test_a_shared_definition_is_used_where_the_document_has_it():
    document = opened(MESSAGES)
    text = commands.copy(document, [document.get("R")])

    made = commands.paste(document, text, at=Point(400, 400))

    assert made[0].get("messageRef") == "Message_1"
    assert len(list(document.elements(Message))) == 1


def test_a_shared_definition_comes_along_into_another_document():
    document = opened(MESSAGES)
    text = commands.copy(document, [document.get("R")])
    other = Document.new(behaviors=behaviors.ALL)

    made = commands.paste(other, text, at=Point(400, 400))

    assert made[0].message.name == "Order"


def test_extension_elements_are_copied():
    document = opened(MESSAGES)

    made = commands.duplicate(document, [document.get("R")])

    assert made[0].extension_elements.children[0].get("z") == "1"


def test_boundary_events_come_with_their_host():
    document = diagram("start > A > end")
    timer = next(each for each in ALL if each.id == "timer-boundary-event")
    commands.create(document, timer, host=node(document, "A"))

    made = commands.duplicate(document, [node(document, "A")])

    event = next(each for each in made if each.tag == "boundaryEvent")
    assert event.attached_to is made[0]


def test_a_boundary_event_pasted_without_its_host_becomes_an_intermediate_event():
    document = diagram("start > A > end")
    timer = next(each for each in ALL if each.id == "timer-boundary-event")
    event = commands.create(document, timer, host=node(document, "A"))

    made = commands.paste(document, commands.copy(document, [event]), at=Point(500, 500))

    assert isinstance(made[0], IntermediateCatchEvent)


def test_an_error_event_is_not_pasted_without_a_host():
    document = diagram("start > A > end")
    error = next(each for each in ALL if each.id == "error-boundary-event")
    event = commands.create(document, error, host=node(document, "A"))
    text = commands.copy(document, [event])

    with pytest.raises(CommandRefused, match="without an activity"):
        commands.paste(document, text, at=Point(500, 500))


def test_a_pool_is_copied_with_its_process_and_lanes():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant", name="Shop")
    commands.add_lane(document, pool, "below")

    made = commands.duplicate(document, [pool])

    copied = next(each for each in made if isinstance(each, Participant))
    assert copied.process is not pool.process
    assert len(copied.process.lane_sets[0].lanes) == 2
    assert {each.tag for each in copied.process.flow_elements} == {"startEvent", "task", "endEvent", "sequenceFlow"}


def test_a_data_object_is_copied_with_its_data():
    document = diagram("start > A > end")
    data = commands.create(document, "bpmn:dataObjectReference", at=Point(400, 400))

    made = commands.duplicate(document, [data])

    copied = next(each for each in made if isinstance(each, DataObjectReference))
    assert copied.data_object is not None
    assert copied.data_object is not data.data_object


def test_one_node_pasted_on_a_flow_becomes_part_of_it():
    document = diagram("start > A > end")
    before = document.to_bytes()
    text = commands.copy(document, [node(document, "A")])

    made = commands.paste(document, text, at=Point(311, 140), flow=flow(document, "A", "end"))

    assert [each.target for each in document.outgoing(node(document, "A"))] == [made[0]]
    assert [each.target_ref for each in document.outgoing(made[0])] == ["end"]
    document.history.undo()
    assert document.to_bytes() == before


def test_text_that_is_no_diagram_is_refused():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="holds no diagram"):
        commands.paste(document, "hello", at=Point(0, 0))


def test_cutting_deletes_in_one_step():
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.cut(document, [node(document, "A")])
    document.history.undo()

    assert document.to_bytes() == before


COLLAPSED = """
  <bpmn:process id="P"><bpmn:subProcess id="S"><bpmn:task id="T" /></bpmn:subProcess></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="S_di" bpmnElement="S" isExpanded="false"><dc:Bounds x="0" y="0" width="100" height="80" />
    </bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
  <bpmndi:BPMNDiagram id="D2"><bpmndi:BPMNPlane id="Pl2" bpmnElement="S">
    <bpmndi:BPMNShape id="T_di" bpmnElement="T"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def test_what_a_collapsed_sub_process_shows_on_its_own_plane_is_copied_there_alone():
    document = opened(COLLAPSED)

    commands.paste(document, commands.copy(document, [document.get("S")]), at=Point(400, 400))

    assert [len(list(diagram.plane.elements)) for diagram in document.diagrams] == [2, 1, 1]
    inner = document.diagrams[2].plane
    assert inner.get("bpmnElement") not in ("S", None)
    assert document.find(inner.shapes[0].get("bpmnElement")).parent is document.find(inner.get("bpmnElement"))


def test_elements_with_undeclared_prefixes_and_odd_namespaces_are_copied_whole():
    body = MESSAGES.replace('<x:y xmlns:x="urn:x" z="1" />', '<n:y xmlns:n="urn:a b" n:z="1"/><u:v u:w="2">t</u:v>')
    document = opened(body)

    (made,) = commands.paste(document, commands.copy(document, [document.get("R")]), at=Point(400, 400))

    extensions = made.children[0].node
    assert [(child.tag, dict(child.attrib), child.text) for child in extensions] == [
        ("{urn:a b}y", {"{urn:a b}z": "1"}, None),
        ("u:v", {"u:w": "2"}, "t"),
    ]
    require_same_content(document, document.to_bytes())


POOL = """
  <bpmn:collaboration id="C"><bpmn:participant id="Pool" processRef="P" /><bpmn:participant id="Other" />
    <bpmn:messageFlow id="M" sourceRef="T" targetRef="Other" /></bpmn:collaboration>
  <bpmn:process id="P"><bpmn:startEvent id="S" /><bpmn:task id="T" /></bpmn:process>
  <bpmn:process id="Q"><bpmn:sequenceFlow id="F" sourceRef="S" targetRef="T" /></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="C">
    <bpmndi:BPMNShape id="Pool_di" bpmnElement="Pool"><dc:Bounds x="0" y="0" width="600" height="250" />
    </bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="T_di" bpmnElement="T"><dc:Bounds x="99" y="50" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Other_di" bpmnElement="Other"><dc:Bounds x="0" y="300" width="600" height="60" />
    </bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def tags_in(document: Document, element: Element) -> list[str]:
    return [each.tag for each in element.children]


def test_a_pool_pasted_beside_a_process_that_is_drawn_alone_makes_a_pool_of_that_too():
    source, document = opened(POOL), diagram("start > A > end")
    text = commands.copy(source, [source.get("Pool"), source.get("Other")])

    pools = commands.paste(document, text, at=Point(400, 900))

    collaboration = pools[0].parent
    assert tags_in(document, collaboration) == ["participant"] * 3 + ["messageFlow"]
    assert document.diagrams[0].plane.element is collaboration
    assert node(document, "A").parent is collaboration.participants[0].process
    assert validate(document.to_bytes()) == []


def test_a_pool_pasted_into_an_empty_diagram_takes_the_place_of_its_process():
    source, document = opened(POOL), Document.new(behaviors=behaviors.ALL)

    pool, *_ = commands.paste(document, commands.copy(source, [source.get("Pool")]), at=Point(400, 200))

    assert [each.id for each in document.elements(Participant)] == [pool.id]
    assert list(document.elements(Process)) == [pool.process]
    assert validate(document.to_bytes()) == []
    document.history.undo()
    assert document.diagrams[0].plane.element is document.get("Process_1")


def test_flows_that_the_file_keeps_in_another_process_come_along_into_that_of_their_source():
    document = opened(POOL)

    pool, *_ = commands.paste(document, commands.copy(document, [document.get("Pool")]), at=Point(400, 900))

    assert tags_in(document, pool.process) == ["startEvent", "task", "sequenceFlow"]


@pytest.mark.parametrize("chosen", [("T", "Other"), ("Other", "T")])
def test_a_pool_and_a_node_are_duplicated_each_where_it_stands(chosen):
    document = opened(POOL)

    commands.duplicate(document, list(map(document.get, chosen)))

    assert tags_in(document, document.get("C")) == ["participant"] * 3 + ["messageFlow"] * 2
    assert tags_in(document, document.get("P")) == ["startEvent", "task", "task"]


def test_a_data_association_that_loses_an_end_leaves_no_line():
    document = opened("""
  <bpmn:process id="P"><bpmn:dataObject id="O" /><bpmn:dataObjectReference id="R" dataObjectRef="O" />
    <bpmn:task id="T"><bpmn:dataOutputAssociation id="A"><bpmn:targetRef>R</bpmn:targetRef>
    </bpmn:dataOutputAssociation></bpmn:task><bpmn:textAnnotation id="N" />
    <bpmn:association id="L" sourceRef="N" targetRef="A" /></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="P">
    <bpmndi:BPMNShape id="T_di" bpmnElement="T"><dc:Bounds x="0" y="0" width="100" height="80" /></bpmndi:BPMNShape>
    <bpmndi:BPMNEdge id="A_di" bpmnElement="A"><di:waypoint x="0" y="0" /><di:waypoint x="9" y="9" />
    </bpmndi:BPMNEdge></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>""")

    commands.paste(document, commands.copy(document, list(map(document.get, "TN"))), at=Point(400, 400))

    assert [each.id for each in document.diagrams[0].plane.edges] == ["A_di"]
    assert [each.id for each in document.elements(Association)] == ["L"]


def test_copies_of_vendors_elements_keep_the_prefix_that_they_had():
    declared = 'xmlns="urn:v" xmlns:other="urn:v" xmlns:v="urn:v" xmlns:bpmn='
    body = MESSAGES.replace('<x:y xmlns:x="urn:x" z="1" />', '<v:y v:z="1"><v:w /></v:y>')
    document = Document.from_bytes(opened(body).original.replace(b"xmlns:bpmn=", declared.encode()), "", behaviors.ALL)

    commands.paste(document, commands.copy(document, [document.get("R")]), at=Point(400, 400))

    assert document.to_bytes().count(b"<v:y v:z=") == document.to_bytes().count(b"<v:w") == 2


def test_what_a_copied_plane_draws_and_is_not_copied_leaves_no_drawing():
    stray = '<bpmn:textAnnotation id="N" /><bpmn:association id="L" sourceRef="N" targetRef="T" /></bpmn:process>'
    shape = '<bpmndi:BPMNShape id="N_di" bpmnElement="N"><dc:Bounds x="0" y="0" width="9" height="9" />'
    line = '<bpmndi:BPMNEdge id="L_di" bpmnElement="L"><di:waypoint x="0" y="0" /><di:waypoint x="9" y="9" />'
    drawn = f"{shape}</bpmndi:BPMNShape>{line}</bpmndi:BPMNEdge></bpmndi:BPMNPlane>"
    body = COLLAPSED.replace("</bpmn:process>", stray)
    document = opened(body[::-1].replace("</bpmndi:BPMNPlane>"[::-1], drawn[::-1], 1)[::-1])

    commands.paste(document, commands.copy(document, [document.get("S")]), at=Point(400, 400))

    assert [len(list(each.plane.elements)) for each in document.diagrams] == [2, 3, 1]
