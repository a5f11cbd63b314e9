"""The line under a choice whose options the connector loads: a button, and words about what is asked and what came."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.editor import snug
from modeler.ui.panels.form_model import Loading
from modeler.ui.plain_text import wrapped_label
from modeler.ui.theme import set_look


class ChoiceLoader(QWidget):
    """`wanted` when the list shall be loaded; it keeps the keyboard while it is."""

    wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._is_busy = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self.words = snug(wrapped_label("", "muted"))
        self.button = QPushButton()
        self.button.setProperty("look", "link")
        self.button.clicked.connect(self._ask)
        column.addWidget(self.words)
        line = QHBoxLayout()
        line.addWidget(self.button)
        line.addStretch(1)
        column.addLayout(line)

    def show_state(self, loading: Loading) -> None:
        """Say how loading stands."""
        self._is_busy = loading.is_busy
        self.words.setText(loading.error or loading.words)
        set_look(self.words, "role", "error" if loading.error else "muted")
        text = self.tr("Refresh the list") if loading.is_loaded else self.tr("Load the list")
        if loading.is_busy:
            text = self.tr("Loading…")
        elif loading.error:
            text = self.tr("Try again")
        self.button.setText(text)
        self.button.setAccessibleName(f"{self._name}: {text}")
        self.button.setAccessibleDescription(self.words.text())

    def _ask(self) -> None:
        if not self._is_busy:
            self.wanted.emit()
