"""Right-angled routes between two boxes: laid out anew, or repaired when one end has moved (R-L2 to R-L5).

A route runs from dock to dock, the docks being points inside the boxes; `docking` cuts it at the outlines. How a
route leaves and enters is a `Plan`: `h:h` leaves and enters level, `v:h` leaves upright and enters level; `t:r`
leaves by the top and enters by the right, whatever lies between. A plan names two axes or two sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from engine.bpmn import Bounds, Point
from modeler.editing.layout.geometry import (
    Orientation,
    Path,
    are_aligned,
    bottom,
    center,
    distance,
    holds_point,
    is_horizontal,
    is_vertical,
    midpoint,
    orientation,
    point,
    right,
)

Plan: TypeAlias = str
Fixed: TypeAlias = Literal["source", "target"] | None

LEAST_SEGMENT: Final = 20.0
_GAP: Final[dict[Plan, float]] = {"h:h": 20, "v:v": 20, "h:v": -10, "v:h": -10}
_COLLAPSED: Final = 3.0
_OUTWARD: Final[dict[str, tuple[int, int]]] = {"t": (0, -1), "b": (0, 1), "l": (-1, 0), "r": (1, 0)}


def route(source: Bounds, target: Bounds, start: Point, end: Point, plans: Sequence[Plan]) -> Path:
    """A new route by the first of the plans that serves: `straight` only where it can be, then a right-angled one."""
    for plan in plans:
        if plan != "straight":
            return manhattan(source, target, start, end, plan)
        direct = straight(source, target, start, end)
        if direct is not None:
            return direct
    return manhattan(source, target, start, end, "h:h")


def straight(source: Bounds, target: Bounds, start: Point, end: Point, fixed: Fixed = None) -> Path | None:
    """A level or upright line, if one box's projection holds the other's dock (R-L4); the dock of `fixed` stays."""
    side = orientation(source, target)
    if side in ("top", "bottom"):
        return _straight_upright(source, target, start, end, fixed)
    if side in ("left", "right"):
        return _straight_level(source, target, start, end, fixed)
    return None


def manhattan(source: Bounds, target: Bounds, start: Point, end: Point, plan: Plan) -> Path:
    """A right-angled route by a plan, changed where the boxes lie so that it cannot work."""
    leave, enter = _possible(plan, orientation(source, target, _GAP.get(plan, 0)), source, target).split(":")
    if leave in _OUTWARD:
        return _round_sides(source, target, start, end, leave, enter)
    return (start, *_bends(start, end, leave, enter, source, target), end)


def repaired(moved: Bounds, other: Bounds, dock: Point, path: Path) -> Path | None:
    """The route after its first end moved to `dock`, keeping what the user drew (R-L5); None to lay out anew."""
    if _needs_new_layout(path):
        return None
    adapted = [dock, _adapted(path[1], path[0], dock), *path[2:]]
    for index in range(len(adapted) - 2, 0, -1):
        if _is_inside(adapted[index], moved) or _is_inside(adapted[index], other):
            return repaired(moved, other, dock, tuple(adapted[index:]))
    return None if are_aligned(adapted) else tuple(adapted)


def _needs_new_layout(path: Path) -> bool:
    if len(path) < 3:
        return True
    if len(path) > 4:
        return False
    return any(distance(path[index], path[index + 1]) < _COLLAPSED for index in range(len(path) - 1))


def _adapted(bend: Point, before: Point, dock: Point) -> Point:
    """The first bend, moved so that its segment keeps its axis."""
    if is_vertical(before, bend):
        return Point(dock.x, bend.y)
    if is_horizontal(before, bend):
        return Point(bend.x, dock.y)
    return bend


def _is_inside(bend: Point, bounds: Bounds) -> bool:
    return holds_point(bounds, bend, LEAST_SEGMENT)


def _straight_level(source: Bounds, target: Bounds, start: Point, end: Point, fixed: Fixed) -> Path | None:
    if fixed != "target" and target.y < start.y < bottom(target):
        return (start, Point(end.x, start.y))
    if fixed != "source" and source.y < end.y < bottom(source):
        return (Point(start.x, end.y), end)
    return None


def _straight_upright(source: Bounds, target: Bounds, start: Point, end: Point, fixed: Fixed) -> Path | None:
    if fixed != "target" and target.x < start.x < right(target):
        return (start, Point(start.x, end.y))
    if fixed != "source" and source.x < end.x < right(source):
        return (Point(end.x, start.y), end)
    return None


def _possible(plan: Plan, side: Orientation, source: Bounds, target: Bounds) -> Plan:
    """The plan, or the one that the position of the boxes forces: level beside each other, else upright."""
    if plan[0] in _OUTWARD:
        return plan
    if side == "intersect":
        return "t:t" if center(source).y <= center(target).y else "b:b"
    if side in ("top", "bottom"):
        return "v:v"
    return "h:h" if side in ("left", "right") else plan


def _bends(start: Point, end: Point, leave: str, enter: str, source: Bounds, target: Bounds) -> Path:
    if leave == enter == "h":
        middle = _gap_middle(source.x, right(source), target.x, right(target), start.x, end.x)
        return (point(middle, start.y), point(middle, end.y))
    if leave == enter == "v":
        middle = _gap_middle(source.y, bottom(source), target.y, bottom(target), start.y, end.y)
        return (point(start.x, middle), point(end.x, middle))
    return (Point(end.x, start.y),) if leave == "h" else (Point(start.x, end.y),)


def _gap_middle(low: float, high: float, other_low: float, other_high: float, start: float, end: float) -> float:
    """The middle of the gap between two boxes on one axis; of the docks where there is no gap."""
    if high <= other_low:
        return float(round((high + other_low) / 2))
    return float(round((other_high + low) / 2 if other_high <= low else (start + end) / 2))


def _round_sides(source: Bounds, target: Bounds, start: Point, end: Point, leave: str, enter: str) -> Path:
    """A route that leaves and enters by given sides: a short way straight out of each, joined at right angles."""
    out, into = _stub(source, start, leave), _stub(target, end, enter)
    if _is_upright(leave) != _is_upright(enter):
        return (start, *_corners(out, into, leave, enter), end)
    level = _crossbar(out, into, leave, enter)
    if _is_upright(leave):
        return (start, Point(start.x, level), Point(end.x, level), end)
    return (start, Point(level, start.y), Point(level, end.y), end)


def _corners(out: Point, into: Point, leave: str, enter: str) -> Path:
    """One corner where both ways meet beyond the stubs, otherwise a way round by the stubs."""
    upright = _is_upright(leave)
    meeting = Point(out.x, into.y) if upright else Point(into.x, out.y)
    if _is_beyond(meeting, out, leave) and _is_beyond(meeting, into, enter):
        return (meeting,)
    return (out, Point(into.x, out.y) if upright else Point(out.x, into.y), into)


def _is_upright(side: str) -> bool:
    return side in "tb"


def _is_beyond(corner: Point, stub: Point, side: str) -> bool:
    dx, dy = _OUTWARD[side]
    return (corner.x - stub.x) * dx + (corner.y - stub.y) * dy >= -LEAST_SEGMENT / 2


def _stub(bounds: Bounds, dock: Point, side: str) -> Point:
    """The point a least segment straight out of a side."""
    if side == "t":
        return point(dock.x, bounds.y - LEAST_SEGMENT)
    if side == "b":
        return point(dock.x, bounds.y + bounds.height + LEAST_SEGMENT)
    if side == "l":
        return point(bounds.x - LEAST_SEGMENT, dock.y)
    return point(bounds.x + bounds.width + LEAST_SEGMENT, dock.y)


def _crossbar(out: Point, into: Point, leave: str, enter: str) -> float:
    """The level of the bar between two stubs of one axis: beyond both, or half way between facing ones."""
    first, second = (out.y, into.y) if _is_upright(leave) else (out.x, into.x)
    if leave != enter:
        return midpoint(Point(first, 0), Point(second, 0)).x
    return min(first, second) if leave in "tl" else max(first, second)
