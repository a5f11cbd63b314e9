"""The buttons that end a dialog: the way back, and right-most the one that goes on, which Return presses."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

Role = QDialogButtonBox.ButtonRole


def ending(dialog: QDialog, go_on: QPushButton, back: str) -> QDialogButtonBox:
    """The box of a dialog that is accepted by one button and rejected by the other; it is to be laid out."""
    box = QDialogButtonBox(dialog)
    box.addButton(go_on, Role.AcceptRole)
    box.addButton(back, Role.RejectRole)
    go_on.setDefault(True)
    box.accepted.connect(dialog.accept)
    box.rejected.connect(dialog.reject)
    return box
