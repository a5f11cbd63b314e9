"""The canvas widget: events in, pictures out. What they mean is the business of the stage and the tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from modeler.ui.canvas.edge_scroll import EdgeScroll
from modeler.ui.canvas.index import union
from modeler.ui.canvas.keys import KeyBindings
from modeler.ui.canvas.menu_button import MenuButton
from modeler.ui.canvas.overlays import Overlays, paint_grips
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.controller import Controller
from modeler.ui.canvas.tools.select import grips

_BUDGET = 0.006
_BUSY_BUDGET = 0.0025
_REST_AFTER = 140
_RECENT_FOR = 700
_WHEEL_STEP = 64.0
_NOTCH = 120.0


class CanvasView(QWidget):
    """Shows a stage and hands its events to the controller."""

    painted = Signal(bool)
    context_menu_requested = Signal(QPoint)

    def __init__(self, stage: Stage, controller: Controller, overlays: Overlays, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = stage
        self.controller = controller
        self.overlays = overlays
        self._keys: KeyBindings | None = None
        self._fit_pending = False
        self._is_resting = True
        self._painted_view = stage.viewport
        self._shows_focus = False
        self.is_complete = False
        self._more = self._timer(0, self.update)
        self._rest = self._timer(_REST_AFTER, self._come_to_rest)
        self._recent = self._timer(_RECENT_FOR, self.forget_recent)
        self._idle = self._timer(40, self._prefetch)
        self.edge_scroll = EdgeScroll(stage, controller, self)
        self.menu_button = MenuButton()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        stage.repaint_needed.connect(self.update)
        stage.replayed.connect(self._recent.start)
        controller.cursor_changed.connect(self.setCursor)

    def set_keys(self, keys: KeyBindings) -> None:
        """Take the keys to answer to."""
        self._keys = keys

    @property
    def is_resting(self) -> bool:
        """Whether no zoom gesture is under way, so that tiles are painted in final quality."""
        return self._is_resting

    def forget_recent(self) -> None:
        """No longer mark what undo or redo changed."""
        self.stage.marks.recent = ()
        self.update()

    def sizeHint(self) -> QSize:
        """Large: the canvas takes what room there is."""
        return QSize(900, 640)

    def zoom_by(self, factor: float, at: tuple[float, float] | None = None) -> None:
        """Zoom in a gesture: coarse at first, crisp once it rests."""
        self._is_resting = False
        self._rest.start()
        self.stage.zoom_to(self.stage.viewport.scale * factor, at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy tiles, paint missing ones as far as the budget goes, then the overlays."""
        view = self.stage.viewport
        aligned = replace(view, x=round(view.x * view.scale) / view.scale, y=round(view.y * view.scale) / view.scale)
        painter = QPainter(self)
        is_still = view == self._painted_view and self._is_resting and not self.controller.is_busy
        budget = _BUDGET if is_still else _BUSY_BUDGET
        self._painted_view = view
        complete = self.stage.tiles.draw(painter, aligned, self.devicePixelRatioF(), self._is_resting, budget)
        self.overlays.paint(painter, QRectF(event.rect()))
        self.controller.paint(painter)
        if not self.controller.is_busy and self.controller.tool.name == "select":
            paint_grips(painter, grips(self.stage), self.stage.style)
        self._paint_focus(painter)
        painter.end()
        complete = not self.stage.repair() and complete
        self.is_complete = complete
        (self._idle if complete else self._more).start()
        self.painted.emit(complete)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the upper left corner where it is; a diagram that is shown as a whole stays so."""
        before, around = self.stage.viewport, self.stage.scene.bounds()
        view = before.resized(self.width(), self.height())
        is_whole = around is not None and before == before.fitted(around) and not self.controller.is_busy
        self.stage.viewport = view.fitted(around) if around is not None and is_whole else view
        self._fit_once()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a click or drag."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.menu_button.press(event, self.controller.is_busy)
        self.controller.press(self._pointer(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover or drag; a drag whose release went elsewhere is over."""
        pointer = self._pointer(event)
        if not pointer.is_held:
            self.controller.let_go()
        self.controller.move(pointer)
        self.edge_scroll.follow(pointer)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a click or drag."""
        self.edge_scroll.stop()
        is_menu_due = self.menu_button.release(event, self.controller.is_busy)
        self.controller.release(self._pointer(event))
        if is_menu_due:
            self._ask_for_menu(event.position().toPoint())

    def hideEvent(self, event: QHideEvent) -> None:
        """Another tab or page covers the canvas: what is dragged goes back."""
        self.edge_scroll.stop()
        self.controller.cancel()
        super().hideEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit a label, or offer to create something."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.controller.double_click(self._pointer(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of what is there; the key asks for the menu of what is selected."""
        if self.controller.is_busy:
            return
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.context_menu_requested.emit(self.mapToGlobal(self._beside_selection()))
        elif self.menu_button.may_ask():
            self._ask_for_menu(event.pos())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        if self.controller.gesture is not None:
            self.controller.gesture.leave()
        elif self.stage.marks.hover is not None:
            self.stage.marks.hover = None
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Shift sideways, with Control zoom at the pointer."""
        fine, notches = event.pixelDelta(), event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = notches.y() or notches.x()
            self.zoom_by(2.0 ** (turned / _NOTCH / 4.0), (event.position().x(), event.position().y()))
        else:
            dx, dy = float(fine.x()), float(fine.y())
            if fine.isNull():
                dx, dy = notches.x() / _NOTCH * _WHEEL_STEP, notches.y() / _NOTCH * _WHEEL_STEP
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and not dx:
                dx, dy = dy, 0.0
            self.stage.pan(dx, dy)
        self.edge_scroll.catch_up()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Run the canvas's own keys; all others belong to the window."""
        if self._keys is None or not self._keys.press(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space goes up: the hand lets go."""
        if self._keys is None or not self._keys.release(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard brought the focus."""
        keyboard = (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
            Qt.FocusReason.ShortcutFocusReason,
        )
        self._shows_focus = event.reason() in keyboard
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring; a held Space is over."""
        self._shows_focus = False
        self.controller.hold_hand(False)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Pinch zooms at the pointer."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_by(1.0 + event.value(), (event.position().x(), event.position().y()))
            return True
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop listening to the document."""
        self.controller.cancel()
        self.stage.close()
        super().closeEvent(event)

    def _fit_once(self) -> None:
        """Show all of a new document as soon as there is a size to fit it into."""
        around = self.stage.scene.bounds()
        if not self._fit_pending or self.width() < 50 or self.height() < 50:
            return
        self._fit_pending = False
        view = self.stage.viewport.resized(self.width(), self.height())
        self.stage.viewport = view.fitted(around) if around is not None else replace(view, x=0.0, y=0.0, scale=1.0)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        return Pointer.of(event, self.stage.viewport)

    def _ask_for_menu(self, at: QPoint) -> None:
        part = self.stage.hit(*self.stage.viewport.to_diagram(at.x(), at.y()))
        if part is not None and part not in self.stage.selection:
            self.stage.selection.set([part])
        self.context_menu_requested.emit(self.mapToGlobal(at))

    def _beside_selection(self) -> QPoint:
        rect = union(each for each in map(self.stage.scene.part_rect, self.stage.selection) if each is not None)
        if rect is None:
            return self.rect().center()
        x, y = self.stage.viewport.to_view((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
        return QPoint(min(max(round(x), 0), self.width()), min(max(round(y), 0), self.height()))

    def _paint_focus(self, painter: QPainter) -> None:
        if self._shows_focus and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.stage.style.selection), 2.0))
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))

    def _come_to_rest(self) -> None:
        self._is_resting = True
        self.update()

    def _prefetch(self) -> None:
        if self.controller.is_busy or not self.isVisible() or not self._is_resting:
            return
        if not self.stage.tiles.prefetch(self.stage.viewport, self.devicePixelRatioF(), _BUSY_BUDGET):
            self._idle.start()

    def _timer(self, milliseconds: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(call)
        return timer
