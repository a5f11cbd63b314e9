"""A mail as an inbox would show it: who, what, when; then HTML, text, headers and source; attachments below.

The HTML view loads nothing: no picture, style or link target is ever fetched, whatever the mail asks for.
"""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone, QUrl
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.mail_message import Attachment, Mail, clean_html, words_of
from modeler.ui.plain_text import ElidedLabel, label

PAPER = "<body style='background-color:#ffffff;color:#1a2230'>"

_SHORT = QLocale.FormatType.ShortFormat


class QuietBrowser(QTextBrowser):
    """Shows cleaned HTML on white paper, as mail readers do; fetches and opens nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setProperty("look", "paper")

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded."""
        return None


class MailView(QWidget):
    """Shows one mail."""

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self._subject = ElidedLabel("mail-subject")
        self._date = label("", "muted")
        self._rows = {name: (label(title, "muted"), ElidedLabel()) for name, title in self._fields().items()}
        self.html = QuietBrowser()
        self.html.setAccessibleName(self.tr("Mail as HTML"))
        self.text = self._block(self.tr("Mail as text"))
        self.headers = self._block(self.tr("Headers of the mail"))
        self.source = self._block(self.tr("Source of the mail"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        for widget, title in self._pages():
            self.tabs.addTab(widget, title)
        self._attachments = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.tabs, 1)

    def show_mail(self, mail: Mail) -> None:
        """Show `mail`, its HTML first when it has any."""
        self._subject.set_full_text(mail.subject or self.tr("(no subject)"))
        self._date.setText(self._when(mail.date))
        values = {"sender": mail.sender, "to": mail.to, "cc": mail.cc, "bcc": mail.bcc}
        for name, (title, words) in self._rows.items():
            words.set_full_text(values[name])
            title.setVisible(bool(values[name]))
            words.setVisible(bool(values[name]))
        self.html.setHtml(PAPER + clean_html(mail.html) + "</body>" if mail.html else "")
        self.text.setPlainText(mail.text or words_of(mail.html))
        self.headers.setPlainText("\n".join(f"{name}: {value}" for name, value in mail.headers))
        self.source.setPlainText(mail.source)
        self.tabs.setTabVisible(0, bool(mail.html))
        self.tabs.setCurrentIndex(0 if mail.html else 1)
        self._show_attachments(mail.attachments)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors from the next mail on."""
        self._icons = icons

    def _when(self, date: str) -> str:
        from email.utils import parsedate_to_datetime

        try:
            moment = parsedate_to_datetime(date)
        except ValueError:
            return date
        sent = QDateTime.fromSecsSinceEpoch(int(moment.timestamp()), QTimeZone.utc())
        locale = self.locale()
        return f"{locale.toString(sent.date(), 'd MMM yyyy')} {locale.toString(sent.time(), _SHORT)}"

    def _fields(self) -> dict[str, str]:
        return {"sender": self.tr("From"), "to": self.tr("To"), "cc": self.tr("Cc"), "bcc": self.tr("Bcc")}

    def _pages(self) -> tuple[tuple[QWidget, str], ...]:
        return (
            (self.html, self.tr("Mail")),
            (self.text, self.tr("Text")),
            (self.headers, self.tr("Headers")),
            (self.source, self.tr("Source")),
        )

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._subject, 1)
        top.addWidget(self._date)
        column.addLayout(top)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (title, words) in enumerate(self._rows.values()):
            grid.addWidget(title, row, 0)
            grid.addWidget(words, row, 1)
        column.addLayout(grid)
        self._attachments.setSpacing(8)
        column.addLayout(self._attachments)
        return head

    def _block(self, name: str) -> QPlainTextEdit:
        block = QPlainTextEdit()
        block.setReadOnly(True)
        block.setAccessibleName(name)
        block.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        block.setProperty("look", "page")
        return block

    def _show_attachments(self, attachments: tuple[Attachment, ...]) -> None:
        while (item := self._attachments.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for attachment in attachments:
            text = f"{attachment.name} · {self.locale().formattedDataSize(attachment.size)}"
            self._attachments.addWidget(label(text, "badge"))
        if attachments:
            self._attachments.addStretch(1)
