"""Automatic modeling that follows from a move, a drop or a deletion."""

from __future__ import annotations

import pytest

from engine.bpmn import Document, ErrorEventDefinition, Participant, Point, TextAnnotation
from modeler.editing import CommandRefused, commands
from modeler.editing.element_types import ALL, ElementType
from modeler.editing.rules import replacements
from tests.editing.notation import box, diagram, ends, flow, line, node


def kind(id: str) -> ElementType:
    return next(each for each in ALL if each.id == id)


def two_pools() -> tuple[Document, Participant, Participant]:
    """A process in a pool, and a second pool below with a task X."""
    document = diagram("start > A > B > end")
    first = commands.create(document, "bpmn:participant", name="First")
    second = commands.create(document, "bpmn:participant", at=Point(400, 600), name="Second")
    commands.create(document, "bpmn:task", at=Point(400, 600), id="X")
    return document, first, second


def test_moving_a_node_into_another_pool_turns_its_flows_into_messages():
    document, _, second = two_pools()

    commands.move(document, [node(document, "B")], 0, 460, second)

    assert node(document, "B").parent is second.process
    links = {each.kind: (each.source_ref, each.target_ref) for each in document.connections_of(node(document, "B"))}
    assert links == {"bpmn:messageFlow": ("A", "B")}


def test_moving_both_ends_into_another_pool_takes_their_flow_along():
    document, _, second = two_pools()
    kept = flow(document, "A", "B")

    commands.move(document, [node(document, "A"), node(document, "B")], 0, 460, second)

    assert kept.parent is second.process
    assert (kept.source_ref, kept.target_ref) == ("A", "B")


def test_moving_a_pool_takes_the_annotations_inside_it_along():
    document, first, _ = two_pools()
    root = first.parent
    inside = commands.create(document, "bpmn:textAnnotation", at=Point(300, 250), parent=root, name="In")
    outside = commands.create(document, "bpmn:textAnnotation", at=Point(300, 1000), parent=root, name="Out")
    before = box(document, outside)

    commands.move(document, [first], 30, 0)

    assert box(document, inside)[0] == 280
    assert box(document, outside) == before


def test_deleting_a_pool_takes_the_annotations_inside_it_along_and_leaves_the_other_pool():
    document, first, second = two_pools()
    inside = commands.create(document, "bpmn:textAnnotation", at=Point(300, 250), parent=first.parent, name="In")

    commands.delete(document, [first])

    assert document.find(inside.id) is None
    assert document.find("A") is None
    assert second.parent is not None
    assert document.find("X") is not None


def test_annotations_stay_when_the_last_pool_goes():
    document = diagram("start > A")
    pool = commands.create(document, "bpmn:participant")
    note = commands.create(document, "bpmn:textAnnotation", at=Point(300, 1000), parent=pool.parent, name="Stays")

    commands.delete(document, [pool])

    kept = document.get(note.id, TextAnnotation)
    assert kept.parent is document.diagrams[0].plane.element


def test_deleting_a_collapsed_sub_process_takes_its_diagram_along():
    document = diagram("start > A > end")
    sub = commands.replace(document, node(document, "A"), kind("sub-process"))
    inner = sub.flow_elements[0].id
    commands.toggle_expansion(document, sub)
    assert len(document.diagrams) == 2

    commands.delete(document, [sub])

    assert len(document.diagrams) == 1
    assert document.find(inner) is None
    assert document.find(f"{inner}_di") is None
    assert ends(document) == {"start>end"}


def test_an_error_start_moved_out_of_its_event_sub_process_becomes_a_plain_one():
    document = diagram("start > A")
    sub = commands.create(document, kind("event-sub-process"), at=Point(500, 500))
    start = commands.create(document, "bpmn:startEvent", at=Point(400, 500))
    start = commands.replace(document, start, next(e for e in replacements(document, start) if "error" in e.id))
    assert isinstance(start.definitions[0], ErrorEventDefinition)
    assert start.parent is sub

    commands.move(document, [start], 500, 0, document.get("Process_1"))

    assert start.parent is document.get("Process_1")
    assert start.definitions == []


def test_a_node_dropped_on_a_flow_loses_flows_that_would_be_double():
    document = diagram("start > A > B")
    commands.create(document, "bpmn:task", at=Point(311, 400), id="X")
    commands.connect(document, node(document, "A"), document.get("X"))

    commands.move(document, [document.get("X")], 0, -260, flow=flow(document, "A", "B"))

    assert ends(document) == {"start>A", "A>X", "X>B"}
    assert len(document.outgoing(node(document, "A"))) == 1


def test_the_two_parts_of_a_flow_follow_its_old_line():
    document = diagram("start > xor(yes: B, no: C) > end")
    bent = flow(document, "C", "end")
    assert line(document, bent) == [(386, 260), (411, 260), (411, 140), (436, 140)]

    commands.create(document, "bpmn:intermediateThrowEvent", at=Point(411, 200), flow=bent, id="T")

    assert line(document, bent) == [(386, 260), (411, 260), (411, 218)]
    assert line(document, flow(document, "T", "end")) == [(411, 182), (411, 140), (436, 140)]


def test_a_sub_process_is_not_dropped_into_itself():
    document = diagram("start > A > end")
    sub = commands.replace(document, node(document, "A"), kind("sub-process"))

    with pytest.raises(CommandRefused):
        commands.move(document, [sub], 10, 10, sub)


def test_aligned_elements_share_their_outermost_border():
    document = diagram("start > A > B > end")
    commands.move(document, [node(document, "B")], 0, 50)

    commands.align(document, list(map(document.get, ("A", "B"))), "top")

    assert box(document, "A")[1] == box(document, "B")[1] == 100
    assert line(document, flow(document, "A", "B")) == [(286, 140), (336, 140)]


def test_distributed_elements_have_equal_gaps():
    document = diagram("start > A > B > C > end")
    commands.move(document, [node(document, "B")], 30, 0)

    commands.distribute(document, list(map(document.get, ("A", "B", "C"))), "horizontal")

    assert [box(document, id)[0] for id in ("A", "B", "C")] == [186, 336, 486]
