"""Lanes and pools: adding, dividing, deleting, resizing, and which nodes belong where."""

from __future__ import annotations

import pytest

from engine.bpmn import Bounds, Document, Element, Lane, Participant
from modeler.editing import CommandRefused, commands
from tests.editing.notation import box, diagram, flow, line, node


def pool_with_lanes() -> tuple[Document, Participant, list[Lane]]:
    """A pool at (50, 80), 600 by 250, with two lanes, the upper one holding all nodes."""
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant")
    assert isinstance(pool, Participant)
    commands.divide_lane(document, pool, 2)
    return document, pool, list(pool.process.lane_sets[0].lanes)


def members(lane: Element) -> list[str]:
    assert isinstance(lane, Lane)
    return list(lane.flow_node_refs)


def test_dividing_a_pool_gives_equal_lanes_beside_its_header():
    document, _, lanes = pool_with_lanes()

    assert [box(document, each) for each in lanes] == [(80, 80, 570, 125), (80, 205, 570, 125)]


def test_nodes_belong_to_the_lane_that_holds_their_middle():
    _, _, lanes = pool_with_lanes()

    assert members(lanes[0]) == ["start", "A", "end"]
    assert members(lanes[1]) == []


def test_a_node_on_the_border_of_two_lanes_belongs_to_one_of_them():
    document, _, lanes = pool_with_lanes()

    commands.move(document, [node(document, "A")], 0, 65)

    assert box(document, node(document, "A"))[1] + 40 == 205
    assert (members(lanes[0]), members(lanes[1])) == (["start", "end"], ["A"])


def test_a_lane_lists_new_nodes_by_their_plain_ids_whatever_stands_there():
    document, _, lanes = pool_with_lanes()
    with document.edit("As another tool wrote it"):
        lanes[1].flow_node_refs.append("tns:gone")

    commands.move(document, [node(document, "A")], 0, 120)

    assert members(lanes[1]) == ["tns:gone", "A"]


def test_moving_a_node_into_another_lane_changes_its_membership():
    document, _, lanes = pool_with_lanes()

    commands.move(document, [node(document, "A")], 0, 120)

    assert members(lanes[0]) == ["start", "end"]
    assert members(lanes[1]) == ["A"]


def test_moving_within_a_lane_leaves_what_the_file_says():
    document, _, lanes = pool_with_lanes()
    with document.edit("As another tool wrote it"):
        lanes[0].flow_node_refs.remove(node(document, "A"))

    commands.move(document, [node(document, "A")], 10, 0)

    assert members(lanes[0]) == ["start", "end"]


def test_a_new_node_belongs_to_its_lane():
    document, _, lanes = pool_with_lanes()

    made = commands.append(document, node(document, "A"), "bpmn:task")

    assert members(lanes[1]) == [made.id]


def test_a_lane_added_below_makes_the_pool_grow():
    document, pool, lanes = pool_with_lanes()

    made = commands.add_lane(document, lanes[1], "below", name="Third")

    assert box(document, made) == (80, 330, 570, 120)
    assert box(document, pool) == (50, 80, 600, 370)
    assert [each.name for each in pool.process.lane_sets[0].lanes] == [None, None, "Third"]


def test_a_lane_added_between_pushes_what_is_below_down():
    document, pool, lanes = pool_with_lanes()
    commands.move(document, [node(document, "A")], 0, 120)

    made = commands.add_lane(document, lanes[0], "below")

    assert box(document, made) == (80, 205, 570, 120)
    assert box(document, lanes[1]) == (80, 325, 570, 125)
    assert box(document, "A") == (186, 340, 100, 80)
    assert pool.process.lane_sets[0].lanes.index(made) == 1


def test_the_first_lane_of_a_pool_gets_a_sibling_for_the_existing_room():
    document = diagram("start > A > end")
    pool = commands.create(document, "bpmn:participant")

    commands.add_lane(document, pool, "below")

    lanes = list(pool.process.lane_sets[0].lanes)
    assert [box(document, each) for each in lanes] == [(80, 80, 570, 250), (80, 330, 570, 120)]


