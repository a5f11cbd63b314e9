"""The settings: sections on the left, their settings on the right; each choice counts at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.settings.described import Section
from modeler.ui.settings.rows import Row, SettingsPort, row_for
from modeler.ui.theme import theme_of

LIST, ROW = 168, 34


class SettingsDialog(QDialog):
    """`note` gives a line that stands under a section, by its title, and is asked again after each change."""

    def __init__(
        self, sections: Sequence[Section], port: SettingsPort, note: Callable[[str], str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings"))
        self.resize(720, 480)
        self._sections, self._port, self._note = tuple(sections), port, note
        self.rows: dict[str, Row] = {}
        self.notes: dict[str, QLabel] = {}
        self.list = QListWidget()
        self.list.setFixedWidth(LIST)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setAccessibleName(self.tr("Sections"))
        self._pages = QStackedWidget()
        for section in self._sections:
            item = QListWidgetItem(section.title)
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
            self._pages.addWidget(self._page(section))
        self.list.currentRowChanged.connect(self._pages.setCurrentIndex)
        self.list.setCurrentRow(0)
        split = QHBoxLayout()
        split.setSpacing(24)
        split.addWidget(self.list)
        split.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Settings"), "empty-title"))
        column.addLayout(split, 1)
        column.addWidget(self._buttons())
        self.set_icons(Icons(theme_of(parent)))
        self.list.setFocus()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        for number, section in enumerate(self._sections):
            self.list.item(number).setIcon(QIcon(icons.pixmap(section.icon, 16, "muted", 2.0)))

    def show_note(self, title: str) -> None:
        """Say anew what stands under a section."""
        words = self._note(title)
        self.notes[title].setText(words)
        self.notes[title].setVisible(bool(words))

    def _page(self, section: Section) -> QWidget:
        page = QWidget()
        page.setProperty("surface", "dialog-page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(20)
        for setting in section.settings:
            row = row_for(setting, self._port)
            row.changed.connect(lambda _, title=section.title: self.show_note(title))
            self.rows[setting.name] = row
            column.addWidget(row)
        self.notes[section.title] = wrapped_label("", "muted")
        column.addWidget(self.notes[section.title])
        self.show_note(section.title)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        return area

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        for button in box.buttons():
            if hasattr(button, "setAutoDefault"):
                button.setAutoDefault(False)
        return box
