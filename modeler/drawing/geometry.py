"""Geometries that figures are built of: boxes, circles, polygons, routes and glyphs from path text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import hypot

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing.figure import Command, Geometry, Path, Pen

KAPPA = 0.5522847498
"""Distance of the control points that make a cubic curve a quarter of a circle of radius 1."""

_TOKEN = re.compile(r"[MLHVCZ]|-?\d*\.?\d+")
_ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6}


def geometry(commands: Iterable[Command]) -> Geometry:
    """A geometry of these commands, with its extent (by control points)."""
    kept = tuple(commands)
    numbers = [number for _, *rest in kept for number in rest]
    if not numbers:
        return Geometry((), Bounds(0.0, 0.0, 0.0, 0.0))
    xs, ys = numbers[::2], numbers[1::2]
    left, top = min(xs), min(ys)
    return Geometry(kept, Bounds(left, top, max(xs) - left, max(ys) - top))


@lru_cache(maxsize=4096)
def rectangle(width: float, height: float, radius: float = 0.0) -> Geometry:
    """A rectangle at the origin, its corners round if there is a radius."""
    r = min(radius, width / 2, height / 2)
    box = Bounds(0.0, 0.0, width, height)
    if r <= 0:
        corners: tuple[Command, ...] = (
            ("M", 0.0, 0.0),
            ("L", width, 0.0),
            ("L", width, height),
            ("L", 0.0, height),
        )
        return Geometry((*corners, ("Z",)), box, "rect")
    return Geometry(_round_rectangle(width, height, r), box, "rect", r)


def _round_rectangle(w: float, h: float, r: float) -> tuple[Command, ...]:
    k = r * (1 - KAPPA)
    return (
        ("M", r, 0.0),
        ("L", w - r, 0.0),
        ("C", w - k, 0.0, w, k, w, r),
        ("L", w, h - r),
        ("C", w, h - k, w - k, h, w - r, h),
        ("L", r, h),
        ("C", k, h, 0.0, h - k, 0.0, h - r),
        ("L", 0.0, r),
        ("C", 0.0, k, k, 0.0, r, 0.0),
        ("Z",),
    )


@lru_cache(maxsize=1024)
def ellipse(width: float, height: float) -> Geometry:
    """An ellipse inside the box at the origin."""
    return Geometry(_ellipse(width / 2, height / 2, width / 2, height / 2), Bounds(0.0, 0.0, width, height), "ellipse")


def circle_commands(cx: float, cy: float, r: float) -> tuple[Command, ...]:
    """The commands of a circle, to build a glyph with."""
    return _ellipse(cx, cy, r, r)


def _ellipse(cx: float, cy: float, rx: float, ry: float) -> tuple[Command, ...]:
    kx, ky = rx * KAPPA, ry * KAPPA
    return (
        ("M", cx, cy - ry),
        ("C", cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        ("C", cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        ("C", cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
        ("C", cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        ("Z",),
    )


@lru_cache(maxsize=1024)
def rhombus(width: float, height: float) -> Geometry:
    """A diamond inside the box at the origin, with barely rounded corners."""
    points = ((width / 2, 0.0), (width, height / 2), (width / 2, height), (0.0, height / 2))
    return geometry(polygon_commands(points))


def polygon_commands(points: Sequence[tuple[float, float]], close: bool = True) -> tuple[Command, ...]:
    """The commands of straight lines through points."""
    (x, y), *rest = points
    lines: tuple[Command, ...] = tuple(("L", px, py) for px, py in rest)
    return (("M", x, y), *lines, ("Z",)) if close else (("M", x, y), *lines)


@lru_cache(maxsize=1024)
def glyph(text: str, scale: float = 1.0) -> Geometry:
    """A geometry from path text with absolute commands M, L, H, V, C and Z."""
    return geometry(scaled(parse(text), scale))


def scaled(commands: Iterable[Command], factor: float) -> tuple[Command, ...]:
    """The same commands, larger or smaller about the origin."""
    if factor == 1.0:
        return tuple(commands)
    return tuple((op, *(number * factor for number in numbers)) for op, *numbers in commands)


def parse(text: str) -> tuple[Command, ...]:
    """The commands in path text; horizontal and vertical lines become plain lines."""
    tokens, index, op = _TOKEN.findall(text), 0, "M"
    result: list[Command] = []
    x = y = 0.0
    while index < len(tokens):
        if tokens[index].isalpha():
            op, index = tokens[index], index + 1
        if op == "Z":
            result.append(("Z",))
            continue
        numbers = [float(token) for token in tokens[index : index + _ARGUMENTS[op]]]
        index += _ARGUMENTS[op]
        x, y = _end_of(op, numbers, x, y)
        result.append(("C", *numbers) if op == "C" else ("M" if op == "M" else "L", x, y))
        op = "L" if op == "M" else op
    return tuple(result)


def _end_of(op: str, numbers: Sequence[float], x: float, y: float) -> tuple[float, float]:
    if op == "H":
        return numbers[0], y
    if op == "V":
        return x, numbers[0]
    return numbers[-2], numbers[-1]


def routed(points: Sequence[tuple[float, float]], radius: float, stroke: Pen) -> Path:
    """A line through way-points, its bends rounded where the segments are long enough."""
    x, y = points[0]
    return Path(_route(tuple([(right - x, down - y) for right, down in points]), radius), stroke, None, x, y)


@lru_cache(maxsize=16384)
def _route(points: tuple[tuple[float, float], ...], radius: float) -> Geometry:
    """A line from the origin; lines of the same form are one geometry."""
    commands: list[Command] = [("M", 0.0, 0.0)]
    for (bx, by), (x, y), (ax, ay) in zip(points, points[1:], points[2:], strict=False):
        commands.extend(_bend(Point(bx, by), Point(x, y), Point(ax, ay), radius))
    commands.append(("L", *points[-1]))
    xs, ys = zip(*points, strict=True)
    left, top = min(xs), min(ys)
    return Geometry(tuple(commands), Bounds(left, top, max(xs) - left, max(ys) - top))


def _bend(before: Point, bend: Point, after: Point, radius: float) -> tuple[Command, ...]:
    inward, outward = hypot(before.x - bend.x, before.y - bend.y), hypot(after.x - bend.x, after.y - bend.y)
    r = min(radius, inward / 2, outward / 2)
    if r < 0.5:
        return (("L", bend.x, bend.y),)
    sx, sy = bend.x + (before.x - bend.x) * r / inward, bend.y + (before.y - bend.y) * r / inward
    ex, ey = bend.x + (after.x - bend.x) * r / outward, bend.y + (after.y - bend.y) * r / outward
    k = KAPPA
    return (
        ("L", sx, sy),
        (
            "C",
            sx + (bend.x - sx) * k,
            sy + (bend.y - sy) * k,
            ex + (bend.x - ex) * k,
            ey + (bend.y - ey) * k,
            ex,
            ey,
        ),
    )