def test_a_deleted_lane_leaves_its_room_to_its_neighbors():
    document, _, lanes = pool_with_lanes()
    third = commands.add_lane(document, lanes[1], "below")

    commands.delete(document, [lanes[1]])

    assert box(document, lanes[0]) == (80, 80, 570, 187)
    assert box(document, third) == (80, 267, 570, 183)
    assert document.find("A") is not None


def test_the_last_lane_takes_the_lane_set_along():
    document, pool, lanes = pool_with_lanes()

    commands.delete(document, list(lanes))

    assert list(pool.process.lane_sets) == []


def test_the_border_between_two_lanes_moves_both():
    document, pool, lanes = pool_with_lanes()

    commands.resize(document, lanes[0], Bounds(80, 80, 570, 150))

    assert box(document, lanes[1]) == (80, 230, 570, 100)
    assert box(document, pool) == (50, 80, 600, 250)


def test_the_outer_border_of_a_lane_takes_the_pool_along():
    document, pool, lanes = pool_with_lanes()

    commands.resize(document, lanes[1], Bounds(80, 205, 570, 200))

    assert box(document, pool) == (50, 80, 600, 325)
    assert box(document, lanes[0]) == (80, 80, 570, 125)


def test_a_pool_that_grows_takes_its_lanes_along():
    document, pool, lanes = pool_with_lanes()

    commands.resize(document, pool, Bounds(50, 40, 700, 290))

    assert box(document, lanes[0]) == (80, 40, 670, 165)
    assert box(document, lanes[1]) == (80, 205, 670, 125)


def test_a_node_that_comes_too_close_to_the_border_makes_the_pool_grow():
    document, pool, lanes = pool_with_lanes()

    commands.move(document, [node(document, "end")], 280, 0)

    assert box(document, pool)[2] == 702
    assert box(document, lanes[0])[2] == 672


def test_a_lane_that_is_too_low_cannot_be_divided():
    document, _, lanes = pool_with_lanes()

    with pytest.raises(CommandRefused, match="too small for 3 lanes"):
        commands.divide_lane(document, lanes[0], 3)


def test_dragging_a_lane_moves_its_pool():
    document, pool, lanes = pool_with_lanes()

    commands.move(document, [lanes[0]], 10, 20)

    assert box(document, pool) == (60, 100, 600, 250)
    assert box(document, "A") == (196, 120, 100, 80)


def test_a_pool_is_not_resized_below_its_least_size():
    document, pool, _ = pool_with_lanes()

    with pytest.raises(CommandRefused, match="needs at least"):
        commands.resize(document, pool, Bounds(50, 80, 200, 250))


def test_lane_commands_are_one_step_each():
    document, _, lanes = pool_with_lanes()
    before = document.to_bytes()

    commands.add_lane(document, lanes[0], "above")
    commands.delete(document, [lanes[1]])
    document.history.undo(2)

    assert document.to_bytes() == before


def test_labels_of_flows_move_once_when_room_is_made():
    document = diagram("start > xor(yes: B, no: C) > end")
    commands.create(document, "bpmn:participant")
    named = flow(document, "xor", "C")
    commands.move_label(document, named, 0, 0)
    before = document.edge_of(named).label.bounds

    plane = document.diagrams[0].plane
    commands.make_space(document, plane, commands.Cut(150, "right", 100))

    assert document.edge_of(named).label.bounds == Bounds(before.x + 100, before.y, before.width, before.height)
    assert line(document, flow(document, "start", "xor")) == [(136, 140), (286, 140)]
    assert box(document, "xor") == (286, 115, 50, 50)


def test_room_that_is_removed_stops_at_what_is_in_the_way():
    document = diagram("start > A > end")
    plane = document.diagrams[0].plane

    commands.make_space(document, plane, commands.Cut(300, "right", -100))

    assert box(document, "end") == (300, 122, 36, 36)
    assert box(document, "A") == (186, 100, 100, 80)
