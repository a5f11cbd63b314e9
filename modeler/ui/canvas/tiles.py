"""The picture of the diagram, kept as square tiles so that panning and zooming copy pixels instead of drawing.

Tiles exist on zoom levels half an octave apart, plus the exact scale at which the view rests, so that text is
crisp there. A tile that is not painted yet is shown scaled from another level while `draw` spends at most its
budget on painting real ones; an edit repaints only its rectangles. Nothing here knows BPMN: what a region looks
like is the business of a `RegionPainter`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import ceil, floor, log2
from time import perf_counter
from typing import Protocol

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion, QTransform

from modeler.ui.canvas.index import Rect, overlap, union
from modeler.ui.canvas.viewport import Viewport

TILE = 512
CAPACITY = 96
_MANY = 200
Key = tuple[float, int, int]


class RegionPainter(Protocol):
    """Paints a part of the diagram in small steps; pens and brushes do not survive a step."""

    def background(self) -> QColor:
        """The color under everything."""

    def steps(self, painter: QPainter, rect: Rect, scale: float) -> Iterator[None]:
        """Paint what meets a rectangle; the painter is in diagram units. Yields where work may be interrupted."""


@dataclass(slots=True, eq=False)
class _Tile:
    image: QImage
    dirty: list[Rect] = field(default_factory=list)


class _Job:
    """Paints one rectangle of the diagram into an image of its own, a slice at a time."""

    def __init__(self, key: Key, pixels: QRect, paint: RegionPainter) -> None:
        self.key = key
        self.pixels = pixels
        scale, column, row = key
        left, top = column * TILE + pixels.x(), row * TILE + pixels.y()
        right, bottom = left + pixels.width(), top + pixels.height()
        self.image = QImage(pixels.size(), QImage.Format.Format_RGB32)
        self.image.fill(paint.background())
        self._transform = QTransform(scale, 0, 0, scale, -left, -top)
        self._painter = QPainter()
        region = (left / scale, top / scale, right / scale, bottom / scale)
        self._steps = paint.steps(self._painter, region, scale)

    def run(self, deadline: float) -> bool:
        """Paint until the deadline; true when the image is complete."""
        self._painter.begin(self.image)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter.setTransform(self._transform)
        try:
            return self._run(deadline)
        finally:
            self._painter.end()

    def _run(self, deadline: float) -> bool:
        return all(perf_counter() < deadline for _ in self._steps)


class TileCache:
    """Keeps at most `capacity` painted tiles and draws a view from them."""

    def __init__(self, paint: RegionPainter, capacity: int = CAPACITY) -> None:
        self._paint = paint
        self._capacity = capacity
        self._tiles: OrderedDict[Key, _Tile] = OrderedDict()
        self._job: _Job | None = None
        self.painted = 0

    def __len__(self) -> int:
        return len(self._tiles)

    def clear(self) -> None:
        """Forget every picture: another diagram, theme or grid."""
        self._tiles.clear()
        self._job = None

    def invalidate(self, rects: Sequence[Rect]) -> None:
        """Say that these rectangles of the diagram no longer look like their tiles."""
        around = union(rects)
        if around is None:
            return
        listed = [around] if len(rects) > _MANY else rects
        for key, tile in self._tiles.items():
            region = _region(key)
            if overlap(region, around):
                tile.dirty.extend(rect for rect in listed if overlap(region, rect))
        if self._job is not None and overlap(_region(self._job.key), around):
            self._job = None

    def draw(self, painter: QPainter, view: Viewport, ratio: float, exact: bool, budget: float) -> bool:
        """Draw the view, spending at most `budget` seconds on painting tiles; true when nothing is coarse.

        The painter is in view pixels; `ratio` is the device pixel ratio; `exact` asks for tiles of just this scale.
        """
        level = view.scale * ratio if exact else level_of(view.scale * ratio)
        keys = _visible(view, level)
        complete = self._work(keys, perf_counter() + budget)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        missing = [_target(view, key) for key in keys if key not in self._tiles]
        if missing:
            self._draw_coarse(painter, view, level, missing)
        for key in keys:
            if key in self._tiles:
                self._draw_tile(painter, view, key)
        return complete

    def prefetch(self, view: Viewport, ratio: float, budget: float) -> bool:
        """Paint tiles around the view while nothing else is to do; true when there is nothing left to paint."""
        level = view.scale * ratio
        around = _visible(view, level, margin=TILE // 2)
        if len(around) > self._capacity // 2:
            return True
        return self._work(around, perf_counter() + budget)

    def _work(self, keys: Sequence[Key], deadline: float) -> bool:
        if self._job is not None and self._job.key not in keys:
            self._job = None
        for key in keys:
            if key in self._tiles:
                self._tiles.move_to_end(key)
        for key in sorted(keys, key=lambda key: key not in self._tiles):
            tile = self._tiles.get(key)
            if tile is not None and not tile.dirty:
                continue
            if not self._paint_tile(key, tile, deadline):
                return False
        return True

    def _paint_tile(self, key: Key, tile: _Tile | None, deadline: float) -> bool:
        if self._job is None or self._job.key != key:
            if self._job is not None and perf_counter() >= deadline:
                return False
            self._job = None
            self._job = _Job(key, _dirty_pixels(key, tile), self._paint)
        job = self._job
        if not job.run(deadline):
            return False
        self._job = None
        self._install(job, tile)
        return True

    def _install(self, job: _Job, tile: _Tile | None) -> None:
        self.painted += 1
        if tile is None:
            self._tiles[job.key] = _Tile(job.image)
        else:
            tile.dirty.clear()
            with_tile = QPainter(tile.image)
            with_tile.drawImage(job.pixels.topLeft(), job.image)
            with_tile.end()
        while len(self._tiles) > self._capacity:
            self._tiles.popitem(last=False)

    def _draw_tile(self, painter: QPainter, view: Viewport, key: Key) -> None:
        target = _target(view, key)
        image = self._tiles[key].image
        if target.width() == TILE and target.height() == TILE:
            painter.drawImage(target.topLeft(), image)
        else:
            painter.drawImage(target, image)

    def _draw_coarse(self, painter: QPainter, view: Viewport, level: float, missing: Sequence[QRect]) -> None:
        """Fill what is missing from other levels, the nearest that are there; the rest is background."""
        seen = view.rect
        usable = [key for key in self._tiles if key[0] != level and overlap(_region(key), seen)]
        left = reduce(QRegion.united, missing, QRegion())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for key in sorted(usable, key=lambda key: abs(log2(key[0] / level))):
            target = _target(view, key)
            if left.intersects(target):
                image = self._tiles[key].image
                for piece in _rectangles(
                    left.intersected(target)
                ):  # clipped to single rectangles, which Qt scales fast
                    painter.setClipRect(piece)
                    painter.drawImage(target, image)
                left = left.subtracted(QRegion(target))
        for piece in _rectangles(left):
            painter.setClipRect(piece)
            painter.fillRect(piece, self._paint.background())
        painter.restore()


def _rectangles(region: QRegion) -> list[QRect]:
    rectangles: list[QRect] = list(region)  # type: ignore[call-overload]  # iterable, which the stub does not say
    return rectangles


def level_of(scale: float) -> float:
    """The scale of the nearest zoom level; 1.0 is one of them."""
    return float(2.0 ** (round(2 * log2(scale)) / 2))


def _visible(view: Viewport, level: float, margin: int = 0) -> list[Key]:
    """The tiles of a level that meet the view, those in the middle first."""
    left, top, right, bottom = view.rect
    columns = range(floor((left * level - margin) / TILE), ceil((right * level + margin) / TILE))
    rows = range(floor((top * level - margin) / TILE), ceil((bottom * level + margin) / TILE))
    middle_x, middle_y = (columns.start + columns.stop - 1) / 2, (rows.start + rows.stop - 1) / 2
    keys = [(level, column, row) for column in columns for row in rows]
    return sorted(keys, key=lambda key: abs(key[1] - middle_x) + abs(key[2] - middle_y))


def _region(key: Key) -> Rect:
    side = TILE / key[0]
    return key[1] * side, key[2] * side, (key[1] + 1) * side, (key[2] + 1) * side


def _target(view: Viewport, key: Key) -> QRect:
    """Where a tile stands in the view; edges are rounded alike for neighbors, so that no seam shows."""
    left, top, right, bottom = _region(key)
    x0, y0 = view.to_view(left, top)
    x1, y1 = view.to_view(right, bottom)
    return QRect(QPoint(round(x0), round(y0)), QPoint(round(x1) - 1, round(y1) - 1))


def _dirty_pixels(key: Key, tile: _Tile | None) -> QRect:
    """The part of a tile to paint anew: all of it, or what its dirty rectangles cover, and a little more."""
    whole = QRect(0, 0, TILE, TILE)
    if tile is None:
        return whole
    scale, column, row = key
    left, top, right, bottom = union(tile.dirty) or _region(key)
    x0, y0 = floor(left * scale) - column * TILE - 2, floor(top * scale) - row * TILE - 2
    x1, y1 = ceil(right * scale) - column * TILE + 2, ceil(bottom * scale) - row * TILE + 2
    return QRect(QPoint(x0, y0), QPoint(x1, y1)).intersected(whole)


def merged(rects: Iterable[Rect]) -> list[Rect]:
    """Fewer rectangles that cover the same: those that overlap become one."""
    left: list[Rect] = []
    for rect in rects:
        for position, other in enumerate(left):
            if overlap(rect, other):
                left[position] = union((rect, other)) or rect
                break
        else:
            left.append(rect)
    return left
