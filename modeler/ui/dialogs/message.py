"""A message with buttons, all of it plain text: a sign, one sentence, a few words more, and what can be answered."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from modeler.ui.dialogs.option import Option
from modeler.ui.icons import Icons
from modeler.ui.plain_text import without_mnemonics, wrapped_label
from modeler.ui.theme import theme_of

WIDTH = 488
SIGN = 28
SIGNS = {"question": ("help", "accent"), "warning": ("warning", "warning")}


class MessageDialog(QDialog):
    """Closes with the first button that is pressed; Esc is the button that rejects."""

    def __init__(self, parent: QWidget, sign: str, title: str, text: str, detail: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        self.answer = ""
        icon, role = SIGNS[sign]
        picture = QLabel()
        picture.setPixmap(Icons(theme_of(parent)).pixmap(icon, SIGN, role, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(6)
        room = WIDTH - 24 - 24 - SIGN - 16
        for content, look in ((text, "empty-title"), (detail, "muted")):
            line = wrapped_label(content, look)
            line.setParent(self)
            line.ensurePolished()
            line.setFixedHeight(line.heightForWidth(room))
            line.setVisible(bool(content))
            words.addWidget(line)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(24)
        column.addLayout(top)
        column.addLayout(self._buttons)

    def add(self, option: Option, is_default: bool) -> QPushButton:
        """One more button."""
        button = QPushButton(without_mnemonics(option.text))
        button.setAutoDefault(is_default)
        button.setDefault(is_default)
        button.clicked.connect(lambda: self._finish(option))
        self._buttons.addWidget(button)
        if is_default:
            button.setFocus()
        return button

    def _finish(self, option: Option) -> None:
        self.answer = option.answer
        self.accept()


def ask(parent: QWidget, title: str, text: str, detail: str, options: Sequence[Option], default: str) -> str:
    """Show a question with these buttons; Esc answers with the option that rejects, else the default."""
    dialog = MessageDialog(parent, "question", title, text, detail)
    for option in sorted(options, key=lambda option: option.answer == default):
        dialog.add(option, option.answer == default)
    escape = next((option.answer for option in options if option.role == "reject"), default)
    dialog.exec()
    dialog.deleteLater()
    return dialog.answer or escape


def tell(parent: QWidget, title: str, text: str, detail: str) -> None:
    """Say what went wrong and what to do."""
    dialog = MessageDialog(parent, "warning", title, text or title, detail)
    dialog.add(Option("ok", dialog.tr("Close")), is_default=True)
    dialog.exec()
    dialog.deleteLater()
