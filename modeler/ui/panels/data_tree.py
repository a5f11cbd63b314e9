"""JSON values as a tree, for Request data."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from modeler.ui.plain_text import tooltip

LIMIT = 2000


class DataTree(QTreeView):
    """Name and value, nested values below; big lists are cut with a word about how much is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Request data"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown = 0

    def set_data(self, data: object) -> None:
        """Show `data`, the first level unfolded."""
        self._model.clear()
        self._model.setHorizontalHeaderLabels([self.tr("Variable"), self.tr("Value")])
        self._shown = 0
        self._fill(self._model.invisibleRootItem(), data)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, 150)
        self.expandToDepth(1)

    def _fill(self, parent: QStandardItem, data: object) -> None:
        if isinstance(data, dict):
            pairs = [(str(name), value) for name, value in data.items()]
        elif isinstance(data, (list, tuple)):
            pairs = [(str(index), value) for index, value in enumerate(data)]
        else:
            pairs = [("", data)]
        for name, value in pairs:
            if self._shown >= LIMIT:
                parent.appendRow([QStandardItem("…"), QStandardItem(self.tr("more than can be shown"))])
                return
            self._shown += 1
            self._append(parent, name, value)

    def _append(self, parent: QStandardItem, name: str, value: object) -> None:
        item = QStandardItem(name)
        nested = isinstance(value, (dict, list, tuple))
        text = summary(value) if nested else json.dumps(value, ensure_ascii=False, default=str)
        shown = QStandardItem(text)
        shown.setToolTip(tooltip(text))
        item.setData(Qt.AlignmentFlag.AlignTop, Qt.ItemDataRole.TextAlignmentRole)
        parent.appendRow([item, shown])
        if nested:
            self._fill(item, value)


def summary(value: object) -> str:
    """How much is inside, in a few characters."""
    if isinstance(value, dict):
        return f"{{ {len(value)} }}"
    if isinstance(value, (list, tuple)):
        return f"[ {len(value)} ]"
    return str(value)
