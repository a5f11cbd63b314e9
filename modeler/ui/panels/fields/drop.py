"""A small surface that drops down under a field, inside the window: a calendar, patches of color, a few numbers.

It closes on Esc, on a click elsewhere, and when the keyboard goes elsewhere.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

MARGIN, GAP = 8, 2


class Drop(QFrame):
    """Lives as long as it is open; `closed` tells its end."""

    closed = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner.window())
        self._owner = owner
        self.setProperty("surface", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self.column.setSpacing(MARGIN)

    def open(self, first: QWidget) -> None:
        """Stand under the owner, or above it where there is no room, with the keyboard on `first`."""
        self.setGeometry(self._place())
        self.raise_()
        self.show()
        first.setFocus()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.installEventFilter(self)
        application.focusChanged.connect(self._focus_moved)

    def close_drop(self) -> None:
        """Go away, and give the keyboard back to the owner."""
        if self.isHidden():
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.removeEventFilter(self)
        application.focusChanged.disconnect(self._focus_moved)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.isAncestorOf(focus)
        self.hide()
        if had_focus:
            self._owner.setFocus()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for what closes it."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress and not self._holds(watched):
            self.close_drop()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._holds(watched):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.close_drop()
            return True
        return super().eventFilter(watched, event)

    def _holds(self, widget: object) -> bool:
        if not isinstance(widget, QWidget):
            return True
        return widget is self or self.isAncestorOf(widget) or widget.window() is not self.window()

    def _focus_moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and not self._holds(now):
            self.close_drop()

    def _place(self) -> QRect:
        window = self._owner.window()
        size = self.sizeHint()
        at = self._owner.mapTo(window, QPoint(0, self._owner.height() + GAP))
        x = max(MARGIN, min(at.x(), window.width() - size.width() - MARGIN))
        y = at.y()
        if y + size.height() > window.height() - MARGIN:
            y = max(MARGIN, at.y() - self._owner.height() - size.height() - 2 * GAP)
        return QRect(QPoint(x, y), size)
