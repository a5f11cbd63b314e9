"""A message with buttons, all of it plain text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

from modeler.ui.dialogs.option import Option

ROLES = {
    "accept": QMessageBox.ButtonRole.AcceptRole,
    "reject": QMessageBox.ButtonRole.RejectRole,
    "destroy": QMessageBox.ButtonRole.DestructiveRole,
}


def ask(parent: QWidget, title: str, text: str, detail: str, options: Sequence[Option], default: str) -> str:
    """Show a question with these buttons; Esc answers with the option that rejects, else the default."""
    box = _box(parent, QMessageBox.Icon.Question, title, text, detail)
    buttons: dict[QPushButton, Option] = {}
    for option in options:
        button = box.addButton(option.text, ROLES[option.role])
        buttons[button] = option
        if option.answer == default:
            box.setDefaultButton(button)
        if option.role == "reject":
            box.setEscapeButton(button)
    box.exec()
    clicked = box.clickedButton()
    answer = next((option.answer for button, option in buttons.items() if button is clicked), default)
    box.deleteLater()
    return answer


def tell(parent: QWidget, title: str, text: str, detail: str) -> None:
    """Say what went wrong and what to do."""
    box = _box(parent, QMessageBox.Icon.Warning, title, text, detail)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.exec()
    box.deleteLater()


def _box(parent: QWidget, icon: QMessageBox.Icon, title: str, text: str, detail: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    return box
