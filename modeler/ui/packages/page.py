"""Building blocks of the pages of a connector: headings, facts, tables and text that nobody interprets."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QTextDocument
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.plain_text import label, without_mnemonics, wrapped_label

SAFE = ("http", "https", "mailto")


class Page(QScrollArea):
    """A column of parts that scrolls; `clear` begins anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clear()

    def clear(self) -> None:
        """An empty page."""
        content = QWidget()
        content.setProperty("surface", "panel")
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(24, 20, 24, 24)
        self.column.setSpacing(6)
        old = self.takeWidget()
        self.setWidget(content)
        if old is not None:
            old.deleteLater()

    def heading(self, text: str) -> None:
        """The title of a part."""
        self.column.addSpacing(12)
        self.column.addWidget(label(text, "heading"))

    def words(self, text: str, role: str = "") -> QLabel:
        """A paragraph."""
        made = _wrapping(text, role)
        self.column.addWidget(made)
        return made

    def bullets(self, lines: Sequence[str], role: str = "") -> None:
        """A list of sentences."""
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(label("•", role), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(_wrapping(line, role), 1)
            self.column.addLayout(row)

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[int] = (3, 7)) -> None:
        """Rows of words; the first column is what they are about. `shares` are the widths of the columns."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row):
                grid.addWidget(_cell(text, "field" if column == 0 else "muted"), number, column)
        for column, share in enumerate(shares):
            grid.setColumnStretch(column, share)
        self.column.addLayout(grid)

    def link(self, address: str) -> None:
        """An address that opens in the browser."""
        button = QPushButton(without_mnemonics(address))
        button.setProperty("look", "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: open_safely(QUrl(address)))
        self.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def end(self) -> None:
        """Nothing more: what there is stands on top."""
        self.column.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break elsewhere: the column takes the height that it needs then."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No part is squeezed where the page is low: it scrolls instead."""
        content = self.widget()
        if content is not None:
            content.setMinimumHeight(max(0, self.column.totalHeightForWidth(self.viewport().width())))


def _cell(text: str, role: str) -> QLabel:
    made = _wrapping(text, role)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made


def _wrapping(text: str, role: str) -> QLabel:
    """A label as wide as its place and only as tall as its lines are."""
    made = wrapped_label(text, role)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class DocumentationView(QTextBrowser):
    """Markdown of a package: no HTML in it is taken as such, nothing is loaded, links open in the browser."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "plain")
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        features = QTextDocument.MarkdownFeature
        self.document().setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self.document().contentsChanged.connect(self._fit)
        self.anchorClicked.connect(open_safely)
        self.setAccessibleName(self.tr("Documentation"))

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures and styles that a text asks for are not read, from wherever."""
        return None

    def resizeEvent(self, event: object) -> None:
        """As tall as the text."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent
        self._fit()

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(round(self.document().size().height()) + 4)


def open_safely(address: QUrl) -> None:
    """Open a link in the browser; other programs are not started by a package's text."""
    if address.scheme() in SAFE:
        QDesktopServices.openUrl(address)
