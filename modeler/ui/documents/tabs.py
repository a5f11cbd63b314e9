"""The tabs of open documents: a dot where work is unsaved, a cross to close, the whole path as tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QTabBar, QTabWidget, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import tooltip, without_mnemonics


class CloseButton(QToolButton):
    """A cross; a dot while the document has unsaved work and the mouse is elsewhere."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._is_dirty = False
        self.setIconSize(QSize(14, 14))
        self.setFixedSize(22, 22)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip(self.tr("Close"))
        self.setAccessibleName(self.tr("Close tab"))
        self._show(False)

    def set_dirty(self, is_dirty: bool) -> None:
        """Whether there is unsaved work."""
        self._is_dirty = is_dirty
        self._show(self.underMouse())

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._show(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The cross appears."""
        self._show(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """The dot comes back."""
        self._show(False)
        super().leaveEvent(event)

    def _show(self, is_hovered: bool) -> None:
        dot = self._is_dirty and not is_hovered
        self.setIcon(self._icons.get("dot" if dot else "close", "text" if dot else "muted"))


class DocumentTabs(QTabWidget):
    """One page a document; pages are widgets that the window makes."""

    close_wanted = Signal(QWidget)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._buttons: dict[QWidget, CloseButton] = {}
        self.setDocumentMode(True)
        self.setMovable(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        bar = self.tabBar()
        bar.setProperty("look", "documents")
        bar.setExpanding(False)
        bar.setUsesScrollButtons(True)
        bar.setAccessibleName(self.tr("Open processes"))

    def add(self, page: QWidget, title: str, tip: str) -> None:
        """Show another page and make it current."""
        index = self.addTab(page, without_mnemonics(title))
        button = CloseButton(self._icons)
        button.clicked.connect(lambda: self.close_wanted.emit(page))
        self._buttons[page] = button
        self.tabBar().setTabButton(index, QTabBar.ButtonPosition.RightSide, button)
        self.setTabToolTip(index, tooltip(tip))
        self.setCurrentIndex(index)

    def remove(self, page: QWidget) -> None:
        """Take a page away; the widget itself is the caller's to delete."""
        self.removeTab(self.indexOf(page))
        self._buttons.pop(page).deleteLater()

    def describe(self, page: QWidget, title: str, tip: str, is_dirty: bool) -> None:
        """The page's name, place and whether it has unsaved work."""
        index = self.indexOf(page)
        self.setTabText(index, without_mnemonics(title))
        self.setTabToolTip(index, tooltip(tip))
        self._buttons[page].set_dirty(is_dirty)

    def turn(self, by: int) -> None:
        """Go to a neighbor, round the ends."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        for button in self._buttons.values():
            button.set_icons(icons)
