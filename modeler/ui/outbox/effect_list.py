"""The list of the outbox: two lines for each effect, unread ones bold with a dot."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from modeler.ui.icons import Icons
from modeler.ui.outbox.effects_model import EFFECT, EffectsModel
from modeler.ui.outbox.rows import KIND_ICONS, EffectRow
from modeler.ui.row_painting import LEFT, RIGHT, paint_ground, paint_text
from modeler.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 52
DOT = 3.0
NARROW = 250


class EffectList(QListView):
    """The list itself; `/` asks for the search, as in other inboxes, Right for what is chosen."""

    search_wanted = Signal()
    view_wanted = Signal()

    def __init__(self, model: EffectsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumWidth(150)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`/` searches, Right leads into the effect; every other key is the list's."""
        if event.text() == "/":
            self.search_wanted.emit()
        elif event.key() == Qt.Key.Key_Right:
            self.view_wanted.emit()
        else:
            super().keyPressEvent(event)


class EffectDelegate(QStyledItemDelegate):
    """Two lines and an icon."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and air."""
        return QSize(150, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon, title and time; below, whom it goes to and which element it is from."""
        row: EffectRow = index.data(EFFECT)
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, option, self._theme.color)
        icon = self._icons.get(KIND_ICONS.get(row.kind, "export"), "error" if row.has_failed else "accent")
        icon.paint(painter, QRect(rect.left() + 18, rect.top() + 16, 20, 20))
        self._draw_dot(painter, rect, row)
        self._draw_words(painter, rect, row)
        painter.restore()

    def _draw_dot(self, painter: QPainter, rect: QRect, row: EffectRow) -> None:
        if row.is_read:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawEllipse(QPointF(rect.left() + 9.5, rect.top() + 18), DOT, DOT)

    def _draw_words(self, painter: QPainter, rect: QRect, row: EffectRow) -> None:
        """Beside the title stands the time, beside the detail the element; where it is narrow, only the time."""
        left, width = rect.left() + 48, rect.width() - 60
        first, second = QRect(left, rect.top() + 7, width, 19), QRect(left, rect.top() + 27, width, 19)
        is_narrow = rect.width() < NARROW
        timed = second if is_narrow else first
        timed.setWidth(self._draw(painter, timed, row.time, "muted", RIGHT))
        if not is_narrow:
            whose = painter.fontMetrics().elidedText(row.element, Qt.TextElideMode.ElideRight, width // 2)
            second.setWidth(self._draw(painter, second, whose, "muted", RIGHT))
        self._draw(painter, second, row.detail or (row.element if is_narrow else ""), self._role(row))
        font = QFont(painter.font())
        font.setBold(not row.is_read)
        painter.setFont(font)
        self._draw(painter, first, row.title or row.element or "–", "text")

    def _role(self, row: EffectRow) -> str:
        return "error" if row.has_failed else "muted"

    def _draw(self, painter: QPainter, at: QRect, text: str, role: str, align: int = LEFT) -> int:
        return paint_text(painter, at, text, self._theme.color(role), align)
