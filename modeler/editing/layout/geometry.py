"""Points, boxes and lines: the plain geometry that layout and rules are written in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, Literal, TypeAlias

from engine.bpmn import Bounds, Point

Side: TypeAlias = Literal["top", "right", "bottom", "left"]
Orientation: TypeAlias = Literal[
    "top", "right", "bottom", "left", "top-left", "top-right", "bottom-left", "bottom-right", "intersect"
]
Path: TypeAlias = tuple[Point, ...]

SIDES: Final[tuple[Side, ...]] = ("top", "right", "bottom", "left")
AXIS_TOLERANCE: Final = 2.0
_PLACES: Final = 6


def clean(value: float) -> float:
    """A computed coordinate without the dust of binary arithmetic (`61.02`, never `61.019999999999996`)."""
    return round(value, _PLACES)


def point(x: float, y: float) -> Point:
    """A computed point."""
    return Point(clean(x), clean(y))


def box(x: float, y: float, width: float, height: float) -> Bounds:
    """A computed box."""
    return Bounds(clean(x), clean(y), clean(width), clean(height))


def right(bounds: Bounds) -> float:
    """The x of the right border."""
    return clean(bounds.x + bounds.width)


def bottom(bounds: Bounds) -> float:
    """The y of the lower border."""
    return clean(bounds.y + bounds.height)


def center(bounds: Bounds) -> Point:
    """The middle of a box."""
    return point(bounds.x + bounds.width / 2, bounds.y + bounds.height / 2)


def centered(middle: Point, width: float, height: float) -> Bounds:
    """The box of this size round a middle."""
    return box(middle.x - width / 2, middle.y - height / 2, width, height)


def shift(at: Point, dx: float, dy: float) -> Point:
    """A point moved by a distance."""
    return point(at.x + dx, at.y + dy)


def translate(bounds: Bounds, dx: float, dy: float) -> Bounds:
    """A box moved by a distance; its size stays exactly what it was."""
    return Bounds(clean(bounds.x + dx), clean(bounds.y + dy), bounds.width, bounds.height)


def grow(bounds: Bounds, amount: float) -> Bounds:
    """A box that reaches further by an amount on every side."""
    return box(bounds.x - amount, bounds.y - amount, bounds.width + 2 * amount, bounds.height + 2 * amount)


def from_edges(left: float, top: float, right_edge: float, bottom_edge: float) -> Bounds:
    """The box between four borders."""
    return box(left, top, right_edge - left, bottom_edge - top)


def with_side_moved(bounds: Bounds, side: Side, delta: float) -> Bounds:
    """A box of which one border moved; the numbers of the others stay exactly what they were."""
    if side == "left":
        return Bounds(clean(bounds.x + delta), bounds.y, clean(bounds.width - delta), bounds.height)
    if side == "top":
        return Bounds(bounds.x, clean(bounds.y + delta), bounds.width, clean(bounds.height - delta))
    if side == "right":
        return Bounds(bounds.x, bounds.y, clean(bounds.width + delta), bounds.height)
    return Bounds(bounds.x, bounds.y, bounds.width, clean(bounds.height + delta))


def union(boxes: Iterable[Bounds]) -> Bounds | None:
    """The smallest box round some boxes; None round none."""
    found = list(boxes)
    if not found:
        return None
    left, top = min(each.x for each in found), min(each.y for each in found)
    return from_edges(left, top, max(right(each) for each in found), max(bottom(each) for each in found))


def box_around(points: Iterable[Point]) -> Bounds | None:
    """The smallest box round some points."""
    return union(Bounds(each.x, each.y, 0, 0) for each in points)


def holds_point(bounds: Bounds, at: Point, tolerance: float = 0) -> bool:
    """Whether a point lies in a box or on its border."""
    return (
        bounds.x - tolerance <= at.x <= bounds.x + bounds.width + tolerance
        and bounds.y - tolerance <= at.y <= bounds.y + bounds.height + tolerance
    )


def holds(outer: Bounds, inner: Bounds) -> bool:
    """Whether a box lies wholly in another."""
    return outer.x <= inner.x and outer.y <= inner.y and right(inner) <= right(outer) and bottom(inner) <= bottom(outer)


def overlaps(first: Bounds, second: Bounds) -> bool:
    """Whether two boxes share an area (touching borders do not count)."""
    return first.x < right(second) and second.x < right(first) and first.y < bottom(second) and second.y < bottom(first)


def distance(first: Point, second: Point) -> float:
    """How far two points are apart."""
    return math.hypot(second.x - first.x, second.y - first.y)


def midpoint(first: Point, second: Point) -> Point:
    """The point half way."""
    return point((first.x + second.x) / 2, (first.y + second.y) / 2)


def is_horizontal(first: Point, second: Point, tolerance: float = AXIS_TOLERANCE) -> bool:
    """Whether a segment runs level."""
    return abs(first.y - second.y) <= tolerance


def is_vertical(first: Point, second: Point, tolerance: float = AXIS_TOLERANCE) -> bool:
    """Whether a segment runs upright."""
    return abs(first.x - second.x) <= tolerance


def orientation(bounds: Bounds, reference: Bounds, padding: float = 0) -> Orientation:
    """Where a box is, seen from another: beyond its border by more than the padding.

    A negative padding accepts an overlap of that much.
    """
    above = bounds.y + bounds.height + padding <= reference.y
    below = bounds.y - padding >= reference.y + reference.height
    before = bounds.x + bounds.width + padding <= reference.x
    after = bounds.x - padding >= reference.x + reference.width
    vertical = "top" if above else "bottom" if below else ""
    horizontal = "left" if before else "right" if after else ""
    found: dict[str, Orientation] = {
        "": "intersect", "top": "top", "bottom": "bottom", "left": "left", "right": "right",
        "top-left": "top-left", "top-right": "top-right",
        "bottom-left": "bottom-left", "bottom-right": "bottom-right",
    }  # fmt: skip
    return found["-".join(part for part in (vertical, horizontal) if part)]


def side_of(at: Point, bounds: Bounds) -> Side:
    """The border of a box that a point is nearest to."""
    gaps: dict[Side, float] = {
        "top": abs(at.y - bounds.y),
        "right": abs(bounds.x + bounds.width - at.x),
        "bottom": abs(bounds.y + bounds.height - at.y),
        "left": abs(at.x - bounds.x),
    }
    return min(SIDES, key=lambda side: gaps[side])


def nearest_on_segment(at: Point, first: Point, second: Point) -> Point:
    """The point of a segment that is nearest to a point."""
    dx, dy = second.x - first.x, second.y - first.y
    length = dx * dx + dy * dy
    if length == 0:
        return first
    share = min(1.0, max(0.0, ((at.x - first.x) * dx + (at.y - first.y) * dy) / length))
    return point(first.x + share * dx, first.y + share * dy)


def nearest_segment(at: Point, path: Sequence[Point]) -> tuple[int, Point]:
    """The segment (by the index of its first point) nearest to a point, and the nearest point on it."""
    found = [(index, nearest_on_segment(at, path[index], path[index + 1])) for index in range(len(path) - 1)]
    return min(found, key=lambda hit: distance(at, hit[1]))


def line_crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the endless lines a-b and c-d cross; None if they are parallel."""
    across = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x)
    if abs(across) < 1e-9:
        return None
    share = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / across
    return point(a.x + share * (b.x - a.x), a.y + share * (b.y - a.y))


