"""Commands that belong to the selected element, as links under the head of its properties."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


class ElementTools(QWidget):
    """Shows actions as links; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[QAction] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(10, 4, 10, 4)
        self._line.setSpacing(4)
        self._line.addStretch(1)
        self.hide()

    @property
    def buttons(self) -> list[QPushButton]:
        """What is offered now."""
        return self.findChildren(QPushButton)

    def show_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these and no others."""
        if list(actions) == self._shown:
            return
        self._shown = list(actions)
        for button in self.buttons:
            button.setParent(None)
            button.deleteLater()
        for place, action in enumerate(actions):
            self._line.insertWidget(place, _link(action))
        self.setVisible(bool(actions))


def _link(action: QAction) -> QPushButton:
    button = QPushButton(action.text().partition("\t")[0].replace("&", ""))
    button.setProperty("look", "link")
    button.setStatusTip(action.statusTip())
    button.clicked.connect(action.trigger)
    return button
