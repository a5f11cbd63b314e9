"""Text fields: one line, and several lines that grow with their text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.text_port import BlockPort, LinePort, TextPort
from modeler.ui.panels.form_model import Field

LINES = {"multiline": (3, 14)}
CODE_LINES = (4, 24)
FRAME = 18
PARAGRAPH = "\u2029"


class LineField(FieldEditor):
    """One line of text; Enter or leaving the field finishes it, Esc brings the old text back."""

    _line: QLineEdit
    _untouched: str | None = None

    def _build(self, field: Field) -> QWidget:
        self._line = QLineEdit()
        self._line.setPlaceholderText(field.placeholder)
        self._line.setReadOnly(field.is_readonly)
        self._line.textEdited.connect(self._typed)
        self._line.editingFinished.connect(self.commit)
        self._line.installEventFilter(self)
        return self._line

    @property
    def editor(self) -> QWidget:
        """The line itself, also where buttons stand beside it."""
        return self._line

    def text_ports(self) -> list[TextPort]:
        """The line, for those who read and mark its text."""
        return [LinePort(self._line)]

    def update_field(self, field: Field) -> None:
        """As for every field; the placeholder may tell another default."""
        self._line.setPlaceholderText(field.placeholder)
        super().update_field(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc while typing takes back what was not finished."""
        if watched is self._line and _is_key(event, Qt.Key.Key_Escape):
            self.revert()
        return super().eventFilter(watched, event)

    def _read_value(self) -> object:
        return self._line.text()

    def _show_value(self, value: object) -> None:
        position = self._line.cursorPosition()
        self._line.setText("" if value is None else str(value))
        self._line.setCursorPosition(min(position, len(self._line.text())) if self._line.hasFocus() else 0)
        if value == self._known:
            self._untouched = self._line.text()

    def commit(self) -> None:
        """As for every field; to show a value, or an empty text where there is none, is no change."""
        text = self._line.text()
        if self.field.draft is None and (text == self._untouched or (text == "" and self._known is None)):
            self._pause.stop()
            return
        self._untouched = None
        super().commit()


class PasswordField(LineField):
    """One line whose signs nobody reads on the screen."""

    def _build(self, field: Field) -> QWidget:
        line = super()._build(field)
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        return line


class BlockField(FieldEditor):
    """Several lines of text; grows with its text, finished when it is left, Esc brings the old text back."""

    _block: QPlainTextEdit
    _untouched: str | None = None

    def _build(self, field: Field) -> QWidget:
        self._block = QPlainTextEdit()
        self._block.setPlaceholderText(field.placeholder)
        self._block.setReadOnly(field.is_readonly)
        self._block.setTabChangesFocus(True)
        self._block.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._block.textChanged.connect(self._text_changed)
        self._block.installEventFilter(self)
        return self._block

    @property
    def editor(self) -> QWidget:
        """The block itself."""
        return self._block

    def text_ports(self) -> list[TextPort]:
        """The block, for those who read and mark its text."""
        return [BlockPort(self._block)]

    def update_field(self, field: Field) -> None:
        """As for every field; the placeholder may tell another default."""
        self._block.setPlaceholderText(field.placeholder)
        super().update_field(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leaving the field finishes it; Ctrl+Enter does so without leaving; Esc takes back."""
        if watched is self._block:
            if event.type() == QEvent.Type.FocusOut:
                self.commit()
            elif event.type() == QEvent.Type.Resize:
                self._fit_height()
            elif _is_commit(event):
                self.commit()
                return True
            elif _is_key(event, Qt.Key.Key_Escape):
                self.revert()
        return super().eventFilter(watched, event)

    def _text_changed(self) -> None:
        self._fit_height()
        if self._block.hasFocus():
            self._typed()

    def _lines(self) -> tuple[int, int]:
        return LINES["multiline"]

    def _fit_height(self) -> None:
        least, most = self._lines()
        lines = max(least, min(most, shown_lines(self._block.document()) + 1))
        height = round(QFontMetricsF(self._block.font()).lineSpacing() * lines + FRAME)
        if self._block.height() != height or self._block.minimumHeight() != height:
            self._block.setFixedHeight(height)

    def _text(self) -> str:
        """What stands in the block; `toPlainText` would make other spaces of some."""
        return self._block.document().toRawText().replace(PARAGRAPH, "\n")

    def _read_value(self) -> object:
        return self._text()

    def _show_value(self, value: object) -> None:
        text = "" if value is None else str(value)
        if text != self._text():
            blocked = self._block.blockSignals(True)
            self._block.setPlainText(text)
            self._block.blockSignals(blocked)
            self._fit_height()
        if value == self._known:
            self._untouched = self._text()

    def is_untouched(self) -> bool:
        """Whether the block shows its value, in the way in which a block can: with line breaks of one kind."""
        return self.field.draft is None and self._text() == self._untouched

    def commit(self) -> None:
        """As for every field; to show a value, or an empty text where there is none, is no change."""
        if self.is_untouched() or (self._text() == "" and self._known is None):
            self._pause.stop()
            return
        self._untouched = None
        super().commit()


def shown_lines(document: QTextDocument) -> int:
    """How many lines a text takes where long ones are broken."""
    block, count = document.firstBlock(), 0
    while block.isValid():
        count += max(1, block.lineCount())
        block = block.next()
    return count


def _is_key(event: QEvent, key: Qt.Key) -> bool:
    return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == key


def _is_commit(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return False
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
