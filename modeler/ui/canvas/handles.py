"""The grips of what is selected: eight around a shape, one at each way-point and segment of an edge."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal

from engine.bpmn import Point
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.viewport import Viewport

Side = Literal["nw", "n", "ne", "e", "se", "s", "sw", "w"]
BendKind = Literal["point", "segment"]
REACH = 8.0
_GAP = 5.0
_ROOM = 36.0
_SHORTEST = 34.0


@dataclass(frozen=True, slots=True)
class ResizeHandle:
    """A grip at a side or corner; `x`, `y` in view pixels."""

    side: Side
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class BendHandle:
    """A grip on an edge: its way-point number `index`, or the middle of the segment that starts there."""

    kind: BendKind
    index: int
    x: float
    y: float


def resize_handles(rect: Rect, view: Viewport, sides: Sequence[Side] | None = None) -> list[ResizeHandle]:
    """The grips around a shape; only corners where there is no room for more."""
    left, top = view.to_view(rect[0], rect[1])
    right, bottom = view.to_view(rect[2], rect[3])
    wide, high = right - left > _ROOM, bottom - top > _ROOM
    left, top, right, bottom = left - _GAP, top - _GAP, right + _GAP, bottom + _GAP
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    places: dict[Side, tuple[float, float]] = {
        "nw": (left, top),
        "ne": (right, top),
        "se": (right, bottom),
        "sw": (left, bottom),
    }
    if wide:
        places |= {"n": (middle_x, top), "s": (middle_x, bottom)}
    if high:
        places |= {"e": (right, middle_y), "w": (left, middle_y)}
    return [ResizeHandle(side, *at) for side, at in places.items() if sides is None or side in sides]


def label_handles(rect: Rect, view: Viewport) -> list[ResizeHandle]:
    """The grips at the left and right of a label."""
    left, top = view.to_view(rect[0], rect[1])
    right, bottom = view.to_view(rect[2], rect[3])
    middle = (top + bottom) / 2
    return [ResizeHandle("w", left - _GAP, middle), ResizeHandle("e", right + _GAP, middle)]


def bend_handles(points: Sequence[Point], view: Viewport) -> list[BendHandle]:
    """The grips of an edge: way-points first, then the segments that are long enough."""
    seen = [view.to_view(point.x, point.y) for point in points]
    handles = [BendHandle("point", number, *at) for number, at in enumerate(seen)]
    for number, (a, b) in enumerate(itertools.pairwise(seen)):
        if hypot(b[0] - a[0], b[1] - a[1]) >= _SHORTEST:
            handles.append(BendHandle("segment", number, (a[0] + b[0]) / 2, (a[1] + b[1]) / 2))
    return handles


def at_handle(handle: ResizeHandle | BendHandle, x: float, y: float) -> bool:
    """Whether a pixel is on a grip."""
    return abs(handle.x - x) <= REACH and abs(handle.y - y) <= REACH
