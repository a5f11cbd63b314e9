"""Where the ends of flows are drawn: cropped to the outlines of what they connect, never changed in the file."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn.geometry import Point
from modeler.drawing.outlines import Outline, center_of

_TOLERANCE = 2.0
"""Ends this near to an outline are docked well enough."""


def docked(points: Sequence[Point], source: Outline | None, target: Outline | None) -> tuple[Point, ...]:
    """The way-points with both ends on the outlines; without way-points a straight line between both shapes."""
    line = tuple(points)
    if len(line) < 2:
        line = _straight(line, source, target)
        if len(line) < 2:
            return line
    if source is not None and _may_reach_in(line[0], source):
        line = _cropped(line[::-1], source)[::-1]
    if target is not None and _may_reach_in(line[-1], target):
        line = _cropped(line, target)
    return line


def _may_reach_in(end: Point, outline: Outline) -> bool:
    """Whether an end is inside the box of an outline: most ends lie on its border, and need no closer look."""
    left, top, width, height = outline.bounds
    return left < end.x < left + width and top < end.y < top + height


def _straight(points: tuple[Point, ...], source: Outline | None, target: Outline | None) -> tuple[Point, ...]:
    if source is None or target is None:
        return points
    return (center_of(source.bounds), *points, center_of(target.bounds))


def _cropped(points: tuple[Point, ...], outline: Outline) -> tuple[Point, ...]:
    """The line without what runs inside the outline at its end."""
    if not outline.contains(points[-1], -_TOLERANCE):
        return points
    for index in range(len(points) - 2, -1, -1):
        if not outline.contains(points[index]):
            end = outline.crossing(points[index + 1], points[index])
            return (*points[: index + 1], end) if end else points
    return points
