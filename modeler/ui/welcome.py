"""The welcome page: start something new, go on with something recent, or look at a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons, logo
from modeler.ui.plain_text import ElidedLabel, label, tooltip, wrapped_label

WIDTH = 920
PICTURE = QSize(272, 128)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample process: its file, what it is called, and what it shows."""

    path: Path
    title: str
    text: str


class WelcomePage(QScrollArea):
    """Sends what the user chose; opens nothing itself."""

    new_wanted = Signal()
    open_wanted = Signal()
    path_wanted = Signal(object)

    def __init__(self, icons: Icons, samples: Sequence[Sample], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._icons = icons
        self._recent: tuple[Path, ...] = ()
        self._samples = tuple(samples)
        self._pictures: dict[Path, QPixmap] = {}
        self._show()

    def set_recent(self, paths: Sequence[Path]) -> None:
        """List the files opened last."""
        if tuple(paths) != self._recent:
            self._recent = tuple(paths)
            self._show()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._pictures = {}
        self._show()

    def set_picture(self, path: Path, picture: QPixmap) -> None:
        """Show what a sample looks like."""
        self._pictures[path] = picture
        card = next((card for card in self.findChildren(SampleCard) if card.sample.path == path), None)
        if card is not None:
            card.set_picture(picture)

    def without_picture(self) -> list[Sample]:
        """Samples that have no picture in these colors yet."""
        return [sample for sample in self._samples if sample.path not in self._pictures]

    def _show(self) -> None:
        page = QWidget()
        page.setProperty("surface", "window")
        outer = QHBoxLayout(page)
        outer.setContentsMargins(32, 48, 32, 32)
        column = QWidget()
        column.setFixedWidth(WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(32)
        inner.addLayout(self._head())
        middle = QHBoxLayout()
        middle.setSpacing(32)
        middle.addLayout(self._start(), 2)
        middle.addLayout(self._recent_files(), 3)
        inner.addLayout(middle)
        inner.addLayout(self._sample_cards())
        inner.addStretch(1)
        outer.addStretch(1)
        outer.addWidget(column)
        outer.addStretch(1)
        self.setWidget(page)

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(16)
        sign = QLabel()
        sign.setPixmap(logo(56, self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(self.tr("Processwright"), "title"))
        words.addWidget(label(self.tr("Draw processes, preview them with real data, and deploy them."), "subtitle"))
        line.addWidget(sign)
        line.addLayout(words, 1)
        return line

    def _start(self) -> QVBoxLayout:
        column = self._section(self.tr("Start"))
        for icon, title, text, signal in (
            ("new", self.tr("New process"), self.tr("An empty diagram"), self.new_wanted),
            ("open", self.tr("Open a file…"), self.tr("BPMN 2.0 of any vendor"), self.open_wanted),
        ):
            row = RowButton(self._icons.pixmap(icon, 24, "accent", self.devicePixelRatioF()), title, text)
            row.clicked.connect(signal.emit)
            column.addWidget(row)
        column.addStretch(1)
        return column

    def _recent_files(self) -> QVBoxLayout:
        column = self._section(self.tr("Recent"))
        picture = self._icons.pixmap("diagram", 24, "muted", self.devicePixelRatioF())
        for path in self._recent[:5]:
            row = RowButton(picture, path.name, str(path.parent))
            row.setToolTip(tooltip(str(path)))
            row.clicked.connect(lambda _=False, chosen=path: self.path_wanted.emit(chosen))
            column.addWidget(row)
        if not self._recent:
            words = wrapped_label(self.tr("Files that you open will be listed here. You can also drop one."), "muted")
            words.setContentsMargins(12, 8, 0, 0)
            column.addWidget(words)
        column.addStretch(1)
        return column

    def _sample_cards(self) -> QVBoxLayout:
        column = self._section(self.tr("Samples"))
        grid = QGridLayout()
        grid.setSpacing(16)
        for index, sample in enumerate(self._samples):
            card = SampleCard(sample)
            if sample.path in self._pictures:
                card.set_picture(self._pictures[sample.path])
            card.clicked.connect(lambda _=False, chosen=sample.path: self.path_wanted.emit(chosen))
            grid.addWidget(card, index // 3, index % 3)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        column.addLayout(grid)
        return column

    def _section(self, title: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        heading = label(title, "section")
        heading.setContentsMargins(0, 0, 0, 8)
        column.addWidget(heading)
        return column


class RowButton(QPushButton):
    """A picture and two lines of words that act as one button."""

    def __init__(self, picture: QPixmap, title: str, text: str) -> None:
        super().__init__()
        self.setProperty("look", "row")
        self.setMinimumHeight(52)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(12)
        sign = QLabel()
        sign.setPixmap(picture)
        words = QVBoxLayout()
        words.setSpacing(1)
        for content, role in ((title, "heading"), (text, "muted")):
            words_label = ElidedLabel(role)
            words_label.set_full_text(content)
            words.addWidget(words_label)
        line.addWidget(sign)
        line.addLayout(words, 1)


class SampleCard(QPushButton):
    """A picture of the diagram over its name and a sentence about it."""

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        self.sample = sample
        self.setProperty("look", "card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(sample.title)
        self.setAccessibleDescription(sample.text)
        self.setFixedHeight(PICTURE.height() + 88)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        self._picture = QLabel()
        self._picture.setFixedHeight(PICTURE.height())
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = ElidedLabel("heading")
        title.set_full_text(sample.title)
        words = wrapped_label(sample.text, "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        for widget in (self._picture, title, words):
            column.addWidget(widget)
        column.setStretch(2, 1)

    def set_picture(self, picture: QPixmap) -> None:
        """Show the diagram."""
        self._picture.setPixmap(picture)
