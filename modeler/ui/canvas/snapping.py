"""Where a dragged rectangle or point wants to rest: on its neighbours' centers and borders, else on the grid.

Pure geometry in diagram units. A set of lines is prepared once when a drag starts and asked on each move.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from modeler.ui.canvas.index import Rect

Axis = Literal["x", "y"]
GRID = 10.0
TOLERANCE = 7.0
_CENTER_BONUS = 0.5
_NEARNESS = 1e-4
_LOW, _CENTER, _HIGH = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Guide:
    """A line to show: vertical at `at` for axis "x", horizontal for "y", from `start` to `end`."""

    axis: Axis
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Snap:
    """How far to shift what is dragged, and the guides that say why."""

    dx: float = 0.0
    dy: float = 0.0
    guides: tuple[Guide, ...] = ()

    def resting(self, x: float, y: float, to_x: float, to_y: float) -> Snap:
        """The shift of a middle from (x, y) to another place; guides that no longer say why are gone."""
        dx, dy = to_x - x, to_y - y
        is_kept = {"x": dx == self.dx, "y": dy == self.dy}
        return Snap(dx, dy, tuple(guide for guide in self.guides if is_kept[guide.axis]))


@dataclass(frozen=True, slots=True)
class _Line:
    at: float
    start: float
    end: float
    side: int


@dataclass(frozen=True, slots=True)
class _Match:
    shift: float
    line: _Line
    cost: float


class SnapLines:
    """The lines that neighbours offer, sorted for quick look-up."""

    def __init__(self, neighbors: Iterable[Rect]) -> None:
        listed = list(neighbors)
        self._x = _Lines([line for rect in listed for line in _lines(rect, "x")])
        self._y = _Lines([line for rect in listed for line in _lines(rect, "y")])

    def snap(self, moved: Rect, tolerance: float = TOLERANCE, grid: float | None = GRID) -> Snap:
        """Rest a rectangle: each axis on the nearest line within the tolerance, else its center on the grid."""
        across = self._x.match(moved[0], moved[2], tolerance, (moved[1], moved[3]))
        down = self._y.match(moved[1], moved[3], tolerance, (moved[0], moved[2]))
        dx = across.shift if across else grid_shift((moved[0] + moved[2]) / 2, grid)
        dy = down.shift if down else grid_shift((moved[1] + moved[3]) / 2, grid)
        rested = (moved[0] + dx, moved[1] + dy, moved[2] + dx, moved[3] + dy)
        return Snap(dx, dy, _guides(across, down, rested))

    def snap_point(
        self, x: float, y: float, tolerance: float = TOLERANCE, grid: float | None = GRID, axes: str = "xy"
    ) -> Snap:
        """Rest a point (a corner being resized, a way-point) on lines or the grid, on the given axes only."""
        across = self._x.match(x, x, tolerance, (y, y)) if "x" in axes else None
        down = self._y.match(y, y, tolerance, (x, x)) if "y" in axes else None
        dx = across.shift if across else grid_shift(x, grid if "x" in axes else None)
        dy = down.shift if down else grid_shift(y, grid if "y" in axes else None)
        return Snap(dx, dy, _guides(across, down, (x + dx, y + dy, x + dx, y + dy)))


def grid_shift(value: float, grid: float | None) -> float:
    """How far a number is from the nearest multiple of the grid."""
    return round(value / grid) * grid - value if grid else 0.0


class _Lines:
    def __init__(self, lines: list[_Line]) -> None:
        self._lines = sorted(lines, key=lambda line: line.at)
        self._positions = [line.at for line in self._lines]

    def match(self, low: float, high: float, tolerance: float, beside: tuple[float, float]) -> _Match | None:
        """The nearest line of the same kind: low to low border, center to center, high to high.

        Of lines at one place that of the nearest neighbor counts; `beside` is the extent on the other axis.
        """
        middle = (low + high) / 2
        if high <= low:
            matches = [*self._near(middle, tolerance, None, beside)]
        else:
            matches = [
                *self._near(middle, tolerance, _CENTER, beside),
                *self._near(low, tolerance, _LOW, beside),
                *self._near(high, tolerance, _HIGH, beside),
            ]
        return min(matches, key=lambda match: match.cost, default=None)

    def _near(self, value: float, tolerance: float, side: int | None, beside: tuple[float, float]) -> Iterable[_Match]:
        first = bisect_left(self._positions, value - tolerance)
        last = bisect_right(self._positions, value + tolerance)
        for line in self._lines[first:last]:
            if side is None or line.side == side:
                shift = line.at - value
                gap = max(line.start - beside[1], beside[0] - line.end, 0.0)
                bonus = _CENTER_BONUS if line.side == _CENTER else 0.0
                yield _Match(shift, line, abs(shift) - bonus + gap * _NEARNESS)


def _lines(rect: Rect, axis: Axis) -> Sequence[_Line]:
    low, high, start, end = (
        (rect[0], rect[2], rect[1], rect[3]) if axis == "x" else (rect[1], rect[3], rect[0], rect[2])
    )
    return (
        _Line((low + high) / 2, start, end, _CENTER),
        _Line(low, start, end, _LOW),
        _Line(high, start, end, _HIGH),
    )


def _guides(across: _Match | None, down: _Match | None, rested: Rect) -> tuple[Guide, ...]:
    guides: list[Guide] = []
    if across:
        line = across.line
        guides.append(Guide("x", line.at, min(line.start, rested[1]), max(line.end, rested[3])))
    if down:
        line = down.line
        guides.append(Guide("y", line.at, min(line.start, rested[0]), max(line.end, rested[2])))
    return tuple(guides)
