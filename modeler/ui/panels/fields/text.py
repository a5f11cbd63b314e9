"""Text fields: one line, several lines, and code."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field

LINES = {"multiline": (3, 12), "code": (6, 20)}


class LineField(FieldEditor):
    """One line of text; Enter or leaving the field finishes it, Esc brings the old text back."""

    _line: QLineEdit

    def _build(self, field: Field) -> QWidget:
        self._line = QLineEdit()
        self._line.setPlaceholderText(field.placeholder)
        self._line.setReadOnly(field.is_readonly)
        self._line.textEdited.connect(self._typed)
        self._line.editingFinished.connect(self.commit)
        self._line.installEventFilter(self)
        return self._line

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc while typing takes back what was not finished."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_escape(event):
            self._pause.stop()
            self._show_value(self._known)
            self.edited.emit(self.field.key, self._read_value())
        return super().eventFilter(watched, event)

    def _read_value(self) -> object:
        return self._line.text()

    def _show_value(self, value: object) -> None:
        position = self._line.cursorPosition()
        self._line.setText("" if value is None else str(value))
        self._line.setCursorPosition(min(position, len(self._line.text())) if self._line.hasFocus() else 0)

    def commit(self) -> None:
        """As for every field; an empty text where there was none is no change."""
        if self._line.text() == "" and self._known is None:
            self._pause.stop()
            return
        super().commit()


class BlockField(FieldEditor):
    """Several lines of text, or code; grows with its text, finished when it is left."""

    _block: QPlainTextEdit

    def _build(self, field: Field) -> QWidget:
        self._block = QPlainTextEdit()
        self._block.setPlaceholderText(field.placeholder)
        self._block.setReadOnly(field.is_readonly)
        self._block.setTabChangesFocus(True)
        if field.kind == "code":
            self._block.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            self._block.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._block.textChanged.connect(self._text_changed)
        self._block.installEventFilter(self)
        return self._block

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field finishes it; Ctrl+Enter does so without leaving."""
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and _is_commit(event):
            self.commit()
            return True
        return super().eventFilter(watched, event)

    def _text_changed(self) -> None:
        self._fit_height()
        if self._block.hasFocus():
            self._typed()

    def _fit_height(self) -> None:
        least, most = LINES.get(self.field.kind, LINES["multiline"])
        lines = max(least, min(most, self._block.blockCount() + 1))
        height = QFontMetricsF(self._block.font()).lineSpacing() * lines + 18
        self._block.setFixedHeight(round(height))

    def _read_value(self) -> object:
        return self._block.toPlainText()

    def _show_value(self, value: object) -> None:
        text = "" if value is None else str(value)
        blocked = self._block.blockSignals(True)
        self._block.setPlainText(text)
        self._block.blockSignals(blocked)
        self._fit_height()

    def commit(self) -> None:
        """As for every field; an empty text where there was none is no change."""
        if self._block.toPlainText() == "" and self._known is None:
            self._pause.stop()
            return
        super().commit()


def _is_escape(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_Escape


def _is_commit(event: QKeyEvent) -> bool:
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
