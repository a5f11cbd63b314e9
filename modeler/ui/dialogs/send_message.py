"""A message or a signal from outside: which one, and what it brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.plain_text import label, wrapped_label

Send = Callable[[str, str, dict[str, object]], None]


class SendMessageDialog(QDialog):
    """Offers the messages and signals that the process knows; `send` gets kind, name and data."""

    def __init__(self, known: Sequence[tuple[str, str]], send: Send, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Send a message or signal"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(440, 360)
        self._known, self._send = known, send
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Message or signal"))
        titles = {"message": self.tr("Message “{}”"), "signal": self.tr("Signal “{}”")}
        self.choice.addItems([titles[kind].format(name) for kind, name in known])
        self.edit = JsonEdit(self.tr("What it brings"))
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel)
        self.ok = buttons.button(box.Ok)
        self.ok.setText(self.tr("Send"))
        self.ok.setEnabled(bool(known))
        self.edit.changed.connect(lambda is_right: self.ok.setEnabled(is_right and bool(known)))
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        words = self.tr("It reaches whoever waits for it, or starts the pool that begins with it.")
        if not known:
            words = self.tr("The process has no messages and no signals.")
        column.addWidget(wrapped_label(words, "muted"))
        column.addWidget(self.choice)
        column.addWidget(label(self.tr("What it brings"), "field"))
        column.addWidget(self.edit, 1)
        column.addWidget(buttons)

    def _accept(self) -> None:
        data = self.edit.data()
        if data is not None:
            kind, name = self._known[self.choice.currentIndex()]
            self._send(kind, name, data)
            self.accept()
