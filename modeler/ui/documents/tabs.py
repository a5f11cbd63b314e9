"""The tabs of open documents: a dot where work is unsaved, a cross to close, the whole path as tooltip."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QTabBar, QTabWidget, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import tooltip, without_mnemonics

_LEAST_TAB = 220


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


class _Bar(QTabBar):
    """Tabs that stay wide enough to tell one name from another; the middle button closes one."""

    closed_at = Signal(int)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """As wide as the name, up to a limit: beyond it, the row scrolls."""
        whole = self.tabSizeHint(index)
        return QSize(min(whole.width(), _LEAST_TAB), whole.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button asks to close what it was released over."""
        index = self.tabAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.MiddleButton and index >= 0:
            self.closed_at.emit(index)
        else:
            super().mouseReleaseEvent(event)


class DocumentTabs(QTabWidget):
    """One page a document; pages are widgets that the window makes."""

    close_wanted = Signal(QWidget)
    menu_wanted = Signal(QWidget, QPoint)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._buttons: dict[QWidget, CloseButton] = {}
        self._bar = _Bar()
        self._bar.closed_at.connect(lambda index: self.close_wanted.emit(self.widget(index)))
        self._bar.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._bar.customContextMenuRequested.connect(self._ask_for_menu)
        self.setTabBar(self._bar)
        self.all_open = self._build_list()
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

    def tabInserted(self, index: int) -> None:
        """One more: the list of all is of use."""
        super().tabInserted(index)
        self._offer_list()

    def tabRemoved(self, index: int) -> None:
        """One less."""
        super().tabRemoved(index)
        self._offer_list()

    def _ask_for_menu(self, at: QPoint) -> None:
        page = self.widget(self._bar.tabAt(at))
        if page is not None:
            self.menu_wanted.emit(page, self._bar.mapToGlobal(at))

    def _offer_list(self) -> None:
        self.all_open.setVisible(self.count() > 1)

    def _build_list(self) -> QToolButton:
        """A button at the end of the row with a menu of everything that is open."""
        button = QToolButton()
        button.setIconSize(QSize(14, 14))
        button.setToolTip(self.tr("All open processes"))
        button.setAccessibleName(self.tr("All open processes"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setIcon(self._icons.get("chevron-down"))
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: self._list_open(menu))
        button.setMenu(menu)
        button.hide()
        self.setCornerWidget(button)
        return button

    def _list_open(self, menu: QMenu) -> None:
        menu.clear()
        for index in range(self.count()):
            action = menu.addAction(self.tabText(index))
            action.setCheckable(True)
            action.setChecked(index == self.currentIndex())
            action.triggered.connect(lambda _=False, index=index: self.setCurrentIndex(index))

    def turn(self, by: int) -> None:
        """Go to a neighbor, round the ends."""
        if self.count():
            self.setCurrentIndex((self.currentIndex() + by) % self.count())

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.all_open.setIcon(icons.get("chevron-down"))
        for button in self._buttons.values():
            button.set_icons(icons)
