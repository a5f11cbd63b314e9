"""Pictures of palette entries and of elements: BPMN figures drawn small, and the icons of connector packages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from connectors.sdk.manifest import Manifest
from engine.bpmn import Bounds, Element
from modeler.drawing import Figure, Medium, ShapeSubject, Style, read_shape, shape_figure
from modeler.editing.palette import Entry
from modeler.ui.canvas.painter import FigurePainter
from modeler.ui.icons import Icons
from modeler.ui.metrics import QtMetrics
from modeler.ui.package_icons import PackageIcons
from modeler.ui.theme import Theme

ConnectorOf = Callable[[str], Manifest | None]
SIZES: dict[str, tuple[float, float]] = {
    "subProcess": (66, 46), "participant": (70, 42), "dataObjectReference": (32, 42), "dataStoreReference": (40, 40),
    "textAnnotation": (46, 34), "group": (60, 44),
}  # fmt: skip
ACTIVITY = (60.0, 46.0)


class EntryPictures:
    """Draws entries for one theme."""

    def __init__(
        self, theme: Theme, style: Style, icons: Icons, package_icons: PackageIcons, connector_of: ConnectorOf
    ) -> None:
        self._theme, self._style, self._icons = theme, style, icons
        self._package_icons = package_icons
        self._connector_of = connector_of
        self._metrics = QtMetrics()
        self._painter = FigurePainter(self._metrics)

    def of_entry(self, entry: Entry, size: int, ratio: float) -> QPixmap:
        """The picture of a palette entry."""
        if entry.connector is not None:
            return self.of_connector(self._connector_of(entry.connector), size, ratio)
        kind = entry.kind.removeprefix("bpmn:")
        width, height = _size(kind)
        symbol = entry.definition and entry.definition.removeprefix("bpmn:").removesuffix("EventDefinition")
        traits = frozenset({"expanded"} if entry.is_expanded else {"marked"} if "Gateway" in kind else ())
        subject = ShapeSubject(kind, Bounds(0, 0, width, height), "", traits, symbol or None)
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
        width, height = _size(kind)
        shape = element.document.shape_of(element) if hasattr(element.document, "shape_of") else None
        if shape is None:
            subject = ShapeSubject(kind, Bounds(0, 0, width, height), "")
        else:
            read = read_shape(shape)
            subject = read._replace(bounds=Bounds(0, 0, width, height), name="", label=None, bands=())
        return self.of_figure(shape_figure(subject, Medium(self._style, self._metrics)), size, ratio)

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


def _size(kind: str) -> tuple[float, float]:
    if kind in SIZES:
        return SIZES[kind]
    if kind.endswith("Event"):
        return (36.0, 36.0)
    return (50.0, 50.0) if kind.endswith("Gateway") else ACTIVITY
