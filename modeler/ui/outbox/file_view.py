"""A file that a connector made: what it is, and buttons to look at it or keep it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import ElidedLabel, label

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

PICTURE = 40


class FileView(QWidget):
    """Shows one file; it is written only when the user asks for it."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name, self._content = "", b""
        self._folder: TemporaryDirectory[str] | None = None
        self._picture = QLabel()
        self._title = ElidedLabel("mail-subject")
        self._detail = label("", "muted")
        self.open_button = QPushButton(self.tr("Open"))
        self.open_button.clicked.connect(self._open)
        self.save_button = QPushButton(self.tr("Save as…"))
        self.save_button.clicked.connect(self._save)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 8, 0, 0)
        for button in (self.open_button, self.save_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        words.addLayout(buttons)
        line = QHBoxLayout()
        line.setContentsMargins(24, 24, 24, 24)
        line.setSpacing(16)
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addStretch(1)
        self.set_icons(icons)

    def show_file(self, name: str, kind: str, content: bytes) -> None:
        """Show this file."""
        self._name, self._content = name, content
        self._title.set_full_text(name)
        self._detail.setText(f"{kind} · {self.locale().formattedDataSize(len(content))}")

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._picture.setPixmap(icons.pixmap("file", PICTURE, "accent", self.devicePixelRatioF()))

    def _open(self) -> None:
        from tempfile import TemporaryDirectory

        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="processwright-")
        path = Path(self._folder.name) / Path(self._name).name
        path.write_bytes(self._content)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save file"), self._name)
        if name:
            Path(name).write_bytes(self._content)
