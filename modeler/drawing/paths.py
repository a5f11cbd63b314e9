"""Walking along way-points: lengths, places, shortened ends, and symbols that point along a line."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import hypot
from typing import TypeAlias

from engine.bpmn.geometry import Point
from modeler.drawing.figure import Geometry, Path, Pen
from modeler.drawing.geometry import geometry, polygon_commands

Shape: TypeAlias = tuple[tuple[float, float], ...]
_FINE = 4
"""Decimals of a direction: finer than anyone sees, and lines in one direction share their symbols."""


def length(points: Sequence[Point]) -> float:
    """How long the line through the points is."""
    return sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(points))


def along(points: Sequence[Point], distance: float) -> Point:
    """The place on the line at a distance from its start; its end if the line is shorter."""
    left = distance
    for a, b in pairwise(points):
        step = hypot(b.x - a.x, b.y - a.y)
        if step and left <= step:
            return Point(a.x + (b.x - a.x) * left / step, a.y + (b.y - a.y) * left / step)
        left -= step
    return points[-1]


def trimmed(points: Sequence[Point], start: float, end: float) -> Sequence[Point]:
    """The line without so much at its ends, as far as the first and last segments are long enough."""
    result = list(points)
    if start:
        result[0] = _towards(result[0], result[1], start)
    if end:
        result[-1] = _towards(result[-1], result[-2], end)
    return result


def _towards(point: Point, other: Point, distance: float) -> Point:
    size = hypot(other.x - point.x, other.y - point.y)
    share = min(distance / size, 0.9) if size else 0.0
    return Point(point.x + (other.x - point.x) * share, point.y + (other.y - point.y) * share)


def pointed(
    points: Sequence[Point], shape: Shape, stroke: Pen | None, fill: str | None = None, close: bool = True
) -> Path:
    """A symbol at the end of the line, turned the way it goes; drawn with its tip at (0, 0), to the right."""
    tip = points[-1]
    before = next((p for p in reversed(points[:-1]) if abs(p.x - tip.x) + abs(p.y - tip.y) > 0.01), None)
    ux, uy = 1.0, 0.0
    if before is not None:
        size = hypot(tip.x - before.x, tip.y - before.y)
        ux, uy = (tip.x - before.x) / size, (tip.y - before.y) / size
    return Path(_turned(shape, round(ux, _FINE), round(uy, _FINE), close), stroke, fill, tip.x, tip.y)


@lru_cache(maxsize=4096)
def _turned(shape: Shape, ux: float, uy: float, close: bool) -> Geometry:
    return geometry(polygon_commands([(x * ux - y * uy, x * uy + y * ux) for x, y in shape], close))
