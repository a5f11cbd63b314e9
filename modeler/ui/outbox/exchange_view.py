"""A call of a server as the network panel of a browser shows it: answer, request and headers, and how to repeat it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.clean_html import clean_html
from modeler.ui.outbox.quiet_browser import QuietBrowser
from modeler.ui.outbox.rows import FAILED, EffectRow
from modeler.ui.panels.data_views import MOST_TEXT, code_view
from modeler.ui.panels.fields.highlight import HALF, Highlighter
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import ElidedLabel, label
from modeler.ui.theme import set_look

if TYPE_CHECKING:
    from modeler.services.preview.exchange import Exchange, Message

NARROW = 420
DRAWN, RESPONSE, REQUEST, HEADERS = range(4)


class ExchangeView(QWidget):
    """Shows one exchange, and the message that it posts as its readers see it; `told` says what a button has done."""

    told = Signal(str)
    link_clicked = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._exchange: Exchange | None = None
        self.call = ElidedLabel("code")
        self.status = label("", "success")
        self.numbers = label("", "muted")
        self.copy = QToolButton()
        self.copy.setText(self.tr("Copy as curl"))
        self.copy.setAccessibleName(self.tr("Copy as curl"))
        self.copy.setToolTip(self.tr("Copy the call as a command for the shell; secrets stay masked"))
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy.setIconSize(QSize(16, 16))
        self.copy.clicked.connect(self.copy_curl)
        self.page = QuietBrowser()
        self.page.setAccessibleName(self.tr("Message as its readers see it"))
        self.page.anchorClicked.connect(lambda address: self.link_clicked.emit(address.toString()))
        self.response = code_view(self.tr("Body of the answer"))
        self.request = code_view(self.tr("Body of the request"))
        self.headers = code_view(self.tr("Headers of request and answer"))
        self._colors = [Highlighter(view.document(), "json") for view in (self.response, self.request)]
        names = (self.tr("Message"), self.tr("Answer"), self.tr("Request"), self.tr("Headers"))
        self.views = Segments(names)
        for view in (self.page, self.response, self.request, self.headers):
            self.views.add(view)
        self._lay_out()
        self.set_icons(icons)

    def show_row(self, row: EffectRow) -> None:
        """Show the exchange of a row; what is no exchange, as text."""
        from modeler.services.preview.exchange import read_exchange

        exchange = self._exchange = read_exchange(row.content)
        self._show_page(row)
        self._show_head(exchange)
        if exchange is None:
            self.response.setPlainText(row.content.decode("utf-8", "replace")[:MOST_TEXT])
            self.headers.clear()
        else:
            self._fill(self.response, exchange.response, exchange.error)
            self._fill(self.request, exchange.request)
            self.headers.setPlainText(self._header_words(exchange))
        for number in (REQUEST, HEADERS):
            self.views.buttons[number].setVisible(exchange is not None)
        if not row.page and (self.views.current == DRAWN or exchange is None):
            self.views.turn(RESPONSE)

    def copy_curl(self) -> None:
        """Put the call on the clipboard."""
        from modeler.services.preview.exchange import as_curl

        if self._exchange is not None:
            QGuiApplication.clipboard().setText(as_curl(self._exchange))
            self.told.emit(self.tr("The call is copied as a curl command; secrets in it are masked."))

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self.copy.setIcon(icons.get("copy"))
        for colors in self._colors:
            colors.set_dark(icons.color("surface").lightness() < HALF)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the button has no words and the address gives way to the numbers."""
        super().resizeEvent(event)
        is_narrow = self.width() < NARROW
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.copy.setToolButtonStyle(style)
        self.call.setVisible(not is_narrow)

    def _show_page(self, row: EffectRow) -> None:
        has_page = bool(row.page)
        was_shown = self.views.buttons[DRAWN].isVisibleTo(self)
        self.page.setHtml(clean_html(row.page) if has_page else "")
        self.views.buttons[DRAWN].setVisible(has_page)
        if has_page and not was_shown:
            self.views.turn(DRAWN)

    def _show_head(self, exchange: Exchange | None) -> None:
        self.copy.setEnabled(exchange is not None)
        self.call.set_full_text("" if exchange is None else f"{exchange.method} {exchange.url}")
        self.status.setText("" if exchange is None else self._status_words(exchange))
        self.numbers.setText("" if exchange is None else " · ".join(self._number_words(exchange)))
        is_refused = exchange is not None and not 0 < exchange.status < FAILED
        set_look(self.status, "role", "error" if is_refused else "success")

    def _status_words(self, exchange: Exchange) -> str:
        return f"{exchange.status} {exchange.reason}".strip() if exchange.status else self.tr("No answer")

    def _number_words(self, exchange: Exchange) -> list[str]:
        sources = {"sample": self.tr("sample answer"), "pin": self.tr("pinned"), "live": self.tr("from the server")}
        took = [] if exchange.milliseconds is None else [f"{exchange.milliseconds:,} ms"]
        if exchange.error:
            return took
        size = self.locale().formattedDataSize(exchange.response.size)
        return [*took, size, *filter(None, [sources.get(exchange.source, exchange.source)])]

    def _header_words(self, exchange: Exchange) -> str:
        from modeler.services.preview.exchange import header_lines

        sizes = [self.locale().formattedDataSize(side.size) for side in (exchange.request, exchange.response)]
        parts = (
            (self.tr("General"), f"{exchange.method} {exchange.url}\n{self._status_words(exchange)}"),
            (self.tr("Request headers ({} body)").format(sizes[0]), header_lines(exchange.request.headers)),
            (self.tr("Answer headers ({} body)").format(sizes[1]), header_lines(exchange.response.headers)),
        )
        return "\n\n".join(f"{title}\n{lines or '–'}" for title, lines in parts)

    def _fill(self, view: QPlainTextEdit, message: Message, error: str = "") -> None:
        text = message.text
        view.setPlaceholderText(error or self.tr("It has no body."))
        view.setPlainText(text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}\n…")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 8, 0)
        head.setSpacing(12)
        head.addWidget(self.status)
        head.addWidget(self.call, 1)
        head.addStretch(0)
        head.addWidget(self.numbers)
        self.views.head.setContentsMargins(10, 0, 8, 0)
        self.views.head.addWidget(self.copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.views, 1)
