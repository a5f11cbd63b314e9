"""What stands above the list of the outbox: search, kind, element, order, and saving everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.effects_model import EffectFilter
from modeler.ui.outbox.rows import KIND_ICONS, KINDS, EffectRow, kind_words
from modeler.ui.plain_text import set_clear_icon

NARROW = 620


class FilterBar(QWidget):
    """Says what shall be listed (`changed`), and in which order (`turned`)."""

    changed = Signal(object)
    turned = Signal(bool)
    left = Signal()
    save_all_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self._shown: tuple[object, ...] = ()
        self.search = SearchLine()
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search the outbox"))
        self.search.setToolTip(self.tr("Search subjects, people, elements and exchanges (/)"))
        self.search.left.connect(self.left)
        self.kinds = self._choice(self.tr("Kind"))
        self.elements = self._choice(self.tr("Element"))
        self.order = QToolButton()
        self.order.setCheckable(True)
        self.order.clicked.connect(lambda is_oldest_first: self.turned.emit(not is_oldest_first))
        self.save_all = QToolButton()
        self.save_all.setText(self.tr("Save all…"))
        self.save_all.setAccessibleName(self.tr("Save all…"))
        self.save_all.setToolTip(self.tr("Save what is listed into a folder"))
        self.save_all.clicked.connect(self.save_all_wanted)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 5, 8, 5)
        line.setSpacing(6)
        line.addWidget(self.search, 3)
        line.addWidget(self.kinds, 2)
        line.addWidget(self.elements, 3)
        line.addWidget(self.order)
        line.addWidget(self.save_all)
        self.search.textChanged.connect(lambda _: self._tell())
        for choice in (self.kinds, self.elements):
            choice.currentIndexChanged.connect(lambda _: self._tell())
        self.set_icons(icons)

    @property
    def wanted(self) -> EffectFilter:
        """What shall be listed."""
        return EffectFilter(
            self.kinds.currentData() or "", self.elements.currentData() or "", self.search.text().strip()
        )

    def show_choices(self, rows: Sequence[EffectRow]) -> None:
        """Offer the kinds and elements that there are; what is chosen stays chosen."""
        counts, names = Counter(row.kind for row in rows), {row.element_id: row.element for row in rows}
        shown = (tuple(counts.items()), tuple(names.items()))
        if shown == self._shown:
            return
        self._shown = shown
        found = [kind for kind in KINDS if kind in counts] + [kind for kind in counts if kind not in KINDS]
        kinds = [(f"{kind_words(kind)} ({counts[kind]})", kind) for kind in found]
        elements = sorted(((name or id, id) for id, name in names.items()), key=lambda pair: pair[0].casefold())
        self._fill(self.kinds, self.tr("All kinds"), kinds)
        self._fill(self.elements, self.tr("All elements"), elements)

    def clear(self) -> None:
        """List everything."""
        with QSignalBlocker(self.search), QSignalBlocker(self.kinds), QSignalBlocker(self.elements):
            self.search.clear()
            self.kinds.setCurrentIndex(0)
            self.elements.setCurrentIndex(0)
        self._tell()

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.search.setClearButtonEnabled(True)
        set_clear_icon(self.search, icons.get("close"))
        self.save_all.setIcon(icons.get("save"))
        for number in range(1, self.kinds.count()):
            self.kinds.setItemIcon(number, icons.get(KIND_ICONS.get(self.kinds.itemData(number), "export")))
        self._show_order()

    def fit(self, width: int) -> None:
        """Where it is narrow, the button has no words."""
        is_narrow = width < NARROW
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.save_all.setToolButtonStyle(style)

    def _fill(self, choice: QComboBox, all_words: str, entries: Sequence[tuple[str, str]]) -> None:
        chosen = choice.currentData() or ""
        with QSignalBlocker(choice):
            choice.clear()
            choice.addItem(all_words, "")
            for words, value in entries:
                choice.addItem(words, value)
                if choice is self.kinds:
                    choice.setItemIcon(choice.count() - 1, self._icons.get(KIND_ICONS.get(value, "export")))
            if chosen and choice.findData(chosen) < 0:
                choice.addItem(kind_words(chosen) if choice is self.kinds else chosen, chosen)
            choice.setCurrentIndex(max(0, choice.findData(chosen)))

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox()
        choice.setProperty("look", "small")
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choice.setMinimumContentsLength(6)
        choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        choice.setMaximumWidth(220)
        return choice

    def _tell(self) -> None:
        self.changed.emit(self.wanted)

    def _show_order(self) -> None:
        is_oldest_first = self.order.isChecked()
        words = self.tr("Oldest first") if is_oldest_first else self.tr("Newest first")
        self.order.setIcon(self._icons.get("up" if is_oldest_first else "down"))
        self.order.setIconSize(QSize(16, 16))
        self.order.setToolTip(words)
        self.order.setAccessibleName(words)

    def show_order(self, is_newest_first: bool) -> None:
        """Show which order it is."""
        self.order.setChecked(not is_newest_first)
        self._show_order()


class SearchLine(QLineEdit):
    """The search: Esc empties it and, when empty, leaves it; Down and Return go to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that lead out of it."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
