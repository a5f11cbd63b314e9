"""Outlines answer hit tests and say where a flow meets the border."""

from __future__ import annotations

import pytest

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing.docking import docked
from modeler.drawing.outlines import (
    EllipseOutline,
    FrameOutline,
    RectangleOutline,
    center_of,
    crop,
    diamond,
    hexagon,
    line,
)

BOX = Bounds(100, 100, 100, 80)
CLOSED = [RectangleOutline(BOX), RectangleOutline(BOX, 10), EllipseOutline(BOX), diamond(BOX), hexagon(BOX)]


@pytest.mark.parametrize("outline", CLOSED, ids=lambda each: type(each).__name__)
def test_a_closed_outline_contains_its_center_and_nothing_far_away(outline):
    assert outline.contains(center_of(BOX))
    assert not outline.contains(Point(300, 300))
    assert not outline.contains(Point(95, 140))
    assert outline.contains(Point(95, 140), 6)


@pytest.mark.parametrize("outline", CLOSED, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize("place", [(300, 140), (150, 0), (0, 140), (150, 400), (20, 10), (320, 330)])
def test_a_line_is_cropped_on_the_border_between_inside_and_outside(outline, place):
    end = crop(outline, Point(*place))

    assert outline.distance(end) == pytest.approx(0, abs=0.6)


def test_a_line_to_a_round_corner_ends_on_the_arc_and_not_in_the_corner():
    outline = RectangleOutline(BOX, 20)

    end = outline.crossing(Point(120, 120), Point(90, 90))

    assert end is not None
    assert end.x == pytest.approx(120 - 20 / 2**0.5, abs=0.01)


def test_the_corners_of_a_diamond_are_outside():
    assert not diamond(BOX).contains(Point(102, 102))
    assert diamond(BOX).contains(Point(150, 102))


def test_a_group_is_hit_on_its_frame_only():
    frame = FrameOutline(BOX)

    assert not frame.contains(center_of(BOX), 5)
    assert frame.contains(Point(103, 140), 5)


def test_an_edge_is_hit_near_its_line():
    outline = line([Point(0, 0), Point(100, 0), Point(100, 100)])

    assert outline.contains(Point(50, 4), 5)
    assert outline.contains(Point(104, 50), 5)
    assert not outline.contains(Point(50, 50), 5)
    assert outline.bounds == Bounds(0, 0, 100, 100)


def test_ends_at_the_centers_of_shapes_are_cropped_to_their_outlines():
    source, target = RectangleOutline(Bounds(0, 0, 100, 80)), diamond(Bounds(200, 15, 50, 50))

    points = docked([Point(50, 40), Point(225, 40)], source, target)

    assert points == (Point(100, 40), Point(200, 40))


def test_bends_inside_a_shape_are_not_drawn():
    target = RectangleOutline(Bounds(200, 0, 100, 80))

    points = docked([Point(0, 40), Point(220, 40), Point(250, 40)], None, target)

    assert points == (Point(0, 40), Point(200, 40))


def test_ends_on_the_outline_stay_where_the_user_put_them():
    source, target = RectangleOutline(Bounds(0, 0, 100, 80)), RectangleOutline(Bounds(200, 0, 100, 80))
    drawn = (Point(100, 20), Point(150, 20), Point(150, 60), Point(200.4, 60))

    assert docked(drawn, source, target) == drawn


def test_a_flow_without_way_points_goes_straight_from_border_to_border():
    source, target = RectangleOutline(Bounds(0, 0, 100, 80)), RectangleOutline(Bounds(200, 0, 100, 80))

    assert docked([], source, target) == (Point(100, 40), Point(200, 40))
    assert docked([], source, None) == ()
    assert docked([Point(5, 5)], None, None) == (Point(5, 5),)


def test_a_line_wholly_inside_a_shape_is_left_alone():
    around = RectangleOutline(Bounds(0, 0, 400, 400))
    drawn = (Point(100, 100), Point(200, 200))

    assert docked(drawn, around, around) == drawn
