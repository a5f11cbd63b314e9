"""The questions that the window asks, and the errors it tells; all texts stay plain text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QPushButton, QWidget

Role = QMessageBox.ButtonRole


@dataclass(frozen=True, slots=True)
class Option:
    """A button: what it answers, what it says."""

    answer: str
    text: str
    role: QMessageBox.ButtonRole = Role.AcceptRole


def ask(parent: QWidget, title: str, text: str, detail: str, options: Sequence[Option], default: str) -> str:
    """Show a question with these buttons; Esc answers with the option of the reject role, else the default."""
    box = _box(parent, QMessageBox.Icon.Question, title, text, detail)
    buttons: dict[QPushButton, Option] = {}
    for option in options:
        button = box.addButton(option.text, option.role)
        buttons[button] = option
        if option.answer == default:
            box.setDefaultButton(button)
        if option.role == Role.RejectRole:
            box.setEscapeButton(button)
    box.exec()
    clicked = box.clickedButton()
    answer = next((option.answer for button, option in buttons.items() if button is clicked), default)
    box.deleteLater()
    return answer


def tell_error(parent: QWidget, title: str, text: str, detail: str = "") -> None:
    """Say what went wrong and what to do."""
    box = _box(parent, QMessageBox.Icon.Warning, title, text, detail)
    box.addButton(QMessageBox.StandardButton.Ok)
    box.exec()
    box.deleteLater()


SaveAnswer = Literal["save", "discard", "cancel"]


def ask_to_save(parent: QWidget, name: str) -> str:
    """A tab with unsaved work is to be closed: `save`, `discard` or `cancel`."""
    options = (
        Option("save", _tr("Save")),
        Option("discard", _tr("Don't save"), Role.DestructiveRole),
        Option("cancel", _tr("Cancel"), Role.RejectRole),
    )
    text = _tr("Save the changes to “{}”?").format(name)
    return ask(parent, _tr("Unsaved changes"), text, _tr("They are lost if you don't save them."), options, "save")


def ask_about_change(parent: QWidget, name: str, reason: str) -> str:
    """The file changed on disk: `mine`, `theirs`, `copy` or `cancel`."""
    options = (
        Option("copy", _tr("Save a copy…")),
        Option("mine", _tr("Keep mine"), Role.DestructiveRole),
        Option("theirs", _tr("Take theirs"), Role.DestructiveRole),
        Option("cancel", _tr("Cancel"), Role.RejectRole),
    )
    detail = _tr("Keeping yours puts what is on disk now into a backup. Taking theirs drops your changes.")
    return ask(parent, _tr("“{}” was changed outside").format(name), reason, detail, options, "copy")


def ask_about_problems(parent: QWidget, errors: int) -> str:
    """An export has errors: `show` or `export`."""
    options = (
        Option("show", _tr("Show problems"), Role.RejectRole),
        Option("export", _tr("Export anyway"), Role.DestructiveRole),
    )
    text = _tr("The process has 1 error.") if errors == 1 else _tr("The process has {} errors.").format(errors)
    detail = _tr("An engine may refuse the file or run it differently.")
    return ask(parent, _tr("Export BPMN"), text, detail, options, "show")


def _box(parent: QWidget, icon: QMessageBox.Icon, title: str, text: str, detail: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    box.setInformativeText(detail)
    return box


def _tr(text: str) -> str:
    return QCoreApplication.translate("Questions", text)
