"""Where the parts of a task's form stand: columns that stack in a narrow panel, texts, pictures, tables."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.services.task_forms.nodes import Records
from modeler.ui.outbox.clean_html import clean_html
from modeler.ui.outbox.quiet_browser import QuietBrowser
from modeler.ui.panels.task_form.legible import legible
from modeler.ui.plain_text import label, tooltip

NARROW = 460
TWELFTHS = 12
LARGEST_PICTURE = 600
MOST_VISIBLE_ROWS = 8


class ColumnsBox(QWidget):
    """Parts side by side by twelfths of the width; one below the other where there is no room."""

    def __init__(self, cells: list[tuple[int, QWidget]]) -> None:
        super().__init__()
        self._cells = cells
        self._is_stacked: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(12)
        self._arrange(stacked=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack or unstack."""
        super().resizeEvent(event)
        self._arrange(stacked=event.size().width() < NARROW)

    def _arrange(self, stacked: bool) -> None:
        if stacked == self._is_stacked:
            return
        self._is_stacked = stacked
        for column in range(TWELFTHS):
            self._grid.setColumnStretch(column, 0 if stacked and column else 1)
        place = 0
        for row, (width, cell) in enumerate(self._cells):
            self._grid.removeWidget(cell)
            if stacked:
                self._grid.addWidget(cell, row, 0, 1, TWELFTHS, Qt.AlignmentFlag.AlignTop)
            else:
                span = min(width, TWELFTHS - place) or 1
                self._grid.addWidget(cell, 0, place, 1, span, Qt.AlignmentFlag.AlignTop)
                place = min(place + span, TWELFTHS - 1)


class MarkupText(QuietBrowser):
    """Harmless HTML in the panel's own colors, as high as its text."""

    def __init__(self, html: str, words: str, ground: str) -> None:
        """`words` and `ground` are the colors of the panel."""
        super().__init__()
        self._words, self._ground = words, ground
        self.setProperty("look", "words")
        self.setFrameShape(QuietBrowser.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.document().setDocumentMargin(0)
        self._html = ""
        self.show_html(html)

    def show_html(self, html: str) -> None:
        """Show other words."""
        if html != self._html:
            self._html = html
            self.setHtml(legible(clean_html(html), self._words, self._ground))
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the text needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(max(8, round(self.document().size().height()) + 2))


def picture_of(source: str) -> QPixmap:
    """The image of a data URI; a null one where it cannot be drawn."""
    picture = QPixmap()
    if not source.startswith("data:image/"):
        return picture
    try:
        picture.loadFromData(base64.b64decode(source.partition(",")[2], validate=True))
    except (binascii.Error, ValueError):
        return QPixmap()
    return picture


def picture_label(source: str, words: str) -> QLabel:
    """An image from a data URI; its name where it cannot be drawn."""
    shown, picture = label(words), picture_of(source)
    if not picture.isNull():
        limit = QSize(LARGEST_PICTURE, LARGEST_PICTURE)
        is_large = picture.width() > limit.width() or picture.height() > limit.height()
        kept = Qt.AspectRatioMode.KeepAspectRatio
        shown.setPixmap(picture.scaled(limit, kept) if is_large else picture)
        shown.setAccessibleName(words)
    return shown


class RecordsTable(QWidget):
    """The table of a record list with its buttons; a double click or Enter edits a row."""

    def __init__(self, node: Records, edit: Callable[[int | None], None], remove: Callable[[int], None]) -> None:
        super().__init__()
        self._edit, self._remove = edit, remove
        self._can_edit = node.is_editable and node.page is not None
        self.table = QTableWidget()
        self.table.setAccessibleName(node.label)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setIconSize(QSize(22, 22))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.doubleClicked.connect(lambda at: self._open(at.row()))
        self.table.itemSelectionChanged.connect(self._enable)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if node.label:
            column.addWidget(label(node.label, "section"))
        column.addWidget(self.table)
        self.buttons = [
            QPushButton(self.tr("Add")), QPushButton(self.tr("Edit")), QPushButton(self.tr("Remove")),
        ]  # fmt: skip
        acts = (lambda: self._open(None), lambda: self._open(self.row), self._drop)
        line = QHBoxLayout()
        line.setSpacing(6)
        for button, act in zip(self.buttons, acts, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            line.addWidget(button)
        line.addStretch(1)
        if self._can_edit:
            column.addLayout(line)
        self.show_rows(node)

    @property
    def row(self) -> int:
        """The chosen row, or -1."""
        return self.table.currentRow() if self.table.selectedItems() else -1

    def _open(self, row: int | None) -> None:
        if self._can_edit and (row is None or row >= 0):
            self._edit(row)

    def _drop(self) -> None:
        if self.row >= 0:
            self._remove(self.row)

    def show_rows(self, node: Records) -> None:
        """Show what the list holds now."""
        self.table.setColumnCount(len(node.columns))
        self.table.setHorizontalHeaderLabels(list(node.columns))
        self.table.setRowCount(len(node.rows))
        for row, cells in enumerate(node.rows):
            for place, text in enumerate(cells):
                self.table.setItem(row, place, _cell(text))
        rows = min(max(len(node.rows), 2), MOST_VISIBLE_ROWS)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * 30 + 4)
        self._enable()

    def _enable(self) -> None:
        for button in self.buttons[1:]:
            button.setEnabled(self.row >= 0)


def _cell(text: str) -> QTableWidgetItem:
    """A cell with its text, or with the picture that the text is."""
    picture = picture_of(text)
    if not picture.isNull():
        return QTableWidgetItem(QIcon(picture), "")
    cell = QTableWidgetItem(text)
    cell.setToolTip(tooltip(text))
    return cell
