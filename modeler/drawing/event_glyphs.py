"""The symbols of event definitions and gateways, in boxes of 36 and 50 (BPMN 2.0, 10.5 and 10.6)."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin
from types import MappingProxyType

from modeler.drawing.figure import Command
from modeler.drawing.geometry import circle_commands, geometry
from modeler.drawing.glyphs import Glyph, Part, hollow, light, lines, solid, star

EVENT_SIZE = 36.0
GATEWAY_SIZE = 50.0

_ERROR = "M10.6 25.4 L14.4 11.4 L20.2 18.4 L25.4 10.4 L21.6 24.8 L15.8 17.8 Z"
_ESCALATION = "M18 8.4 L24.6 25.8 L18 19.6 L11.4 25.8 Z"
_CANCEL = "M12 10 L18 16 L24 10 L26 12 L20 18 L26 24 L24 26 L18 20 L12 26 L10 24 L16 18 L10 12 Z"
_COMPENSATION = "M16.6 11.8 V24.2 L8 18 Z M25.2 11.8 V24.2 L16.6 18 Z"
_LINK = "M9.4 15 H18.4 V10.9 L26.8 18 L18.4 25.1 V21 H9.4 Z"
_SIGNAL = "M18 8.8 L26.4 23.6 H9.6 Z"
_PLUS = "M15.6 9 H20.4 V15.6 H27 V20.4 H20.4 V27 H15.6 V20.4 H9 V15.6 H15.6 Z"
_ENVELOPE = "M9.6 11.8 H26.4 V24.2 H9.6 Z"


def _ticks(cx: float, cy: float, outer: float, inner: float) -> tuple[Command, ...]:
    commands: list[Command] = []
    for hour in range(12):
        dx, dy = sin(hour * pi / 6), -cos(hour * pi / 6)
        commands.append(("M", cx + inner * dx, cy + inner * dy))
        commands.append(("L", cx + outer * dx, cy + outer * dy))
    return tuple(commands)


_TIMER: Glyph = (
    Part(geometry(circle_commands(18, 18, 10.4)), 1.3, "paper"),
    Part(geometry(_ticks(18, 18, 9.8, 8.0)), 1.0),
    lines("M19.6 11.4 L18 18 L22.8 18.6", 1.3),
)
_CONDITIONAL: Glyph = (
    hollow("M11.4 9.8 H24.6 V26.2 H11.4 Z", 1.2),
    lines("M13.4 13 H22.6 M13.4 16.3 H22.6 M13.4 19.7 H22.6 M13.4 23 H22.6", 1.2),
)
_PENTAGON = geometry(star(18, 18.4, 9.8, 5))

CATCHING: Mapping[str, Glyph] = MappingProxyType(
    {
        "message": (hollow(_ENVELOPE, 1.2), lines("M9.8 12.2 L18 18.8 L26.2 12.2", 1.2)),
        "timer": _TIMER,
        "error": (hollow(_ERROR, 1.2),),
        "escalation": (hollow(_ESCALATION, 1.2),),
        "cancel": (hollow(_CANCEL, 1.2),),
        "compensation": (hollow(_COMPENSATION, 1.2),),
        "conditional": _CONDITIONAL,
        "link": (hollow(_LINK, 1.2),),
        "signal": (hollow(_SIGNAL, 1.2),),
        "multiple": (Part(_PENTAGON, 1.2, "paper"),),
        "parallelMultiple": (hollow(_PLUS, 1.2),),
    }
)
"""Hollow symbols, by the definition's name."""

THROWING: Mapping[str, Glyph] = MappingProxyType(
    {
        "message": (solid("M9 11.2 H27 V24.8 H9 Z"), light("M9 11.8 L18 19 L27 11.8", 1.4)),
        "error": (solid(_ERROR, 1.0),),
        "escalation": (solid(_ESCALATION, 1.0),),
        "cancel": (solid(_CANCEL, 0.6),),
        "compensation": (solid(_COMPENSATION, 0.8),),
        "link": (solid(_LINK, 0.8),),
        "signal": (solid(_SIGNAL, 1.0),),
        "terminate": (Part(geometry(circle_commands(18, 18, 10.6)), 0.0, "ink"),),
        "multiple": (Part(_PENTAGON, 1.0, "ink"),),
        "timer": _TIMER,
        "conditional": _CONDITIONAL,
        "parallelMultiple": (solid(_PLUS, 0.6),),
    }
)
"""Filled symbols, by the definition's name."""

EXCLUSIVE: Glyph = (lines("M18.6 16.8 L31.4 33.2 M31.4 16.8 L18.6 33.2", 3.2),)
PARALLEL: Glyph = (lines("M25 14 V36 M14 25 H36", 3.2),)
INCLUSIVE: Glyph = (Part(geometry(circle_commands(25, 25, 11)), 2.6),)
COMPLEX: Glyph = (lines("M25 13 V37 M13 25 H37 M17 17 L33 33 M33 17 L17 33", 2.8),)
_RING = Part(geometry(circle_commands(25, 25, 14)), 1.2)
_INNER_RING = Part(geometry(circle_commands(25, 25, 11.4)), 1.2)
EVENT_BASED: Glyph = (_RING, _INNER_RING, Part(geometry(star(25, 25.3, 7.8, 5)), 1.2))
EVENT_BASED_START: Glyph = (_RING, Part(geometry(star(25, 25.4, 9, 5)), 1.2))
PARALLEL_EVENT_BASED_START: Glyph = (
    _RING,
    lines("M22.8 16.6 H27.2 V22.8 H33.4 V27.2 H27.2 V33.4 H22.8 V27.2 H16.6 V22.8 H22.8 Z", 1.2),
)
