"""The real outlines of shapes, and where a line into a shape crosses them (R-L1).

An outline is a circle for events, a diamond for gateways, a box with round corners for activities and a plain box
for the rest.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.bpmn import Activity, Bounds, Element, Event, Gateway, Point
from modeler.editing.layout.geometry import (
    center,
    corners_of,
    distance,
    holds_point,
    point,
    right,
    segment_crossing,
)

_ACTIVITY_RADIUS = 10.0
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Outline:
    """The painted border of a shape."""

    bounds: Bounds
    form: Literal["box", "round-box", "circle", "diamond"] = "box"


def outline_of(element: Element, bounds: Bounds) -> Outline:
    """The outline in which an element of this type is drawn."""
    if isinstance(element, Event):
        return Outline(bounds, "circle")
    if isinstance(element, Gateway):
        return Outline(bounds, "diamond")
    return Outline(bounds, "round-box" if isinstance(element, Activity) else "box")


def border_point(outline: Outline, inside: Point, outside: Point) -> Point:
    """Where the line from a dock inside a shape to a point outside leaves the shape.

    When the line does not leave it at all (both points are inside), the outer point is the answer.
    """
    if outline.form == "circle":
        found = _leave_circle(outline.bounds, inside, outside)
    elif outline.form == "diamond":
        found = _leave_polygon(_diamond(outline.bounds), inside, outside)
    else:
        found = _leave_polygon(corners_of(outline.bounds), inside, outside)
        if outline.form == "round-box" and found is not None:
            found = _leave_corner(outline.bounds, inside, outside) or found
    return tidy(found) if found is not None else outside


def tidy(at: Point) -> Point:
    """A computed place in hundredths: lines that meet there stay straight."""
    return Point(round(at.x, _DIGITS), round(at.y, _DIGITS))


def _diamond(bounds: Bounds) -> tuple[Point, ...]:
    middle = center(bounds)
    return (
        Point(middle.x, bounds.y),
        Point(right(bounds), middle.y),
        Point(middle.x, bounds.y + bounds.height),
        Point(bounds.x, middle.y),
    )


def _leave_polygon(corners: tuple[Point, ...], inside: Point, outside: Point) -> Point | None:
    hits = [
        hit
        for index in range(len(corners))
        if (hit := segment_crossing(inside, outside, corners[index - 1], corners[index])) is not None
    ]
    return min(hits, key=lambda hit: distance(hit, outside), default=None)


def _leave_circle(bounds: Bounds, inside: Point, outside: Point) -> Point | None:
    middle = center(bounds)
    radius = min(bounds.width, bounds.height) / 2
    return _line_and_circle(middle, radius, inside, outside)


def _line_and_circle(middle: Point, radius: float, inside: Point, outside: Point) -> Point | None:
    """The crossing of the segment with the circle that is nearest to the outer end."""
    dx, dy = outside.x - inside.x, outside.y - inside.y
    fx, fy = inside.x - middle.x, inside.y - middle.y
    a, b, c = dx * dx + dy * dy, 2 * (fx * dx + fy * dy), fx * fx + fy * fy - radius * radius
    root = b * b - 4 * a * c
    if a == 0 or root < 0:
        return None
    share = (-b + math.sqrt(root)) / (2 * a)
    return point(inside.x + share * dx, inside.y + share * dy) if 0 <= share <= 1 else None


def _leave_corner(bounds: Bounds, inside: Point, outside: Point) -> Point | None:
    radius = min(_ACTIVITY_RADIUS, bounds.width / 2, bounds.height / 2)
    for corner in corners_of(bounds):
        inner_x = corner.x + (radius if corner.x == bounds.x else -radius)
        inner_y = corner.y + (radius if corner.y == bounds.y else -radius)
        hit = _line_and_circle(Point(inner_x, inner_y), radius, inside, outside)
        zone = Bounds(min(corner.x, inner_x), min(corner.y, inner_y), radius, radius)
        if hit is not None and holds_point(zone, hit, -1e-6):
            return hit
    return None
