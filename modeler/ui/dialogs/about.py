"""What the program is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import logo
from modeler.ui.plain_text import label, wrapped_label

WIDTH = 420


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
