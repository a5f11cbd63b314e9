"""The pages of a file one below the other, as wide as they are wanted; each is drawn when it comes into view."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

if TYPE_CHECKING:
    from modeler.services.preview.pdf_pages import Sheet

MARGIN, GAP = 16, 12
LEAST, MOST = 0.1, 5.0
STEP = 1.25
PIXELS_A_POINT = 96 / 72
KEPT = 24
WIDTH, PAGE, FREE = "width", "page", "free"
Place = tuple[int, int]


class PdfSheets(QAbstractScrollArea):
    """`wanted` asks for the picture of a page in so many pixels' width; `turned` says which page is in front."""

    wanted = Signal(int, int)
    turned = Signal(int)
    zoomed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(self.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Pages of the file"))
        self.fit = WIDTH
        self.zoom = 1.0
        self.page = 0
        self._sizes: list[tuple[float, float]] = []
        self._tops: list[int] = []
        self._drawn: OrderedDict[Place, QPixmap] = OrderedDict()
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look())

    def show_pages(self, sizes: list[tuple[float, float]]) -> None:
        """Show the pages of another file, from its beginning."""
        self._sizes, self.page = sizes, 0
        self._drawn.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.turned.emit(0)

    def set_sheet(self, page: int, width: int, sheet: Sheet) -> None:
        """Here is the picture that was asked for."""
        pixels = QImage(sheet.pixels, sheet.width, sheet.height, sheet.stride, QImage.Format.Format_RGB888)
        self._drawn[page, width] = QPixmap.fromImage(pixels)
        while len(self._drawn) > KEPT:
            self._drawn.popitem(last=False)
        self.viewport().update()

    def set_fit(self, fit: str) -> None:
        """Fit the width or a whole page, whatever the size of the window."""
        self.fit = fit
        self._lay_out()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller; what is in the middle stays there."""
        bar, middle = self.verticalScrollBar(), self.viewport().height() / 2
        place = (bar.value() + middle) / max(1, bar.maximum() + self.viewport().height())
        self.fit, self.zoom = FREE, min(MOST, max(LEAST, self.zoom * factor))
        self._lay_out()
        bar.setValue(round(place * (bar.maximum() + self.viewport().height()) - middle))

    def go_to(self, page: int) -> None:
        """Bring a page to the top."""
        if self._sizes:
            number = min(max(page, 0), len(self._sizes) - 1)
            self.verticalScrollBar().setValue(self._tops[number] - GAP)
            self._turn(number)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    def points_of(self, page: int) -> float:
        """How wide a page is in points."""
        return self._sizes[page][0]

    def missing(self) -> Place | None:
        """The page in view whose picture is not there yet, and how wide it must be."""
        for number in self._visible():
            place = number, self._pixels(number)
            if place not in self._drawn:
                return place
        return None

    # Qt -----------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        page = self.page
        self._lay_out()
        if self.fit != FREE and page:
            self.go_to(page)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper with what is drawn of it so far."""
        painter = QPainter(self.viewport())
        for number in self._visible():
            place = self._rect(number)
            painter.fillRect(place, QColor("#ffffff"))
            picture = self._drawn.get((number, self._pixels(number))) or self._other(number)
            if picture is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawPixmap(place, picture)
            else:
                painter.setPen(QColor("#586477"))
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.tr("Page {}").format(number + 1))
            painter.setPen(QColor(0, 0, 0, 50))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Keys of a reader belong to it while it has the focus, not to the window's commands."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._act_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pages, screens and sizes by key."""
        act = self._act_of(event)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP)
        else:
            super().wheelEvent(event)

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        bar, screen = self.verticalScrollBar(), self.viewport().height() - 40
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Right: lambda: self.go_to(self.page + 1),
            Qt.Key.Key_Left: lambda: self.go_to(self.page - 1),
            Qt.Key.Key_PageDown: lambda: bar.setValue(bar.value() + screen),
            Qt.Key.Key_PageUp: lambda: bar.setValue(bar.value() - screen),
            Qt.Key.Key_Space: lambda: bar.setValue(bar.value() + screen),
            Qt.Key.Key_Home: lambda: self.go_to(0),
            Qt.Key.Key_End: lambda: self.go_to(self.count - 1),
            Qt.Key.Key_Plus: lambda: self.zoom_by(STEP),
            Qt.Key.Key_Equal: lambda: self.zoom_by(STEP),
            Qt.Key.Key_Minus: lambda: self.zoom_by(1 / STEP),
            Qt.Key.Key_W: lambda: self.set_fit(WIDTH),
            Qt.Key.Key_P: lambda: self.set_fit(PAGE),
        }
        is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return acts.get(Qt.Key(event.key())) if is_plain else None

    # Places -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.zoom = self._fitting()
        top, self._tops = GAP, []
        for number in range(self.count):
            self._tops.append(top)
            top += self._height(number) + GAP
        view = self.viewport().size()
        widest = max((self._width(number) for number in range(self.count)), default=0) + 2 * MARGIN
        vertical, sideways = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, top - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(40)
        sideways.setRange(0, max(0, widest - view.width()))
        sideways.setPageStep(view.width())
        self.zoomed.emit()
        self._look()

    def _fitting(self) -> float:
        if self.fit == FREE or not self._sizes:
            return self.zoom
        width, height = self._sizes[min(self.page, self.count - 1)]
        view = self.viewport().size()
        across = (view.width() - 2 * MARGIN) / (width * PIXELS_A_POINT)
        down = (view.height() - 2 * GAP) / (height * PIXELS_A_POINT)
        return min(MOST, max(LEAST, across if self.fit == WIDTH else min(across, down)))

    def _width(self, number: int) -> int:
        return max(1, round(self._sizes[number][0] * PIXELS_A_POINT * self.zoom))

    def _height(self, number: int) -> int:
        return max(1, round(self._sizes[number][1] * PIXELS_A_POINT * self.zoom))

    def _pixels(self, number: int) -> int:
        return round(self._width(number) * self.devicePixelRatioF())

    def _rect(self, number: int) -> QRect:
        width = self._width(number)
        room = self.viewport().width()
        left = max(MARGIN, (room - width) // 2) - self.horizontalScrollBar().value()
        at = QPoint(left, self._tops[number] - self.verticalScrollBar().value())
        return QRect(at.x(), at.y(), width, self._height(number))

    def _visible(self) -> range:
        if not self._tops:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        return range(first, bisect_right(self._tops, top + self.viewport().height()))

    def _other(self, number: int) -> QPixmap | None:
        """The same page in another size, until the right one comes."""
        return next((picture for (page, _), picture in reversed(self._drawn.items()) if page == number), None)

    def _look(self) -> None:
        if self._tops:
            middle = self.verticalScrollBar().value() + self.viewport().height() // 3
            self._turn(max(0, bisect_right(self._tops, middle) - 1))
        missing = self.missing()
        if missing is not None:
            self.wanted.emit(*missing)
        self.viewport().update()

    def _turn(self, page: int) -> None:
        if page != self.page:
            self.page = page
            self.turned.emit(page)
