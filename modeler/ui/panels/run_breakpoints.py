"""The breakpoints of a document as a list: on or off, under which condition, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from modeler.services.preview.stops import Stop
from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.plain_text import tooltip

PLACE = Qt.ItemDataRole.UserRole
NAME, CONDITION = 0, 1


class BreakpointList(QWidget):
    """One row a breakpoint; `changed` carries all of them after each change, `element_chosen` the place of one."""

    changed = Signal(list)
    element_chosen = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stops: list[Stop] = []
        self._errors: dict[str, str] = {}
        self.rows = _Rows()
        self.rows.setRootIsDecorated(False)
        self.rows.setUniformRowHeights(True)
        self.rows.setHeaderLabels([self.tr("Stops at"), self.tr("Only if")])
        self.rows.setAccessibleName(self.tr("Breakpoints"))
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.rows.itemChanged.connect(self._edited)
        self.rows.itemClicked.connect(lambda item: self.element_chosen.emit(str(item.data(NAME, PLACE))))
        self.rows.itemDoubleClicked.connect(self._edit)
        self.rows.itemActivated.connect(self._edit)
        self.rows.removal_wanted.connect(self._remove)
        self._none = EmptyState(
            "breakpoint",
            self.tr("No breakpoints"),
            self.tr("Select an element or a flow and press F9: the preview stops there."),
        )
        self._none.set_icons(icons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        column.addWidget(self._none)
        self.show_stops((), {}, {})

    def show_stops(self, stops: Sequence[Stop], names: dict[str, str], errors: dict[str, str]) -> None:
        """List these, under the names of their elements; `errors` say what is wrong with a condition."""
        self._stops, self._errors = list(stops), errors
        with QSignalBlocker(self.rows):
            self.rows.clear()
            for stop in stops:
                self.rows.addTopLevelItem(self._item(stop, names.get(stop.place, stop.place)))
        self.rows.setVisible(bool(stops))
        self._none.setVisible(not stops)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._none.set_icons(icons)

    def _item(self, stop: Stop, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, stop.condition])
        item.setData(NAME, PLACE, stop.place)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(NAME, Qt.CheckState.Checked if stop.is_on else Qt.CheckState.Unchecked)
        error = self._errors.get(stop.place, "")
        item.setToolTip(NAME, tooltip(name))
        item.setToolTip(CONDITION, tooltip(error or self.tr("Double-click to stop only under a condition")))
        if error:
            item.setText(CONDITION, f"{stop.condition}  –  {error}")
        return item

    def _edit(self, item: QTreeWidgetItem) -> None:
        stop = self._stops[self.rows.indexOfTopLevelItem(item)]
        with QSignalBlocker(self.rows):
            item.setText(CONDITION, stop.condition)
        self.rows.editItem(item, CONDITION)

    def _edited(self, item: QTreeWidgetItem) -> None:
        place = self.rows.indexOfTopLevelItem(item)
        stop = self._stops[place]
        is_on = item.checkState(NAME) == Qt.CheckState.Checked
        shown = item.text(CONDITION).partition("  –  ")[0].strip()
        changed = replace(stop, is_on=is_on, condition=shown)
        if changed != stop:
            self._stops[place] = changed
            self._tell()

    def _tell(self) -> None:
        """After the present event: who hears of it lists the rows anew, one of which may be at work now."""
        QTimer.singleShot(0, self, lambda: self.changed.emit(list(self._stops)))

    def _remove(self) -> None:
        item = self.rows.currentItem()
        if item is not None:
            del self._stops[self.rows.indexOfTopLevelItem(item)]
            self._tell()


class _Rows(QTreeWidget):
    """Delete removes, F2 edits the condition."""

    removal_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The list's own keys."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_wanted.emit()
        elif event.key() == Qt.Key.Key_F2 and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem(), CONDITION)
        else:
            super().keyPressEvent(event)
