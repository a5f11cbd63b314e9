"""Panning, zooming and fitting as plain arithmetic."""

from __future__ import annotations

import pytest

from modeler.ui.canvas.viewport import Viewport, allowed_scale, stepped_scale


def test_zooming_keeps_the_point_under_the_pointer() -> None:
    view = Viewport(x=100, y=50, scale=1, width=800, height=600)
    under = view.to_diagram(300, 200)

    zoomed = view.zoomed(2.5, at=(300, 200))

    assert zoomed.to_view(*under) == pytest.approx((300, 200))
    assert zoomed.scale == 2.5


def test_panning_moves_the_picture_by_pixels() -> None:
    view = Viewport(x=0, y=0, scale=2, width=800, height=600)

    assert view.panned(10, -6).to_view(0, 0) == (10, -6)


def test_fitting_shows_the_whole_rectangle_in_the_middle() -> None:
    view = Viewport(width=800, height=600).fitted((0, 0, 4000, 1000))

    left, top, right, bottom = view.rect

    assert left < 0
    assert right > 4000
    assert view.center == pytest.approx((2000, 500))
    assert top < 0
    assert bottom > 1000


def test_fitting_something_small_does_not_blow_it_up() -> None:
    assert Viewport(width=800, height=600).fitted((0, 0, 100, 80)).scale == 1.0


def test_revealing_something_in_view_does_not_move_the_view() -> None:
    view = Viewport(width=800, height=600)

    assert view.showing((100, 100, 200, 180)) == view


@pytest.mark.parametrize(
    ("rect", "corner"),
    [((900, 100, 1000, 180), (240, 0)), ((-100, 100, 0, 180), (-140, 0)), ((100, 700, 200, 780), (0, 220))],
)
def test_revealing_something_outside_moves_as_little_as_needed(
    rect: tuple[float, float, float, float], corner: tuple[float, float]
) -> None:
    shown = Viewport(width=800, height=600).showing(rect)

    assert (shown.x, shown.y) == corner


def test_something_larger_than_the_view_is_shown_from_its_beginning() -> None:
    shown = Viewport(width=800, height=600).showing((1000, 0, 3000, 100))

    assert shown.x == 960


def test_zoom_steps_pass_through_one_hundred_percent() -> None:
    scale = 0.9

    assert stepped_scale(scale, 1) == pytest.approx(1.0)
    assert stepped_scale(1.0, 1) == pytest.approx(2**0.5)
    assert stepped_scale(1.0, -1) == pytest.approx(0.5**0.5)
    assert stepped_scale(1.2, -1) == pytest.approx(1.0)
    assert stepped_scale(0.9, -1) == pytest.approx(0.5**0.5)


def test_the_zoom_range_is_a_fifth_to_four() -> None:
    assert allowed_scale(0.01) == 0.2
    assert allowed_scale(99) == 4.0
    assert allowed_scale(0.05, smallest=0.04) == 0.05
