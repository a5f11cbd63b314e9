"""A document falls into units: each node belongs to one, and to no other."""

from __future__ import annotations

from engine.bpmn import Document
from engine.bpmn.journal import END, Insert, Remove, place_of
from engine.bpmn.namespaces import bpmn
from engine.bpmn.units import holds_only_drawings, is_unit, unit_of, units

FILE = b"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" id="D" targetNamespace="t">
<bpmn:message id="M"/>
<bpmn:process id="P"><bpmn:laneSet id="LS"><bpmn:lane id="L1"><bpmn:childLaneSet id="CL"><bpmn:lane id="L2"/>
</bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="S"><bpmn:messageEventDefinition id="SD" messageRef="M"/></bpmn:startEvent>
<bpmn:subProcess id="U"><bpmn:task id="T"/></bpmn:subProcess></bpmn:process>
<bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="E" bpmnElement="P"><bpmndi:BPMNShape id="X" bpmnElement="S">
<bpmndi:BPMNLabel id="XL"/></bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""


def test_what_stands_for_itself_is_a_unit_and_what_is_inside_it_belongs_to_it() -> None:
    document = Document.from_bytes(FILE)

    owners = {id: unit_of(document.get(id).node).get("id") for id in document.index.ids}

    assert owners.pop("SD") == "S"
    assert owners.pop("XL") == "X"
    assert owners.pop("CL") == owners.pop("L2") == "L1"
    assert all(id == owner for id, owner in owners.items())


def test_the_units_of_a_tree_are_those_that_nodes_belong_to() -> None:
    document = Document.from_bytes(FILE)
    root = document.definitions.node

    found = list(units(root))

    assert set(found) == {unit_of(node) for node in root.iter("*")}
    assert all(map(is_unit, found))


def test_what_stands_inside_no_container_is_no_unit_although_it_holds_others() -> None:
    document = Document.from_bytes(FILE)
    task, plane = document.get("T").node, document.get("E").node

    with document.edit("Misplace"):
        around = plane.getparent()
        document.record(Remove(around, plane, place_of(around, plane)))
        document.record(Insert(task, plane, END))

    assert unit_of(document.get("X").node) is task


def test_a_plane_of_shapes_alone_is_known_as_one_until_anything_else_stands_in_it() -> None:
    document = Document.from_bytes(FILE)
    plane = document.get("E").node
    assert holds_only_drawings(plane)
    assert not holds_only_drawings(document.get("P").node)

    with document.edit("Put a task between"):
        document.record(Insert(plane, document.definitions.node.makeelement(bpmn("task")), 0))

    assert not holds_only_drawings(plane)
