"""JSON values as a tree, for Request data; values can be dragged out as `{{path}}`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QMimeData, QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from modeler.ui.panels.fields.dropped import MIME, variable_data
from modeler.ui.plain_text import tooltip
from modeler.ui.theme import theme_of

LIMIT = 2000
LEAST_NAME, MOST_NAME = 90, 170
PATH = Qt.ItemDataRole.UserRole
ROLES = {"added": "success", "changed": "warning"}


class DataTree(QTreeView):
    """Name and value, nested values below; big lists are cut with a word about how much is missing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model(self)
        self.setModel(self._model)
        self.setUniformRowHeights(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Request data"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._shown = 0
        self._changed: Mapping[str, str] = {}

    def set_data(self, data: object, changed: Mapping[str, str] | None = None) -> None:
        """Show `data`, the first level unfolded; paths that are `added` or `changed` stand out."""
        self._model.clear()
        self._model.setHorizontalHeaderLabels([self.tr("Variable"), self.tr("Value")])
        self._shown = 0
        self._changed = changed or {}
        self._fill(self._model.invisibleRootItem(), data, "")
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.header().resizeSection(0, max(LEAST_NAME, min(MOST_NAME, self.viewport().width() // 2)))
        self.expandToDepth(1)

    def _fill(self, parent: QStandardItem, data: object, path: str) -> None:
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
            self._append(parent, name, value, f"{path}.{name}" if path else name)

    def _append(self, parent: QStandardItem, name: str, value: object, path: str) -> None:
        item = QStandardItem(name)
        nested = isinstance(value, (dict, list, tuple))
        text = value_words(value)
        shown = QStandardItem(text)
        shown.setToolTip(tooltip(text))
        item.setData(path, PATH)
        item.setToolTip(tooltip(path))
        role = ROLES.get(self._changed.get(path, ""))
        if role is not None:
            for each in (item, shown):
                each.setForeground(theme_of(self).color(role))
        parent.appendRow([item, shown])
        if nested:
            self._fill(item, value, path)


class _Model(QStandardItemModel):
    """Gives what is dragged as the text of an expression."""

    def mimeTypes(self) -> list[str]:
        """Plain text, and the path for fields that write variables otherwise."""
        return ["text/plain", MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The first row's variable, as a form field takes it."""
        paths = (index.siblingAtColumn(0).data(PATH) for index in indexes)
        path = next((path for path in paths if path), None)
        return variable_data(path) if path is not None else QMimeData()


def value_words(value: object) -> str:
    """A value in one line: JSON, or how much is inside."""
    if isinstance(value, (dict, list, tuple)):
        return summary(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def summary(value: object) -> str:
    """How much is inside, in a few characters."""
    if isinstance(value, dict):
        return f"{{ {len(value)} }}"
    if isinstance(value, (list, tuple)):
        return f"[ {len(value)} ]"
    return str(value)
