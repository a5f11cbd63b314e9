"""The tree of data connectors and their resources; what is not saved yet has a dot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget, QTreeWidgetItem, QWidget

from modeler.editing.connector_types import as_text
from modeler.services.workspace.source_files import SourceFile
from modeler.ui.icons import Icons
from modeler.ui.theme import Theme

PATH, NAME, METHOD = (Qt.ItemDataRole.UserRole + offset for offset in range(3))
ROW = 30
METHOD_ROOM = 52
COLORS = {"GET": "success", "POST": "accent", "PUT": "warning", "PATCH": "warning", "DELETE": "error"}
Place = tuple[Path, str]


class SourceTree(QTreeWidget):
    """`chosen` tells the file and the resource, empty for the data connector itself; Del asks to remove it."""

    chosen = Signal(object, str)
    removal_wanted = Signal()

    def __init__(self, icons: Icons, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setAccessibleName(self.tr("Data connectors"))
        self.setItemDelegate(_Delegate(theme, self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.currentItemChanged.connect(self._current_changed)

    @property
    def place(self) -> Place | None:
        """What is selected."""
        item = self.currentItem()
        return (item.data(0, PATH), item.data(0, NAME)) if item is not None else None

    def show_files(self, files: Sequence[SourceFile], unsaved: Collection[Path], place: Place | None) -> None:
        """List everything and select `place`, without telling anybody."""
        folded = {item.data(0, PATH) for item in self._tops() if not item.isExpanded()}
        self.blockSignals(True)
        self.clear()
        for file in files:
            self._add(file, file.path in unsaved, file.path not in folded)
        self.blockSignals(False)
        self.select(place)

    def select(self, place: Place | None) -> None:
        """Select a place without telling anybody; nothing where it is not there."""
        self.blockSignals(True)
        found = next((item for item in self._items() if (item.data(0, PATH), item.data(0, NAME)) == place), None)
        if found is not None:
            self.setCurrentItem(found)
        else:
            self.setCurrentIndex(QModelIndex())
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes."""
        if event.key() == Qt.Key.Key_Delete and self.currentItem() is not None:
            self.removal_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _add(self, file: SourceFile, is_unsaved: bool, is_open: bool) -> None:
        top = QTreeWidgetItem([file.name + (" •" if is_unsaved else "")])
        top.setIcon(0, self._icons.get("warning" if file.error else "http", "warning" if file.error else "muted"))
        top.setData(0, PATH, file.path)
        top.setData(0, NAME, "")
        for name, resource in file.resources.items():
            child = QTreeWidgetItem([name])
            child.setData(0, PATH, file.path)
            child.setData(0, NAME, name)
            child.setData(0, METHOD, "SOAP" if file.is_soap else as_text(resource.get("method"), "GET").upper())
            top.addChild(child)
        self.addTopLevelItem(top)
        top.setExpanded(is_open)

    def _current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(0, PATH), item.data(0, NAME))

    def _tops(self) -> list[QTreeWidgetItem]:
        tops = (self.topLevelItem(index) for index in range(self.topLevelItemCount()))
        return [item for item in tops if item is not None]

    def _items(self) -> list[QTreeWidgetItem]:
        return [each for top in self._tops() for each in (top, *_below(top))]


def _below(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for child in map(top.child, range(top.childCount())) if child is not None]


class _Delegate(QStyledItemDelegate):
    """Draws a resource's method in its color before its name."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows of one height."""
        return QSize(120, ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """A method and a name, or what Qt draws."""
        method = index.data(METHOD)
        if not method:
            super().paint(painter, option, index)
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.color("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._theme.color("hover"))
        center = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        font = QFont(painter.font())
        small = QFont(font)
        small.setBold(True)
        small.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(small)
        painter.setPen(self._theme.color(COLORS.get(method, "muted")))
        painter.drawText(QRect(option.rect.left() + 4, option.rect.top(), METHOD_ROOM, ROW), center, method[:6])
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        room = option.rect.adjusted(METHOD_ROOM + 4, 0, -8, 0)
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, center, name)
        painter.restore()
