"""The outline: the document as a tree that screen readers and the keyboard can walk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QIcon, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout, QWidget

from modeler.ui.plain_text import tooltip

ID = Qt.ItemDataRole.UserRole
Signs = Callable[[str], QIcon]
"""Draws the sign of a kind of element, such as `userTask` or `startEvent/timer`."""


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """One element and what it contains."""

    id: str
    title: str
    kind: str
    sign: str = ""
    children: tuple[OutlineNode, ...] = ()


class OutlinePanel(QWidget):
    """Selecting a row selects the element, and the other way round."""

    selected = Signal(str)

    def __init__(self, signs: Signs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._signs = signs
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._items: dict[str, QStandardItem] = {}
        self._nodes: tuple[OutlineNode, ...] = ()
        self._model = QStandardItemModel(self)
        self.tree = QTreeView()
        self.tree.setModel(self._model)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setAccessibleName(self.tr("Outline of the diagram"))
        self.tree.clicked.connect(lambda index: self.selected.emit(str(index.data(ID))))
        self.tree.activated.connect(lambda index: self.selected.emit(str(index.data(ID))))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.tree)

    def set_nodes(self, nodes: Sequence[OutlineNode]) -> None:
        """Show these trees; nothing happens when they are the ones shown."""
        if tuple(nodes) == self._nodes:
            return
        self._nodes = tuple(nodes)
        self._items = {}
        self._model.clear()
        for node in nodes:
            self._model.appendRow(self._item(node))
        self.tree.expandAll() if len(self._items) < 400 else self.tree.expandToDepth(0)

    def redraw(self) -> None:
        """Draw the signs in the colors of another theme."""
        nodes, self._nodes = self._nodes, ()
        self.set_nodes(nodes)

    def set_selected(self, element_id: str | None) -> None:
        """Mark the element that is selected elsewhere."""
        selection = self.tree.selectionModel()
        item = self._items.get(element_id or "")
        if item is None:
            selection.clearSelection()
            return
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(item.index(), flags)

    def _item(self, node: OutlineNode) -> QStandardItem:
        item = QStandardItem(self._signs(node.sign), node.title)
        item.setData(node.id, ID)
        item.setToolTip(tooltip(f"{node.title}\n{node.kind}"))
        item.setData(f"{node.kind} {node.title}", Qt.ItemDataRole.AccessibleTextRole)
        self._items[node.id] = item
        for child in node.children:
            item.appendRow(self._item(child))
        return item
