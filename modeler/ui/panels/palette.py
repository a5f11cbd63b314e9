"""The palette: what can be put on the canvas, by category, with a search box.

BPMN elements stand in a grid of tiles, connectors in rows with one line of help. An entry is dragged onto the canvas
(as `MIME`) or chosen by a click or Enter and then placed by a click on the canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QEnterEvent, QIcon, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.folding import FoldingSection
from modeler.ui.plain_text import set_clear_icon, tooltip
from modeler.ui.search_order import fit
from modeler.ui.theme import Theme

MIME = "application/x-processwright-entry"
TILE = QSize(76, 72)
ROW_HEIGHT = 52
FADED = 0.5
GAP = 4


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """One thing to place: its id travels in the drag, the rest is for eyes and search; `trouble` grays it out."""

    id: str
    category: str
    title: str
    help: str = ""
    keywords: tuple[str, ...] = ()
    look: Literal["tile", "row"] = "tile"
    trouble: str = ""

    def matches(self, words: Iterable[str]) -> bool:
        """Whether every word occurs in the entry's texts."""
        text = " ".join((self.title, self.help, self.category, *self.keywords)).casefold()
        return all(word in text for word in words)


Pictures = Callable[[PaletteEntry, int], QPixmap | QIcon]


class PalettePanel(QWidget):
    """Search on top, folding categories under it; at most one entry is chosen to be placed."""

    chosen = Signal(str)
    manage_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._icons = icons
        self._pictures = pictures
        self._buttons: list[EntryButton] = []
        self._sections: list[FoldingSection] = []
        self._folded: dict[str, bool] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._build_search())
        column.addWidget(self._build_body(), 1)
        column.addLayout(self._build_foot())

    def set_entries(self, entries: Sequence[PaletteEntry]) -> None:
        """Show `entries`, grouped by category in the order of their first appearance."""
        content = QWidget()
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        self._buttons, self._sections = [], []
        for category in dict.fromkeys(entry.category for entry in entries):
            section = self._section(category, [entry for entry in entries if entry.category == category])
            column.addWidget(section)
        column.addStretch(1)
        old = self._scroll.takeWidget()
        self._scroll.setWidget(content)
        if old is not None:
            old.deleteLater()
        self._order_tabs()
        self._filter(self.search.text())

    def set_theme(self, theme: Theme, icons: Icons) -> None:
        """Draw the entries in other colors."""
        self._theme, self._icons = theme, icons
        self._no_match.set_icons(icons)
        self.manage.setIcon(icons.get("plug"))
        set_clear_icon(self.search, icons.get("close"))
        for section in self._sections:
            section.set_icons(icons)
        for button in self._buttons:
            button.set_look(theme, self._pictures(button.entry, button.picture_size))

    def set_chosen(self, entry_id: str | None) -> None:
        """Mark the entry that the next click on the canvas places; None when it was placed or given up."""
        for button in self._buttons:
            button.setChecked(button.entry.id == entry_id)

    @property
    def buttons(self) -> list[EntryButton]:
        """All entries' buttons, in order."""
        return list(self._buttons)

    def _build_search(self) -> QVBoxLayout:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search elements and connectors"))
        self.search.setAccessibleName(self.tr("Search the palette"))
        self.search.setClearButtonEnabled(True)
        set_clear_icon(self.search, self._icons.get("close"))
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._choose_best)
        line = QVBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.search)
        return line

    def _build_foot(self) -> QVBoxLayout:
        self.manage = QPushButton(self.tr("Manage connectors…"))
        self.manage.setProperty("look", "link")
        self.manage.setIcon(self._icons.get("plug"))
        self.manage.clicked.connect(lambda: self.manage_wanted.emit())
        line = QVBoxLayout()
        line.setContentsMargins(8, 0, 8, 8)
        line.addWidget(self.manage)
        return line

    def _build_body(self) -> QWidget:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._no_match = EmptyState(
            "search", self.tr("Nothing found"), self.tr("Try another word, such as “task” or “mail”.")
        )
        self._no_match.set_icons(self._icons)
        body = QWidget()
        self._layers = QStackedLayout(body)
        self._layers.addWidget(self._scroll)
        self._layers.addWidget(self._no_match)
        return body

    def _order_tabs(self) -> None:
        """Tab goes from the search box through headings and entries as they stand, then to what is below."""
        stops: list[QWidget] = [self.search]
        for section in self._sections:
            stops += [section.head, *section.body.findChildren(EntryButton)]
        for before, after in pairwise((*stops, self.manage)):
            QWidget.setTabOrder(before, after)

    def _section(self, category: str, entries: list[PaletteEntry]) -> FoldingSection:
        buttons = [self._button(entry) for entry in entries]
        section = FoldingSection(category, EntryGrid(buttons), self._icons, self._folded.get(category, True))
        section.toggled.connect(self._folded.__setitem__)
        self._buttons += buttons
        self._sections.append(section)
        return section

    def _button(self, entry: PaletteEntry) -> EntryButton:
        button = EntryButton(entry)
        button.set_look(self._theme, self._pictures(entry, button.picture_size))
        button.clicked.connect(lambda: self._choose(button))
        return button

    def _choose(self, button: EntryButton) -> None:
        chosen = button.entry.id if button.isChecked() else None
        self.set_chosen(chosen)
        self.chosen.emit(chosen or "")

    def _choose_best(self) -> None:
        words = self.search.text().casefold().split()
        visible = [button for button in self._buttons if not button.isHidden()]
        if visible and words:
            best = min(visible, key=lambda button: fit(button.entry.title, words))
            best.setChecked(True)
            self._choose(best)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        found = 0
        for section in self._sections:
            here = 0
            for button in section.body.findChildren(EntryButton):
                fits = button.entry.matches(words)
                button.setVisible(fits)
                here += fits
            section.setVisible(here > 0)
            section.force_open(bool(words))
            section.body.updateGeometry()
            found += here
        self._layers.setCurrentIndex(0 if found or not words else 1)


