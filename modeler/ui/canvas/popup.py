"""A menu with a search box: choices by category, taken by arrows and Enter or by a click."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from modeler.drawing import Style
from modeler.ui.search_order import fit

_WIDTH, _HEIGHT = 320, 380
_FEW = 9
_MARGIN = 6
_PADDING, _SPACING, _SLACK = 8, 6, 6
_NUMBER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class PopupItem:
    """One line; `choose` is called when it is taken."""

    title: str
    category: str
    choose: Callable[[], None]
    keywords: tuple[str, ...] = ()
    icon: QIcon | None = None

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word occurs in the item's texts."""
        text = " ".join((self.title, self.category, *self.keywords)).casefold()
        return all(word in text for word in words)


class SearchPopup(QFrame):
    """Shows items at a place of its parent until one is chosen, Esc is pressed or something else gets the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: Sequence[PopupItem] = ()
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Choices"))
        self.list.setUniformItemSizes(False)
        self.list.setIconSize(QSize(22, 22))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        layout.setSpacing(_SPACING)
        layout.addWidget(self.search)
        layout.addWidget(self.list)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.hide()

    def restyle(self, style: Style) -> None:
        """Follow the theme of the canvas."""
        self.setStyleSheet(
            f"SearchPopup {{ background: {style.shape_fill}; border: 1px solid {style.grid}; border-radius: 8px; }}"
            f"QLineEdit {{ background: {style.canvas}; color: {style.text}; border: 1px solid {style.grid}; "
            f"border-radius: 5px; padding: 5px 7px; }}"
            f"QLineEdit:focus {{ border-color: {style.selection}; }}"
            f"QListWidget {{ background: transparent; color: {style.text}; border: none; outline: none; }}"
            f"QListWidget::item {{ padding: 4px 6px; border-radius: 5px; }}"
            f"QListWidget::item:selected {{ background: {_soft(style.selection)}; color: {style.text}; }}"
            f"QListWidget::item:disabled {{ color: {style.muted}; }}"
            "QScrollBar:vertical { background: transparent; width: 8px; margin: 0; }"
            f"QScrollBar::handle:vertical {{ background: {style.grid}; border-radius: 4px; min-height: 24px; }}"
            f"QScrollBar::handle:vertical:hover {{ background: {style.muted}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { height: 0; } "
            "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
        )

    def open_at(self, items: Sequence[PopupItem], at: QPoint) -> None:
        """Show items at a place of the parent."""
        self._items = items
        self.search.setVisible(len(items) >= _FEW)
        self.search.clear()
        self._filter("")
        self.move(self._inside(at))
        self.show()
        self.raise_()
        (self.search if self.search.isVisible() else self.list).setFocus(Qt.FocusReason.PopupFocusReason)
        _application().focusChanged.connect(self._focus_moved)

    def close(self) -> bool:
        """Hide, and give the focus back."""
        if not self.isVisible():
            return False
        _application().focusChanged.disconnect(self._focus_moved)
        parent = self.parentWidget()
        if parent is not None and self.isAncestorOf(QApplication.focusWidget() or parent):
            parent.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the search box work on the list; Esc closes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_current()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the current item, Esc closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _filter(self, text: str) -> None:
        self.list.clear()
        category = ""
        for number in self._found(text.casefold().split()):
            item = self._items[number]
            if item.category != category:
                category = item.category
                self._add_heading(category)
            line = QListWidgetItem(item.icon or QIcon(), item.title)
            line.setData(_NUMBER, number)
            self.list.addItem(line)
        if not self.list.count():
            self._add_heading(self.tr("Nothing found"))
        self._step(1)
        self._fit_rows()

    def _found(self, words: Sequence[str]) -> list[int]:
        """The numbers of the items that match, by category; what fits best comes first, and its category."""
        found = [number for number, item in enumerate(self._items) if item.matches(words)]
        if not words:
            return found
        fits = {number: fit(self._items[number].title, words) for number in found}
        best: dict[str, tuple[int, int]] = {}
        for number in found:
            category = self._items[number].category
            best[category] = min(best.get(category, (9, number)), (fits[number], number))
        return sorted(found, key=lambda number: (best[self._items[number].category], fits[number], number))

    def _fit_rows(self) -> None:
        """As high as what is found, up to a limit and to what the canvas has."""
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        above = self.search.sizeHint().height() + _SPACING if self.search.isVisibleTo(self) else 0
        parent = self.parentWidget()
        room = parent.height() - 2 * _MARGIN if parent is not None else _HEIGHT
        self.setFixedSize(_WIDTH, min(_HEIGHT, room, rows + above + 2 * _PADDING + _SLACK))

    def _add_heading(self, text: str) -> None:
        heading = QListWidgetItem(text)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        font = heading.font()
        font.setBold(True)
        font.setPointSizeF(max(font.pointSizeF() * 0.85, 6.0))
        heading.setFont(font)
        self.list.addItem(heading)

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if self.list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.list.setCurrentRow(row)
                return
            row += by

    def _take_current(self) -> None:
        current = self.list.currentItem()
        if current is not None:
            self._take(current)

    def _take(self, line: QListWidgetItem) -> None:
        number = line.data(_NUMBER)
        if isinstance(number, int):
            self.close()
            self._items[number].choose()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self.isAncestorOf(now):
            self.close()

    def _inside(self, at: QPoint) -> QPoint:
        parent = self.parentWidget()
        room = parent.rect() if parent is not None else self.rect()
        x = min(at.x(), room.right() - self.width() - _MARGIN)
        y = min(at.y(), room.bottom() - self.height() - _MARGIN)
        return QPoint(max(x, _MARGIN), max(y, _MARGIN))


def _soft(color: str) -> str:
    """A color laid thinly over what is behind it, as a style sheet writes it."""
    made = QColor(color)
    return f"rgba({made.red()}, {made.green()}, {made.blue()}, 46)"


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application
