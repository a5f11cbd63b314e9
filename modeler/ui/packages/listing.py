"""The list of connectors: picture, name, version, state and one line of what it is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Options

from modeler.ui.packages.row import ConnectorRow
from modeler.ui.plain_text import tooltip
from modeler.ui.theme import Theme

ROW = Qt.ItemDataRole.UserRole
HEIGHT = 64
PICTURE = 32
PAD = 12
Pictures = Callable[[ConnectorRow, int], QPixmap]


class ConnectorList(QListWidget):
    """Shows rows; `chosen` tells which one is current."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Connectors"))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self._delegate = _Delegate(theme, pictures)
        self.setItemDelegate(self._delegate)
        self.currentItemChanged.connect(lambda item, _: self.chosen.emit(item.data(ROW) if item is not None else None))

    def set_rows(self, rows: Sequence[ConnectorRow], keep: str = "") -> None:
        """Show these rows; the one with the id `keep` stays current, else the first."""
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem()
            item.setData(ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.title} {row.version}, {row.state_word}")
            item.setData(Qt.ItemDataRole.DisplayRole, row.title)
            item.setToolTip(tooltip(row.summary))
            self.addItem(item)
        self.blockSignals(False)
        wanted = next((index for index, row in enumerate(rows) if row.entry.id == keep), 0)
        self.setCurrentRow(wanted if rows else -1)
        if not rows:
            self.chosen.emit(None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colors."""
        self._delegate.theme = theme
        self.viewport().update()

    @property
    def rows(self) -> list[ConnectorRow]:
        """What is shown."""
        return [self.item(index).data(ROW) for index in range(self.count())]


class _Delegate(QStyledItemDelegate):
    """Paints a row by hand: all text is drawn as it is."""

    def __init__(self, theme: Theme, pictures: Pictures) -> None:
        super().__init__()
        self.theme = theme
        self._pictures = pictures

    def sizeHint(self, option: Options, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """All rows are equally tall."""
        return QSize(0, HEIGHT)

    def paint(self, painter: QPainter, option: Options, index: QModelIndex | QPersistentModelIndex) -> None:
        """Background by state, picture, name with version, state, and the line below."""
        row: ConnectorRow = index.data(ROW)
        box = QRect(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._background(painter, box, state)
        painter.setOpacity(0.55 if row.state in ("disabled", "shadowed") else 1.0)
        picture = self._pictures(row, PICTURE)
        painter.drawPixmap(box.left() + PAD, box.top() + (box.height() - PICTURE) // 2, picture)
        painter.setOpacity(1.0)
        self._words(painter, box.adjusted(PAD * 2 + PICTURE, 10, -PAD, -10), row)
        painter.restore()

    def _background(self, painter: QPainter, box: QRect, state: QStyle.StateFlag) -> None:
        theme = self.theme
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.color("hover"))
        painter.setPen(theme.color("border"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("accent"))

    def _words(self, painter: QPainter, area: QRect, row: ConnectorRow) -> None:
        theme, normal = self.theme, painter.font()
        small = QFont(normal)
        small.setPointSizeF(normal.pointSizeF() * 0.9)
        bold = QFont(normal)
        bold.setWeight(QFont.Weight.DemiBold)
        height = area.height() // 2 if row.summary else area.height()
        top = QRect(area.left(), area.top(), area.width(), height)
        below = QRect(area.left(), top.bottom() + 1, area.width(), area.height() - top.height())
        painter.setFont(small)
        room = 0
        if row.state != "ready":
            painter.setPen(theme.color(row.state_role))
            room = painter.fontMetrics().horizontalAdvance(row.state_word) + 8
            painter.drawText(top, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), row.state_word)
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        used = _draw(painter, top.adjusted(0, 0, -room, 0), row.title)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        _draw(painter, top.adjusted(used + 8, 0, -room, 0), row.version)
        painter.setPen(theme.color("error" if row.trouble else "muted"))
        _draw(painter, below, row.summary)


def _draw(painter: QPainter, area: QRect, text: str) -> int:
    """Draw one line, cut where its place ends; returns its width."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, max(area.width(), 0))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
    return metrics.horizontalAdvance(shown)
