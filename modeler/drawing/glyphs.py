"""Glyphs: small drawings in a box of their own that are inked in an element's colors."""

from __future__ import annotations

from functools import lru_cache
from math import cos, pi, sin
from typing import Literal, NamedTuple, TypeAlias

from modeler.drawing.figure import Command, Geometry, Path, pen
from modeler.drawing.geometry import geometry, glyph, polygon_commands, scaled
from modeler.drawing.style import Ink

Filling = Literal["none", "ink", "paper"]


class Part(NamedTuple):
    """One path of a glyph: its line width (0 for none) and what fills it."""

    geometry: Geometry
    width: float = 0.0
    filling: Filling = "none"
    is_light: bool = False
    """Whether the lines have the color of the element's fill: a flap on a dark envelope."""


Glyph: TypeAlias = tuple[Part, ...]


def lines(text: str, width: float = 1.2) -> Part:
    """Strokes from path text."""
    return Part(glyph(text), width)


def hollow(text: str, width: float = 1.2) -> Part:
    """An outline from path text, filled with the color of the element."""
    return Part(glyph(text), width, "paper")


def solid(text: str, width: float = 0.0) -> Part:
    """An area from path text in the color of the lines."""
    return Part(glyph(text), width, "ink")


def inked(drawing: Glyph, ink: Ink, x: float, y: float) -> tuple[Path, ...]:
    """The glyph at a place, in these colors."""
    return tuple(
        Path(
            shape,
            pen(ink.fill if is_light else ink.mark, width) if width else None,
            _fill(filling, ink),
            x,
            y,
        )
        for shape, width, filling, is_light in drawing
    )


def _fill(filling: Filling, ink: Ink) -> str | None:
    if filling == "none":
        return None
    return ink.mark if filling == "ink" else ink.fill


@lru_cache(maxsize=512)
def sized(drawing: Glyph, factor: float) -> Glyph:
    """The same glyph, larger or smaller; line widths too."""
    return tuple(
        Part(geometry(scaled(part.geometry.commands, factor)), part.width * factor, part.filling, part.is_light)
        for part in drawing
    )


def light(text: str, width: float) -> Part:
    """Strokes in the color of the element's fill."""
    return Part(glyph(text), width, "none", True)


def star(cx: float, cy: float, radius: float, corners: int) -> tuple[Command, ...]:
    """A regular polygon that stands on its base, its first corner on top."""
    angles = [2 * pi * index / corners - pi / 2 for index in range(corners)]
    return polygon_commands([(cx + radius * cos(a), cy + radius * sin(a)) for a in angles])


def arc(cx: float, cy: float, radius: float, start: float, end: float) -> tuple[Command, ...]:
    """An arc of a circle between two angles in degrees, clockwise on screen."""
    steps = max(int(abs(end - start) / 45 + 0.999), 1)
    step = (end - start) * pi / 180 / steps
    k = 4 / 3 * sin(step / 2) / (1 + cos(step / 2))
    angle = start * pi / 180
    commands: list[Command] = [("M", cx + radius * cos(angle), cy + radius * sin(angle))]
    for _ in range(steps):
        after = angle + step
        c0, s0, c1, s1 = radius * cos(angle), radius * sin(angle), radius * cos(after), radius * sin(after)
        controls = (cx + c0 - k * s0, cy + s0 + k * c0, cx + c1 + k * s1, cy + s1 - k * c1)
        commands.append(("C", *controls, cx + c1, cy + s1))
        angle = after
    return tuple(commands)
