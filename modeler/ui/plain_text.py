"""Text is text: the only ways to put words from a file on a label, a tooltip or a tab.

Qt guesses that a string with tags is rich text; a name such as `<img src=...>` would then open a file.
"""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

CLEAR_ACTION = "_q_qlineeditclearaction"


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
