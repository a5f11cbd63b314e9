"""A line and a block of text seen the same way: what they say, where the cursor is, what is marked in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QColor, QInputMethodEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

Span = tuple[int, int]


class TextPort(Protocol):
    """What completion and marking need of a text widget."""

    @property
    def widget(self) -> QWidget:
        """The widget that has the keyboard."""

    def text(self) -> str:
        """All that is written."""

    def position(self) -> int:
        """Where the cursor stands, as a number of characters."""

    def position_at(self, at: QPoint) -> int:
        """The place in the text under a point of what shows it."""

    def replace(self, start: int, end: int, text: str, cursor: int) -> None:
        """Write over a part, as typing does, and put the cursor somewhere."""

    def below_cursor(self) -> QPoint:
        """A point of the widget just under the cursor."""

    def mark(self, spans: Sequence[Span], color: QColor) -> None:
        """Underline parts with a wave; the former marks go."""

    def on_change(self, act: Callable[[], None]) -> None:
        """Call `act` after each change of text or cursor."""


class LinePort:
    """A line edit, whose marks are shown as an input method's are."""

    def __init__(self, line: QLineEdit) -> None:
        self._line = line
        self._marks: list[Span] = []

    @property
    def widget(self) -> QWidget:
        """The line."""
        return self._line

    def text(self) -> str:
        """Its text."""
        return self._line.text()

    def position(self) -> int:
        """The place of its cursor."""
        return self._line.cursorPosition()

    def position_at(self, at: QPoint) -> int:
        """Under the mouse."""
        return self._line.cursorPositionAt(at)

    def replace(self, start: int, end: int, text: str, cursor: int) -> None:
        """As if typed."""
        self._line.setSelection(start, end - start)
        self._line.insert(text)
        self._line.setCursorPosition(cursor)

    def below_cursor(self) -> QPoint:
        """Under the cursor, at the line's edge."""
        return QPoint(self._line.cursorRect().center().x(), self._line.height())

    def mark(self, spans: Sequence[Span], color: QColor) -> None:
        """A line edit takes formats only from an input method."""
        if list(spans) == self._marks:
            return
        self._marks = list(spans)
        position = self._line.cursorPosition()
        kind = QInputMethodEvent.AttributeType.TextFormat
        attributes = [
            QInputMethodEvent.Attribute(kind, start - position, end - start, _wave(color)) for start, end in spans
        ]
        QCoreApplication.sendEvent(self._line, QInputMethodEvent("", attributes))

    def on_change(self, act: Callable[[], None]) -> None:
        """After each change of text or cursor."""
        self._line.textChanged.connect(lambda: act())
        self._line.cursorPositionChanged.connect(lambda: act())


class BlockPort:
    """A text edit, plain or rich."""

    def __init__(self, block: QPlainTextEdit | QTextEdit) -> None:
        self._block = block

    @property
    def widget(self) -> QWidget:
        """The block."""
        return self._block

    def text(self) -> str:
        """Its text."""
        return self._block.toPlainText()

    def position(self) -> int:
        """The place of its cursor."""
        return self._block.textCursor().position()

    def position_at(self, at: QPoint) -> int:
        """Under the mouse."""
        return self._block.cursorForPosition(at).position()

    def replace(self, start: int, end: int, text: str, cursor: int) -> None:
        """As if typed."""
        here = self._cursor(start, end)
        here.insertText(text)
        here.setPosition(cursor)
        self._block.setTextCursor(here)

    def below_cursor(self) -> QPoint:
        """Under the cursor."""
        return self._block.viewport().mapTo(self._block, self._block.cursorRect().bottomLeft())

    def mark(self, spans: Sequence[Span], color: QColor) -> None:
        """Extra selections stand beside the text and are never part of it."""
        marks = []
        for start, end in spans:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(start, end)
            selection.format = _wave(color)
            marks.append(selection)
        self._block.setExtraSelections(marks)

    def on_change(self, act: Callable[[], None]) -> None:
        """After each change of text or cursor."""
        self._block.textChanged.connect(lambda: act())
        self._block.cursorPositionChanged.connect(lambda: act())

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self._block.document())
        cursor.setPosition(min(start, self._last()))
        cursor.setPosition(min(end, self._last()), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _last(self) -> int:
        return self._block.document().characterCount() - 1


def _wave(color: QColor) -> QTextCharFormat:
    format = QTextCharFormat()
    format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    format.setUnderlineColor(color)
    return format
