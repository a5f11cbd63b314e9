"""A few views behind small buttons in a row, one of them shown; the arrow keys go from one to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from modeler.ui.plain_text import label, without_mnemonics


class Segments(QWidget):
    """Buttons above a stack; `turned` tells which view is shown now."""

    turned = Signal(int)

    def __init__(self, names: Sequence[str], title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        self.head = QHBoxLayout()
        self.head.setContentsMargins(0, 0, 0, 0)
        self.head.setSpacing(2)
        self.buttons = [self._button(number, name) for number, name in enumerate(names)]
        self.head.addStretch(1)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self.turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if title:
            column.addWidget(label(title, "section"))
        column.addLayout(self.head)
        column.addWidget(self._stack, 1)

    def add(self, view: QWidget) -> None:
        """The view of the next button."""
        self._stack.addWidget(view)

    def turn(self, number: int) -> None:
        """Show another view."""
        self.buttons[number].setChecked(True)
        if self._stack.currentIndex() != number:
            self._stack.setCurrentIndex(number)
            self.turned.emit(number)

    @property
    def current(self) -> int:
        """The number of the view that is shown."""
        return self._stack.currentIndex()

    def rename(self, number: int, name: str) -> None:
        """Say something else on a button, such as a count."""
        self.buttons[number].setText(without_mnemonics(name))
        self.buttons[number].setAccessibleName(name)

    def _button(self, number: int, name: str) -> QToolButton:
        button = view_button(name)
        self._group.addButton(button, number)
        self.head.addWidget(button)
        return button


def view_button(name: str) -> QToolButton:
    """A small button that turns to a view."""
    button = QToolButton()
    button.setCheckable(True)
    button.setProperty("look", "view")
    button.setText(without_mnemonics(name))
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
