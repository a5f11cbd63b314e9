"""The symbols of task types, in boxes of 18 by 18 (BPMN 2.0, 10.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin
from types import MappingProxyType

from modeler.drawing.figure import Command
from modeler.drawing.geometry import circle_commands, geometry, polygon_commands
from modeler.drawing.glyphs import Glyph, Part, hollow, light, lines, solid

SIZE = 18.0


def _gear(cx: float, cy: float, outer: float, teeth: int, turn: float) -> tuple[Command, ...]:
    inner, pitch = outer * 0.74, 2 * pi / teeth
    corners: list[tuple[float, float]] = []
    for tooth in range(teeth):
        middle = turn + tooth * pitch
        for offset, radius in ((-0.27, inner), (-0.17, outer), (0.17, outer), (0.27, inner)):
            angle = middle + offset * pitch
            corners.append((cx + radius * cos(angle), cy + radius * sin(angle)))
    return polygon_commands(corners)


def _gear_parts(cx: float, cy: float, outer: float, turn: float) -> Glyph:
    body = Part(geometry(_gear(cx, cy, outer, 9, turn)), 1.0, "paper")
    return body, Part(geometry(circle_commands(cx, cy, outer * 0.33)), 1.0, "paper")


USER: Glyph = (
    hollow("M2 16.6 V14 C2 11.6 3.8 10.2 6.4 9.5 L9 11.6 L11.6 9.5 C14.2 10.2 16 11.6 16 14 V16.6 Z", 1.1),
    lines("M5.3 16.4 V14 M12.7 16.4 V14", 1.1),
    Part(geometry(circle_commands(9, 5.5, 3.9)), 1.1, "paper"),
    solid("M5.1 5.6 C4.9 0.4 13.1 0.4 12.9 5.6 C12.2 5.5 11.5 5.1 11 4.4 C9.4 5.4 7 5.6 5.1 5.6 Z", 0.6),
)
SERVICE: Glyph = (*_gear_parts(6.6, 6.4, 5.7, 0.0), *_gear_parts(11.6, 11.6, 5.7, 0.2))
SEND: Glyph = (solid("M1.2 3.4 H16.8 V14.6 H1.2 Z"), light("M1.2 4 L9 10.2 L16.8 4", 1.3))
RECEIVE: Glyph = (hollow("M1.6 3.8 H16.4 V14.4 H1.6 Z", 1.1), lines("M1.8 4.2 L9 10 L16.2 4.2", 1.1))
INSTANTIATING_RECEIVE: Glyph = (
    Part(geometry(circle_commands(9, 9, 8.6)), 1.0, "paper"),
    hollow("M4 5.8 H14 V12.6 H4 Z", 1.0),
    lines("M4.2 6.2 L9 9.8 L13.8 6.2", 1.0),
)
MANUAL: Glyph = (
    hollow(
        "M1.2 7.2 L5.6 2.8 C6.6 1.9 8.2 2.8 7.6 4.1 L6.9 5.4 H14.2 C15.7 5.4 15.7 7.5 14.2 7.5 H15.2 "
        "C16.8 7.5 16.8 9.6 15.2 9.6 H14.6 C16.1 9.6 16.1 11.7 14.6 11.7 H13.2 "
        "C14.6 11.7 14.6 13.7 13.2 13.7 H6.4 C4.2 13.7 2.6 13.4 1.2 12.6",
        1.1,
    ),
    lines("M9.6 7.5 H14.4 M9.6 9.6 H14.8 M9.6 11.7 H13.4", 1.0),
)
SCRIPT: Glyph = (
    hollow("M5.6 1.6 H16 C11.6 6.2 16.4 11.4 12.4 16.4 H2 C6 11.4 1.2 6.2 5.6 1.6 Z", 1.1),
    lines("M5.4 4.8 H11.6 M5.6 7.7 H11.9 M6.4 10.6 H12.4 M6 13.4 H11.6", 1.0),
)
BUSINESS_RULE: Glyph = (
    hollow("M1.6 3 H16.4 V15 H1.6 Z", 1.1),
    solid("M1.6 3 H16.4 V6.6 H1.6 Z"),
    lines("M1.6 10.8 H16.4 M6 6.6 V15", 1.0),
)

TASKS: Mapping[str, Glyph] = MappingProxyType(
    {
        "userTask": USER,
        "serviceTask": SERVICE,
        "sendTask": SEND,
        "receiveTask": RECEIVE,
        "instantiatingReceive": INSTANTIATING_RECEIVE,
        "manualTask": MANUAL,
        "scriptTask": SCRIPT,
        "businessRuleTask": BUSINESS_RULE,
    }
)
