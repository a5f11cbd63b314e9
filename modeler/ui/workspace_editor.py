"""What the editors of workspace files share: the list on the left, the foot with Save, and what to do with a change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from modeler.ui.dialogs.option import Option
from modeler.ui.plain_text import ElidedLabel, label
from modeler.ui.questions import ask


class AskingDialog(QDialog):
    """A dialog that closes by Esc, by its button and by the window's own cross only when `may_close` agrees."""

    def may_close(self) -> bool:
        """Ask about changes that are not saved."""
        return True

    def reject(self) -> None:
        """Esc and Close ask."""
        if self.may_close():
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross asks too."""
        if self.may_close():
            event.accept()
        else:
            event.ignore()


def side(title: str, tools: Sequence[QWidget], content: QWidget) -> QWidget:
    """What there is, under its title and the buttons for it."""
    bar = QHBoxLayout()
    bar.setContentsMargins(12, 8, 8, 8)
    bar.setSpacing(2)
    bar.addWidget(label(title, "panel-title"))
    bar.addStretch(1)
    for tool in tools:
        bar.addWidget(tool)
    panel = QWidget()
    panel.setProperty("surface", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addLayout(bar)
    column.addWidget(content, 1)
    return panel


def foot(where: str, save: Callable[[], object], close: Callable[[], object]) -> tuple[QWidget, QPushButton]:
    """Where the files are, Close and Save; also the button that saves."""
    place = ElidedLabel("muted")
    place.set_full_text(where)
    save_button = QPushButton(_tr("Save"))
    save_button.setProperty("look", "primary")
    save_button.setAutoDefault(False)
    save_button.clicked.connect(lambda: save())
    close_button = QPushButton(_tr("Close"))
    close_button.setAutoDefault(False)
    close_button.clicked.connect(lambda: close())
    panel = QWidget()
    panel.setProperty("surface", "foot")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line = QHBoxLayout(panel)
    line.setContentsMargins(16, 10, 16, 10)
    line.setSpacing(8)
    line.addWidget(place, 1)
    line.addWidget(close_button)
    line.addWidget(save_button)
    return panel, save_button


def ask_whose(parent: QWidget, name: str, reason: str) -> str:
    """Somebody else changed a file: `mine`, `theirs`, or `cancel` for neither now."""
    options = (
        Option("mine", _tr("Keep mine"), "destroy"),
        Option("theirs", _tr("Take theirs"), "destroy"),
        Option("cancel", _tr("Cancel"), "reject"),
    )
    title = _tr("“{}” was changed outside").format(name)
    return ask(parent, title, title, reason, options, "cancel")


def _tr(text: str) -> str:
    return QCoreApplication.translate("WorkspaceEditor", text)
