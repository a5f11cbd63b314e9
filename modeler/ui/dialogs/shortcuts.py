"""Which keys the program knows: all commands that have one, and what keys do on the diagram; with a search box."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from modeler.ui.actions import Actions, plain_name
from modeler.ui.shortcuts import GESTURES, spoken

_WIDTH, _HEIGHT = 480, 600
_ROW = 26


class ShortcutsDialog(QDialog):
    """A list to look something up in; nothing is changed here."""

    def __init__(self, parent: QWidget, actions: Actions) -> None:
        super().__init__(parent)
        self.setWindowTitle(_tr("Keyboard shortcuts"))
        self.resize(_WIDTH, _HEIGHT)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_tr("Search commands and keys"))
        self.search.setAccessibleName(_tr("Search commands and keys"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.tree = self._build_tree()
        for action in actions:
            if keys := spoken(action.objectName()):
                self._add(plain_name(action), keys)
        for text, keys in GESTURES:
            self._add(QCoreApplication.translate("Shortcuts", text), keys)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        for part in (self.search, self.tree, buttons):
            column.addWidget(part)

    def _build_tree(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels([_tr("Command"), _tr("Keys")])
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAccessibleName(_tr("Keyboard shortcuts"))
        tree.setColumnWidth(0, 240)
        return tree

    def _add(self, text: str, keys: str) -> None:
        item = QTreeWidgetItem([text, keys])
        item.setSizeHint(0, QSize(0, _ROW))
        self.tree.addTopLevelItem(item)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self.tree.topLevelItemCount()):
            item = self.tree.topLevelItem(row)
            if item is not None:
                shown = f"{item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not all(word in shown for word in words))


def show_shortcuts(parent: QWidget, actions: Actions) -> None:
    """Show them until the user closes the list."""
    dialog = ShortcutsDialog(parent, actions)
    dialog.exec()
    dialog.deleteLater()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)
