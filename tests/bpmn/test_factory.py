"""New elements: ids, attributes, the schema's order, diagram elements with the measures of the file's tool."""

from __future__ import annotations

import pytest

from engine.bpmn import (
    BoundaryEvent,
    Bounds,
    BPMNPlane,
    Document,
    Documentation,
    EditOutsideStep,
    Element,
    ExclusiveGateway,
    Lane,
    Participant,
    Point,
    Process,
    SequenceFlow,
    SubProcess,
    TimerEventDefinition,
    UserTask,
)
from engine.bpmn.factory import (
    create,
    create_edge,
    create_expression,
    create_shape,
    default_size,
    ensure_id,
    set_label_bounds,
)


def parts(document: Document) -> tuple[Process, BPMNPlane]:
    plane = document.diagrams[0].plane
    assert plane is not None
    return next(document.elements(Process)), plane


def test_a_new_element_gets_an_id_of_its_kind_and_changes_nothing_until_it_is_inserted() -> None:
    document = Document.new()
    before = document.to_bytes()

    task = create(document, UserTask, name="Check", is_for_compensation=True, default_ref="F")

    assert task.id is not None
    assert task.id.startswith("Activity_")
    assert dict(task.attributes) == {
        **{"id": task.id, "name": "Check", "isForCompensation": "true", "default": "F"},
    }
    assert document.to_bytes() == before


def test_elements_are_made_by_class_or_by_name() -> None:
    document = Document.new()

    kinds = [create(document, name).kind for name in ("bpmn:userTask", "userTask", "bpmndi:BPMNShape")]

    assert kinds == ["bpmn:userTask", "bpmn:userTask", "bpmndi:BPMNShape"]
    assert create(document, Documentation).id is None


def test_contents_go_into_a_new_element_in_the_order_of_the_schema() -> None:
    document = Document.new()
    inside: list[Element] = [create(document, TimerEventDefinition), create(document, Documentation)]

    event = create(document, BoundaryEvent, contents=inside, attached_to_ref="T", cancel_activity=False)

    assert [child.tag for child in event.children] == ["documentation", "timerEventDefinition"]
    assert (event.attached_to_ref, event.cancel_activity) == ("T", False)


def test_inserting_and_removing_are_steps_that_undo_to_the_original_bytes() -> None:
    document = Document.new()
    process, plane = parts(document)
    before = document.to_bytes()

    with document.edit("Add two tasks"):
        tasks = [create(document, UserTask, name=name) for name in ("A", "B")]
        flow = create(document, SequenceFlow, source_ref=tasks[0], target_ref=tasks[1])
        for element in (*tasks, flow):
            document.insert(process, element)
        flow.condition = create_expression(flow, "conditionExpression", "x > 1", "feel")
        create_shape(document, plane, tasks[0], Bounds(0, 0, 100, 80))
        create_edge(document, plane, flow, [Point(100, 40), Point(200, 40)], label=Bounds(140, 20, 20, 14))
    with document.edit("Remove one"):
        document.remove(tasks[1])

    saved = Document.from_bytes(document.to_bytes())
    flow = saved.get(flow.id or "", SequenceFlow)
    assert flow.condition is not None
    assert (flow.condition.text, flow.condition.get("language")) == ("x > 1", "feel")
    assert b'xsi:type="bpmn:tFormalExpression"' in document.to_bytes()
    assert saved.find(tasks[1].id or "") is None
    document.history.undo()
    document.history.undo()
    assert document.to_bytes() == before


def test_an_insertion_outside_an_edit_is_refused() -> None:
    document = Document.new()
    process, _ = parts(document)

    with pytest.raises(EditOutsideStep):
        document.insert(process, create(document, UserTask))


def test_shapes_get_the_marks_that_their_kind_needs() -> None:
    document = Document.new()
    process, plane = parts(document)

    with document.edit("Draw"):
        gateway, sub_process = create(document, ExclusiveGateway), create(document, SubProcess)
        document.insert(process, gateway)
        document.insert(process, sub_process)
        diamond = create_shape(document, plane, gateway, Bounds(0, 0, 50, 50), is_expanded=True)
        box = create_shape(document, plane, sub_process, Bounds(0, 0, 350, 200), is_expanded=True)
        set_label_bounds(diamond, Bounds(0, 60, 40, 14))

    assert (diamond.id, diamond.is_marker_visible, diamond.is_expanded) == (f"{gateway.id}_di", True, None)
    assert box.is_expanded is True
    assert [child.tag for child in diamond.children] == ["Bounds", "BPMNLabel"]
    assert document.shape_of(gateway) is diamond


def test_default_sizes_are_those_of_the_tool_that_the_file_is_for() -> None:
    plain = Document.new()
    processmaker = Document.from_bytes(
        plain.to_bytes().replace(b"<bpmn:def", b"<bpmn:def").replace(b'exporter="Processwright"', PM)
    )

    assert default_size(plain, UserTask) == (100, 80)
    assert default_size(processmaker, UserTask) == (116, 76)
    assert default_size(plain, SubProcess, is_expanded=True) == (350, 200)
    assert default_size(plain, Participant, is_horizontal=False) == (250, 600)
    assert default_size(plain, Lane) == (400, 100)


PM = b'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" exporter="ProcessMaker Modeler"'


def test_an_element_without_an_id_gets_one_before_others_can_refer_to_it() -> None:
    document = Document.from_bytes(Document.new().to_bytes().replace(b"<bpmn:process ", b"<bpmn:task /><bpmn:process "))
    task = document.definitions.children[0]

    with pytest.raises(ValueError, match="without an id"):
        create(document, SequenceFlow, source_ref=task)
    with document.edit("Connect"):
        given = ensure_id(document, task)
        again = ensure_id(document, task)

    assert given == again == create(document, SequenceFlow, source_ref=task).source_ref
    assert given.startswith("Activity_")
