"""Pictures of palette entries and of elements: BPMN figures drawn small, and the icons of connector packages."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from engine.bpmn import Bounds, Element, Point
from modeler.drawing import (
    EdgeSubject,
    Figure,
    Medium,
    ShapeSubject,
    Style,
    edge_figure,
    outline_of,
    read_edge,
    read_shape,
    shape_figure,
)
from modeler.drawing.figures import EDGES
from modeler.editing.connector_types import Manifest
from modeler.editing.element_types import ElementType
from modeler.editing.palette import Entry
from modeler.ui.canvas.painter import FigurePainter
from modeler.ui.element_signs import sign_of, sign_size
from modeler.ui.icons import Icons
from modeler.ui.metrics import QtMetrics
from modeler.ui.package_icons import PackageIcons
from modeler.ui.theme import Theme

CONTAINERS = ("subProcess", "transaction", "adHocSubProcess")
LINE = (Point(0, 24), Point(36, 0))
"""How a connection runs in its picture."""


class EntryPictures:
    """Draws entries for one theme."""

    def __init__(self, theme: Theme, style: Style, icons: Icons, package_icons: PackageIcons) -> None:
        self._theme, self._style, self._icons = theme, style, icons
        self._package_icons = package_icons
        self._metrics = QtMetrics()
        self._painter = FigurePainter(self._metrics)

    def of_entry(self, entry: Entry, size: int, ratio: float) -> QPixmap:
        """The picture of a palette entry."""
        return self.of_type(entry.what, size, ratio)

    def of_type(self, what: ElementType | Manifest, size: int, ratio: float) -> QPixmap:
        """The picture of a type of element or of a connector."""
        if isinstance(what, Manifest):
            return self.of_connector(what, size, ratio)
        return self.of_figure(shape_figure(sign_of(what), Medium(self._style, self._metrics)), size, ratio)

    def of_sign(self, sign: str, size: int, ratio: float) -> QPixmap:
        """The picture of a kind of element, such as `userTask` or `startEvent/timer`."""
        kind, _, symbol = sign.partition("/")
        if kind == "process":
            return self._icons.pixmap("diagram", size, "muted", ratio)
        traits = frozenset({"marked"} if kind == "exclusiveGateway" else {"expanded"} if kind in CONTAINERS else ())
        symbol = {"compensate": "compensation"}.get(symbol, symbol)
        subject = ShapeSubject(kind, Bounds(0, 0, *sign_size(kind)), "", traits, symbol or None)
        return self.of_figure(shape_figure(subject, Medium(self._style, self._metrics)), size, ratio)

    def of_connector(self, manifest: Manifest | None, size: int, ratio: float) -> QPixmap:
        """The icon of a connector; a plug while there is none."""
        path = icon_path(manifest)
        found = None
        if path is not None:
            found = self._package_icons.scaled(path, self._theme.accent, size, ratio)
        return found if found is not None else self._icons.pixmap("plug", size, "accent", ratio)

    def of_element(self, element: Element, size: int, ratio: float) -> QPixmap:
        """The figure of an element as a plain sign, without its name and place."""
        kind = element.tag
        if kind == "process":
            return self.of_sign(kind, size, ratio)
        if kind in EDGES:
            return self._of_connection(element, size, ratio)
        width, height = sign_size(kind)
        shape = element.document.shape_of(element) if hasattr(element.document, "shape_of") else None
        if shape is None:
            subject = ShapeSubject(kind, Bounds(0, 0, width, height), "")
        else:
            read = read_shape(shape)
            subject = read._replace(bounds=Bounds(0, 0, width, height), name="", label=None, bands=())
        return self.of_figure(shape_figure(subject, Medium(self._style, self._metrics)), size, ratio)

    def _of_connection(self, element: Element, size: int, ratio: float) -> QPixmap:
        """A short piece of a connection with its marks, without its name and way."""
        edge = element.document.edge_of(element) if hasattr(element.document, "edge_of") else None
        subject = EdgeSubject(element.tag, LINE)
        if edge is not None:
            subject = read_edge(edge, outline_of)._replace(points=LINE, name="", label=None)
        return self.of_figure(edge_figure(subject, Medium(self._style, self._metrics)), size, ratio)

    def of_figure(self, figure: Figure, size: int, ratio: float) -> QPixmap:
        """A figure scaled into a square."""
        pixmap = QPixmap(round(size * ratio), round(size * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        box = figure.bounds
        scale = min(size / max(box.width, 1.0), size / max(box.height, 1.0), 1.0)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = QRectF((size - box.width * scale) / 2, (size - box.height * scale) / 2, 0, 0)
        painter.translate(target.topLeft())
        painter.scale(scale, scale)
        painter.translate(-box.x, -box.y)
        self._painter.paint(painter, figure)
        painter.end()
        return pixmap


def icon_path(manifest: Manifest | None) -> Path | None:
    """Where the icon of a connector lies, if it has one inside its own folder."""
    if manifest is None or not manifest.icon:
        return None
    folder = manifest.folder.resolve()
    path = (folder / manifest.icon).resolve()
    return path if path.is_relative_to(folder) and path.is_file() else None
