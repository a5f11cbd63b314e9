"""The outbox: everything that a run sends, makes and prints, listed as in an inbox, and the one that is chosen as its
reader will see it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from modeler.services.preview.outbox import Effect
from modeler.ui.background import Background
from modeler.ui.icons import Icons
from modeler.ui.outbox.effect_list import EffectDelegate, EffectList
from modeler.ui.outbox.effect_view import EffectView
from modeler.ui.outbox.effects_model import EFFECT, EffectFilter, EffectsModel
from modeler.ui.outbox.filter_bar import FilterBar
from modeler.ui.outbox.rows import EffectRow
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.theme import Theme

LIST_WIDTH = 320


class OutboxPanel(QWidget):
    """The filter above, the list on the left, what is chosen on the right.

    `activated` asks for the element of an effect on the canvas; `save_wanted` carries a row to be kept,
    `save_all_wanted` all that are listed, in the order in which they happened.
    """

    activated = Signal(str)
    save_wanted = Signal(object)
    save_all_wanted = Signal(list)

    def __init__(self, theme: Theme, icons: Icons, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = EffectsModel()
        self._icons = icons
        self._empty = EmptyState(
            "inbox",
            self.tr("The outbox is empty"),
            self.tr("Run a preview: mails, messages, calls and files land here and are not sent to anybody."),
        )
        self._none_fits = EmptyState("search", self.tr("Nothing fits"), self.tr("Esc in the search shows everything."))
        self.bar = FilterBar(icons)
        self.list = EffectList(self._model)
        self.list.setAccessibleName(self.tr("Outbox"))
        self.view = EffectView(icons, background)
        self._lay_out()
        self._connect()
        self.set_theme(theme, icons)

    @property
    def rows(self) -> list[EffectRow]:
        """What is listed, from top to bottom."""
        return list(self._model.rows)

    @property
    def current(self) -> EffectRow | None:
        """What is chosen."""
        index = self.list.currentIndex()
        return index.data(EFFECT) if index.isValid() else None

    def set_effects(self, rows: Sequence[EffectRow]) -> None:
        """List `rows`, given oldest first; a new one is shown at once, else what was shown stays."""
        chosen, newest = self.current, self._model.newest()
        self._model.set_rows(rows)
        self.bar.show_choices(rows)
        self._show_layers()
        now_newest = self._model.newest()
        has_news = now_newest is not newest and (newest is None or self._model.place(newest).isValid())
        self._choose(now_newest if has_news or not self._model.place(chosen).isValid() else chosen)

    def show_effect(self, effect: Effect) -> bool:
        """Choose an effect of the run, whatever is filtered; false where it is none of those listed."""
        row = next((each for each in self._model.all if each.source == effect), None)
        if row is None:
            return False
        if not self._model.filter.passes(row):
            self.bar.clear()
        self._choose(row)
        self.list.setFocus()
        return True

    def set_theme(self, theme: Theme, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._delegate = EffectDelegate(theme, icons)
        self.list.setItemDelegate(self._delegate)
        for part in (self._empty, self._none_fits, self.bar, self.view):
            part.set_icons(icons)

    def showEvent(self, event: QShowEvent) -> None:
        """What is chosen is looked at from now on."""
        super().showEvent(event)
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Buttons lose their words where it is narrow."""
        super().resizeEvent(event)
        self.bar.fit(self.width())

    # Parts --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._found = QStackedWidget()
        self._found.addWidget(self.list)
        self._found.addWidget(self._none_fits)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._found)
        self._split.addWidget(self.view)
        self._split.setSizes([LIST_WIDTH, 2 * LIST_WIDTH])
        self._split.setStretchFactor(1, 1)
        self._split.setChildrenCollapsible(False)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._split, 1)
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(body)

    def _connect(self) -> None:
        self.bar.changed.connect(self._filter)
        self.bar.turned.connect(self._turn)
        self.bar.left.connect(self.list.setFocus)
        self.list.search_wanted.connect(self._search)
        self.list.view_wanted.connect(self.view.enter)
        self.view.left.connect(self.list.setFocus)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._show(index))
        self.list.activated.connect(lambda index: self.activated.emit(index.data(EFFECT).element_id))
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.view.element_wanted.connect(self.activated)
        self.view.save_wanted.connect(self.save_wanted)
        self.bar.save_all_wanted.connect(self._save_all)

    def _search(self) -> None:
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def _filter(self, wanted: EffectFilter) -> None:
        chosen = self.current
        self._model.set_filter(wanted)
        self._show_layers()
        self._choose(chosen if self._model.place(chosen).isValid() else self._model.newest())

    def _turn(self, is_newest_first: bool) -> None:
        chosen = self.current
        self._model.set_newest_first(is_newest_first)
        self.bar.show_order(is_newest_first)
        self._choose(chosen)

    def _choose(self, row: EffectRow | None) -> None:
        place = self._model.place(row)
        if place.isValid():
            self.list.setCurrentIndex(place)
            self.list.scrollTo(place)
        elif row is None:
            self.view.show_row(None)

    def _show_layers(self) -> None:
        self._layers.setCurrentIndex(1 if self._model.all else 0)
        self._found.setCurrentIndex(0 if self._model.rows else 1)
        self.bar.save_all.setEnabled(bool(self._model.rows))

    def _show(self, index: QModelIndex) -> None:
        self.view.show_row(index.data(EFFECT) if index.isValid() else None)
        self._look()

    def _look(self) -> None:
        """What is chosen is read once somebody can see it."""
        chosen = self.current
        if chosen is not None and self.view.isVisible():
            self._model.set_read(chosen)

    def _copy_curl(self, row: EffectRow) -> Callable[[], None]:
        def copy() -> None:
            self._choose(row)
            self.view.exchange.copy_curl()

        return copy

    def _save_all(self) -> None:
        rows = self.rows[::-1] if self._model.is_newest_first else self.rows
        if rows:
            self.save_all_wanted.emit(rows)

    def _open_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        row = index.data(EFFECT) if index.isValid() else self.current
        if row is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show on canvas"), lambda: self.activated.emit(row.element_id))
        words = self.tr("Mark as unread") if row.is_read else self.tr("Mark as read")
        menu.addAction(words, lambda: self._model.set_read(row, not row.is_read))
        menu.addSeparator()
        if row.kind in ("http", "slack"):
            menu.addAction(self.tr("Copy as curl"), self._copy_curl(row))
        menu.addAction(self.tr("Save…"), lambda: self.save_wanted.emit(row))
        menu.addAction(self.tr("Save all…"), self._save_all)
        menu.popup(self.list.viewport().mapToGlobal(at))
