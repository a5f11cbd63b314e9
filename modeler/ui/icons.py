"""Our own icons: line drawings in `resources/icons`, drawn in the colors of the theme.

They ship with us and are trusted; pictures of connector packages go through `package_icons` instead.
"""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from modeler.ui.theme import RESOURCES, Theme

SIZES = (16, 20)


class Icons:
    """Draws icons by name for one theme, each once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._drawn: dict[tuple[str, str], QIcon] = {}

    def get(self, name: str, role: str = "muted") -> QIcon:
        """The icon called `name` in the color of `role`; disabled and selected looks included."""
        key = (name, role)
        if key not in self._drawn:
            self._drawn[key] = self._draw(name, role)
        return self._drawn[key]

    def pixmap(self, name: str, size: int = 16, role: str = "muted", ratio: float = 1.0) -> QPixmap:
        """The icon called `name` as a picture of `size` logical pixels."""
        return _picture(name, self._theme.color(role).name(), size, ratio)

    def color(self, role: str) -> QColor:
        """The color of a role, for words beside the icons."""
        return self._theme.color(role)

    def _draw(self, name: str, role: str) -> QIcon:
        icon = QIcon()
        looks = {QIcon.Mode.Normal: role, QIcon.Mode.Disabled: "disabled"}
        for mode, color_role in looks.items():
            color = self._theme.color(color_role).name()
            for size in SIZES:
                icon.addPixmap(_picture(name, color, size, 2.0), mode)
        return icon


def application_icon() -> QIcon:
    """The icon of the window and of the task bar."""
    icon = QIcon()
    for size in (16, 32, 64, 128):
        icon.addPixmap(_picture("processwright", "#000000", size, 1.0))
    return icon


def logo(size: int, ratio: float) -> QPixmap:
    """The product's sign, for the welcome page."""
    return _picture("processwright", "#000000", size, ratio)


def _picture(name: str, color: str, size: int, ratio: float) -> QPixmap:
    side = round(size * ratio)
    result = QPixmap.fromImage(_tinted(_drawing(name, side), color) if _takes_color(name) else _drawing(name, side))
    result.setDevicePixelRatio(ratio)
    return result


def _tinted(drawing: QImage, color: str) -> QImage:
    """A line drawing in another color."""
    image = QImage(drawing.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(color))
    painter = QPainter(image)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, drawing)
    painter.end()
    return image


@lru_cache(maxsize=1024)
def _drawing(name: str, side: int) -> QImage:
    """An icon as it is in its file, in so many pixels; drawing it is dearer than coloring it."""
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    _renderer(name).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return image


def _takes_color(name: str) -> bool:
    return "currentColor" in _source(name)


@lru_cache(maxsize=4)
def _renderer(name: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", "#000000").encode()))


@cache
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
