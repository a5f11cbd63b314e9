"""Paints figures with Qt: on the screen, in pictures and on paper.

A `FigurePainter` keeps what it prepared (paths, pens, brushes) for as long as the looks of figures live, so that
a repaint only draws. It never keeps a figure alive.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from modeler.drawing.figure import BACKDROP_OPACITY, Figure, Geometry, Look, Path, Pen, Picture, TextBox
from modeler.ui.metrics import QtMetrics

PictureSource: TypeAlias = Callable[[str], QPixmap | QImage | None]
"""The rasterised icon of a reference, or None while there is none."""

Step: TypeAlias = tuple[QPen | None, QBrush, Callable[..., None] | None, tuple[Any, ...]]
"""One call of a painter and what it is called with, or a text or an icon; with a pen where it takes new ink."""
Steps: TypeAlias = tuple[Step, ...]

_WELL_REDUCED = (Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
_MANY_ICONS = 512
_NO_PEN = QPen(Qt.PenStyle.NoPen)
_NO_BRUSH = QBrush(Qt.BrushStyle.NoBrush)


def no_pictures(_reference: str) -> QPixmap | QImage | None:
    """A source without icons."""
    return None


class FigurePainter:
    """Paints figures through any QPainter whose coordinates are the diagram's."""

    def __init__(self, metrics: QtMetrics, pictures: PictureSource = no_pictures) -> None:
        self._metrics = metrics
        self._pictures = pictures
        self._looks: WeakKeyDictionary[Look, Steps] = WeakKeyDictionary()
        self._pens: WeakKeyDictionary[Pen, QPen] = WeakKeyDictionary()
        self._icons: dict[tuple[int, int], QImage] = {}
        self._brushes: dict[str | None, QBrush] = {None: _NO_BRUSH}

    @property
    def prepared(self) -> int:
        """How many looks are ready for the next repaint."""
        return len(self._looks)

    def paint(self, painter: QPainter, figure: Figure) -> None:
        """Paint a figure without its external label."""
        look, x, y = figure.look, figure.x, figure.y
        is_elsewhere = bool(x or y)
        if is_elsewhere:
            painter.translate(x, y)
        for pen, brush, draw, what in self._looks.get(look) or self._prepare(look):
            if pen is not None:
                painter.setPen(pen)
                painter.setBrush(brush)
            if draw is None:
                self._paint_other(painter, *what)
            else:
                draw(painter, *what)
        if is_elsewhere:
            painter.translate(-x, -y)
        if figure.name is not None:
            self._paint_text(painter, figure.name.at(x + figure.name.x, y + figure.name.y))

    def paint_label(self, painter: QPainter, figure: Figure) -> None:
        """Paint a figure's external label, if it has one."""
        if figure.label is not None:
            self._paint_text(painter, figure.label)

    def paint_all(self, painter: QPainter, figures: Iterable[Figure]) -> None:
        """Paint figures in this order, then their external labels above them all."""
        labelled = []
        for figure in figures:
            self.paint(painter, figure)
            if figure.label is not None:
                labelled.append(figure)
        for figure in labelled:
            self.paint_label(painter, figure)

    def _prepare(self, look: Look) -> Steps:
        """What to call for a look, found once; ink that is in the pen and brush already is not taken again."""
        steps: list[Step] = []
        ink = None
        for item in look.items:
            if isinstance(item, Path):
                pen = _NO_PEN if item.pen is None else self._pens.get(item.pen) or self._pen(item.pen)
                brush = self._brushes.get(item.fill) or self._brush(item.fill)
                is_new, ink = ink != (item.pen, item.fill), (item.pen, item.fill)
                steps.append((pen if is_new else None, brush, *_drawing(item)))
            else:
                steps.append((None, _NO_BRUSH, None, (item,)))
                ink = None
        made = self._looks[look] = tuple(steps)
        return made

    def _paint_other(self, painter: QPainter, item: TextBox | Picture) -> None:
        if isinstance(item, TextBox):
            self._paint_text(painter, item)
        else:
            self._paint_picture(painter, item)

    def _paint_text(self, painter: QPainter, text: TextBox) -> None:
        painter.setPen(QColor(text.color))
        painter.setFont(self._metrics.font(text.font))
        if text.backdrop:
            self._paint_backdrop(painter, text)
        if not text.rotation:
            for line in text.lines:
                painter.drawText(QPointF(text.x + line.x, text.y + line.y), line.text)
            return
        painter.save()
        painter.translate(text.x, text.y)
        painter.rotate(text.rotation)
        for line in text.lines:
            painter.drawText(QPointF(line.x, line.y), line.text)
        painter.restore()

    def _paint_backdrop(self, painter: QPainter, text: TextBox) -> None:
        color = QColor(text.backdrop or text.color)
        color.setAlphaF(BACKDROP_OPACITY)
        step = text.height / len(text.lines)
        for index, line in enumerate(text.lines):
            painter.fillRect(QRectF(text.x + line.x - 1, text.y + index * step, line.width + 2, step), color)

    def _paint_picture(self, painter: QPainter, picture: Picture) -> None:
        source = self._pictures(picture.reference)
        if source is None:
            return
        area = QRectF(picture.x, picture.y, picture.size, picture.size)
        pixels = math.ceil(painter.worldTransform().mapRect(area).width() * painter.device().devicePixelRatioF())
        image = self._reduced(source, max(pixels, 1))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, image, QRectF(image.rect()))

    def _reduced(self, source: QPixmap | QImage, pixels: int) -> QImage:
        """The icon in about the size in which it is seen: painting a large one small would lose its lines."""
        key = (source.cacheKey(), pixels)
        made = self._icons.get(key)
        if made is None:
            image = source.toImage() if isinstance(source, QPixmap) else source
            if pixels < image.width():
                image = image.scaled(pixels, pixels, *_WELL_REDUCED)
            if len(self._icons) >= _MANY_ICONS:
                self._icons.clear()
            made = self._icons[key] = image
        return made

    def _pen(self, pen: Pen) -> QPen:
        made = self._pens[pen] = qt_pen(pen)
        return made

    def _brush(self, color: str | None) -> QBrush:
        made = self._brushes[color] = QBrush(QColor(color)) if color else _NO_BRUSH
        return made


def _drawing(path: Path) -> tuple[Callable[..., None], tuple[object, ...]]:
    """The call that draws a path with the pen and brush of the painter."""
    shape = path.geometry
    if shape.form == "path":
        return QPainter.drawPath, (qt_path(shape).translated(path.x, path.y),)
    area = QRectF(path.x + shape.box.x, path.y + shape.box.y, shape.box.width, shape.box.height)
    if shape.form == "ellipse":
        return QPainter.drawEllipse, (area,)
    return (
        (QPainter.drawRoundedRect, (area, shape.radius, shape.radius)) if shape.radius else (QPainter.drawRect, (area,))
    )


def qt_pen(pen: Pen) -> QPen:
    """The Qt pen for a figure's pen."""
    made = QPen(QColor(pen.color), pen.width)
    if pen.dash:
        made.setDashPattern([part / pen.width for part in pen.dash])
    made.setCapStyle(Qt.PenCapStyle.RoundCap if pen.round_caps else Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin if pen.round_caps else Qt.PenJoinStyle.MiterJoin)
    return made


def qt_path(shape: Geometry) -> QPainterPath:
    """The Qt path for a geometry."""
    path = QPainterPath()
    for op, *to in shape.commands:
        if op == "L":
            path.lineTo(to[0], to[1])
        elif op == "M":
            path.moveTo(to[0], to[1])
        elif op == "C":
            path.cubicTo(to[0], to[1], to[2], to[3], to[4], to[5])
        else:
            path.closeSubpath()
    return path
