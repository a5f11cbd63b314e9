"""A scroll area that looks like the panel it stands in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def quiet_scroll(body: QWidget) -> QScrollArea:
    """Lets a body scroll up and down on the panel's own ground; sideways it always fits."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is inside takes the keyboard, and comes into view then
    body.setProperty("surface", "panel")
    body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    scroll.setWidget(body)
    return scroll
