"""The pad beside what is selected: append, connect, annotate, replace, color, delete, each one click or drag away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QImage, QMouseEvent, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QToolButton, QWidget

from engine.bpmn import Bounds
from modeler.drawing import Detail, Medium, ShapeSubject, shape_figure
from modeler.ui.canvas.marking import view_rect
from modeler.ui.canvas.pointer import DRAG_THRESHOLD
from modeler.ui.canvas.stage import Stage

_COLUMNS = 12
_EDGE = 4
_BELOW = 34
_BUTTON = 30
_ICON = 20
_GAP = 14
_SMALLEST_SCALE = 0.25
_MANY = 400


class IconProvider(Protocol):
    """Gives the window's own icons by name."""

    def get(self, name: str, role: str = "muted") -> QIcon:
        """The icon called `name` in the color of a role."""


@dataclass(frozen=True, slots=True)
class PadEntry:
    """One button: `icon` names an icon of the window, `figure` a BPMN element to draw instead."""

    id: str
    title: str
    icon: str = ""
    figure: ShapeSubject | None = None
    can_drag: bool = False


class ContextPad(QFrame):
    """Shows the entries for the selection beside it. `chosen` on a click, `dragged` when one is pulled off."""

    chosen = Signal(str)
    dragged = Signal(str, QPoint)
    drag_moved = Signal(QMouseEvent)
    drag_ended = Signal(QMouseEvent)

    def __init__(self, stage: Stage, canvas: QWidget, entries: Callable[[], Sequence[PadEntry]]) -> None:
        super().__init__(canvas)
        self._stage = stage
        self._entries = entries
        self._icons: IconProvider | None = None
        self._shown: tuple[PadEntry, ...] = ()
        self._pressed: QPoint | None = None
        self._is_dragging = False
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(4, 4, 4, 4)
        self._layout.setSpacing(2)
        self.setAccessibleName(self.tr("Actions for the selection"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()

    def set_icons(self, icons: IconProvider | None) -> None:
        """Use these icons from now on."""
        self._icons = icons
        self._shown = ()

    def restyle(self) -> None:
        """Follow a change of theme."""
        style = self._stage.style
        self.setStyleSheet(
            f"ContextPad {{ background: {style.shape_fill}; border: 1px solid {style.grid}; border-radius: 8px; }}"
            f"QToolButton {{ border: none; border-radius: 5px; background: transparent; }}"
            f"QToolButton:hover {{ background: {style.header_fill}; }}"
            f"QToolButton:pressed {{ background: {style.grid}; }}"
        )
        self._shown = ()

    def place(self, is_allowed: bool) -> None:
        """Show the pad beside the selection, or hide it."""
        is_near = self._stage.viewport.scale >= _SMALLEST_SCALE and len(self._stage.selection) <= _MANY
        entries = tuple(self._entries()) if is_allowed and is_near else ()
        rects = [rect for rect in map(self._stage.scene.part_rect, self._stage.selection) if rect is not None]
        if not entries or not rects:
            self.hide()
            return
        if entries != self._shown:
            self._fill(entries)
        line = self._selected_line()
        if line:
            self._move_along(line)
            return
        left, top = min(rect[0] for rect in rects), min(rect[1] for rect in rects)
        right, bottom = max(rect[2] for rect in rects), max(rect[3] for rect in rects)
        self._move_beside(view_rect((left, top, right, bottom), self._stage.viewport))

    def button(self, entry: str) -> QToolButton | None:
        """The button of an entry."""
        return self.findChild(QToolButton, f"pad.{entry}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pulling a button off the pad starts a drag that the canvas goes on with."""
        if not isinstance(event, QMouseEvent) or not isinstance(watched, QToolButton):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = event.globalPosition().toPoint()
        elif event.type() == QEvent.Type.MouseMove:
            return self._pulled(watched, event)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed = None
            if self._is_dragging:
                self._is_dragging = False
                watched.setDown(False)
                self.drag_ended.emit(event)
                return True
        return super().eventFilter(watched, event)

    def _pulled(self, button: QToolButton, event: QMouseEvent) -> bool:
        if self._is_dragging:
            self.drag_moved.emit(event)
            return True
        at = event.globalPosition().toPoint()
        far = self._pressed is not None and (at - self._pressed).manhattanLength() >= DRAG_THRESHOLD
        if far and button.property("can_drag"):
            self._is_dragging = True
            self.dragged.emit(str(button.property("entry")), at)
            return True
        return False

    def _fill(self, entries: tuple[PadEntry, ...]) -> None:
        self._shown = entries
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        for number, entry in enumerate(entries):
            button = self._button(entry)
            self._layout.addWidget(button, number // _COLUMNS, number % _COLUMNS)
            button.show()
        self.adjustSize()

    def _button(self, entry: PadEntry) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"pad.{entry.id}")
        button.setProperty("entry", entry.id)
        button.setProperty("can_drag", entry.can_drag)
        button.setFixedSize(_BUTTON, _BUTTON)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setIcon(self._icon(entry))
        button.setToolTip(entry.title)
        button.setAccessibleName(entry.title)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.installEventFilter(self)
        button.clicked.connect(lambda: self.chosen.emit(entry.id))
        return button

    def _icon(self, entry: PadEntry) -> QIcon:
        if entry.figure is not None:
            return QIcon(figure_pixmap(self._stage, entry.figure, _ICON, self.devicePixelRatioF()))
        if entry.icon == "color":
            return QIcon(color_pixmap(_ICON, self.devicePixelRatioF()))
        return self._icons.get(entry.icon, "text") if self._icons is not None else QIcon()

    def _selected_line(self) -> list[tuple[float, float]]:
        """The way-points of the only thing selected, in pixels and inside the canvas, when it is a connection."""
        only, canvas = self._stage.selection.only, self.parentWidget()
        item = self._stage.scene.item(only.view) if only is not None and not only.is_label else None
        if item is None or item.role != "edge" or canvas is None:
            return []
        seen = [self._stage.viewport.to_view(point.x, point.y) for point in item.points]
        return [(min(max(x, 0.0), canvas.width()), min(max(y, 0.0), canvas.height())) for x, y in seen]

    def _move_along(self, line: list[tuple[float, float]]) -> None:
        """Beside the middle of the longest segment, where neither its label nor the shapes at its ends are."""
        size, canvas = self.sizeHint(), self.parentWidget() or self
        (x0, y0), (x1, y1) = max(
            pairwise(line), key=lambda pair: hypot(pair[1][0] - pair[0][0], pair[1][1] - pair[0][1])
        )
        x, y = round((x0 + x1) / 2), round((y0 + y1) / 2)
        at = QPoint(x - _GAP - size.width(), y - size.height() // 2)
        if abs(x1 - x0) >= abs(y1 - y0):
            at = QPoint(x - size.width() // 2, y + _GAP)
        room = canvas.rect().adjusted(_EDGE, _EDGE, -_EDGE - size.width(), -_EDGE - size.height())
        self.resize(size)
        self.move(max(min(at.x(), room.right()), room.left()), max(min(at.y(), room.bottom()), room.top()))
        self.setVisible((x0, y0) != (x1, y1))

    def _move_beside(self, box: QRectF) -> None:
        """Above the selection, where flows rarely run; below it when there is no room, and below a label."""
        canvas = self.parentWidget()
        size = self.sizeHint()
        if canvas is None:
            return
        only = self._stage.selection.only
        above = int(box.top()) - _GAP - size.height()
        y = above if above >= _EDGE else int(box.bottom()) + _BELOW
        if only is not None and only.is_label:
            y = int(box.bottom()) + _GAP
        if y + size.height() > canvas.height() - _EDGE:
            y = max(above, _EDGE)
        x = int(box.center().x()) - size.width() // 2
        x = min(max(x, _EDGE), max(canvas.width() - size.width() - _EDGE, _EDGE))
        self.resize(size)
        self.move(x, y)
        self.setVisible(box.adjusted(-1, -1, 1, 1).intersects(QRectF(canvas.rect())))


def figure_pixmap(stage: Stage, subject: ShapeSubject, size: int, ratio: float) -> QPixmap:
    """A BPMN element as a small picture."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bounds: Bounds = subject.bounds
    scale = (size - 2) / max(bounds.width, bounds.height)
    painter.translate(size / 2, size / 2)
    painter.scale(scale, scale)
    painter.translate(-bounds.x - bounds.width / 2, -bounds.y - bounds.height / 2)
    stage.figures.paint(painter, shape_figure(subject, Medium(stage.style, stage.scene.metrics, Detail.NO_TEXT)))
    painter.end()
    return pixmap


def color_pixmap(size: int, ratio: float) -> QPixmap:
    """Four dots of the preset colors."""
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    half = size / 2
    for number, color in enumerate(("#3b82f6", "#f59e0b", "#22a35a", "#e5484d")):
        painter.setBrush(QColor(color))
        painter.drawEllipse(QRectF(2 + (number % 2) * (half - 1), 2 + (number // 2) * (half - 1), half - 3, half - 3))
    painter.end()
    return QPixmap.fromImage(image)
