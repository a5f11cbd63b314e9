"""The menu of the right button on the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from modeler.ui.actions import Actions

CONTEXT = (
    "edit.append", "edit.replace", "edit.label", "edit.align", "edit.color", None, "edit.cut", "edit.copy",
    "edit.paste", "edit.duplicate", "edit.delete", None, "edit.create", "edit.select-all", "view.zoom-fit", "view.grid",
)  # fmt: skip


def open_context_menu(parent: QWidget, actions: Actions, at: QPoint, fill: Callable[[QMenu], None]) -> QMenu:
    """Open it at a place of the screen, with what `fill` adds; it deletes itself when it closes."""
    menu = QMenu(parent)
    for id in CONTEXT:
        if id is None:
            menu.addSeparator()
        else:
            menu.addAction(actions[id])
    menu.addSeparator()
    fill(menu)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu
