"""Diagrams as PNG, PDF and on paper. The only part of the window that also works without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import cache
from math import sqrt
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from engine.bpmn import BPMNDiagram
from modeler.drawing.reading import IconLookup, no_icons
from modeler.drawing.sheet import Sheet, sheet
from modeler.drawing.style import LIGHT, Style
from modeler.services.collection import no_collection
from modeler.services.safe_svg import UnsafeSvgError
from modeler.ui.canvas.painter import FigurePainter, PictureSource, no_pictures
from modeler.ui.metrics import QtMetrics
from modeler.ui.package_icons import drawn as drawn_icon

MOST_PIXELS = 120_000_000
LONGEST_SIDE = 30_000
_PIXELS_PER_METER = 96 / 0.0254
_POINTS_PER_UNIT = 72 / 96
_PDF_RESOLUTION = 1200
_LARGEST_PAGE = 14_400.0
"""Points: PDF readers refuse larger pages."""


def ready_application() -> QGuiApplication:
    """The running application, or one without windows: what text and pictures need of Qt."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["processwright"])


def qt_sheet(diagram: BPMNDiagram, style: Style = LIGHT, icons: IconLookup = no_icons) -> Sheet:
    """The picture of a diagram with text measured as on screen."""
    ready_application()
    with no_collection():
        return sheet(diagram, style, QtMetrics(), icons)


def package_pictures(path_of: Callable[[str], Path | None], color: str, folder: Path) -> PictureSource:
    """Pictures of connectors' icons, waited for; `folder` keeps those that were drawn before."""

    @cache
    def picture(reference: str) -> QImage | None:
        path = path_of(reference)
        if path is None:
            return None
        try:
            return QImage.fromData(drawn_icon(path, color, folder))
        except (UnsafeSvgError, OSError):
            return None

    return picture


def image(drawn: Sheet, scale: float = 1.0, pictures: PictureSource = no_pictures) -> QImage:
    """The picture in pixels; a scale that would not fit in memory is made smaller."""
    box = drawn.bounds
    factor = fitting_scale(box.width, box.height, scale)
    made = QImage(max(round(box.width * factor), 1), max(round(box.height * factor), 1), QImage.Format.Format_RGB32)
    made.setDotsPerMeterX(round(_PIXELS_PER_METER * factor))
    made.setDotsPerMeterY(round(_PIXELS_PER_METER * factor))
    made.fill(QColor(drawn.style.paper))
    painter = QPainter(made)
    painter.scale(factor, factor)
    _paint(painter, drawn, pictures)
    painter.end()
    return made


def fitting_scale(width: float, height: float, scale: float) -> float:
    """The wanted scale, or the largest one that a picture of this size can bear."""
    most = sqrt(MOST_PIXELS / max(width * height, 1.0))
    return min(scale, most, LONGEST_SIDE / max(width, height, 1.0))


def png(drawn: Sheet, scale: float = 1.0, pictures: PictureSource = no_pictures) -> bytes:
    """The picture as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image(drawn, scale, pictures).save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt takes str
    buffer.close()
    return bytes(content.data())


def pdf(drawn: Sheet, pictures: PictureSource = no_pictures) -> bytes:
    """The picture as a PDF file of one page that is as large as the diagram."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    box = drawn.bounds
    unit = min(_POINTS_PER_UNIT, _LARGEST_PAGE / max(box.width, box.height, 1.0))
    size = QSizeF(max(box.width * unit, 3.0), max(box.height * unit, 3.0))
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(_PDF_RESOLUTION)
    writer.setTitle(drawn.title)
    writer.setCreator("Processwright")
    print_sheet(drawn, writer, pictures)
    buffer.close()
    return bytes(content.data())


def print_sheet(drawn: Sheet, device: QPagedPaintDevice, pictures: PictureSource = no_pictures) -> None:
    """Paint the picture on one page of a printer or PDF writer, as large as it fits, in its middle."""
    painter = QPainter(device)
    page, box = QRectF(painter.viewport()), drawn.bounds
    factor = min(page.width() / max(box.width, 1.0), page.height() / max(box.height, 1.0))
    painter.fillRect(page, QColor(drawn.style.paper))
    painter.translate((page.width() - box.width * factor) / 2, (page.height() - box.height * factor) / 2)
    painter.scale(factor, factor)
    _paint(painter, drawn, pictures)
    painter.end()


def page_layout_for(drawn: Sheet) -> QPageLayout.Orientation:
    """Which way to turn the paper: the way the diagram lies."""
    is_wide = drawn.bounds.width >= drawn.bounds.height
    return QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait


def _paint(painter: QPainter, drawn: Sheet, pictures: PictureSource) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.translate(-drawn.bounds.x, -drawn.bounds.y)
    FigurePainter(QtMetrics(), pictures).paint_all(painter, [placed.figure for placed in drawn.figures])
