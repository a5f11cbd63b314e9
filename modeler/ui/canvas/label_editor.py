"""Edits a label where it stands: a text field placed over it, as large as the text needs and as the zoom shows it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from modeler.drawing import Style

_ROOM = 6
_SMALLEST = 9.0
_LEAST_WIDTH = 90


class LabelEditor(QPlainTextEdit):
    """Enter or a click elsewhere commits, Shift+Enter breaks the line, Esc gives up."""

    committed = Signal(str)
    opened = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Label"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(3)
        self._before = ""
        self._area = QRect()
        self._is_open = False
        self.textChanged.connect(self._fit)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Whether a label is being edited."""
        return self._is_open

    def open(self, text: str, area: QRect, font: QFont, scale: float, style: Style, is_centered: bool = True) -> None:
        """Start editing a text over an area of the canvas."""
        self._before = text
        self._area = area
        self._is_open = True
        self.setFont(_scaled(font, scale))
        self.setStyleSheet(
            f"LabelEditor {{ background: {style.shape_fill}; color: {style.text}; "
            f"border: 2px solid {style.selection}; border-radius: 4px; padding: 0px; }}"
        )
        self.setPlainText(text)
        self._align(is_centered)
        self.selectAll()
        self._fit()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def commit(self) -> None:
        """Take the text, if it is another one."""
        if not self._is_open:
            return
        text = self.toPlainText().strip()
        self._close()
        if text != self._before:
            self.committed.emit(text)

    def cancel(self) -> None:
        """Leave the label as it was."""
        if self._is_open:
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc end it; everything else edits text."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _has_shift(event):
            self.commit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A click elsewhere commits; a menu of the editor does not."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def _close(self) -> None:
        self._is_open = False
        parent = self.parentWidget()
        if self.hasFocus() and parent is not None:
            parent.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.closed.emit()

    def _align(self, is_centered: bool) -> None:
        option = self.document().defaultTextOption()
        option.setAlignment(Qt.AlignmentFlag.AlignHCenter if is_centered else Qt.AlignmentFlag.AlignLeft)
        self.document().setDefaultTextOption(option)

    def _fit(self) -> None:
        """As wide as the label's place, as high as its lines, in the middle of it."""
        if not self._is_open:
            return
        width = max(self._area.width(), _LEAST_WIDTH)
        self.resize(width, self.height())
        lines = max(1, round(self.document().documentLayout().documentSize().height()))
        height = lines * self.fontMetrics().lineSpacing() + 2 * _ROOM
        middle = self._area.center()
        top = middle.y() - height // 2
        if height > self._area.height():
            top = max(top, self._area.top())
        self.setGeometry(QRect(middle.x() - width // 2, top, width, height))
        self.verticalScrollBar().setValue(0)


def _scaled(font: QFont, scale: float) -> QFont:
    result = QFont(font)
    result.setPixelSize(round(max(font.pixelSize() * scale, _SMALLEST)))
    return result


def _has_shift(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
