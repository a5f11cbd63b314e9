"""Labels: text wrapped inside shapes, beside them, and turned in the headers of pools and lanes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from engine.bpmn.geometry import Bounds
from modeler.drawing.figure import Font, TextBox, TextLine
from modeler.drawing.metrics import Metrics

ELLIPSIS = "…"
Align = Literal["left", "center"]
Place = Literal["top", "middle"]

_OPPORTUNITY = re.compile(r"[^-_/.,:;@\u00ad]+[-_/.,:;@\u00ad]*|[-_/.,:;@\u00ad]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST_BALANCED = 40
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]")


class Wrapped(NamedTuple):
    """Lines with their widths, and whether text was cut off."""

    lines: tuple[tuple[str, float], ...]
    is_cut: bool


class _Block(NamedTuple):
    """The lines of a text box and their size together."""

    lines: tuple[TextLine, ...]
    width: float
    height: float
    is_cut: bool


class Piece(NamedTuple):
    """What is never broken: a word, or a part of one that is too long for a line."""

    text: str
    width: float
    is_joined: bool
    """Whether it follows the piece before without a blank."""


def wrap(
    text: str, width: float, font: Font, metrics: Metrics, most_lines: int | None = None, is_balanced: bool = False
) -> Wrapped:
    """Break text into lines no wider than `width`; too many lines end in an ellipsis.

    Balanced lines are about equally long: no line holds a single short word if that can be helped.
    """
    lines = _lines(text, width, font, metrics, is_balanced)
    if most_lines is None or len(lines) <= most_lines:
        return Wrapped(lines, False)
    *kept, last = lines[: max(most_lines, 1)]
    return Wrapped((*kept, shortened(last[0], width, font, metrics)), True)


@lru_cache(maxsize=16384)
def _lines(text: str, width: float, font: Font, metrics: Metrics, is_balanced: bool) -> tuple[tuple[str, float], ...]:
    """All lines of a text, kept for the next time that it is drawn in this width, however high its room is."""
    lines: list[tuple[str, float]] = []
    for paragraph in text.splitlines():
        lines.extend(_wrap_paragraph(paragraph, width, font, metrics, is_balanced))
    return tuple(lines)


def _wrap_paragraph(
    text: str, width: float, font: Font, metrics: Metrics, is_balanced: bool
) -> list[tuple[str, float]]:
    whole = text.strip()
    if not whole:
        return []
    length = metrics.text_width(whole, font)
    if length <= width:
        return [(whole, length)]
    pieces = pieces_of(whole, width, font, metrics)
    space = metrics.text_width(" ", font)
    lines = _filled(pieces, width, space)
    return _balanced(pieces, lines, width, space) if is_balanced and len(pieces) < _MOST_BALANCED else lines


def _filled(pieces: list[Piece], width: float, space: float) -> list[tuple[str, float]]:
    lines: list[tuple[str, float]] = []
    current, used = "", 0.0
    for text, size, is_joined in pieces:
        gap = 0.0 if is_joined or not current else space
        if current and used + gap + size > width:
            lines.append((current, used))
            current, used = text, size
        else:
            current, used = f"{current} {text}" if gap else current + text, used + gap + size
    return [*lines, (current, used)] if current else lines


def _balanced(
    pieces: list[Piece], lines: list[tuple[str, float]], width: float, space: float
) -> list[tuple[str, float]]:
    """The same number of lines, as narrow as they can be."""
    most = len(lines)
    if len(pieces) == most:
        return lines
    low, high = sum(size for _, size in lines) / most, width
    for _ in range(5):
        middle = (low + high) / 2
        if _fits(pieces, middle, space, most):
            high = middle
        else:
            low = middle
    return lines if high == width else _filled(pieces, high, space)


def _fits(pieces: list[Piece], width: float, space: float, most: int) -> bool:
    """Whether lines no wider than `width` are at most so many; the same sums as when they are filled."""
    (_, used, _), *others = pieces
    count = 1
    for _, size, is_joined in others:
        wider = used + (0.0 if is_joined else space) + size
        if wider <= width:
            used = wider
        elif count == most:
            return False
        else:
            count, used = count + 1, size
    return True


def pieces_of(text: str, width: float, font: Font, metrics: Metrics) -> list[Piece]:
    """What may be put on lines, in order; nothing is wider than `width`."""
    pieces: list[Piece] = []
    for word in text.split():
        pieces.extend(_pieces(word, width, font, metrics))
    return pieces


@lru_cache(maxsize=16384)
def _pieces(word: str, width: float, font: Font, metrics: Metrics) -> tuple[Piece, ...]:
    """The word as a whole, or in parts that fit; texts of one field of work share most of their words."""
    length = metrics.text_width(word, font)
    if length <= width and not _WIDE.search(word):
        return (Piece(word, length, False),)
    parts = _parts(word, width, font, metrics)
    return tuple(Piece(part, size, index > 0) for index, (part, size) in enumerate(parts))


def _parts(word: str, width: float, font: Font, metrics: Metrics) -> list[tuple[str, float]]:
    """A word broken at punctuation, at humps, at last anywhere."""
    pieces: list[tuple[str, float]] = []
    for part in _OPPORTUNITY.findall(word):
        for hump in _HUMP.split(part):
            size = metrics.text_width(hump, font)
            fits = size <= width and not _WIDE.search(hump)
            pieces.extend([(hump, size)] if fits else _characters(hump, width, font, metrics))
    return pieces


def _characters(text: str, width: float, font: Font, metrics: Metrics) -> list[tuple[str, float]]:
    pieces: list[tuple[str, float]] = []
    current, used = "", 0.0
    for character in text:
        size = metrics.text_width(character, font)
        is_free = bool(_WIDE.match(character))
        if current and (used + size > width or is_free):
            pieces.append((current, used))
            current, used = "", 0.0
        current, used = current + character, used + size
    return [*pieces, (current, used)]


def shortened(text: str, width: float, font: Font, metrics: Metrics) -> tuple[str, float]:
    """The text with an ellipsis behind it, as much as fits, and how wide that is."""
    kept = text
    while kept and metrics.text_width(kept.rstrip(" .") + ELLIPSIS, font) > width:
        kept = kept[:-1]
    result = kept.rstrip(" .") + ELLIPSIS
    return result, metrics.text_width(result, font)


def inside(
    text: str,
    area: Bounds,
    font: Font,
    color: str,
    metrics: Metrics,
    align: Align = "center",
    place: Place = "middle",
) -> TextBox | None:
    """Text wrapped in an area; what does not fit is cut with an ellipsis."""
    height = metrics.line_height(font)
    if not text or area.width < font.size / 2 or area.height < font.size * 0.8:
        return None
    most = max(int((area.height + 0.2 * font.size) / height), 1)
    block = _block(text, area.width, font, metrics, most, align == "center", align)
    if block is None:
        return None
    top = area.y if place == "top" else area.y + (area.height - block.height) / 2
    middle = area.x + area.width / 2
    return _placed(block, middle if align == "center" else area.x, top, font, color, align)


def external(
    text: str, center: float, top: float, width: float, font: Font, color: str, metrics: Metrics
) -> TextBox | None:
    """Text centered about x = `center`, growing downward from `top`, as many lines as it needs."""
    block = _block(text, width, font, metrics, None, True, "center") if text else None
    return None if block is None else _placed(block, center, top, font, color, "center")


def turned(text: str, area: Bounds, font: Font, color: str, metrics: Metrics) -> TextBox | None:
    """Text that reads upward, centered in a standing area such as the header of a pool."""
    flat = inside(text, Bounds(0.0, 0.0, area.height, area.width), font, color, metrics)
    if flat is None:
        return None
    return flat._replace(x=area.x + flat.y, y=area.y + area.height - flat.x, rotation=-90)


@lru_cache(maxsize=8192)
def _block(
    text: str, width: float, font: Font, metrics: Metrics, most_lines: int | None, is_balanced: bool, align: Align
) -> _Block | None:
    """Wrapped text on its own, without a place, kept for the next of that name; None where nothing is left to show."""
    wrapped = wrap(text, width, font, metrics, most_lines, is_balanced)
    if not wrapped.lines:
        return None
    step, ascent = metrics.line_height(font), metrics.ascent(font)
    widest = max(size for _, size in wrapped.lines)
    lines = tuple(
        TextLine(text, (widest - size) / 2 if align == "center" else 0.0, ascent + index * step, size)
        for index, (text, size) in enumerate(wrapped.lines)
    )
    return _Block(lines, widest, len(lines) * step, wrapped.is_cut)


def _placed(block: _Block, anchor: float, top: float, font: Font, color: str, align: Align) -> TextBox:
    lines, width, height, is_cut = block
    left = anchor - width / 2 if align == "center" else anchor
    return TextBox(lines, left, top, width, height, font, color, 0, None, align == "center", is_cut)