class EntryGrid(QWidget):
    """Lays its visible buttons out: tiles side by side, rows across the whole width."""

    def __init__(self, buttons: list[EntryButton]) -> None:
        super().__init__()
        self._buttons = buttons
        for button in buttons:
            button.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def _tile(self) -> QSize:
        """A tile that has room for a picture and two lines in the letters of now."""
        metrics = self.fontMetrics()
        least = QSize(round(metrics.averageCharWidth() * 10.5), round(46 + 1.8 * metrics.lineSpacing()))
        return TILE.expandedTo(least)

    @property
    def _row(self) -> int:
        """How high a row with two lines is."""
        return max(ROW_HEIGHT, 2 * self.fontMetrics().lineSpacing() + 14)

    def heightForWidth(self, width: int) -> int:
        """How tall the grid is at `width`."""
        return max((rect.bottom() + 1 for _, rect in self._places(width)), default=0) + 8

    def sizeHint(self) -> QSize:
        """As wide as three tiles."""
        width = 3 * (self._tile.width() + GAP) + 20
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """One tile wide at least, and tall enough for what it holds now."""
        least = self._tile.width() + 20
        return QSize(least, self.heightForWidth(max(self.width(), least)))

    def resizeEvent(self, event: object) -> None:
        """Place the buttons anew."""
        self._place()
        self.updateGeometry()

    def updateGeometry(self) -> None:
        """The visible buttons changed."""
        super().updateGeometry()
        self._place()

    def _place(self) -> None:
        for button, rect in self._places(self.width()):
            button.setGeometry(rect)

    def _places(self, width: int) -> list[tuple[EntryButton, QRect]]:
        visible = [button for button in self._buttons if not button.isHidden()]
        inner, tile, height = width - 20, self._tile, self._row
        columns = max(1, (inner + GAP) // (tile.width() + GAP))
        tile_width = (inner - GAP * (columns - 1)) // columns
        places = []
        for index, button in enumerate(visible):
            if button.entry.look == "row":
                rect = QRect(8, index * (height + 2), width - 16, height)
            else:
                row, column = divmod(index, columns)
                x, y = 10 + column * (tile_width + GAP), row * (tile.height() + GAP)
                rect = QRect(x, y, tile_width, tile.height())
            places.append((button, rect))
        return places


class EntryButton(QAbstractButton):
    """One entry: picture and name, painted by hand; starts a drag when pulled."""

    def __init__(self, entry: PaletteEntry) -> None:
        super().__init__()
        self.entry = entry
        self._theme: Theme | None = None
        self._picture = QPixmap()
        self._pressed_at = QPoint()
        self.setCheckable(True)
        self.setText(entry.title)
        self.setAccessibleName(entry.title)
        self.setAccessibleDescription(entry.trouble or entry.help)
        self.setToolTip(tooltip("\n".join(filter(None, (entry.title, entry.help, entry.trouble)))))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def picture_size(self) -> int:
        """Logical pixels of the picture."""
        return 28 if self.entry.look == "row" else 34

    def set_look(self, theme: Theme, picture: QPixmap | QIcon) -> None:
        """Colors and picture to draw with."""
        self._theme = theme
        if isinstance(picture, QIcon):
            picture = picture.pixmap(self.picture_size, self.picture_size)
        self._picture = picture
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Start a drag once the mouse moved far enough with its button down."""
        far = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and far >= QApplication.startDragDistance():
            self.setDown(False)
            self._drag()
            return
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses; the arrows go to the neighbor."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextChild()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be grabbed."""
        self.update()
        super().enterEvent(event)

    def mime_data(self) -> QMimeData:
        """What a drag carries to the canvas."""
        data = QMimeData()
        data.setData(MIME, self.entry.id.encode())
        return data

    def _drag(self) -> None:
        drag = QDrag(self)
        drag.setMimeData(self.mime_data())
        drag.setPixmap(self._picture)
        size = self._picture.deviceIndependentSize().toSize()
        drag.setHotSpot(QPoint(size.width() // 2, size.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Background by state, picture, name; rows have a second line."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, self._theme)
        if self.entry.look == "row":
            self._paint_row(painter, self._theme)
        else:
            self._paint_tile(painter, self._theme)
        painter.end()

    def _paint_background(self, painter: QPainter, theme: Theme) -> None:
        box = self.rect().adjusted(1, 1, -1, -1)
        fill = None
        if self.isChecked() or self.isDown():
            fill = theme.color("accent_soft")
        elif self.underMouse():
            fill = theme.color("hover")
        painter.setPen(theme.color("accent") if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 6, 6)

    def _paint_tile(self, painter: QPainter, theme: Theme) -> None:
        size = self._picture.deviceIndependentSize().toSize()
        x = (self.width() - size.width()) // 2
        painter.drawPixmap(x, 6 + (self.picture_size - size.height()) // 2, self._picture)
        painter.setPen(theme.color("text"))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        area = QRect(2, 42, self.width() - 4, self.height() - 44)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), self.entry.title)

    def _paint_row(self, painter: QPainter, theme: Theme) -> None:
        size = self._picture.deviceIndependentSize().toSize()
        painter.setOpacity(FADED if self.entry.trouble else 1.0)
        painter.drawPixmap(8, (self.height() - size.height()) // 2, self._picture)
        left, width = 46, self.width() - 54
        metrics = painter.fontMetrics()
        half = self.height() // 2
        painter.setPen(theme.color("text"))
        title = metrics.elidedText(self.entry.title, Qt.TextElideMode.ElideRight, width)
        below = self.entry.trouble or self.entry.help
        only = not below
        top = QRect(left, 0, width, self.height()) if only else QRect(left, 6, width, half - 5)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter), title)
        if only:
            return
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.9)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        text = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, half, width, half - 6), int(Qt.AlignmentFlag.AlignVCenter), text)
