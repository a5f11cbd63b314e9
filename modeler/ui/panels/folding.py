"""A heading that folds what stands under it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import without_mnemonics


class FoldingSection(QWidget):
    """Heading and body; `toggled` tells when the user folds or unfolds it."""

    toggled = Signal(str, bool)

    def __init__(self, title: str, body: QWidget, icons: Icons, is_open: bool = True) -> None:
        super().__init__()
        self.body = body
        self._title = title
        self._icons = icons
        self._is_open = is_open
        self._is_forced = False
        self.head = QToolButton()
        self.head.setText(without_mnemonics(title))
        self.head.setProperty("look", "group")
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(16, 16))
        self.head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.head.clicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(body)
        self._show()

    def force_open(self, is_forced: bool) -> None:
        """Show the body whatever the user folded, as while searching."""
        self._is_forced = is_forced
        self._show()

    def set_icons(self, icons: Icons) -> None:
        """Draw the arrow in other colors."""
        self._icons = icons
        self._show()

    def _clicked(self) -> None:
        self._is_open = not self._is_open
        self._show()
        self.toggled.emit(self._title, self._is_open)

    def _show(self) -> None:
        is_open = self._is_open or self._is_forced
        self.head.setIcon(self._icons.get("chevron-down" if is_open else "chevron-right"))
        self.head.setAccessibleDescription(self.tr("unfolded") if is_open else self.tr("folded"))
        self.body.setVisible(is_open)
