"""Paints regions of a scene into tiles: full figures near, plain boxes and lines far away, and the dotted grid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import floor

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from modeler.drawing import Detail, Figure
from modeler.ui.canvas.index import Rect
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.overview import Overview
from modeler.ui.canvas.painter import FigurePainter
from modeler.ui.canvas.scene import Scene

GRID = 10.0
_SMALLEST_DOT_GAP = 9.0


class ScenePainter:
    """The `RegionPainter` of a scene."""

    def __init__(self, scene: Scene, figures: FigurePainter) -> None:
        self._scene = scene
        self._figures = figures
        self.overview = Overview(scene)
        self.show_grid = True

    def background(self) -> QColor:
        """The color of the canvas."""
        return QColor(self._scene.style.canvas)

    def steps(self, painter: QPainter, rect: Rect, scale: float) -> Iterator[None]:
        """Paint what meets a rectangle, in order, pausing between things."""
        detail = Detail.at(scale)
        if detail is Detail.BOXES:
            yield from self.overview.steps(painter, rect, scale)
        else:
            yield from self._paint_figures(painter, rect, scale)

    def paint_items(self, painter: QPainter, items: Sequence[SceneItem], scale: float, are_many: bool = False) -> None:
        """Paint some things at once, whether they are hidden or not; plainly when they are many."""
        detail = Detail.BOXES if are_many else Detail.at(scale)
        if detail is Detail.BOXES:
            self.overview.paint_items(painter, items, scale)
            return
        for item in items:
            self._figures.paint(painter, self._scene.figure(item, detail))
        for item in items if detail is Detail.FULL else ():
            self._figures.paint_label(painter, self._scene.figure(item, detail))

    def _paint_figures(self, painter: QPainter, rect: Rect, scale: float) -> Iterator[None]:
        """Pools and lanes, the grid over them, everything else, and labels on top."""
        detail = Detail.at(scale)
        items = [item for item in self._scene.touching(rect) if not item.hidden]
        ground = sum(item.role in ("pool", "lane") for item in items)
        labelled: list[Figure] = []
        yield
        for number, item in enumerate(items):
            if number == ground:
                self._paint_grid(painter, rect, scale)
            figure = self._scene.figure(item, detail)
            self._figures.paint(painter, figure)
            if figure.label is not None:
                labelled.append(figure)
            yield
        if len(items) == ground:
            self._paint_grid(painter, rect, scale)
        for figure in labelled if detail is Detail.FULL else ():
            self._figures.paint_label(painter, figure)
            yield

    def _paint_grid(self, painter: QPainter, rect: Rect, scale: float) -> None:
        """Dots that show on the ground of the canvas and of pools, and spare their lines and texts."""
        if not self.show_grid:
            return
        gap = grid_gap(scale)
        left, top = floor(rect[0] / gap) * gap, floor(rect[1] / gap) * gap
        columns, rows = int((rect[2] - left) / gap) + 1, int((rect[3] - top) / gap) + 1
        pen = QPen(QColor(self._scene.style.grid), 1.0)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
        modes = QPainter.CompositionMode
        is_dark = self._scene.style.is_dark
        painter.setCompositionMode(modes.CompositionMode_Lighten if is_dark else modes.CompositionMode_Darken)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        painter.translate(left, top)
        painter.drawPoints(dots(columns, rows, gap))
        painter.translate(-left, -top)
        painter.setCompositionMode(modes.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


@lru_cache(maxsize=64)
def dots(columns: int, rows: int, gap: float) -> QPolygonF:
    """The dots of a grid; kept, because making points is dearer than drawing them."""
    return QPolygonF([QPointF(x * gap, y * gap) for x in range(columns) for y in range(rows)])


def grid_gap(scale: float) -> float:
    """The distance of the dots: ten units, doubled until they do not run together."""
    gap = GRID
    while gap * scale < _SMALLEST_DOT_GAP:
        gap *= 2.0
    return gap
