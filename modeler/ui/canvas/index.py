"""A grid that knows what is where: point and rectangle queries whose cost does not grow with the diagram.

Things are filed under every square cell of 512 units that their rectangle touches; where that are many, an edge gives
one rectangle for each of its segments, so that a long bent flow does not claim the area it goes around. Things that
would fill thousands of cells stand on one short list instead.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from math import floor
from typing import Generic, TypeVar

Rect = tuple[float, float, float, float]
Cell = tuple[int, int]
Block = tuple[int, int, int, int]
T = TypeVar("T", bound=Hashable)

CELL = 512.0
_WIDE = 4096
_FEW = 4


def overlap(first: Rect, second: Rect) -> bool:
    """Whether two rectangles (left, top, right, bottom) share a point."""
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


def union(rects: Iterable[Rect]) -> Rect | None:
    """The smallest rectangle around all of them, or nothing when there are none."""
    listed = list(rects)
    if not listed:
        return None
    lefts, tops, rights, bottoms = zip(*listed, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def grown(rect: Rect, by: float) -> Rect:
    """The rectangle with a margin on every side."""
    return rect[0] - by, rect[1] - by, rect[2] + by, rect[3] + by


def _is_inside(rect: Rect, around: Rect) -> bool:
    return rect[0] > around[0] and rect[1] > around[1] and rect[2] < around[2] and rect[3] < around[3]


class GridIndex(Generic[T]):
    """What is where. `put` files a thing or files it anew; `near` and `within` ask."""

    def __init__(self, cell: float = CELL) -> None:
        self._size = cell
        self._cells: dict[Cell, dict[T, None]] = {}
        self._homes: dict[T, tuple[Cell, ...]] = {}
        self._blocks: dict[T, Block] = {}
        self._extents: dict[T, Rect] = {}
        self._wide: dict[T, None] = {}
        self._bounds: Rect | None = None

    def __len__(self) -> int:
        return len(self._extents)

    def __contains__(self, thing: T) -> bool:
        return thing in self._extents

    def __iter__(self) -> Iterator[T]:
        return iter(self._extents)

    def put(self, thing: T, extent: Rect, parts: Iterable[Rect] | None = None) -> None:
        """File a thing by its extent, or, where that is large, by several smaller parts of it."""
        left, top, right, bottom = extent
        size = self._size
        block = floor(left / size), floor(top / size), floor(right / size), floor(bottom / size)
        is_small = parts is None or (block[2] - block[0] + 1) * (block[3] - block[1] + 1) <= _FEW
        if is_small and self._blocks.get(thing) == block:
            cells = self._homes[thing]
        else:
            cells = _cells_of(block) if is_small or parts is None else self._touched(parts)
        if cells and self._homes.get(thing) == cells and self._keeps_bounds(thing, extent):
            self._extents[thing] = extent
            return
        self.remove(thing)
        if is_small:
            self._blocks[thing] = block
        self._extents[thing] = extent
        if self._bounds is not None:
            self._bounds = union((self._bounds, extent))
        if len(cells) > _WIDE:
            self._wide[thing] = None
            cells = ()
        self._homes[thing] = cells
        for cell in cells:
            self._cells.setdefault(cell, {})[thing] = None

    def stay(self, things: Mapping[T, Rect]) -> list[T]:
        """Take the new extents of very many things that stay in their cells; returns the others, to be put."""
        size, extents, blocks = self._size, self._extents, self._blocks
        self._bounds = None
        leaving: list[T] = []
        for thing, extent in things.items():
            left, top, right, bottom = extent
            block = floor(left / size), floor(top / size), floor(right / size), floor(bottom / size)
            if blocks.get(thing) == block:
                extents[thing] = extent
            else:
                leaving.append(thing)
        return leaving

    def _keeps_bounds(self, thing: T, extent: Rect) -> bool:
        """Whether the rectangle around everything is the same with a thing here instead of where it was."""
        around = self._bounds
        return around is None or (_is_inside(self._extents[thing], around) and _is_inside(extent, around))

    def remove(self, thing: T) -> None:
        """Forget a thing; it need not be there."""
        extent = self._extents.pop(thing, None)
        if extent is None:
            return
        if self._bounds is not None and not _is_inside(extent, self._bounds):
            self._bounds = None
        self._wide.pop(thing, None)
        self._blocks.pop(thing, None)
        for cell in self._homes.pop(thing):
            members = self._cells[cell]
            del members[thing]
            if not members:
                del self._cells[cell]

    def extent(self, thing: T) -> Rect:
        """The rectangle a thing was filed with."""
        return self._extents[thing]

    def bounds(self) -> Rect | None:
        """The rectangle around everything; computed anew only after something at its border went."""
        if self._bounds is None:
            self._bounds = union(self._extents.values())
        return self._bounds

    def near(self, x: float, y: float, tolerance: float = 0.0) -> list[T]:
        """Everything whose extent comes within the tolerance of a point, in no particular order."""
        return self.touching((x - tolerance, y - tolerance, x + tolerance, y + tolerance))

    def touching(self, rect: Rect) -> list[T]:
        """Everything whose extent meets a rectangle, in no particular order."""
        extents = self._extents
        left, top, right, bottom = rect
        found: list[T] = []
        for thing in self._candidates(rect):
            x0, y0, x1, y1 = extents[thing]
            if x0 <= right and left <= x1 and y0 <= bottom and top <= y1:
                found.append(thing)
        return found

    def within(self, rect: Rect) -> list[T]:
        """Everything that lies wholly inside a rectangle."""
        extents = self._extents
        left, top, right, bottom = rect
        found: list[T] = []
        for thing in self._candidates(rect):
            x0, y0, x1, y1 = extents[thing]
            if x0 >= left and y0 >= top and x1 <= right and y1 <= bottom:
                found.append(thing)
        return found

    def _candidates(self, rect: Rect) -> Iterable[T]:
        size = self._size
        x0, y0 = floor(rect[0] / size), floor(rect[1] / size)
        x1, y1 = floor(rect[2] / size), floor(rect[3] / size)
        if (x1 - x0 + 1) * (y1 - y0 + 1) > len(self._cells):
            return self._extents
        if x0 == x1 and y0 == y1 and not self._wide:
            return self._cells.get((x0, y0), ())
        found: dict[T, None] = dict(self._wide)
        for cx in range(x0, x1 + 1):
            for cy in range(y0, y1 + 1):
                members = self._cells.get((cx, cy))
                if members:
                    found.update(members)
        return found

    def _touched(self, rects: Iterable[Rect]) -> tuple[Cell, ...]:
        size = self._size
        cells: dict[Cell, None] = {}
        for left, top, right, bottom in rects:
            block = floor(left / size), floor(top / size), floor(right / size), floor(bottom / size)
            cells.update(dict.fromkeys(_cells_of(block)))
            if len(cells) > _WIDE:
                break
        return tuple(cells)


def _cells_of(block: Block) -> tuple[Cell, ...]:
    """The cells of a block; of one with very many, enough of them to count as wide."""
    x0, y0, x1, y1 = block
    if x0 == x1 and y0 == y1:
        return ((x0, y0),)
    if (x1 - x0 + 1) * (y1 - y0 + 1) > _WIDE:
        return tuple((x, 0) for x in range(_WIDE + 1))
    return tuple((x, y) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1))
