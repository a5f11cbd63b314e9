"""Buttons side by side, in as many rows as their place is narrow for."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

GAP = 8


class ButtonRows(QWidget):
    """The buttons that were added, from the left; those that have no room begin the next row."""

    def __init__(self) -> None:
        super().__init__()
        self._buttons: list[QPushButton] = []
        self._shape: list[int] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def add(self, button: QPushButton) -> None:
        """One more at the end."""
        self._buttons.append(button)

    def arrange(self) -> None:
        """Put each into its row."""
        rows = self._rows(self.width())
        if [len(row) for row in rows] == self._shape:
            return
        self._shape = [len(row) for row in rows]
        while (item := self._column.takeAt(0)) is not None:
            line = item.layout()
            if line is not None:
                line.deleteLater()
        for row in rows:
            line = QHBoxLayout()
            line.setSpacing(GAP)
            for button in row:
                line.addWidget(button)
            line.addStretch(1)
            self._column.addLayout(line)

    def minimumSizeHint(self) -> QSize:
        """Its widest button has room."""
        widest = max((button.sizeHint().width() for button in self._buttons), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room for more or fewer in a row."""
        super().resizeEvent(event)
        self.arrange()

    def _rows(self, width: int) -> list[list[QPushButton]]:
        rows: list[list[QPushButton]] = []
        left = 0
        for button in self._buttons:
            wanted = button.sizeHint().width()
            if not rows or left < wanted:
                rows.append([])
                left = width
            rows[-1].append(button)
            left -= wanted + GAP
        return rows
