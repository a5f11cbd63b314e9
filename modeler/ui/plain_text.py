"""Text is text: the only ways to put words from a file on a label, a tooltip or a tab.

Qt guesses that a string with tags is rich text; a name such as `<img src=...>` would then open a file.
"""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSizePolicy, QStyleOptionButton, QWidget

CLEAR_ACTION = "_q_qlineeditclearaction"
BUTTON_PADDING = 15


def label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that never interprets its text; `role` picks its look in the style sheet."""
    result = QLabel(parent)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    if role:
        result.setProperty("role", role)
    return result


def wrapped_label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """As `label`, broken into lines where the panel ends."""
    result = label(text, role, parent)
    result.setWordWrap(True)
    result.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
    return result


class ElidedLabel(QLabel):
    """One line of text that ends in an ellipsis where its place ends; the whole text is its tooltip."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if role:
            self.setProperty("role", role)
        self._full = ""

    def set_full_text(self, text: str) -> None:
        """Show as much of `text` as fits."""
        self._full = " ".join(text.split())
        self.setAccessibleName(self._full)
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(tooltip(self._full) if shown != self._full else "")


class ElidedButton(QPushButton):
    """A button as wide as its place, whose words end in an ellipsis where it does; the whole text is its tooltip."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(without_mnemonics(text), parent)
        self._full = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Draw as much of the text as fits."""
        super().initStyleOption(option)
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self._room())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the whole text where it is not seen."""
        super().resizeEvent(event)
        is_whole = self.fontMetrics().horizontalAdvance(self._full) <= self._room()
        self.setToolTip("" if is_whole else tooltip(self._full))

    def _room(self) -> int:
        return self.width() - 2 * BUTTON_PADDING


def set_clear_icon(line: QLineEdit, icon: QIcon) -> None:
    """Draw the button that empties a line in our own way."""
    action = line.findChild(QAction, CLEAR_ACTION)
    if isinstance(action, QAction):
        action.setIcon(icon)


def tooltip(text: str) -> str:
    """`text` as a tooltip that shows exactly these characters, wrapped when long."""
    if not text:
        return ""
    return "<qt>" + html.escape(text).replace("\n", "<br>") + "</qt>"


def without_mnemonics(text: str) -> str:
    """`text` for a tab, button or action, whose `&` would otherwise be swallowed."""
    return text.replace("&", "&&")
