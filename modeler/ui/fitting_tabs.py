"""Tabs that all stay within reach: those for which there is no room are in a menu at the end of the row."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QTabBar, QTabWidget, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import without_mnemonics

MARGIN = 4
LEAST_WIDTH = 380
"""What is left for the panels, and so for what stands above them, in a narrow window."""


class _Bar(QTabBar):
    def width_of(self, index: int) -> int:
        """How wide a tab is where there is room for it, also one that is hidden."""
        return self.tabSizeHint(index).width()

    def minimumSizeHint(self) -> QSize:
        """No row of tabs forces its panel to be wide."""
        return QSize(0, super().minimumSizeHint().height())


class FittingTabs(QTabWidget):
    """Shows as many tabs as fit, the one in front among them, and the others in the menu of `more`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = _Bar()
        self.setTabBar(self._bar)
        self.setDocumentMode(True)
        self._bar.setUsesScrollButtons(False)
        self.more = QToolButton()
        self.more.setIconSize(QSize(14, 14))
        self.more.setToolTip(self.tr("More panels"))
        self.more.setAccessibleName(self.tr("More panels"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        self.more.hide()
        self._corner = QWidget()
        self._line = QHBoxLayout(self._corner)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2)
        self._line.addWidget(self.more)
        self.setCornerWidget(self._corner)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        self.currentChanged.connect(lambda _: self.fit())
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """What the panel in front needs: those behind it may need more once they come."""
        whole, panel = super().minimumSizeHint(), self.currentWidget()
        if panel is None:
            return whole
        least = panel.minimumSizeHint().expandedTo(panel.minimumSize())
        return whole.boundedTo(
            QSize(max(least.width(), LEAST_WIDTH), self._bar.sizeHint().height() + least.height() + MARGIN)
        )

    def put_at_the_end(self, button: QToolButton) -> None:
        """One more button behind the tabs."""
        self._line.addWidget(button)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self.more.setIcon(icons.get("more"))

    def add(self, panel: QWidget, title: str) -> None:
        """One more tab."""
        self.addTab(panel, title)
        self._soon.start()

    def say(self, panel: QWidget, title: str) -> None:
        """Write something else on a tab."""
        self.setTabText(self.indexOf(panel), title)
        self._soon.start()

    def fit(self) -> None:
        """Hide the last tabs for which there is no room; the one in front always has some."""
        widths = [self._bar.width_of(index) for index in range(self.count())]
        shown = self._fitting(widths, self.width() - self._line.sizeHint().width() - MARGIN)
        if len(shown) < len(widths):
            shown = self._fitting(widths, self.width() - self._with_more() - MARGIN)
        for index in range(self.count()):
            if self.isTabVisible(index) != (index in shown):
                self.setTabVisible(index, index in shown)
        if self.more.isHidden() == (len(shown) < len(widths)):
            self.more.setVisible(len(shown) < len(widths))
            QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There is more or less room."""
        super().resizeEvent(event)
        self._soon.start()

    def _fitting(self, widths: list[int], room: int) -> set[int]:
        front = self.currentIndex()
        shown = {front} if front >= 0 else set()
        room -= widths[front] if front >= 0 else 0
        for index, width in enumerate(widths):
            if index != front:
                room -= width
                if room < 0:
                    break
                shown.add(index)
        return shown

    def _with_more(self) -> int:
        is_shown = not self.more.isHidden()
        return self._line.sizeHint().width() + (0 if is_shown else self.more.sizeHint().width() + self._line.spacing())

    def _fill(self) -> None:
        self.menu.clear()
        for index in range(self.count()):
            if not self.isTabVisible(index):
                action = self.menu.addAction(without_mnemonics(self.tabText(index)))
                action.triggered.connect(lambda _=False, index=index: self.bring(index))

    def bring(self, index: int) -> None:
        """Show a panel, whether its tab is seen or not."""
        self.setTabVisible(index, True)
        self.setCurrentIndex(index)
        self.fit()
