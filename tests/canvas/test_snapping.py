"""Snapping: seven units to neighbors' centers and borders, else to the grid, with guides that say why."""

from __future__ import annotations

import pytest

from modeler.ui.canvas.snapping import Guide, SnapLines

TASK = (100.0, 100.0, 200.0, 180.0)


def test_a_center_near_a_neighbors_center_rests_on_it() -> None:
    snap = SnapLines([TASK]).snap((300, 105, 400, 185))

    assert (snap.dx, snap.dy) == (0, -5)
    assert Guide("y", 140, 100, 400) in snap.guides


def test_a_border_near_a_neighbors_border_rests_on_it() -> None:
    snap = SnapLines([TASK]).snap((143, 400, 203, 470), grid=None)

    assert (snap.dx, snap.dy) == (-3, 0)
    assert snap.guides == (Guide("x", 200, 100, 470),)


def test_beyond_the_tolerance_the_center_rests_on_the_grid() -> None:
    snap = SnapLines([TASK]).snap((303, 408, 339, 444))

    assert (303 + 339) / 2 + snap.dx == 320
    assert (408 + 444) / 2 + snap.dy == 430
    assert snap.guides == ()


def test_of_two_lines_the_nearer_wins() -> None:
    lines = SnapLines([(0, 0, 100, 80), (0, 206, 100, 286)])

    snap = lines.snap((300, 202, 400, 282))

    assert snap.dy == 4


def test_without_grid_and_neighbors_nothing_moves() -> None:
    snap = SnapLines([]).snap((1.5, 2.5, 3.5, 4.5), grid=None)

    assert (snap.dx, snap.dy, snap.guides) == (0, 0, ())


@pytest.mark.parametrize(("axes", "shift"), [("xy", (2, 1)), ("x", (2, 0)), ("y", (0, 1)), ("", (0, 0))])
def test_a_corner_rests_on_the_axes_it_may_move_along(axes: str, shift: tuple[float, float]) -> None:
    snap = SnapLines([TASK]).snap_point(198, 179, axes=axes)

    assert (snap.dx, snap.dy) == shift
