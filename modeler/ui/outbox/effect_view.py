"""One effect as its reader will see it: what and when above, below it the view for its kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.background import Background
from modeler.ui.icons import Icons
from modeler.ui.outbox.keeping import OpenedFiles
from modeler.ui.outbox.rows import EffectRow, kind_words
from modeler.ui.plain_text import ElidedLabel, label, tooltip, without_mnemonics, wrapped_label
from modeler.ui.theme import set_look

if TYPE_CHECKING:
    from modeler.ui.outbox.exchange_view import ExchangeView
    from modeler.ui.outbox.file_view import FileView
    from modeler.ui.outbox.mail_view import MailView
    from modeler.ui.outbox.pdf_view import PdfView

LONGEST, WIDE, LEAST = 28, 480, 338
ONLY_ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


class EffectView(QWidget):
    """Shows a row (`shown` says which); `element_wanted` asks for its element on the canvas.

    `link_clicked` carries the address of a link in a mail or message, `told` what a button has done;
    `left` that Esc leads back to the list.
    """

    element_wanted = Signal(str)
    save_wanted = Signal(object)
    link_clicked = Signal(str)
    left = Signal()
    shown = Signal(object)
    told = Signal(str)

    def __init__(self, icons: Icons, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self.row: EffectRow | None = None
        self._icons = icons
        self._opened = OpenedFiles()
        self._title = ElidedLabel("mail-subject")
        self._time = label("", "muted")
        self.note = wrapped_label("", "muted")
        self.note.setContentsMargins(16, 0, 16, 4)
        self.to_canvas = self._button(self.tr("Show on canvas"), lambda row: self.element_wanted.emit(row.element_id))
        self.save = self._button(self.tr("Save…"), self.save_wanted.emit)
        self._views = QStackedWidget()
        self._nothing = QWidget()
        self._views.addWidget(self._nothing)
        self._views.setMinimumWidth(LEAST)
        self._views.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.note)
        column.addWidget(self._views, 1)
        self._made: list[MailView | ExchangeView | PdfView | FileView] = []
        self.set_icons(icons)
        self.show_row(None)

    # Each view is made when the first effect of its kind is shown: a start has none.

    @cached_property
    def mail(self) -> MailView:
        """Shows mails."""
        from modeler.ui.outbox.mail_view import MailView

        made = MailView(self._icons, self._opened)
        made.link_clicked.connect(self.link_clicked)
        self._made.append(made)
        self._views.addWidget(made)
        return made

    @cached_property
    def exchange(self) -> ExchangeView:
        """Shows calls of servers, and messages that are posted."""
        from modeler.ui.outbox.exchange_view import ExchangeView

        made = ExchangeView(self._icons)
        made.told.connect(self.told)
        made.link_clicked.connect(self.link_clicked)
        self._made.append(made)
        self._views.addWidget(made)
        return made

    @cached_property
    def paper(self) -> PdfView:
        """Shows PDF files."""
        from modeler.ui.outbox.pdf_view import PdfView

        made = PdfView(self._icons, self._background)
        made.open_wanted.connect(self._open_file)
        self._made.append(made)
        self._views.addWidget(made)
        return made

    @cached_property
    def file(self) -> FileView:
        """Shows other files."""
        from modeler.ui.outbox.file_view import FileView

        made = FileView(self._icons)
        made.open_wanted.connect(self._open_file)
        self._made.append(made)
        self._views.addWidget(made)
        return made

    @cached_property
    def text(self) -> QPlainTextEdit:
        """Shows what a script has printed."""
        from modeler.ui.panels.data_views import code_view

        made = code_view(self.tr("What the script printed"))
        self._views.addWidget(made)
        return made

    def show_row(self, row: EffectRow | None) -> None:
        """Show one effect, or nothing."""
        if row is self.row and row is not None:
            return
        self.row = row
        self._title.set_full_text("" if row is None else row.title or kind_words(row.kind))
        self._time.setText("" if row is None else row.time)
        self._say_note(row)
        for button in (self.to_canvas, self.save):
            button.setVisible(row is not None)
        self._views.setCurrentWidget(self._nothing if row is None else self._filled(row))
        self._name_element()
        self.shown.emit(row)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.to_canvas.setIcon(icons.get("select"))
        self.save.setIcon(icons.get("save"))
        for view in self._made:
            view.set_icons(icons)

    def enter(self) -> None:
        """Give the keys to what is shown."""
        view = self._views.currentWidget()
        inside = view.findChild(QStackedWidget) if view is not None and view is not self.__dict__.get("text") else view
        page = inside.currentWidget() if isinstance(inside, QStackedWidget) else inside
        if page is not None:
            _first_with_focus(page).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button loses the name of the element where it is narrow."""
        super().resizeEvent(event)
        self._name_element()

    def _say_note(self, row: EffectRow | None) -> None:
        set_look(self.note, "role", "error" if row is not None and row.has_failed else "muted")
        self.note.setText("" if row is None else row.note)
        self.note.setVisible(bool(self.note.text()))

    def _filled(self, row: EffectRow) -> QWidget:
        from modeler.ui.outbox.mail_message import read_mail

        if row.is_mail:
            self.mail.show_mail(read_mail(row.content))
            return self.mail
        if row.kind == "pdf":
            self.paper.show_file(row.content)
            return self.paper
        if row.kind == "file":
            self.file.show_file(row.title, row.content)
            return self.file
        if row.kind == "print":
            self.text.setPlainText(row.content.decode("utf-8", "replace"))
            return self.text
        self.exchange.show_row(row)
        return self.exchange

    def close_files(self) -> None:
        """End what draws files; the window is about to go."""
        if "paper" in self.__dict__:
            self.paper.close_file()

    def _open_file(self) -> None:
        if self.row is not None:
            name = self.row.title if self.row.kind == "file" else self.row.name
            self._opened.open(self, name, self.row.content)

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

    def _head(self) -> QWidget:
        head = QWidget()
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 6, 8, 4)
        line.setSpacing(8)
        line.addWidget(self._title, 1)
        line.addWidget(self._time)
        line.addWidget(self.to_canvas)
        line.addWidget(self.save)
        return head

    def _button(self, words: str, act: Callable[[EffectRow], object]) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: act(self.row) if self.row is not None else None)
        return button


def _first_with_focus(widget: QWidget) -> QWidget:
    """What of a page takes keys: itself, or the first thing in it that is seen and does."""
    inside = [widget, *widget.findChildren(QWidget)]
    found = (each for each in inside if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next(found, widget)
