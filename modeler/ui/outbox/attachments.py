"""The files of a mail: a button for each, to open it or to keep it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.keeping import can_open
from modeler.ui.outbox.mail_message import Attachment
from modeler.ui.plain_text import tooltip, without_mnemonics

MOST, LONGEST = 4, 26
AROUND, REST = 44, 84
"""What a button needs beside its words, and what the button for the rest needs."""


class AttachmentBar(QWidget):
    """As many buttons as there is room for, the rest in the menu of a last one; its signals carry a file."""

    open_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.buttons: list[QToolButton] = []
        self._files: tuple[Attachment, ...] = ()
        self._shown = -1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 2, 0, 0)
        self._line.setSpacing(6)
        self._line.addStretch(1)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Offer these files."""
        self._files = tuple(files)
        self._shown = -1
        self._fit()
        self.setVisible(bool(files))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many buttons as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._room()
        if shown == self._shown:
            return
        self._shown = shown
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [self._button(self._words(file), (file,), file) for file in self._files[:shown]]
        rest = self._files[shown:]
        if rest:
            words = self.tr("{} more") if shown else self.tr("{} files")
            self.buttons.append(self._button(words.format(len(rest)), rest))
        for number, button in enumerate(self.buttons):
            self._line.insertWidget(number, button)
        self.setMinimumHeight(max((button.sizeHint().height() for button in self.buttons), default=0) + 2)

    def _room(self) -> int:
        """How many buttons fit beside the one for the rest."""
        metrics, used = self.fontMetrics(), 0
        for number, file in enumerate(self._files):
            used += metrics.horizontalAdvance(self._words(file)) + AROUND
            is_last = number + 1 == len(self._files)
            if number == MOST or used + (0 if is_last else REST) > self.width():
                return number
        return len(self._files)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        for button in self.buttons:
            button.setIcon(icons.get("attachment"))

    def _words(self, file: Attachment) -> str:
        name = file.name if len(file.name) <= LONGEST else f"{file.name[: LONGEST - 9]}…{file.name[-8:]}"
        return f"{name} · {self.locale().formattedDataSize(file.size)}"

    def _button(self, words: str, files: Sequence[Attachment], only: Attachment | None = None) -> QToolButton:
        button = QToolButton()
        button.setProperty("look", "chip")
        button.setText(without_mnemonics(words))
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(tooltip(f"{only.name}\n{only.kind}" if only is not None else words))
        button.setIcon(self._icons.get("attachment"))
        button.setIconSize(QSize(14, 14))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for file in files:
            self._fill(menu if only is not None else menu.addMenu(without_mnemonics(self._words(file))), file)
        button.setMenu(menu)
        return button

    def _fill(self, menu: QMenu, file: Attachment) -> None:
        opening = menu.addAction(self.tr("Open"), lambda: self.open_wanted.emit(file))
        opening.setEnabled(can_open(file.name))
        if not opening.isEnabled():
            opening.setText(self.tr("Open (not this kind of file)"))
        menu.addAction(self.tr("Save as…"), lambda: self.save_wanted.emit(file))
