"""Text that flows around the symbol in the upper left corner of a shape: lines beside it are shorter than others."""

from __future__ import annotations

from typing import NamedTuple

from engine.bpmn.geometry import Bounds
from modeler.drawing.figure import Font, TextBox, TextLine
from modeler.drawing.labels import Piece, pieces_of, shortened
from modeler.drawing.metrics import Metrics

_TOUCHES = 2.0
"""How far a line may reach up beside the symbol's lower edge."""


class _Room(NamedTuple):
    """Where one line may stand."""

    left: float
    width: float


def around(text: str, area: Bounds, corner: float, font: Font, color: str, metrics: Metrics) -> TextBox | None:
    """Text in the middle of an area whose upper left is taken up to `corner`, to the right and down.

    It takes as few lines as it can; what does not fit at all is cut with an ellipsis.
    """
    step = metrics.line_height(font)
    most = int((area.height + 0.2 * font.size) / step)
    pieces = [
        (piece, number == 0)
        for paragraph in text.splitlines()
        for number, piece in enumerate(pieces_of(paragraph, area.width, font, metrics))
    ]
    space = metrics.text_width(" ", font)
    for count in range(1, most + 1):
        top = area.y + (area.height - count * step) / 2
        rooms = _rooms(area, corner, top, step, count)
        lines, rest = _filled(pieces, rooms, space)
        if not rest or count == most:
            return _box(
                _cut(lines, rooms, font, metrics) if rest else lines, rooms, top, font, color, metrics, rest > 0
            )
    return None


def _rooms(area: Bounds, corner: float, top: float, step: float, count: int) -> list[_Room]:
    beside = _Room(corner + 1.0, max(area.right - corner - 1.0, 0.0))
    below = _Room(area.x, area.width)
    return [beside if top + number * step < corner - _TOUCHES else below for number in range(count)]


def _filled(pieces: list[tuple[Piece, bool]], rooms: list[_Room], space: float) -> tuple[list[tuple[str, float]], int]:
    """The lines, empty where the next piece is too wide for one, and how many pieces found no place."""
    lines: list[tuple[str, float]] = []
    number = 0
    for room in rooms:
        line, used = "", 0.0
        while number < len(pieces):
            piece, begins_line = pieces[number]
            if line and begins_line:
                break
            gap = space if line and not piece.is_joined else 0.0
            if used + gap + piece.width > room.width:
                break
            line, used = f"{line} {piece.text}" if gap else line + piece.text, used + gap + piece.width
            number += 1
        lines.append((line, used))
    text = [line for line in lines if line[0]]
    return [("", 0.0)] * (len(lines) - len(text)) + text, len(pieces) - number


def _cut(lines: list[tuple[str, float]], rooms: list[_Room], font: Font, metrics: Metrics) -> list[tuple[str, float]]:
    return [*lines[:-1], shortened(lines[-1][0], rooms[-1].width, font, metrics)]


def _box(
    lines: list[tuple[str, float]],
    rooms: list[_Room],
    top: float,
    font: Font,
    color: str,
    metrics: Metrics,
    is_cut: bool,
) -> TextBox | None:
    step, ascent = metrics.line_height(font), metrics.ascent(font)
    placed = [
        (text, room.left + (room.width - width) / 2, number, width)
        for number, ((text, width), room) in enumerate(zip(lines, rooms, strict=True))
        if text
    ]
    if not placed:
        return None
    first, last = placed[0][2], placed[-1][2]
    left = min(x for _, x, _, _ in placed)
    right = max(x + width for _, x, _, width in placed)
    made = tuple(TextLine(text, x - left, ascent + (number - first) * step, width) for text, x, number, width in placed)
    return TextBox(made, left, top + first * step, right - left, (last - first + 1) * step, font, color, is_cut=is_cut)
