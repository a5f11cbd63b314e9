"""A list of words that may complete a text: it stands in the window under the text and never takes the keyboard.

The text's owner hands it the keys: arrows choose, Enter or Tab takes, Esc closes.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyledItemDelegate, QStyleOptionViewItem, QWidget

ROWS, WIDTH = 8, 320
DETAIL = Qt.ItemDataRole.UserRole
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: ROWS, Qt.Key.Key_PageUp: -ROWS}
KEYS = frozenset((*STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape))


class CompletionList(QListWidget):
    """Words with a detail each, such as a variable and where it comes from."""

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setProperty("surface", "completion")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(DetailDelegate(self))
        self.setAccessibleName(name)

    def offer(self, words: list[tuple[str, str]]) -> None:
        """Show these with their details; the first is chosen."""
        self.clear()
        for word, detail in words:
            item = QListWidgetItem(word)
            item.setData(DETAIL, detail)
            self.addItem(item)
        self.setCurrentRow(0)

    def step(self, by: int) -> None:
        """Choose another one."""
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))

    def take_key(self, event: QKeyEvent, take: Callable[[str], object], close: Callable[[], object]) -> bool:
        """Act on a key of the text beside it; whether the text shall not see the key."""
        key, is_press = Qt.Key(event.key()), event.type() == QEvent.Type.KeyPress
        if key not in KEYS or event.modifiers():
            return False
        event.accept()
        if not is_press:
            return False
        if key == Qt.Key.Key_Escape:
            close()
        elif key in STEPS:
            self.step(STEPS[key])
        else:
            take(self.chosen())
        return True

    def chosen(self) -> str:
        """The word that Enter takes."""
        item = self.currentItem()
        return item.text() if item is not None else ""

    def stand_below(self, widget: QWidget, point: QPoint) -> None:
        """Under a point of a widget, or above it where there is no room, and inside the window."""
        window = widget.window()
        row = max(20, self.sizeHintForRow(0))
        height = row * min(ROWS, self.count()) + 2 * self.frameWidth() + 8
        width = min(WIDTH, window.width() - 16)
        at = widget.mapTo(window, point)
        x = max(8, min(at.x(), window.width() - width - 8))
        y = at.y() + 2
        if y + height > window.height():
            y = at.y() - height - self.fontMetrics().height() * 2
        self.setGeometry(x, max(0, y), width, height)
        self.raise_()
        self.show()


class DetailDelegate(QStyledItemDelegate):
    """Draws the detail at the right, muted."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The word as a list draws it, then its detail where there is room."""
        super().paint(painter, option, index)
        rect = option.rect.adjusted(8, 0, -8, 0)
        palette: QPalette = option.palette
        metrics = painter.fontMetrics()
        room = rect.width() - metrics.horizontalAdvance(str(index.data())) - 16
        detail = metrics.elidedText(str(index.data(DETAIL) or ""), Qt.TextElideMode.ElideRight, room)
        painter.save()
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        if room > metrics.averageCharWidth() * 3:
            painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()
