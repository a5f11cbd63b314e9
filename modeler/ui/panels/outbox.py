"""The outbox: everything that previewed Requests would have sent, newest on top, with the mail as it would arrive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPainter
from PySide6.QtWidgets import (
    QListView,
    QPlainTextEdit,
    QSplitter,
    QStackedLayout,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabWidget,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.file_view import FileView
from modeler.ui.panels.mail_message import Mail, clean_html, read_mail
from modeler.ui.panels.mail_view import MailView, QuietBrowser
from modeler.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
EFFECT = Qt.ItemDataRole.UserRole
KIND_ICONS = {"mail": "mail", "http": "http", "slack": "chat", "pdf": "file"}


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One effect: which element had it, what it is, and its content (the bytes of an `.eml`, or text).

    `page` is HTML that shows it as its reader will see it, such as a message in a chat.
    """

    id: str
    kind: str
    element_id: str
    title: str
    detail: str = ""
    time: str = ""
    content: bytes = field(default=b"", repr=False)
    name: str = ""
    page: str = field(default="", repr=False)


def mail_row(id: str, element_id: str, content: bytes, time: str = "") -> EffectRow:
    """The row of a mail, named by its subject and its recipients."""
    mail = read_mail(content)
    return EffectRow(id, "mail", element_id, mail.subject, mail.to or mail.cc or mail.bcc, time, content)


class EffectsModel(QAbstractListModel):
    """The rows as Qt wants them, newest first; remembers which were read."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[EffectRow] = []
        self._read: set[str] = set()

    def set_rows(self, rows: Sequence[EffectRow]) -> None:
        """Show other effects."""
        self.beginResetModel()
        self.rows = list(reversed(rows))
        self.endResetModel()

    def mark_read(self, index: Index) -> None:
        """No longer bold."""
        self._read.add(self.rows[index.row()].id)
        self.dataChanged.emit(index, index)

    def is_read(self, row: EffectRow) -> bool:
        """Whether somebody looked at it."""
        return row.id in self._read

    def forget(self) -> None:
        """A new preview starts: everything will be unread."""
        self._read.clear()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row an effect."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The effect itself for the delegate, its words for everybody else."""
        row = self.rows[index.row()]
        if role == EFFECT:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.title} {row.detail}".strip()
        return None


class EffectDelegate(QStyledItemDelegate):
    """Two lines and an icon, unread ones bold."""

    def __init__(self, theme: Theme, icons: Icons, model: EffectsModel) -> None:
        super().__init__()
        self._theme, self._icons, self._model = theme, icons, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and air."""
        return QSize(200, 52)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon, title and time, recipients."""
        row: EffectRow = index.data(EFFECT)
        state, rect = option.state, option.rect
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.color("hover"))
        icon = self._icons.get(KIND_ICONS.get(row.kind, "export"), "accent")
        icon.paint(painter, QRect(rect.left() + 12, rect.top() + 16, 20, 20))
        self._words(painter, rect, row)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, row: EffectRow) -> None:
        left, width = rect.left() + 44, rect.width() - 56
        time_width = painter.fontMetrics().horizontalAdvance(row.time)
        font = QFont(painter.font())
        font.setBold(not self._model.is_read(row))
        painter.setPen(self._theme.color("muted"))
        painter.drawText(QRect(left, rect.top() + 8, width, 18), int(Qt.AlignmentFlag.AlignRight), row.time)
        detail = painter.fontMetrics().elidedText(row.detail, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 28, width, 18), int(Qt.AlignmentFlag.AlignLeft), detail)
        painter.setPen(self._theme.color("text"))
        painter.setFont(font)
        room = width - time_width - 12
        title = painter.fontMetrics().elidedText(row.title or "–", Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.top() + 8, room, 18), int(Qt.AlignmentFlag.AlignLeft), title)


class OutboxPanel(QWidget):
    """List on the left, what is selected on the right."""

    activated = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = EffectsModel()
        self._empty = EmptyState(
            "inbox",
            self.tr("The outbox is empty"),
            self.tr("Run a preview: mails and messages land here and are not sent to anybody."),
        )
        self._empty.set_icons(icons)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(self.tr("Outbox"))
        self._set_delegate(theme, icons)
        self.mail = MailView(icons)
        self.page = QuietBrowser()
        self.page.setAccessibleName(self.tr("Message as its readers see it"))
        self.raw = QPlainTextEdit()
        self.raw.setReadOnly(True)
        self.raw.setProperty("look", "page")
        self.raw.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._viewer = QStackedWidget()
        self._viewer.addWidget(self.mail)
        self._viewer.addWidget(self._drawn())
        self.file = FileView(icons)
        self._viewer.addWidget(self.file)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(self._viewer)
        split.setSizes([320, 640])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(split)
        selection = self.list.selectionModel()
        selection.currentChanged.connect(self._show)
        self.list.activated.connect(lambda index: self.activated.emit(index.data(EFFECT).element_id))

    @property
    def rows(self) -> list[EffectRow]:
        """What is listed, newest first."""
        return list(self._model.rows)

    def set_effects(self, rows: Sequence[EffectRow]) -> None:
        """List `rows`, given oldest first; a new one is shown at once, else what was shown stays."""
        current, known = self._current_id(), {row.id for row in self._model.rows}
        if not rows:
            self._model.forget()
        self._model.set_rows(rows)
        self._layers.setCurrentIndex(1 if rows else 0)
        ids = [row.id for row in self._model.rows]
        if ids:
            self.list.setCurrentIndex(
                self._model.index(ids.index(current) if current in ids and ids[0] in known else 0, 0)
            )

    def set_theme(self, theme: Theme, icons: Icons) -> None:
        """Draw in other colors."""
        self._set_delegate(theme, icons)
        self._empty.set_icons(icons)
        self.mail.set_icons(icons)
        self.file.set_icons(icons)

    def _drawn(self) -> QTabWidget:
        """The message as drawn, and the exchange behind it."""
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.page, self.tr("Message"))
        self.tabs.addTab(self.raw, self.tr("Exchange"))
        return self.tabs

    def _set_delegate(self, theme: Theme, icons: Icons) -> None:
        self._delegate = EffectDelegate(theme, icons, self._model)
        self.list.setItemDelegate(self._delegate)

    def _current_id(self) -> str | None:
        index = self.list.currentIndex()
        return index.data(EFFECT).id if index.isValid() else None

    def _show(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row: EffectRow = index.data(EFFECT)
        if row.kind == "mail":
            self.mail.show_mail(_parsed(row))
            self._viewer.setCurrentWidget(self.mail)
        elif row.kind == "pdf":
            self.file.show_file(row.name or row.title, "PDF", row.content)
            self._viewer.setCurrentWidget(self.file)
        else:
            self.page.setHtml(clean_html(row.page))
            self.raw.setPlainText(readable(row.content))
            self.tabs.setTabVisible(0, bool(row.page))
            self.tabs.tabBar().setVisible(bool(row.page))
            self.tabs.setCurrentIndex(0 if row.page else 1)
            self._viewer.setCurrentWidget(self.tabs)
        self._model.mark_read(index)


def readable(content: bytes) -> str:
    """The text of an exchange, JSON indented."""
    text = content.decode("utf-8", errors="replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text


def _parsed(row: EffectRow) -> Mail:
    return read_mail(row.content)
