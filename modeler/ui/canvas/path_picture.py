"""The path of a Request seen from far away: a picture that is drawn once for a scale and follows the path.

It reaches beyond the view, so that panning only copies it. What a step adds is drawn on it; what a step back takes away
is wiped out, and what stands there drawn again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from functools import reduce
from itertools import islice, pairwise

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QRegion

from modeler.ui.canvas.index import Rect, grown
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.marking import tinted
from modeler.ui.canvas.stage import Stage

BEYOND = 0.35
MOST_AT_ONCE = 1_000
MOST_WIPED = 64
MARGIN = 3.0
WIDTH = 2.0
Find = Callable[[Set[str]], Iterable[SceneItem]]


class PathPicture:
    """Draws the elements of a path by name; `find` gives the drawn things of names that are new."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._pixmap = QPixmap()
        self._key: tuple[float, float, int, str] | None = None
        self._x = self._y = 0.0
        self._known: set[str] = set()

    def paint(self, painter: QPainter, names: Set[str], find: Find) -> bool:
        """Copy the picture to where the view is now, after drawing what is new in it; whether all of it is there.

        Of very much only a part is drawn at once: call it again soon.
        """
        view = self._stage.viewport
        ratio = painter.device().devicePixelRatioF()
        key = (view.scale, ratio, self._stage.scene.version, self._stage.style.name)
        gone = self._known - names
        if key != self._key or len(gone) > MOST_WIPED or not self._covers_view():
            self._begin(ratio)
            self._key = key
        elif gone:
            self._known -= gone
            self._wipe(list(find(gone)), find)
        missing = names - self._known
        new = missing if len(missing) <= MOST_AT_ONCE else set(islice(missing, MOST_AT_ONCE))
        if new:
            self._draw(find(new))
            self._known |= new
        at = QPointF((self._x - view.x) * view.scale, (self._y - view.y) * view.scale)
        painter.drawPixmap(at, self._pixmap)
        return len(new) == len(missing)

    def _covers_view(self) -> bool:
        view = self._stage.viewport
        ratio = self._pixmap.devicePixelRatioF() * view.scale
        right, bottom = self._x + self._pixmap.width() / ratio, self._y + self._pixmap.height() / ratio
        left, top, seen_right, seen_bottom = view.rect
        return self._x <= left and self._y <= top and seen_right <= right and seen_bottom <= bottom

    def _begin(self, ratio: float) -> None:
        view = self._stage.viewport
        wide, high = view.width * (1 + 2 * BEYOND), view.height * (1 + 2 * BEYOND)
        self._pixmap = QPixmap(max(1, round(wide * ratio)), max(1, round(high * ratio)))
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        self._x = view.x - view.width * BEYOND / view.scale
        self._y = view.y - view.height * BEYOND / view.scale
        self._known = set()

    def _wipe(self, items: list[SceneItem], find: Find) -> None:
        """Take things out of the picture, and draw again what else of the path is where they were."""
        places = [grown(item.box, MARGIN / self._stage.viewport.scale) for item in items if not item.is_frame]
        around = {item for place in places for item in self._stage.scene.touching(place)}
        names = {item.element.id for item in around if item.element is not None and item.element.id}
        region = reduce(QRegion.united, map(QRegion, map(self._pixels, places)), QRegion())
        painter = QPainter(self._pixmap)
        painter.setClipRegion(region)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(region.boundingRect(), Qt.GlobalColor.transparent)
        painter.end()
        self._draw(find(names & self._known), region)

    def _pixels(self, place: Rect) -> QRect:
        """The pixels of the picture that a place of the diagram touches."""
        scale = self._stage.viewport.scale
        left, top, right, bottom = place
        box = QRectF((left - self._x) * scale, (top - self._y) * scale, (right - left) * scale, (bottom - top) * scale)
        return box.toAlignedRect()

    def _draw(self, items: Iterable[SceneItem], region: QRegion | None = None) -> None:
        """Draw things, in a part of the picture only where that is said."""
        view = self._stage.viewport
        lines: list[QLineF] = []
        frames: list[QRectF] = []
        for item in items:
            if item.points:
                lines += [QLineF(a.x, a.y, b.x, b.y) for a, b in pairwise(item.points)]
            elif not item.is_frame:
                x0, y0, x1, y1 = item.box
                frames.append(QRectF(x0, y0, x1 - x0, y1 - y0))
        pen = QPen(tinted(self._stage.style.taken, 190), WIDTH)
        pen.setCosmetic(True)
        painter = QPainter(self._pixmap)
        if region is not None:
            painter.setClipRegion(region)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.scale(view.scale, view.scale)
        painter.translate(-self._x, -self._y)
        painter.drawRects(frames)
        painter.drawLines(lines)
        painter.end()
