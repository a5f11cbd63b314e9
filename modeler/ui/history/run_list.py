"""The list of runs: two lines for each, with how it came out and when."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from modeler.ui.history.model import RUN, RunsModel
from modeler.ui.history.rows import OUTCOMES, RunRow, when_words
from modeler.ui.icons import Icons
from modeler.ui.row_painting import LEFT, RIGHT, paint_ground, paint_text

Index = QModelIndex | QPersistentModelIndex
HEIGHT, LEAST_WIDTH = 48, 220


class RunList(QListView):
    """The list itself; a key that writes something begins a search, as in other lists of the window."""

    search_wanted = Signal()

    def __init__(self, model: RunsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(self.tr("Past runs"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumWidth(LEAST_WIDTH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`/` searches; every other key is the list's."""
        if event.text() == "/":
            self.search_wanted.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: it would read every run there is."""


class RunDelegate(QStyledItemDelegate):
    """Draws one run."""

    def __init__(self, icons: Icons, model: RunsModel) -> None:
        super().__init__()
        self._icons, self._model = icons, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and air."""
        return QSize(LEAST_WIDTH, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon, title and when; below, how it came out and how long it took."""
        row: RunRow | None = index.data(RUN)
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, self._icons.color)
        if row is not None:
            icon, role = OUTCOMES.get(row.outcome, ("dot", "muted"))
            self._icons.get(icon, role).paint(painter, QRect(rect.left() + 12, rect.top() + 15, 18, 18))
            self._draw_words(painter, rect, row)
        else:
            self._draw(painter, rect.adjusted(40, 0, 0, 0), "…", "muted")
        painter.restore()

    def _draw_words(self, painter: QPainter, rect: QRect, row: RunRow) -> None:
        left, width = rect.left() + 40, rect.width() - 52
        font, bold = QFont(painter.font()), QFont(painter.font())
        bold.setBold(row.is_named)
        when = when_words(row.born, self._model.now())
        room = self._draw(painter, QRect(left, rect.top() + 5, width, 19), when, "muted", RIGHT)
        painter.setFont(bold)
        self._draw(painter, QRect(left, rect.top() + 5, room, 19), row.title, "text")
        painter.setFont(font)
        second = QRect(left, rect.top() + 24, width, 19)
        if row.is_kept:
            at = QRect(second.right() - 13, second.top() + 2, 14, 14)
            self._icons.get("pin", "accent").paint(painter, at)
            second.setWidth(second.width() - 20)
        if row.is_live:
            second.setWidth(self._draw(painter, second, self._model.tr("live"), "error", RIGHT))
        self._draw(painter, second, row.detail, "muted")

    def _draw(self, painter: QPainter, at: QRect, text: str, role: str, align: int = LEFT) -> int:
        return paint_text(painter, at, text, self._icons.color(role), align)
