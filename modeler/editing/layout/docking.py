"""Docks: where a connection aims inside a shape, and where it is cut at the outline (R-L1)."""

from __future__ import annotations

import math

from engine.bpmn import Bounds, Point
from modeler.editing.layout.geometry import (
    Path,
    center,
    distance,
    holds_point,
    is_horizontal,
    is_vertical,
    nearest_on_segment,
)
from modeler.editing.layout.outlines import Outline, border_point, tidy

_NEAR_CENTER = 2.0
_ON_BORDER = 3.0


def is_cut(outline: Outline, at: Point) -> bool:
    """Whether an end is drawn on the border, as opposed to deep inside (as ProcessMaker draws to centers)."""
    bounds, middle = outline.bounds, center(outline.bounds)
    across, along = abs(at.x - middle.x), abs(at.y - middle.y)
    half_width, half_height = bounds.width / 2, bounds.height / 2
    if outline.form == "circle":
        return math.hypot(across, along) > min(half_width, half_height) - _ON_BORDER
    if outline.form == "diamond":
        return across * half_height + along * half_width > (half_width - _ON_BORDER) * half_height
    return across > half_width - _ON_BORDER or along > half_height - _ON_BORDER


def dock_of(outline: Outline, at: Point, neighbor: Point) -> Point:
    """The dock that an end on the border was drawn from: files hold only the cut end.

    It lies on the line of the end segment where that is nearest to the center; an end near the center is its own dock.
    """
    bounds, middle = outline.bounds, center(outline.bounds)
    if not is_cut(outline, at):
        return at
    if is_horizontal(at, neighbor):
        return _near(middle, Point(middle.x, at.y), bounds)
    if is_vertical(at, neighbor):
        return _near(middle, Point(at.x, middle.y), bounds)
    reach = max(bounds.width, bounds.height)
    length = distance(neighbor, at) or 1.0
    beyond = Point(at.x + (at.x - neighbor.x) / length * reach, at.y + (at.y - neighbor.y) / length * reach)
    return _near(middle, tidy(nearest_on_segment(middle, at, beyond)), bounds)


def cut(path: Path, source: Outline | None, target: Outline | None) -> Path:
    """A route from dock to dock, cut at the outlines of its ends; an end without outline stays."""
    found = list(path)
    if source is not None:
        found = _cut_start(found, source)
    if target is not None:
        found = _cut_start(found[::-1], target)[::-1]
    return tuple(found)


def _cut_start(path: list[Point], outline: Outline) -> list[Point]:
    """Drop leading bends that lie inside the shape, then cut the first segment that leaves it."""
    first = 0
    while first < len(path) - 2 and holds_point(outline.bounds, path[first + 1], -1e-6):
        first += 1
    return [border_point(outline, path[first], path[first + 1]), *path[first + 1 :]]


def _near(middle: Point, dock: Point, bounds: Bounds) -> Point:
    if not holds_point(bounds, dock):
        return middle
    return middle if distance(middle, dock) <= _NEAR_CENTER else dock
