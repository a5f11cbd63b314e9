"""What a screen looks like: as a mail shows it, on paper, as HTML, and a form as somebody fills it in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from modeler.services.screens.drawing import Sheet
from modeler.services.task_forms.nodes import TaskForm
from modeler.ui.icons import Icons
from modeler.ui.outbox.clean_html import clean_html
from modeler.ui.outbox.quiet_browser import PAPER, QuietBrowser
from modeler.ui.panels.fields.highlight import HALF, Highlighter
from modeler.ui.panels.task_form.view import TaskFormView
from modeler.ui.plain_text import label, wrapped_label

MARGIN, GAP, WIDEST = 16, 12, 900


class ResultView(QWidget):
    """Tabs over one result; `paper_wanted` asks for the sheets when they come to the front."""

    paper_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = ""
        self.form = TaskFormView(icons)
        self.mail = QuietBrowser()
        self.mail.setAccessibleName(self.tr("Result as a mail shows it"))
        self.paper = PaperView()
        self.source = QPlainTextEdit()
        self.source.setReadOnly(True)
        self.source.setProperty("look", "page")
        self.source.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.source.setAccessibleName(self.tr("Result as HTML"))
        self._colors = Highlighter(self.source.document(), "html")
        self._colors.set_dark(icons.color("surface").lightness() < HALF)
        self.error = wrapped_label("", "error")
        self.error.setContentsMargins(12, 8, 12, 8)
        self.error.hide()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.form, self.tr("Form"))
        self.tabs.addTab(self.mail, self.tr("Mail"))
        self.tabs.addTab(self.paper, self.tr("PDF page"))
        self.tabs.addTab(self.source, self.tr("HTML"))
        self.tabs.setTabVisible(0, False)
        self.tabs.currentChanged.connect(self._turned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.error)
        column.addWidget(self.tabs, 1)

    @property
    def shows_paper(self) -> bool:
        """Whether the sheets are in front."""
        return self.tabs.currentWidget() is self.paper

    def show_page(self, page: str) -> None:
        """Show another result; the place that was looked at stays where it is."""
        self.show_error("")
        if page == self._page:
            return
        self._page = page
        bar = self.mail.verticalScrollBar()
        before = bar.value()
        self.mail.setHtml(PAPER + clean_html(page) + "</body>")
        bar.setValue(before)
        self.source.setPlainText(page)

    def show_error(self, error: str) -> None:
        """Say what is wrong; the last good result stays below."""
        self.error.setText(error)
        self.error.setVisible(bool(error))

    def show_form(self, form: TaskForm | None) -> None:
        """Offer a form to be filled in, first of all; None for what is no form."""
        was_offered = self.tabs.isTabVisible(0)
        self.tabs.setTabVisible(0, form is not None)
        if form is not None:
            self.form.show_form(form)
        if form is not None and not was_offered:
            self.tabs.setCurrentIndex(0)
        elif form is None and self.tabs.currentIndex() == 0:
            self.tabs.setCurrentIndex(1)

    def clear(self) -> None:
        """Nothing is shown."""
        self._page = ""
        self.mail.clear()
        self.source.clear()
        self.paper.show_sheets((), "")
        self.show_error("")

    def _turned(self, _: int) -> None:
        if self.shows_paper:
            self.paper_wanted.emit()


class PaperView(QScrollArea):
    """Sheets of paper, one below the other, as wide as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Result as pages of a PDF file"))
        self._pictures: list[QPixmap] = []
        self._labels: list[QLabel] = []
        self.note = label("", "muted")
        body = QWidget()
        body.setProperty("surface", "foot")
        body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.note, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        self.setWidget(body)

    def show_sheets(self, sheets: Sequence[Sheet], note: str) -> None:
        """Show these and a few words over them."""
        for each in self._labels:
            each.deleteLater()
        self._pictures = [_pixmap(sheet) for sheet in sheets]
        self._labels = [QLabel() for _ in sheets]
        for number, each in enumerate(self._labels, 1):
            each.setAccessibleName(self.tr("Page {}").format(number))
            self._column.insertWidget(number, each, 0, Qt.AlignmentFlag.AlignHCenter)
        self.note.setText(note)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As wide as there is room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = max(120, min(WIDEST, self.viewport().width() - 2 * MARGIN))
        ratio = self.devicePixelRatioF()
        for picture, each in zip(self._pictures, self._labels, strict=True):
            fitted = picture.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
            _edge(fitted, self.palette().color(QPalette.ColorRole.Mid))
            fitted.setDevicePixelRatio(ratio)
            each.setPixmap(fitted)


def _edge(picture: QPixmap, color: QColor) -> None:
    """White paper stands out on a white ground too."""
    painter = QPainter(picture)
    painter.setPen(color)
    painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
    painter.end()


def _pixmap(sheet: Sheet) -> QPixmap:
    image = QImage(sheet.pixels, sheet.width, sheet.height, sheet.stride, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(image.copy())