def segment_crossing(a: Point, b: Point, c: Point, d: Point) -> Point | None:
    """Where the segments a-b and c-d cross or touch."""
    found = line_crossing(a, b, c, d)
    if found is None or not (_spans(a, b, found) and _spans(c, d, found)):
        return None
    return found


def segment_meets(first: Point, second: Point, bounds: Bounds) -> bool:
    """Whether any part of a segment lies in a box."""
    if holds_point(bounds, first) or holds_point(bounds, second):
        return True
    corners = corners_of(bounds)
    return any(segment_crossing(first, second, corners[i - 1], corners[i]) is not None for i in range(4))


def corners_of(bounds: Bounds) -> Path:
    """The corners of a box, clockwise from the top left."""
    return (
        Point(bounds.x, bounds.y),
        Point(right(bounds), bounds.y),
        Point(right(bounds), bottom(bounds)),
        Point(bounds.x, bottom(bounds)),
    )


def are_aligned(path: Sequence[Point], tolerance: float = AXIS_TOLERANCE) -> bool:
    """Whether all points lie on one level or one upright line."""
    return all(is_horizontal(path[0], each, tolerance) for each in path) or all(
        is_vertical(path[0], each, tolerance) for each in path
    )


def without_redundant(path: Sequence[Point], accuracy: float = 5) -> Path:
    """The path without points that add nothing: repeated ones, and bends on a straight line (R-L6)."""
    kept = list(path)
    index = 1
    while index < len(kept) - 1:
        before, here, after = kept[index - 1], kept[index], kept[index + 1]
        if distance(here, after) == 0 or distance(before, here) == 0 or _is_straight(before, here, after, accuracy):
            del kept[index]
        else:
            index += 1
    return tuple(kept)


def _is_straight(before: Point, here: Point, after: Point, accuracy: float) -> bool:
    area = (after.x - before.x) * (here.y - before.y) - (after.y - before.y) * (here.x - before.x)
    return abs(area) <= accuracy


def _spans(first: Point, second: Point, at: Point) -> bool:
    slack = 1e-6
    return (
        min(first.x, second.x) - slack <= at.x <= max(first.x, second.x) + slack
        and min(first.y, second.y) - slack <= at.y <= max(first.y, second.y) + slack
    )
