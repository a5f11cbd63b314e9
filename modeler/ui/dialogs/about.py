"""What the program is, and which keys it knows."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.actions import Actions, plain_name
from modeler.ui.icons import logo
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.shortcuts import spoken

WIDTH = 420
ROW = 26


def show_about(parent: QWidget) -> None:
    """Name, version and license."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_tr("About Processwright"))
    dialog.setFixedWidth(WIDTH)
    sign = QLabel()
    sign.setPixmap(logo(56, parent.devicePixelRatioF()))
    words = QVBoxLayout()
    words.setSpacing(4)
    words.addWidget(label("Processwright", "empty-title"))
    words.addWidget(label(_tr("Version {}").format(_version()), "muted"))
    text = _tr("Design business processes, preview them offline, and deploy them. Apache License 2.0.")
    words.addWidget(wrapped_label(text, "muted"))
    top = QHBoxLayout()
    top.setSpacing(16)
    top.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    top.addLayout(words, 1)
    _finish(dialog, top)


def show_shortcuts(parent: QWidget, actions: Actions) -> None:
    """All commands that have a key."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_tr("Keyboard shortcuts"))
    dialog.resize(WIDTH, 560)
    tree = QTreeWidget()
    tree.setHeaderLabels([_tr("Command"), _tr("Keys")])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setAccessibleName(_tr("Keyboard shortcuts"))
    tree.setColumnWidth(0, 260)
    for action in actions:
        if keys := spoken(action.objectName()):
            item = QTreeWidgetItem([plain_name(action), keys])
            item.setSizeHint(0, QSize(0, ROW))
            tree.addTopLevelItem(item)
    body = QVBoxLayout()
    body.addWidget(tree)
    _finish(dialog, body)


def _finish(dialog: QDialog, body: QHBoxLayout | QVBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 16)
    column.setSpacing(16)
    column.addLayout(body)
    column.addWidget(buttons)
    dialog.exec()
    dialog.deleteLater()


def _version() -> str:
    try:
        return version("processwright")
    except PackageNotFoundError:
        return _tr("from source")


def _tr(text: str) -> str:
    return QCoreApplication.translate("About", text)
