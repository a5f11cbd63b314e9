"""A change makes exactly those figures stale that may look different."""

from __future__ import annotations

from modeler.drawing.dependents import dependents, neighbors
from tests.drawing.small_diagrams import document, drawn, edge, process, shape

SEMANTIC = (
    '<bpmn:startEvent id="E" name="Start"/><bpmn:task id="T" default="F"/><bpmn:task id="U"/>'
    '<bpmn:boundaryEvent id="B" attachedToRef="T"/><bpmn:dataObject id="O"/>'
    '<bpmn:dataObjectReference id="R" dataObjectRef="O"/><bpmn:sequenceFlow id="F" sourceRef="T" targetRef="U"/>'
    '<bpmn:sequenceFlow id="I" sourceRef="E" targetRef="T"/>'
)
SHAPES = "".join(shape(id, 0, 0, 50, 50) for id in "ETUBR")
DRAWN = SHAPES + edge("F", (0, 0), (9, 9)) + edge("I", (0, 0), (9, 9))


def stale(of: str, *, by_shape: bool = False) -> set[str]:
    found = document(SEMANTIC, DRAWN)
    view = drawn(found, of) if by_shape else found.get(of)
    around = neighbors(found, view) if by_shape else ()
    return {each.element_ref for each in (*dependents(found, view), *around)}


def test_a_changed_node_is_drawn_anew_and_so_are_its_flows_for_their_marks():
    assert stale("T") == {"T", "F"}


def test_a_moved_shape_moves_the_ends_of_its_lines_and_the_labels_of_its_boundary_events():
    assert stale("T", by_shape=True) == {"T", "F", "I", "B"}


def test_a_moved_line_may_move_the_label_of_the_event_that_it_touches():
    assert stale("I", by_shape=True) == {"I", "E"}
    assert stale("F", by_shape=True) == {"F"}


def test_what_has_no_shape_is_shown_by_what_refers_to_it():
    assert stale("O") == {"R"}


def test_a_renamed_category_value_renames_its_group():
    category = '<bpmn:category id="C"><bpmn:categoryValue id="V" value="Old"/></bpmn:category>'
    group = category + process('<bpmn:group id="G" categoryValueRef="V"/>')
    found = document(group, shape("G", 0, 0, 50, 50))

    assert {each.element_ref for each in dependents(found, found.get("V"))} == {"G"}


def test_a_change_deep_inside_an_element_is_a_change_of_the_element():
    found = document(
        '<bpmn:endEvent id="E"><bpmn:errorEventDefinition id="D"/></bpmn:endEvent>', shape("E", 0, 0, 9, 9)
    )

    assert {each.element_ref for each in dependents(found, found.get("D"))} == {"E"}
