"""The diagram from far away: boxes and lines only, drawn by the list instead of one by one.

Things are gathered by cells of a coarse grid. A cell keeps lists of rectangles and lines, ready for Qt, until
something in it changes; frames around others are few and kept apart, below everything.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from math import floor
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from modeler.ui.canvas.index import Cell, Rect, overlap, union
from modeler.ui.canvas.items import SceneItem

if TYPE_CHECKING:
    from modeler.ui.canvas.scene import Scene

CELL = 2048.0
Look = tuple[str, str]
MANY = 4


@dataclass(slots=True)
class _Batch:
    members: dict[SceneItem, None] = field(default_factory=dict)
    extent: Rect | None = None
    lines: dict[str, list[QLineF]] = field(default_factory=dict)
    boxes: dict[Look, list[QRectF]] = field(default_factory=dict)


class Overview:
    """Ready lists of what the scene shows, by cell."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._cells: dict[Cell, _Batch] = {}
        self._homes: dict[SceneItem, Cell] = {}
        self._frames: dict[SceneItem, None] = {}
        self._is_filled = False

    def clear(self) -> None:
        """Forget all: another diagram or style."""
        self._cells.clear()
        self._homes.clear()
        self._frames.clear()
        self._is_filled = False

    def forget(self, items: Iterable[SceneItem]) -> None:
        """Say that these things are gone."""
        for item in items:
            self._frames.pop(item, None)
            home = self._homes.pop(item, None)
            if home is not None:
                batch = self._cells[home]
                batch.members.pop(item, None)
                batch.extent = None

    def renew(self, items: Collection[SceneItem]) -> None:
        """Say that these things are new, or look or stand different; where they are many, all is listed anew."""
        if len(items) * MANY > len(self._homes):
            self.clear()
        if not self._is_filled:
            return
        for item in items:
            self.forget((item,))
            self._put(item)

    def steps(self, painter: QPainter, rect: Rect, scale: float) -> Iterator[None]:
        """Paint what meets a rectangle: frames, then boxes, then lines."""
        self._fill()
        yield from self._paint_frames(painter, rect, scale)
        batches: list[_Batch] = []
        for batch in list(self._cells.values()):
            if batch.extent is None:
                self._prepare(batch)
                yield
            if batch.extent is not None and overlap(batch.extent, rect):
                batches.append(batch)
        for batch in batches:
            yield from self._paint_boxes(painter, batch, scale)
        for batch in batches:
            self._paint_lines(painter, batch, scale)
            yield

    def paint_items(self, painter: QPainter, items: Iterable[SceneItem], scale: float) -> None:
        """Paint some things as boxes and lines."""
        batch = _Batch(members=dict.fromkeys(item for item in items if not item.is_frame))
        self._prepare(batch, with_hidden=True)
        for item in items:
            if item.is_frame:
                self._paint_frame(painter, item, scale)
        for _ in self._paint_boxes(painter, batch, scale):
            pass
        self._paint_lines(painter, batch, scale)

    def _fill(self) -> None:
        if not self._is_filled:
            self._is_filled = True
            for item in self._scene:
                self._put(item)

    def _put(self, item: SceneItem) -> None:
        if item.is_frame:
            self._frames[item] = None
            return
        x, y = item.center
        cell = (floor(x / CELL), floor(y / CELL))
        self._homes[item] = cell
        batch = self._cells.setdefault(cell, _Batch())
        batch.members[item] = None
        batch.extent = None

    def _prepare(self, batch: _Batch, with_hidden: bool = False) -> None:
        batch.lines, batch.boxes = {}, {}
        batch.extent = union(item.box for item in batch.members)
        for item in batch.members:
            if item.hidden and not with_hidden:
                continue
            stroke, fill = self._scene.colors(item)
            if item.role == "edge":
                points = item.points
                batch.lines.setdefault(stroke, []).extend(
                    QLineF(a.x, a.y, b.x, b.y) for a, b in itertools.pairwise(points)
                )
            else:
                left, top, right, bottom = item.box
                batch.boxes.setdefault((stroke, fill), []).append(QRectF(left, top, right - left, bottom - top))

    def _paint_frames(self, painter: QPainter, rect: Rect, scale: float) -> Iterator[None]:
        frames = [item for item in self._frames if not item.hidden and overlap(item.box, rect)]
        for item in sorted(frames, key=lambda item: item.key):
            self._paint_frame(painter, item, scale)
            yield

    def _paint_frame(self, painter: QPainter, item: SceneItem, scale: float) -> None:
        stroke, fill = self._scene.colors(item)
        painter.setPen(_pen(stroke, scale))
        painter.setBrush(QBrush() if item.role == "group" else QColor(fill))
        left, top, right, bottom = item.box
        painter.drawRect(QRectF(left, top, right - left, bottom - top))

    def _paint_boxes(self, painter: QPainter, batch: _Batch, scale: float) -> Iterator[None]:
        for (stroke, fill), boxes in batch.boxes.items():
            for first in range(0, len(boxes), 400):
                painter.setPen(_pen(stroke, scale))
                painter.setBrush(QColor(fill))
                painter.drawRects(boxes[first : first + 400])
                yield

    def _paint_lines(self, painter: QPainter, batch: _Batch, scale: float) -> None:
        for stroke, lines in batch.lines.items():
            painter.setPen(_pen(stroke, scale))
            painter.drawLines(lines)


def _pen(color: str, scale: float) -> QPen:
    return QPen(QColor(color), max(1.2, 0.6 / scale))
