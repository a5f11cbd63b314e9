"""Where labels stand: default places, and free sides when connections need the old one (R-T1 to R-T4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engine.bpmn import Bounds, Element, Group, Point
from modeler.editing.layout.geometry import (
    Path,
    Side,
    bottom,
    box,
    center,
    centered,
    distance,
    is_vertical,
    midpoint,
    nearest_on_segment,
    nearest_segment,
    right,
    segment_meets,
    shift,
    translate,
)
from modeler.editing.layout.sizes import LABEL

SPACE: Final = 10.0
FLOW_SPACE: Final = 15.0
LINE_HEIGHT: Final = 14.0
LETTER_WIDTH: Final = 6.0
PREFERRED: Final[tuple[Side, ...]] = ("top", "bottom", "left", "right")


def text_size(text: str, width: float = LABEL[0]) -> tuple[float, float]:
    """About how much room a label's text takes; the drawing measures exactly and writes nothing."""
    if not text:
        return LABEL
    letters_a_line = max(1, int(width // LETTER_WIDTH))
    lines = sum(max(1, -(-len(line) // letters_a_line)) for line in text.split("\n"))
    longest = max(len(line) for line in text.split("\n"))
    return (width if longest > letters_a_line else max(20.0, longest * LETTER_WIDTH), lines * LINE_HEIGHT)


def lines_of(text: str, width: float, letter: float = LETTER_WIDTH) -> int:
    """About how many lines a text takes that breaks between words; words that are too long break anywhere."""
    room = max(1, int(width // letter))
    count = 0
    for paragraph in text.split("\n"):
        count, used = count + 1, 0
        for word in paragraph.split():
            if used and used + 1 + len(word) > room:
                count, used = count + 1, 0
            used += len(word) + (1 if used else 0)
            count, used = count + (used - 1) // room, (used - 1) % room + 1
    return count


def below(bounds: Bounds, size: tuple[float, float] = LABEL) -> Bounds:
    """The default place of a node's outside label: centered under it."""
    middle = center(bounds)
    return centered(Point(middle.x, bottom(bounds) + LABEL[1] / 2), *size)


def default_label(element: Element, bounds: Bounds, size: tuple[float, float] = LABEL) -> Bounds:
    """The default place of an outside label (R-T1): under a node, at the top of a group."""
    if isinstance(element, Group):
        return centered(Point(center(bounds).x, bounds.y + LABEL[1] / 2), *size)
    return below(bounds, size)


def flow_label(path: Path, size: tuple[float, float] = LABEL) -> Bounds:
    """The default place of a flow's label: over the middle of the middle segment, right of an upright one."""
    index = (len(path) - 1) // 2
    first, second = path[index], path[index + 1]
    middle = midpoint(first, second)
    if is_vertical(first, second):
        return box(middle.x + FLOW_SPACE, middle.y - size[1] / 2, *size)
    return centered(Point(middle.x, middle.y - FLOW_SPACE), *size)


def beside(bounds: Bounds, label: Bounds, side: Side) -> Bounds:
    """A label moved to one side of its node."""
    middle = center(bounds)
    places = {
        "top": Point(middle.x, bounds.y - SPACE - label.height / 2),
        "bottom": Point(middle.x, bottom(bounds) + SPACE + label.height / 2),
        "left": Point(bounds.x - SPACE - label.width / 2, middle.y),
        "right": Point(right(bounds) + SPACE + label.width / 2, middle.y),
    }
    return centered(places[side], label.width, label.height)


def label_side(bounds: Bounds, label: Bounds) -> Side | None:
    """The side of its node on which a label stands; None for a diagonal place, which the user chose."""
    middle, own = center(label), center(bounds)
    over = bounds.x <= middle.x <= right(bounds)
    level = bounds.y <= middle.y <= bottom(bounds)
    if over and not level:
        return "top" if middle.y < own.y else "bottom"
    if level and not over:
        return "left" if middle.x < own.x else "right"
    return None


def direction(bounds: Bounds, neighbor: Point) -> Side:
    """The side by which a line leaves a node: where its first bend lies."""
    middle = center(bounds)
    across, along = neighbor.x - middle.x, neighbor.y - middle.y
    if abs(across) > abs(along):
        return "right" if across > 0 else "left"
    return "bottom" if along > 0 else "top"


def adapted_label(bounds: Bounds, label: Bounds, lines: Iterable[Path], taken: Iterable[Side] = ()) -> Bounds | None:
    """Another place for a node's label whose side a line needs (R-T2); None where it may stay or none is free.

    `lines` start at the node. `taken` are sides that something else covers.
    """
    paths = list(lines)
    side = label_side(bounds, label)
    used = {direction(bounds, path[1]) for path in paths} | set(taken)
    if side is None or (side not in used and not any(_crosses(path, label) for path in paths)):
        return None
    free = next((each for each in PREFERRED if each not in used), None)
    return None if free is None or free == side else beside(bounds, label, free)


def followed_label(before: Path, after: Path, label: Bounds) -> Bounds:
    """Where a flow's label goes when the flow changes: it keeps its place relative to its segment (R-T3)."""
    middle = center(label)
    index, anchor = nearest_segment(middle, before)
    first, second = before[index], before[index + 1]
    target = _same_segment(before, after, index)
    length = distance(first, second) or 1.0
    share = distance(first, anchor) / length
    start, end = after[target], after[target + 1]
    there = Point(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
    if is_vertical(first, second) != is_vertical(start, end):
        return flow_label(after, (label.width, label.height))
    moved = shift(middle, there.x - anchor.x, there.y - anchor.y)
    return translate(label, moved.x - middle.x, moved.y - middle.y)


def shifted_with_border(before: Bounds, after: Bounds, label: Bounds) -> Bounds:
    """Where a label goes when its shape is resized: with the nearest border point (R-T4)."""
    middle = center(label)
    x = _share(middle.x, before.x, before.width)
    y = _share(middle.y, before.y, before.height)
    dx = after.x + after.width * x - (before.x + before.width * x)
    dy = after.y + after.height * y - (before.y + before.height * y)
    return translate(label, dx, dy)


def _share(value: float, start: float, length: float) -> float:
    return min(1.0, max(0.0, (value - start) / length)) if length else 0.0


def _same_segment(before: Path, after: Path, index: int) -> int:
    """The segment that takes over a segment's label: the same one from the start, or from the end."""
    count, now = len(before) - 1, len(after) - 1
    if index < count / 2 or count == now:
        return min(index, now - 1)
    return max(0, now - (count - index))


def _crosses(path: Path, label: Bounds) -> bool:
    return any(segment_meets(path[i], path[i + 1], label) for i in range(len(path) - 1))


def nearest_anchor(at: Point, path: Path) -> Point:
    """The point of a line nearest to a point."""
    index, _ = nearest_segment(at, path)
    return nearest_on_segment(at, path[index], path[index + 1])
