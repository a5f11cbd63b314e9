"""Routes, outlines, docks and labels, as plain geometry."""

from __future__ import annotations

import pytest

from engine.bpmn import Bounds, Point
from modeler.editing.layout.docking import cut, dock_of
from modeler.editing.layout.geometry import orientation, without_redundant
from modeler.editing.layout.labels import adapted_label, beside, flow_label, followed_label, label_side
from modeler.editing.layout.outlines import Outline, border_point
from modeler.editing.layout.routing import manhattan, repaired, route, straight
from modeler.editing.layout.segments import shifted_segment

LEFT = Bounds(0, 0, 100, 80)
RIGHT = Bounds(200, 0, 100, 80)
LOWER_RIGHT = Bounds(200, 200, 100, 80)
BELOW = Bounds(0, 200, 100, 80)


def path(*places):
    return tuple(Point(*place) for place in places)


def routed(source, target, *plans):
    return [(each.x, each.y) for each in route(source, target, source.center, target.center, plans)]


def test_boxes_beside_each_other_are_joined_level():
    assert routed(LEFT, LOWER_RIGHT, "h:h") == [(50, 40), (150, 40), (150, 240), (250, 240)]


def test_boxes_above_each_other_are_joined_upright_whatever_is_preferred():
    assert routed(LEFT, BELOW, "h:h") == [(50, 40), (50, 140), (50, 140), (50, 240)]


def test_a_mixed_route_has_one_bend():
    assert routed(LEFT, LOWER_RIGHT, "v:h") == [(50, 40), (50, 240), (250, 240)]
    assert routed(LEFT, LOWER_RIGHT, "h:v") == [(50, 40), (250, 40), (250, 240)]


def test_boxes_that_touch_are_joined_over_the_top():
    assert routed(LEFT, Bounds(105, 20, 100, 80), "h:h") == [(50, 40), (50, -20), (155, -20), (155, 60)]


def test_a_straight_line_needs_a_dock_within_the_other_box():
    assert straight(LEFT, RIGHT, LEFT.center, RIGHT.center) == path((50, 40), (250, 40))
    assert straight(LEFT, LOWER_RIGHT, LEFT.center, LOWER_RIGHT.center) is None


def test_the_dock_that_must_stay_stays():
    shifted = Bounds(200, 20, 100, 80)

    assert straight(LEFT, shifted, LEFT.center, shifted.center, "target") == path((50, 60), (250, 60))
    assert straight(LEFT, shifted, LEFT.center, shifted.center, "source") == path((50, 40), (250, 40))


def test_sides_are_left_and_entered_straight():
    found = manhattan(LEFT, LEFT, LEFT.center, LEFT.center, "t:r")

    assert found == path((50, 40), (50, -20), (120, -20), (120, 40), (50, 40))


def test_a_repaired_route_keeps_its_far_bends():
    before = path((100, 40), (150, 40), (150, 240), (200, 240))

    assert repaired(LEFT, LOWER_RIGHT, Point(50, 60), before) == path((50, 60), (150, 60), (150, 240), (200, 240))


def test_a_long_route_of_the_user_is_always_kept():
    before = path((100, 40), (150, 40), (150, 140), (170, 140), (170, 240), (200, 240))

    assert repaired(LEFT, LOWER_RIGHT, Point(50, 45), before)[2:] == before[2:]


def test_a_line_without_bends_is_laid_out_anew():
    assert repaired(LEFT, RIGHT, Point(50, 60), path((100, 40), (200, 40))) is None


def test_a_bend_that_falls_into_a_shape_is_cut_off():
    before = path((100, 40), (150, 40), (150, 240), (200, 240))

    found = repaired(Bounds(80, 0, 100, 80), LOWER_RIGHT, Point(130, 40), before)

    assert found == path((130, 40), (130, 240), (200, 240))


@pytest.mark.parametrize(
    ("form", "expected"),
    [("box", (100, 40)), ("round-box", (100, 40)), ("diamond", (100, 40)), ("circle", (90, 40))],
)
def test_a_level_line_leaves_each_outline_on_the_right(form, expected):
    found = border_point(Outline(LEFT, form), Point(50, 40), Point(300, 40))

    assert (found.x, found.y) == expected


