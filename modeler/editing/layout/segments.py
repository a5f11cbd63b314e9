"""Shifting one segment of a connection: it keeps its axis, the ends stay docked to their shapes."""

from __future__ import annotations

from engine.bpmn import Point
from modeler.editing.layout.docking import cut, dock_of
from modeler.editing.layout.geometry import Path, holds_point, is_horizontal
from modeler.editing.layout.outlines import Outline


def shifted_segment(path: Path, number: int, at: float, source: Outline | None, target: Outline | None) -> Path:
    """The path with its level or upright segment `number` at another y or x.

    A segment that begins or ends at a shape slides along its border; beyond the border it gets a bend in front of it,
    straight above, below or beside the dock.
    """
    is_level = is_horizontal(path[number], path[number + 1])
    source, target = _touched(source, path[0]), _touched(target, path[-1])
    docked = _docked(_docked(path, source)[::-1], target)[::-1]
    first, second = _at(docked[number], at, is_level), _at(docked[number + 1], at, is_level)
    before = docked[:number] or docked[:1]
    after = docked[number + 2 :] or docked[-1:]
    return cut((*before, first, second, *after), source, target)


def _touched(outline: Outline | None, end: Point) -> Outline | None:
    return outline if outline is not None and holds_point(outline.bounds, end) else None


def _docked(path: Path, outline: Outline | None) -> Path:
    return path if outline is None else (dock_of(outline, path[0], path[1]), *path[1:])


def _at(point: Point, at: float, is_level: bool) -> Point:
    return Point(point.x, at) if is_level else Point(at, point.y)
