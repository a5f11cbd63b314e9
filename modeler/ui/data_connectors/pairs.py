"""A table of names and values, as parameters and headers have it: the last row is empty and waits for another."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json, JsonObject, as_list, as_object, as_text
from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, wrapped_label


class PairsTable(QWidget):
    """Rows of `{key, value, required}`; whatever else a row holds stays in it."""

    changed = Signal(list)

    def __init__(self, name: str, hint: str, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._icons = icons
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        for place, words in enumerate((self.tr("Name"), self.tr("Value"), self.tr("Required"))):
            self._grid.addWidget(label(words, "muted"), 0, place)
        inside = QWidget()
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(wrapped_label(hint, "muted"))
        column.addLayout(self._grid)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_rows(self, rows: Json) -> None:
        """Show these rows and one more."""
        for row in list(self._rows):
            self._take(row)
        for each in as_list(rows):
            self._add(as_object(each))
        self._add({})

    @property
    def values(self) -> list[Json]:
        """The rows with a name or a value."""
        return [row.values for row in self._rows if row.is_filled]

    def lines(self, index: int) -> tuple[QLineEdit, QLineEdit]:
        """The editors of one row."""
        return self._rows[index].key, self._rows[index].value

    def _add(self, values: JsonObject) -> None:
        row = _Row(values, self._icons, f"{self._name} {len(self._rows) + 1}")
        place = self._grid.rowCount()
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, place, column)
        for edit in (row.key, row.value):
            edit.textEdited.connect(lambda _: self._edited())
        row.required.clicked.connect(lambda _: self._edited())
        row.remove.clicked.connect(lambda: self._remove(row))
        self._rows.append(row)

    def _edited(self) -> None:
        if self._rows[-1].is_filled:
            self._add({})
        for row in self._rows:
            row.remove.setEnabled(row is not self._rows[-1])
        self.changed.emit(self.values)

    def _remove(self, row: _Row) -> None:
        index = self._rows.index(row)
        if row is self._rows[-1]:
            return
        self._take(row)
        self._rows[min(index, len(self._rows) - 1)].key.setFocus()
        self.changed.emit(self.values)

    def _take(self, row: _Row) -> None:
        self._rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()


class _Row:
    """The editors of one row."""

    def __init__(self, values: JsonObject, icons: Icons, name: str) -> None:
        self._values = values
        self.key = QLineEdit(as_text(values.get("key")))
        self.key.setAccessibleName(f"{name}: name")
        value = values.get("value")
        self.value = QLineEdit(value if isinstance(value, str) else "" if value is None else str(value))
        self.value.setAccessibleName(f"{name}: value")
        self.value.setPlaceholderText("{{variable}}")
        self.required = QCheckBox()
        self.required.setChecked(values.get("required") is True)
        self.required.setAccessibleName(f"{name}: required")
        self.remove = QToolButton()
        self.remove.setIcon(icons.get("delete"))
        self.remove.setIconSize(QSize(16, 16))
        self.remove.setAccessibleName(f"{name}: remove")
        self.remove.setEnabled(bool(values))
        for edit in (self.key, self.value):
            edit.setCursorPosition(0)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """From left to right."""
        return self.key, self.value, self.required, self.remove

    @property
    def is_filled(self) -> bool:
        """Whether there is anything in it."""
        return bool(self.key.text() or self.value.text())

    @property
    def values(self) -> JsonObject:
        """The row with what stands in its editors; a value that nobody changed keeps its type."""
        kept = self._values.get("value")
        shown = kept if isinstance(kept, str) else "" if kept is None else str(kept)
        value: Json = kept if self.value.text() == shown and "value" in self._values else self.value.text()
        row: JsonObject = {**self._values, "key": self.key.text(), "value": value}
        if self.required.isChecked() or "required" in self._values:
            row["required"] = self.required.isChecked()
        return row
