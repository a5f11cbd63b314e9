"""Outlines: the real border of a drawn element, for hit tests and for docking flows on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import hypot, inf, sqrt
from typing import NamedTuple, Protocol

from engine.bpmn.geometry import Bounds, Point


class Outline(Protocol):
    """A border: closed round a shape, open along an edge."""

    @property
    def bounds(self) -> Bounds:
        """The box round the border."""

    def contains(self, point: Point, tolerance: float = 0.0) -> bool:
        """Whether the point is inside, or at most `tolerance` away; a negative one asks for deeper inside."""

    def distance(self, point: Point) -> float:
        """How far the point is from the border line, inside or out."""

    def crossing(self, inside: Point, outside: Point) -> Point | None:
        """Where the line between the points crosses the border, nearest to `outside`."""


class RectangleOutline(NamedTuple):
    """A rectangle whose corners may be round."""

    bounds: Bounds
    radius: float = 0.0

    def contains(self, point: Point, tolerance: float = 0.0) -> bool:
        """Whether the point is inside; `tolerance` as in `Outline`."""
        return self._signed_distance(point) <= tolerance

    def distance(self, point: Point) -> float:
        """How far the point is from the border line."""
        return abs(self._signed_distance(point))

    def crossing(self, inside: Point, outside: Point) -> Point | None:
        """Where the line between the points crosses the border, nearest to `outside`."""
        hits = _line_hits(_corners(self.bounds), inside, outside)
        best = _nearest(hits, outside)
        if best is None or not self.radius:
            return best
        return self._round_corner(best, inside, outside)

    def _round_corner(self, hit: Point, inside: Point, outside: Point) -> Point:
        box, r = self.bounds, min(self.radius, self.bounds.width / 2, self.bounds.height / 2)
        cx = min(max(hit.x, box.x + r), box.x + box.width - r)
        cy = min(max(hit.y, box.y + r), box.y + box.height - r)
        if cx == hit.x or cy == hit.y:
            return hit
        found = _nearest(_circle_hits(Point(cx, cy), r, r, inside, outside), outside)
        return found or hit

    def _signed_distance(self, point: Point) -> float:
        box, r = self.bounds, min(self.radius, self.bounds.width / 2, self.bounds.height / 2)
        dx = abs(point.x - box.x - box.width / 2) - box.width / 2 + r
        dy = abs(point.y - box.y - box.height / 2) - box.height / 2 + r
        return hypot(max(dx, 0.0), max(dy, 0.0)) + min(max(dx, dy), 0.0) - r


class FrameOutline(NamedTuple):
    """A rectangle that is only its border: what lies inside belongs to others."""

    bounds: Bounds

    def contains(self, point: Point, tolerance: float = 0.0) -> bool:
        """Whether the point is at most `tolerance` away from the frame."""
        return self.distance(point) <= tolerance

    def distance(self, point: Point) -> float:
        """How far the point is from the frame."""
        corners = _corners(self.bounds)
        return _distance_to_segments(point, [*corners, corners[0]])

    def crossing(self, inside: Point, outside: Point) -> Point | None:
        """Where the line between the points crosses the frame, nearest to `outside`."""
        return _nearest(_line_hits(_corners(self.bounds), inside, outside), outside)


class EllipseOutline(NamedTuple):
    """A circle or an ellipse."""

    bounds: Bounds

    def contains(self, point: Point, tolerance: float = 0.0) -> bool:
        """Whether the point is inside; `tolerance` as in `Outline`."""
        return self._signed_distance(point) <= tolerance

    def distance(self, point: Point) -> float:
        """How far the point is from the border line (exact for circles)."""
        return abs(self._signed_distance(point))

    def crossing(self, inside: Point, outside: Point) -> Point | None:
        """Where the line between the points crosses the border, nearest to `outside`."""
        box = self.bounds
        hits = _circle_hits(center_of(box), box.width / 2, box.height / 2, inside, outside)
        return _nearest(hits, outside)

    def _signed_distance(self, point: Point) -> float:
        box = self.bounds
        rx, ry = box.width / 2 or 1e-9, box.height / 2 or 1e-9
        dx, dy = point.x - box.x - rx, point.y - box.y - ry
        scale = hypot(dx / rx, dy / ry)
        return (scale - 1) * (hypot(dx, dy) / scale if scale > 1e-9 else min(rx, ry))


class PolygonOutline(NamedTuple):
    """A closed polygon: diamonds, hexagons, pages. Its corners are found when somebody comes near: few ever do."""

    bounds: Bounds
    corners: Callable[[Bounds], tuple[Point, ...]]

    @property
    def points(self) -> tuple[Point, ...]:
        """The corners, one after the other."""
        return self.corners(self.bounds)

    def contains(self, point: Point, tolerance: float = 0.0) -> bool:
        """Whether the point is inside; `tolerance` as in `Outline`."""
        if tolerance == 0.0:
            return self._is_inside(point)
        near = self.distance(point) <= abs(tolerance)
        return (self._is_inside(point) or near) if tolerance > 0 else (self._is_inside(point) and not near)

    def distance(self, point: Point) -> float:
        """How far the point is from the border line."""
        return _distance_to_segments(point, [*self.points, self.points[0]])

    def crossing(self, inside: Point, outside: Point) -> Point | None:
        """Where the line between the points crosses the border, nearest to `outside`."""
        return _nearest(_line_hits(self.points, inside, outside), outside)

    def _is_inside(self, point: Point) -> bool:
        inside, previous = False, self.points[-1]
        for corner in self.points:
            if (corner.y > point.y) != (previous.y > point.y):
                slope = (previous.x - corner.x) / (previous.y - corner.y)
                inside ^= point.x < corner.x + (point.y - corner.y) * slope
            previous = corner
        return inside


class LineOutline(NamedTuple):
    """The open line of an edge: it contains nothing, and is hit within the tolerance."""

    bounds: Bounds
    points: tuple[Point, ...]

    def contains(self, point: Point, tolerance: float = 0.0) -> bool:
        """Whether the point is at most `tolerance` away from the line."""
        return self.distance(point) <= tolerance

    def distance(self, point: Point) -> float:
        """How far the point is from the line."""
        return _distance_to_segments(point, self.points)

    def crossing(self, inside: Point, outside: Point) -> Point | None:
        """Where the line between the points crosses the edge, nearest to `outside`."""
        hits: list[Point] = []
        for start, end in pairwise(self.points):
            hits.extend(_segment_hit(start, end, inside, outside))
        return _nearest(hits, outside)


def center_of(box: Bounds) -> Point:
    """The middle of a box."""
    return Point(box.x + box.width / 2, box.y + box.height / 2)


def crop(outline: Outline, from_point: Point, towards: Point | None = None) -> Point:
    """Where a line from outside meets the outline on its way towards a dock (the center by default).

    A line that never meets it ends at the dock.
    """
    dock = center_of(outline.bounds) if towards is None else towards
    return outline.crossing(dock, from_point) or dock


def diamond(box: Bounds) -> PolygonOutline:
    """The outline of a gateway."""
    return PolygonOutline(box, _diamond)


def hexagon(box: Bounds) -> PolygonOutline:
    """The outline of a conversation node."""
    return PolygonOutline(box, _hexagon)


def _diamond(box: Bounds) -> tuple[Point, ...]:
    cx, cy = box.x + box.width / 2, box.y + box.height / 2
    return (Point(cx, box.y), Point(box.x + box.width, cy), Point(cx, box.y + box.height), Point(box.x, cy))


def _hexagon(box: Bounds) -> tuple[Point, ...]:
    inset = min(box.width / 4, box.height / 2)
    right, bottom, middle = box.x + box.width, box.y + box.height, box.y + box.height / 2
    left_top, right_top = box.x + inset, right - inset
    return (
        Point(left_top, box.y),
        Point(right_top, box.y),
        Point(right, middle),
        Point(right_top, bottom),
        Point(left_top, bottom),
        Point(box.x, middle),
    )


def line(points: Sequence[Point]) -> LineOutline:
    """The outline of an edge."""
    xs, ys = zip(*points, strict=True)
    left, top = min(xs), min(ys)
    return LineOutline(Bounds(left, top, max(xs) - left, max(ys) - top), tuple(points))


def _corners(box: Bounds) -> tuple[Point, ...]:
    right, bottom = box.x + box.width, box.y + box.height
    return (Point(box.x, box.y), Point(right, box.y), Point(right, bottom), Point(box.x, bottom))


def _nearest(points: Iterable[Point], to: Point) -> Point | None:
    return min(points, key=lambda p: (p.x - to.x) ** 2 + (p.y - to.y) ** 2, default=None)


def _line_hits(polygon: Sequence[Point], a: Point, b: Point) -> list[Point]:
    hits: list[Point] = []
    previous = polygon[-1]
    for corner in polygon:
        hits.extend(_segment_hit(previous, corner, a, b))
        previous = corner
    return hits


def _segment_hit(p: Point, q: Point, a: Point, b: Point) -> tuple[Point, ...]:
    dx, dy, ex, ey = q.x - p.x, q.y - p.y, b.x - a.x, b.y - a.y
    cross = dx * ey - dy * ex
    if not cross:
        return ()
    along = ((a.x - p.x) * ey - (a.y - p.y) * ex) / cross
    across = ((a.x - p.x) * dy - (a.y - p.y) * dx) / cross
    if not (-1e-9 <= along <= 1 + 1e-9 and -1e-9 <= across <= 1 + 1e-9):
        return ()
    return (Point(a.x + across * ex, a.y + across * ey),)


def _circle_hits(center: Point, rx: float, ry: float, a: Point, b: Point) -> list[Point]:
    if rx <= 0 or ry <= 0:
        return []
    ax, ay = (a.x - center.x) / rx, (a.y - center.y) / ry
    ex, ey = (b.x - a.x) / rx, (b.y - a.y) / ry
    square, mixed, rest = ex * ex + ey * ey, ax * ex + ay * ey, ax * ax + ay * ay - 1
    root = mixed * mixed - square * rest
    if square == 0 or root < 0:
        return []
    steps = ((-mixed - sqrt(root)) / square, (-mixed + sqrt(root)) / square)
    return [Point(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)) for t in steps if -1e-9 <= t <= 1 + 1e-9]


def _distance_to_segments(point: Point, points: Sequence[Point]) -> float:
    best = hypot(point.x - points[0].x, point.y - points[0].y) if len(points) == 1 else inf
    for start, end in pairwise(points):
        dx, dy = end.x - start.x, end.y - start.y
        square = dx * dx + dy * dy
        t = ((point.x - start.x) * dx + (point.y - start.y) * dy) / square if square else 0.0
        t = min(max(t, 0.0), 1.0)
        best = min(best, hypot(point.x - start.x - t * dx, point.y - start.y - t * dy))
    return best
