"""The line that asks for the name of a package and for the index it is in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from modeler.ui.plain_text import label


class IndexBar(QWidget):
    """Opens under the title; Enter looks, Esc closes."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Package, such as acme-weather"))
        self.name.setAccessibleName(self.tr("Package"))
        self.index = QLineEdit()
        self.index.setPlaceholderText(self.tr("Index: https address or folder of wheels"))
        self.index.setAccessibleName(self.tr("Index"))
        self.look = QPushButton(self.tr("Look"))
        self.look.setAutoDefault(False)
        self.look.setEnabled(False)
        self.look.clicked.connect(self._look)
        close = QPushButton(self.tr("Cancel"))
        close.setAutoDefault(False)
        close.clicked.connect(self.hide)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 8, 12, 8)
        line.setSpacing(8)
        line.addWidget(label(self.tr("Install from an index")))
        line.addWidget(self.name, 2)
        line.addWidget(self.index, 3)
        line.addWidget(self.look)
        line.addWidget(close)
        for edit in (self.name, self.index):
            edit.textChanged.connect(lambda _: self.look.setEnabled(self._is_filled()))
            edit.returnPressed.connect(self._look)

    def open(self) -> None:
        """Show it and begin with the name."""
        self.show()
        self.name.setFocus()

    def _is_filled(self) -> bool:
        return bool(self.name.text().strip() and self.index.text().strip())

    def _look(self) -> None:
        if self._is_filled():
            self.wanted.emit(self.name.text().strip(), self.index.text().strip())
