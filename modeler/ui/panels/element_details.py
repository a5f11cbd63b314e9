"""The middle column of the inspector: settings, expressions with what they saw, why a gateway chose, the exchange."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.rows import KIND_ICONS, effect_row, kind_words
from modeler.ui.panels.data_tree import DataTree, value_words
from modeler.ui.panels.data_views import code_view
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import tooltip

if TYPE_CHECKING:
    from modeler.services.preview.element_run import ElementRun, WayOut

LEAST_SECTION = 48
SETTINGS, EXPRESSIONS, CHOICE, EXCHANGE = 0, 1, 2, 3


class ElementDetails(QWidget):
    """Four views; `effect_wanted` asks the outbox to show what the element has sent, `text_wanted` asks for the field
    that holds an expression: of which element, its text and a 1-based column in it, 0 for none.
    """

    effect_wanted = Signal(object)
    text_wanted = Signal(str, str, int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._run: ElementRun | None = None
        self.settings = DataTree()
        self.settings.setAccessibleName(self.tr("Settings"))
        self.expressions = _table([self.tr("Where"), self.tr("Expression"), self.tr("Saw"), self.tr("Gave")])
        self.expressions.setAccessibleName(self.tr("Expressions"))
        self.choice = _table([self.tr("Way out"), self.tr("Condition"), self.tr("Saw"), self.tr("Result")])
        self.choice.setAccessibleName(self.tr("Why it went this way"))
        self.exchange = _table([self.tr("What"), self.tr("Title"), self.tr("Details")])
        self.exchange.setToolTip(self.tr("Enter or a double click shows it in the outbox"))
        self.exchange.setAccessibleName(self.tr("Exchange"))
        for table, activated in (
            (self.expressions, self._want_expression),
            (self.choice, self._want_condition),
            (self.exchange, self._want_effect),
        ):
            table.itemActivated.connect(activated)
        self.printed = code_view(self.tr("What the script printed"))
        self.printed.setMaximumHeight(90)
        self.views = Segments(
            (self.tr("Settings"), self.tr("Expressions"), self.tr("Why"), self.tr("Exchange")), self.tr("Configuration")
        )
        for view in (self.settings, self.expressions, self.choice, self._exchange_view()):
            self.views.add(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.views)

    def show_run(self, run: ElementRun, names: Mapping[str, str]) -> None:
        """Show one visit; a gateway opens at its reasons."""
        is_other = self._run is None or run.element != self._run.element
        self._run = run
        self.settings.set_data(dict(run.configuration))
        self._show_expressions(run)
        self._show_choice(run, names)
        self._show_exchange(run)
        count = len(run.expressions)
        words = self.tr("Expressions")
        self.views.rename(EXPRESSIONS, f"{words} ({count})" if count else words)
        self.views.buttons[CHOICE].setVisible(bool(run.ways_out) or bool(run.assignment))
        if is_other or not self.views.buttons[self.views.current].isVisibleTo(self):
            self.views.turn(CHOICE if run.ways_out else SETTINGS if run.configuration else EXPRESSIONS)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors from the next visit on."""
        self._icons = icons

    def show_expression(self, number: int) -> None:
        """Turn to the expressions, one of them chosen."""
        self.views.turn(EXPRESSIONS)
        item = self.expressions.topLevelItem(number)
        if item is not None:
            self.expressions.setCurrentItem(item)
            self.expressions.setFocus()

    def _want_expression(self, item: QTreeWidgetItem) -> None:
        if self._run is not None:
            seen = self._run.expressions[self.expressions.indexOfTopLevelItem(item)]
            self.text_wanted.emit(self._run.element, seen.text, seen.column)

    def _want_condition(self, item: QTreeWidgetItem) -> None:
        number = self.choice.indexOfTopLevelItem(item)
        if self._run is not None and number < len(self._run.ways_out):
            way = self._run.ways_out[number]
            self.text_wanted.emit(way.flow, way.condition, way.column)

    def _want_effect(self, item: QTreeWidgetItem) -> None:
        if self._run is not None:
            self.effect_wanted.emit(self._run.effects[self.exchange.indexOfTopLevelItem(item)])

    def _show_expressions(self, run: ElementRun) -> None:
        self.expressions.clear()
        for each in run.expressions:
            gave = self._failed(each.error, each.column) if each.error else value_words(each.result)
            item = _row([each.place, each.text, _pairs(each.values), gave])
            if each.error:
                item.setIcon(3, self._icons.get("error", "error"))
            self.expressions.addTopLevelItem(item)

    def _show_choice(self, run: ElementRun, names: Mapping[str, str]) -> None:
        self.choice.clear()
        for way in run.ways_out:
            item = _row([names.get(way.flow) or way.name or way.flow, *self._reasons(way)])
            sign, role = ("check", "success") if way.is_taken else ("minus", "muted")
            if way.error:
                sign, role = "error", "error"
            item.setIcon(0, self._icons.get(sign, role))
            self.choice.addTopLevelItem(item)
        for name, value in run.assignment.items():
            self.choice.addTopLevelItem(_row([name, "", "", value_words(value)]))

    def _reasons(self, way: WayOut) -> list[str]:
        if way.is_default and not way.condition:
            return [
                self.tr("default"),
                "",
                self.tr("taken: nothing else held") if way.is_taken else self.tr("not needed"),
            ]
        if way.error:
            return [way.condition, _pairs(way.values), self._failed(way.error, way.column)]
        results = {True: self.tr("holds"), False: self.tr("does not hold"), None: self.tr("not looked at")}
        return [way.condition, _pairs(way.values), way.note or results[way.result]]

    def _failed(self, error: str, column: int) -> str:
        return self.tr("column {}: {}").format(column, error) if column else error

    def _show_exchange(self, run: ElementRun) -> None:
        self.exchange.clear()
        for effect in run.effects:
            row = effect_row(effect)
            item = _row([kind_words(row.kind), row.title, row.detail])
            icon, role = KIND_ICONS.get(row.kind, "inbox"), "error" if row.has_failed else "muted"
            item.setIcon(0, self._icons.get(icon, role))
            self.exchange.addTopLevelItem(item)
        self.printed.setPlainText(run.printed)
        self.printed.setVisible(bool(run.printed))
        self.views.buttons[EXCHANGE].setVisible(bool(run.effects or run.printed))

    def _exchange_view(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.exchange, 1)
        column.addWidget(self.printed)
        return holder


def _table(headers: list[str]) -> QTreeWidget:
    table = QTreeWidget()
    table.setRootIsDecorated(False)
    table.setUniformRowHeights(True)
    table.setHeaderLabels(headers)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.header().setTextElideMode(Qt.TextElideMode.ElideRight)
    table.header().setMinimumSectionSize(LEAST_SECTION)
    return table


def _row(texts: list[str]) -> QTreeWidgetItem:
    item = QTreeWidgetItem([" ".join(text.split()) for text in texts])
    for column, text in enumerate(texts):
        item.setToolTip(column, tooltip(text))
    return item


def _pairs(values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} = {json.dumps(value, ensure_ascii=False, default=str)}" for name, value in values.items())
