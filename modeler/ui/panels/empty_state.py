"""What a panel shows when it has nothing to show: an icon, a few words, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, wrapped_label

WIDTH = 296
LEAST = 120
MARGIN = 16


class EmptyState(QWidget):
    """A quiet, centered message."""

    def __init__(self, icon: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label(title, "empty-title")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = wrapped_label(text, "muted")
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._column = QWidget()
        inner = self._inner = QVBoxLayout(self._column)
        inner.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        inner.setSpacing(8)
        for widget in (self._picture, self._title, self._text):
            inner.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(2)
        outer.addWidget(self._column, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        outer.addStretch(3)
        self._fit()

    def set_icons(self, icons: Icons) -> None:
        """Draw the icon in the colors of the theme."""
        self._picture.setPixmap(icons.pixmap(self._icon_name, 32, "disabled", self.devicePixelRatioF()))

    def add_button(self, button: QPushButton) -> None:
        """Offer something to do below the words."""
        self._inner.addWidget(button)

    def set_words(self, title: str, text: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Small: an empty panel never holds the window's size."""
        return QSize(LEAST, LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = max(LEAST, min(WIDTH, self.width()))
        self._column.setFixedWidth(width)
        self._text.setMinimumHeight(max(0, self._text.heightForWidth(width - 2 * MARGIN)))
