"""How a row of a list is painted that has several texts: its ground, and texts that end where their room ends."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

Colors = Callable[[str], QColor]
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, color: Colors) -> None:
    """The ground of a selected row, with an edge where it has the keyboard, or of one under the mouse."""
    state, rect = option.state, option.rect
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, color("accent_soft"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), color("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, color("hover"))


def paint_text(painter: QPainter, at: QRect, text: str, color: QColor, align: int = LEFT) -> int:
    """One piece of text; returns how much room it leaves."""
    shown = painter.fontMetrics().elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, at.width())
    painter.setPen(color)
    painter.drawText(at, align | int(Qt.TextFlag.TextSingleLine), shown)
    return max(0, at.width() - painter.fontMetrics().horizontalAdvance(shown) - (12 if shown else 0))
