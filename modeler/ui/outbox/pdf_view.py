"""A PDF as its readers see it: its pages, drawn off the window's thread and in a process of their own, and its text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from modeler.services.preview.pdf_pages import PdfPages, Sheet
from modeler.ui.background import Background
from modeler.ui.icons import Icons
from modeler.ui.outbox.pdf_sheets import PAGE, STEP, WIDTH, PdfSheets
from modeler.ui.panels.data_views import code_view
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import label, wrapped_label

PAGES, TEXT = 0, 1
NARROW = 430


class PdfView(QWidget):
    """Shows one file; `open_wanted` asks for it in the system's program. One page at a time is being drawn."""

    open_wanted = Signal()

    def __init__(self, icons: Icons, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._background = background
        self._pages = PdfPages()
        self._content = b""
        self._is_drawing = False
        self.sheets = PdfSheets()
        self.sheets.wanted.connect(self._draw)
        self.sheets.turned.connect(lambda _: self._show_place())
        self.sheets.zoomed.connect(self._show_place)
        self.error = wrapped_label("", "error")
        self.error.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = code_view(self.tr("Text of the file"))
        self.text.setPlaceholderText(self.tr("It has no text."))
        self.views = Segments((self.tr("Pages"), self.tr("Text")))
        self._paper = QStackedWidget()
        self._paper.addWidget(self.sheets)
        self._paper.addWidget(self.error)
        self.views.add(self._paper)
        self.views.add(self.text)
        self.views.turned.connect(lambda _: self._turned())
        self._lay_out()
        self.set_icons(icons)

    def show_file(self, content: bytes) -> None:
        """Show another file."""
        self._content = content
        self.text.clear()
        self._say("")
        self.sheets.show_pages([])
        self._work(lambda: self._pages.open(content), self._opened)
        if self.views.current == TEXT:
            self._turned()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        names = {
            self.back: "up", self.forth: "down", self.smaller: "zoom-out", self.larger: "zoom-in",
            self.to_width: "fit-width", self.to_page: "zoom-fit", self.opener: "open",
        }  # fmt: skip
        for button, name in names.items():
            button.setIcon(icons.get(name))

    def close_file(self) -> None:
        """End what draws; the window is about to go."""
        self._content = b""
        self._pages.close()

    def _work(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        """Do something with the file that is shown now; what comes of it later than the next file is forgotten."""
        content = self._content

        def arrived(result: object) -> None:
            if self._content is content:
                done(result)

        def failed(error: Exception) -> None:
            if self._content is content:
                self._is_drawing = False
                self._say(str(error))

        self._background.run(work, arrived, failed)

    def _opened(self, sizes: object) -> None:
        assert isinstance(sizes, list)
        self._is_drawing = False
        self._say("" if sizes else self.tr("The file has no pages."))
        self.sheets.show_pages(sizes)

    def _draw(self, page: int, width: int) -> None:
        if self._is_drawing:
            return
        self._is_drawing = True
        content, scale = self._content, width / self.sheets.points_of(page)

        def drawn(sheet: object) -> None:
            assert isinstance(sheet, Sheet)
            self._is_drawing = False
            self.sheets.set_sheet(page, width, sheet)
            missing = self.sheets.missing()
            if missing is not None:
                self._draw(*missing)

        self._work(lambda: self._pages.draw(content, page, scale), drawn)

    def _turned(self) -> None:
        content = self._content
        self._fit_tools()
        if self.views.current == TEXT and content and not self.text.toPlainText():
            self._work(lambda: self._pages.text(content), lambda text: self.text.setPlainText(str(text)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, sizes are changed by key only."""
        super().resizeEvent(event)
        self._fit_tools()

    def _fit_tools(self) -> None:
        is_narrow, has_pages = self.width() < NARROW, self.views.current == PAGES
        for widget in self._tools:
            widget.setVisible(has_pages and not (is_narrow and widget in self._spare))
        self.opener.setVisible(not is_narrow)

    def _say(self, error: str) -> None:
        self.error.setText(error)
        self._paper.setCurrentWidget(self.error if error else self.sheets)
        for widget in self._tools:
            widget.setEnabled(not error)

    def _show_place(self) -> None:
        count, page = self.sheets.count, self.sheets.page
        self.number.setText(str(page + 1) if count else "")
        self.of_pages.setText(self.tr("of {}").format(count) if count else "")
        self.percent.setText(f"{self.sheets.zoom * 100:.0f} %")
        self.back.setEnabled(page > 0)
        self.forth.setEnabled(page + 1 < count)
        self.to_width.setChecked(self.sheets.fit == WIDTH)
        self.to_page.setChecked(self.sheets.fit == PAGE)

    def _go(self) -> None:
        if self.number.text().isdecimal():
            self.sheets.go_to(int(self.number.text()) - 1)
        self._show_place()

    def _lay_out(self) -> None:
        sheets = self.sheets
        self.back = self._button(self.tr("Page before (Left)"), lambda: sheets.go_to(sheets.page - 1))
        self.forth = self._button(self.tr("Next page (Right)"), lambda: sheets.go_to(sheets.page + 1))
        self.number = QLineEdit()
        self.number.setProperty("look", "small")
        self.number.setFixedWidth(38)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setValidator(QIntValidator(1, 99_999, self.number))
        self.number.setAccessibleName(self.tr("Page"))
        self.number.returnPressed.connect(self._go)
        self.of_pages = label("", "muted")
        self.smaller = self._button(self.tr("Smaller (-)"), lambda: sheets.zoom_by(1 / STEP))
        self.percent = label("", "muted")
        self.larger = self._button(self.tr("Larger (+)"), lambda: sheets.zoom_by(STEP))
        self.to_width = self._button(self.tr("Fit the width (W)"), lambda: sheets.set_fit(WIDTH), is_toggle=True)
        self.to_page = self._button(self.tr("Fit a page (P)"), lambda: sheets.set_fit(PAGE), is_toggle=True)
        self.opener = self._button(self.tr("Open in the system's program"), self.open_wanted.emit)
        self._tools: tuple[QWidget, ...] = (
            self.back, self.number, self.of_pages, self.forth, self.smaller, self.percent, self.larger,
            self.to_width, self.to_page,
        )  # fmt: skip
        self._spare = (self.smaller, self.percent, self.larger)
        for widget in (*self._tools, self.opener):
            self.views.head.addWidget(widget)
        self.views.head.setContentsMargins(10, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)

    def _button(self, words: str, act: Callable[[], object], is_toggle: bool = False) -> QToolButton:
        button = QToolButton()
        button.setIconSize(QSize(16, 16))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if is_toggle:
            button.setCheckable(True)
            button.setProperty("look", "toggle")
        button.clicked.connect(lambda _: act())
        return button
