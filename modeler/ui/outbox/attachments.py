"""The files of a mail: a button for each, to open it or to keep it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.keeping import can_open
from modeler.ui.outbox.mail_message import Attachment
from modeler.ui.plain_text import tooltip, without_mnemonics

MOST, LONGEST = 3, 26


class AttachmentBar(QWidget):
    """Up to three buttons, the rest in the menu of a last one; `open_wanted` and `save_wanted` carry a file."""

    open_wanted = Signal(object)
    save_wanted = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.buttons: list[QToolButton] = []
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 2, 0, 0)
        self._line.setSpacing(6)
        self._line.addStretch(1)

    def show_files(self, files: Sequence[Attachment]) -> None:
        """Offer these files."""
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        shown = files if len(files) <= MOST + 1 else files[:MOST]
        self.buttons = [self._button(self._words(file), (file,), file) for file in shown]
        if len(shown) < len(files):
            rest = tuple(files[len(shown) :])
            self.buttons.append(self._button(self.tr("{} more").format(len(rest)), rest))
        for number, button in enumerate(self.buttons):
            self._line.insertWidget(number, button)
        self.setVisible(bool(files))

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
