"""One effect as its reader will see it: what and when above, below it the view for its kind."""

from __future__ import annotations

import json

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontDatabase, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.outbox.clean_html import clean_html
from modeler.ui.outbox.file_view import FileView
from modeler.ui.outbox.keeping import OpenedFiles
from modeler.ui.outbox.mail_message import read_mail
from modeler.ui.outbox.mail_view import MailView
from modeler.ui.outbox.quiet_browser import QuietBrowser
from modeler.ui.outbox.rows import EffectRow, kind_words
from modeler.ui.plain_text import ElidedLabel, label, tooltip, without_mnemonics

LONGEST, WIDE = 28, 480
ONLY_ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


class EffectView(QWidget):
    """Shows a row (`shown` says which); `element_wanted` asks for its element on the canvas."""

    element_wanted = Signal(str)
    shown = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: EffectRow | None = None
        self._title = ElidedLabel("mail-subject")
        self._time = label("", "muted")
        self.to_canvas = self._button(self.tr("Show on canvas"), self._want_element)
        self._opened = OpenedFiles()
        self.mail = MailView(icons, self._opened)
        self.file = FileView(icons)
        self.page = QuietBrowser()
        self.page.setAccessibleName(self.tr("Message as its readers see it"))
        self.raw = QPlainTextEdit()
        self.raw.setReadOnly(True)
        self.raw.setProperty("look", "page")
        self.raw.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._views = QStackedWidget()
        for view in (QWidget(), self.mail, self._drawn(), self.file):
            self._views.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._views, 1)
        self.set_icons(icons)

    def show_row(self, row: EffectRow | None) -> None:
        """Show one effect, or nothing."""
        if row is self.row:
            return
        self.row = row
        self._title.set_full_text("" if row is None else row.title or kind_words(row.kind))
        self._time.setText("" if row is None else row.time)
        self.to_canvas.setVisible(row is not None)
        self._name_element()
        if row is None:
            self._views.setCurrentIndex(0)
        elif row.is_mail:
            self.mail.show_mail(read_mail(row.content))
            self._views.setCurrentWidget(self.mail)
        elif row.kind == "pdf":
            self.file.show_file(row.name or row.title, "PDF", row.content)
            self._views.setCurrentWidget(self.file)
        else:
            self._show_text(row)
        self.shown.emit(row)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self.to_canvas.setIcon(icons.get("select"))
        self.mail.set_icons(icons)
        self.file.set_icons(icons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button loses the name of the element where it is narrow."""
        super().resizeEvent(event)
        self._name_element()

    def _name_element(self) -> None:
        if self.row is None:
            return
        name = self.row.element or self.row.element_id
        words = self.tr("Show “{}” on the canvas").format(name)
        self.to_canvas.setToolTip(tooltip(words))
        self.to_canvas.setAccessibleName(words)
        self.to_canvas.setText(without_mnemonics(name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"))
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if self.width() >= WIDE else ONLY_ICON
        self.to_canvas.setToolButtonStyle(style)

    def _show_text(self, row: EffectRow) -> None:
        self.page.setHtml(clean_html(row.page))
        self.raw.setPlainText(readable(row.content))
        self.tabs.setTabVisible(0, bool(row.page))
        self.tabs.tabBar().setVisible(bool(row.page))
        self.tabs.setCurrentIndex(0 if row.page else 1)
        self._views.setCurrentWidget(self.tabs)

    def _drawn(self) -> QTabWidget:
        """The message as drawn, and the exchange behind it."""
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.page, self.tr("Message"))
        self.tabs.addTab(self.raw, self.tr("Exchange"))
        return self.tabs

    def _head(self) -> QWidget:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 6, 8, 4)
        line.setSpacing(8)
        line.addWidget(self._title, 1)
        line.addWidget(self._time)
        line.addWidget(self.to_canvas)
        return head

    def _button(self, words: str, act: object) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(act)
        return button

    def _want_element(self) -> None:
        if self.row is not None:
            self.element_wanted.emit(self.row.element_id)


def readable(content: bytes) -> str:
    """The text of an exchange, JSON indented."""
    text = content.decode("utf-8", errors="replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return text
