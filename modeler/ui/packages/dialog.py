"""The page of connectors: list on the left, one of them on the right, installing on top, errors in place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.banner import Banner, Severity
from modeler.ui.icons import Icons
from modeler.ui.packages.detail import DetailPage
from modeler.ui.packages.index_bar import IndexBar
from modeler.ui.packages.listing import ConnectorList
from modeler.ui.packages.offer import OfferPage
from modeler.ui.packages.row import ConnectorRow
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.plain_text import label, set_clear_icon
from modeler.ui.theme import Theme

if TYPE_CHECKING:
    from modeler.services.packages.store import Candidate

SIZE = (980, 640)
LEAST = (760, 420)
LEFT = 340
SUFFIXES = (".whl", ".zip")


class PackagesDialog(QDialog):
    """Shows what it is given and tells what is wanted; it installs nothing itself."""

    file_wanted = Signal()
    folder_wanted = Signal()
    dropped = Signal(str)
    row_chosen = Signal(object)

    def __init__(
        self, theme: Theme, icons: Icons, pictures: Callable[[ConnectorRow, int], QPixmap], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Connectors"))
        self.resize(*SIZE)
        self.setMinimumSize(*LEAST)
        self.setAcceptDrops(True)
        self._icons = icons
        self._rows: list[ConnectorRow] = []
        self.list = ConnectorList(theme, pictures)
        self.detail = DetailPage(pictures)
        self.offer = OfferPage()
        self.index_bar = IndexBar()
        self._empty = EmptyState("plug", self.tr("No connector found"), self.tr("Try another word."))
        self._wait = EmptyState("clock", self.tr("Reading the package…"), self.tr("Nothing of it is run."))
        self._stack = QStackedWidget()
        self._stack.setProperty("surface", "panel")
        self._stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for page in (self.detail, self.offer, self._empty, self._wait):
            self._stack.addWidget(page)
        self._banners = QVBoxLayout()
        self._build()
        self.set_icons(theme, icons)
        self.list.chosen.connect(self._choose)
        self.search.textChanged.connect(lambda _: self._filter())

    def set_rows(self, rows: Sequence[ConnectorRow], keep: str = "") -> None:
        """Show these connectors; `keep` is the id of the one to stay on."""
        current = self.list.currentItem()
        shown = self.detail.row.entry.id if self.detail.row is not None and current is not None else ""
        self._rows = list(rows)
        self._filter(keep or shown)

    def redraw_pictures(self) -> None:
        """Icons have been drawn meanwhile."""
        self.list.viewport().update()
        self.detail.redraw_picture()

    def show_offer(self, candidate: Candidate) -> None:
        """Ask whether to install a package."""
        self.offer.show_candidate(candidate)
        self._stack.setCurrentWidget(self.offer)

    def show_detail(self) -> None:
        """Back to the connector that is chosen."""
        self._stack.setCurrentWidget(self.detail if self.list.count() else self._empty)

    def show_waiting(self) -> None:
        """A package is being read."""
        self.clear_message()
        self._stack.setCurrentWidget(self._wait)

    def say(self, severity: Severity, text: str) -> None:
        """Tell what happened or went wrong, on top."""
        self.clear_message()
        self._banners.addWidget(Banner(self._icons, severity, text, parent=self))

    def clear_message(self) -> None:
        """Nothing to tell any more."""
        while (item := self._banners.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    @property
    def message(self) -> str:
        """What is told on top now."""
        told = (each for each in self.findChildren(Banner) if self._banners.indexOf(each) == 0)
        return next((each.text for each in told), "")

    @property
    def is_offering(self) -> bool:
        """Whether a package waits for an answer."""
        return self._stack.currentWidget() is self.offer

    def set_icons(self, theme: Theme, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.list.set_theme(theme)
        self._empty.set_icons(icons)
        self._wait.set_icons(icons)
        set_clear_icon(self.search, icons.get("close"))
        self.install_button.setIcon(icons.get("plus", "on_accent"))

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search connectors"))
        self.search.setAccessibleName(self.tr("Search connectors"))
        self.search.setClearButtonEnabled(True)
        left = QWidget()
        left.setProperty("surface", "panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setContentsMargins(12, 12, 12, 0)
        line.addWidget(self.search)
        column.addLayout(line)
        column.addWidget(self.list, 1)
        self.count = label("", "muted")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 8)
        foot.addWidget(self.count)
        column.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._stack)
        split.setSizes([LEFT, SIZE[0] - LEFT])
        split.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._bar())
        whole.addWidget(self.index_bar)
        whole.addLayout(self._banners)
        whole.addWidget(split, 1)
        self.index_bar.hide()

    def _bar(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("surface", "header")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 10, 12, 10)
        line.addWidget(label(self.tr("Connectors"), "empty-title"))
        line.addStretch(1)
        self.install_button = QPushButton(self.tr("Install"))
        self.install_button.setProperty("look", "primary")
        self.install_button.setAutoDefault(False)
        self.menu = QMenu(self)
        self.menu.addAction(self.tr("From a file (wheel or zip)…"), lambda: self.file_wanted.emit())
        self.menu.addAction(self.tr("From a folder…"), lambda: self.folder_wanted.emit())
        self.menu.addAction(self.tr("From an index…"), self.index_bar.open)
        self.install_button.setMenu(self.menu)
        line.addWidget(self.install_button)
        return bar

    def _filter(self, keep: str = "") -> None:
        words = self.search.text().casefold().split()
        rows = [row for row in self._rows if row.matches(words)]
        shown = self.detail.row.entry.id if self.detail.row is not None else ""
        self.count.setText(self.tr("{} of {} connectors").format(len(rows), len(self._rows)))
        self.list.set_rows(rows, keep or shown)
        current = self.list.currentItem()
        self._choose(self.list.rows[self.list.currentRow()] if current is not None else None)

    def _choose(self, row: ConnectorRow | None) -> None:
        if row is None:
            self._stack.setCurrentWidget(self._empty)
            return
        self._stack.setCurrentWidget(self.detail)
        self.row_chosen.emit(row)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A wheel, zip or folder may be dropped here."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        for path in paths[:1]:
            self.dropped.emit(path)
