"""A mail as an inbox would show it: from whom and to whom, its files, then HTML, text, headers and source.

The HTML view loads nothing: no picture, style or link target is ever fetched, whatever the mail asks for; a line says
what was left out. `link_clicked` carries the address of a link, which nobody has followed yet.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.attachments import AttachmentBar
from modeler.ui.outbox.clean_html import LeftOut, clean_page, words_of
from modeler.ui.outbox.keeping import OpenedFiles, save_as
from modeler.ui.outbox.mail_message import Attachment, Mail
from modeler.ui.outbox.page_limits import has_endless_word
from modeler.ui.outbox.quiet_browser import QuietBrowser
from modeler.ui.panels.data_views import MOST_TEXT, code_view
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import ElidedLabel, label, tooltip, wrapped_label

PHONE = 375
HTML, TEXT, HEADERS, SOURCE = range(4)


class MailView(QWidget):
    """Shows one mail."""

    link_clicked = Signal(str)

    def __init__(self, icons: Icons, opened: OpenedFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mail: Mail | None = None
        self._people = {name: (label(title, "muted"), ElidedLabel()) for name, title in self._fields().items()}
        self.answering = wrapped_label("", "muted")
        self.left_out = wrapped_label("", "muted")
        self.files = AttachmentBar(icons)
        self.files.open_wanted.connect(lambda file: opened.open(self, file.name, file.content))
        self.files.save_wanted.connect(self._save)
        self.html = QuietBrowser()
        self.html.setAccessibleName(self.tr("Mail as HTML"))
        self.html.anchorClicked.connect(lambda address: self.link_clicked.emit(address.toString()))
        self.html.highlighted.connect(lambda address: self.html.setToolTip(tooltip(address.toString())))
        self.text = code_view(self.tr("Mail as text"))
        self.headers = code_view(self.tr("Headers of the mail"))
        self.source = code_view(self.tr("Source of the mail"))
        self.views = Segments((self.tr("Mail"), self.tr("Text"), self.tr("Headers"), self.tr("Source")))
        for view in (self._paper(), self.text, self.headers, self.source):
            self.views.add(view)
        self.views.turned.connect(lambda _: self._fill())
        self.phone = self._phone_button()
        self._lay_out()
        self.set_icons(icons)
        self.say_answering("")

    def show_mail(self, mail: Mail) -> None:
        """Show `mail`, its HTML first when it has any."""
        self._mail = mail
        values = {"sender": mail.sender, "to": mail.to, "cc": mail.cc, "bcc": mail.bcc}
        for name, (title, words) in self._people.items():
            words.set_full_text(values[name])
            title.setVisible(bool(values[name]))
            words.setVisible(bool(values[name]))
        page = clean_page(mail.html, mail.pictures)
        has_page = bool(mail.html) and not page.is_too_much
        self.html.setToolTip("")
        self.html.show_page(page.html, page.pictures)
        self._say_left_out(page.left_out)
        if page.is_too_much:
            self.left_out.setText(self.tr("Its HTML is too large or too deeply nested to be drawn: this is its text."))
        self.files.show_files(mail.attachments)
        self.views.buttons[HTML].setVisible(has_page)
        self.views.turn(HTML if has_page else TEXT)
        self._fill()

    def say_answering(self, words: str) -> None:
        """What the buttons in the mail do now; nothing to say where it has none."""
        self.answering.setText(words)
        self.answering.setVisible(bool(words))

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self.files.set_icons(icons)
        self.phone.setIcon(icons.get("phone"))

    def _fill(self) -> None:
        """Fill the view in front; long ones only when somebody looks at them."""
        mail = self._mail
        if mail is None:
            return
        texts = {
            TEXT: lambda: mail.text or words_of(mail.html),
            HEADERS: lambda: "\n".join(f"{name}: {value}" for name, value in mail.headers),
            SOURCE: lambda: mail.source,
        }
        views = {TEXT: self.text, HEADERS: self.headers, SOURCE: self.source}
        number = self.views.current
        if number in texts:
            words = texts[number]()
            wraps = number == TEXT and not has_endless_word(words)
            mode = QPlainTextEdit.LineWrapMode
            views[number].setLineWrapMode(mode.WidgetWidth if wraps else mode.NoWrap)
            views[number].setPlainText(words if len(words) <= MOST_TEXT else f"{words[:MOST_TEXT]}\n…")
        self.phone.setVisible(number == HTML)
        self.left_out.setVisible(number in (HTML, TEXT) and bool(self.left_out.text()))

    def _say_left_out(self, left_out: LeftOut) -> None:
        counted = (
            (left_out.pictures, self.tr("1 picture"), self.tr("{} pictures")),
            (left_out.scripts, self.tr("1 script"), self.tr("{} scripts")),
            (left_out.frames, self.tr("1 embedded page or film"), self.tr("{} embedded pages or films")),
            (left_out.fields, self.tr("1 form field"), self.tr("{} form fields")),
            (left_out.styles, self.tr("1 style sheet"), self.tr("{} style sheets")),
        )
        parts = [one if count == 1 else many.format(count) for count, one, many in counted if count]
        words = self.tr("Nothing is loaded from outside or run. Left out: {}.").format(", ".join(parts))
        self.left_out.setText(words if parts else "")

    def _save(self, file: Attachment) -> None:
        save_as(self, file.name, file.content)

    def _fields(self) -> dict[str, str]:
        return {"sender": self.tr("From"), "to": self.tr("To"), "cc": self.tr("Cc"), "bcc": self.tr("Bcc")}

    def _set_phone(self, is_phone: bool) -> None:
        self.html.setMaximumWidth(PHONE if is_phone else 16_777_215)

    def _phone_button(self) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setProperty("look", "toggle")
        button.setIconSize(QSize(16, 16))
        button.setToolTip(self.tr("As wide as a phone"))
        button.setAccessibleName(self.tr("As wide as a phone"))
        button.toggled.connect(self._set_phone)
        return button

    def _paper(self) -> QWidget:
        holder = QWidget()
        holder.setProperty("surface", "window")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.html)
        return holder

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        for number, (title, words) in enumerate(self._people.values()):
            row, pair = divmod(number, 2)
            grid.addWidget(title, row, 2 * pair)
            grid.addWidget(words, row, 2 * pair + 1)
            grid.setColumnStretch(2 * pair + 1, 1)
        head = QWidget()
        rows = QVBoxLayout(head)
        rows.setContentsMargins(16, 0, 12, 4)
        rows.setSpacing(4)
        rows.addLayout(grid)
        rows.addWidget(self.files)
        rows.addWidget(self.answering)
        rows.addWidget(self.left_out)
        self.views.head.addWidget(self.phone)
        self.views.head.setContentsMargins(10, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        column.addWidget(self.views, 1)