def test_a_line_to_a_corner_leaves_where_the_corner_is_round():
    found = border_point(Outline(LEFT, "round-box"), Point(50, 40), Point(150, 120))

    assert 95 < found.x < 100
    assert 75 < found.y < 80


def test_the_dock_behind_a_cut_end_lies_on_its_line():
    assert dock_of(Outline(LEFT), Point(100, 40), Point(200, 40)) == Point(50, 40)
    assert dock_of(Outline(LEFT), Point(100, 20), Point(200, 20)) == Point(50, 20)
    assert dock_of(Outline(LEFT), Point(30, 80), Point(30, 200)) == Point(30, 40)


def test_an_end_deep_inside_is_its_own_dock():
    assert dock_of(Outline(LEFT), Point(60, 30), Point(200, 30)) == Point(60, 30)


def test_leading_bends_inside_a_shape_are_dropped():
    found = cut(path((50, 40), (80, 40), (80, 200), (300, 200)), Outline(LEFT), None)

    assert found == path((80, 80), (80, 200), (300, 200))


def test_points_on_a_straight_line_are_redundant():
    assert without_redundant(path((0, 0), (10, 0), (20, 0), (20, 0), (20, 30))) == path((0, 0), (20, 0), (20, 30))


def test_a_box_is_beside_another_beyond_the_padding_only():
    assert orientation(RIGHT, LEFT, 20) == "right"
    assert orientation(Bounds(110, 0, 50, 50), LEFT, 20) == "intersect"
    assert orientation(LOWER_RIGHT, LEFT) == "bottom-right"


def test_a_flow_label_stands_over_the_middle_segment():
    assert flow_label(path((0, 100), (100, 100)), (40, 14)) == Bounds(30, 78, 40, 14)
    assert flow_label(path((0, 0), (50, 0), (50, 100), (90, 100)), (40, 14)) == Bounds(65, 43, 40, 14)


def test_a_label_moves_to_the_first_free_side():
    gateway = Bounds(0, 0, 50, 50)
    label = beside(gateway, Bounds(0, 0, 40, 14), "bottom")
    lines = [path((25, 50), (25, 200)), path((25, 0), (25, -100))]

    assert label_side(gateway, adapted_label(gateway, label, lines)) == "left"
    assert adapted_label(gateway, label, [path((50, 25), (200, 25))]) is None


def test_a_label_that_stands_aslant_is_left_alone():
    gateway = Bounds(0, 0, 50, 50)

    assert adapted_label(gateway, Bounds(60, -30, 40, 14), [path((50, 25), (200, 25))]) is None


def test_a_flow_label_keeps_its_place_on_its_segment():
    before, after = path((0, 0), (100, 0)), path((0, 50), (200, 50))

    assert followed_label(before, after, Bounds(40, -20, 20, 14)) == Bounds(90, 30, 20, 14)


def between(*places):
    """A path with its two ends, `LEFT` and `RIGHT`."""
    return path(*places), Outline(LEFT), Outline(RIGHT)


def shifted(number, at, *places):
    line, first, last = between(*places)
    return [(each.x, each.y) for each in shifted_segment(line, number, at, first, last)]


def test_a_straight_line_shifted_beyond_its_shapes_leaves_from_their_middles():
    assert shifted(0, 120, (100, 40), (200, 40)) == [(50, 80), (50, 120), (250, 120), (250, 80)]


def test_a_straight_line_shifted_a_little_slides_along_the_borders():
    assert shifted(0, 60, (100, 40), (200, 40)) == [(100, 60), (200, 60)]


def test_a_middle_segment_pulled_to_the_other_side_goes_round_no_corner():
    bent = [(50, 80), (50, 120), (250, 120), (250, 80)]

    assert shifted(1, -40, *bent) == [(50, 0), (50, -40), (250, -40), (250, 0)]
    assert shifted(1, 30, *bent) == [(100, 30), (200, 30)]


def test_an_end_that_stands_off_its_shape_stays_where_it_is():
    assert shifted(0, 120, (110, 40), (190, 40)) == [(110, 40), (110, 120), (190, 120), (190, 40)]
