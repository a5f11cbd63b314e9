"""Rows that say which value goes where: one half is given, the other is typed; a value can be dropped on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QScrollArea, QToolButton, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json, JsonObject, as_list, as_object, as_text
from modeler.services.workspace.source_files import DeclaredInput, as_kind
from modeler.ui.data_connectors.parts import choice, show_choice
from modeler.ui.icons import Icons
from modeler.ui.plain_text import label, wrapped_label


@dataclass(frozen=True, slots=True)
class Columns:
    """What the two halves of a row are called and how a value can be read."""

    hint: str
    left: str
    right: str
    formats: tuple[tuple[str, str], ...]
    right_hint: str


class RowsList(QScrollArea):
    """A grid of rows under a hint, which scrolls."""

    def __init__(self, columns: Columns, icons: Icons) -> None:
        super().__init__()
        self._columns = columns
        self._icons = icons
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.addWidget(label(columns.left, "muted"), 0, 0)
        self._grid.addWidget(label(columns.right, "muted"), 0, 1)
        inside = QWidget()
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(wrapped_label(columns.hint, "muted"))
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setWidget(inside)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _format_box(self, value: str, name: str) -> QComboBox:
        box = choice(name, self._columns.formats, lambda _: None)
        show_choice(box, value)
        return box


class AnswerRows(RowsList):
    """Variable ← part of the answer; what is dropped becomes a row."""

    def __init__(self, columns: Columns, icons: Icons) -> None:
        super().__init__(columns, icons)
        self._rows: list[_AnswerRow] = []
        self.setAcceptDrops(True)

    def show_rows(self, rows: Json) -> None:
        """Show the mapping of an element."""
        for values in map(as_object, as_list(rows)):
            self._add(values)

    @property
    def values(self) -> list[Json]:
        """The rows with a variable or a part of the answer, in their order."""
        return [row.values for row in self._rows if row.key.text().strip() or row.value.text().strip()]

    @property
    def mapped(self) -> set[str]:
        """The parts of the answer that go somewhere."""
        return {row.value.text() for row in self._rows}

    def map_path(self, path: str, variable: str) -> None:
        """A new row for a part of the answer, its variable ready to be typed over."""
        row = self._add({"value": path, "key": variable, "format": "dotNotation"})
        row.key.show()
        row.key.setFocus()
        row.key.selectAll()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A part of the answer may be dropped."""
        if event.mimeData().hasText():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragEnterEvent) -> None:  # type: ignore[override]  # Qt sends the same kind
        """Anywhere."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """It becomes a row."""
        path = event.mimeData().text()
        self.map_path(path, variable_for(path))
        event.acceptProposedAction()

    def _add(self, values: JsonObject) -> _AnswerRow:
        number = len(self._rows) + 1
        box = self._format_box(as_text(values.get("format"), "dotNotation"), self.tr("Row {}: read as").format(number))
        row = _AnswerRow(values, box, self._columns.right_hint, self.tr("Row {}").format(number))
        row.remove.setIcon(self._icons.get("delete"))
        row.remove.clicked.connect(lambda: self._take(row))
        place = self._grid.rowCount()
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, place, column)
        self._rows.append(row)
        return row

    def _take(self, row: _AnswerRow) -> None:
        index = self._rows.index(row)
        self._rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        if self._rows:
            self._rows[min(index, len(self._rows) - 1)].key.setFocus()


class _AnswerRow:
    def __init__(self, values: JsonObject, box: QComboBox, hint: str, name: str) -> None:
        self._values = values
        self.key = QLineEdit(as_text(values.get("key")))
        self.key.setAccessibleName(f"{name}: {self.key.tr('variable')}")
        self.value = QLineEdit(as_text(values.get("value")))
        self.value.setAccessibleName(f"{name}: {self.key.tr('part of the answer')}")
        self.value.setPlaceholderText(hint)
        self.format = box
        self.remove = QToolButton()
        self.remove.setIconSize(QSize(16, 16))
        self.remove.setAccessibleName(f"{name}: {self.key.tr('remove')}")
        for edit in (self.key, self.value):
            edit.setCursorPosition(0)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        return self.key, self.value, self.format, self.remove

    @property
    def values(self) -> JsonObject:
        """The row; keys that this editor does not know stay."""
        row: JsonObject = {**self._values, "value": self.value.text(), "key": self.key.text().strip()}
        if "format" in self._values or self.format.currentData() != "dotNotation":
            row["format"] = str(self.format.currentData())
        return row


class InputRows(RowsList):
    """One row for each input that the resource declares; further ones of the element stand below.

    An input whose value is cleared is no longer given; one that was given empty stays.
    """

    changed = Signal()

    def __init__(self, columns: Columns, icons: Icons) -> None:
        super().__init__(columns, icons)
        self._rows: list[_InputRow] = []

    def show_rows(self, rows: Json, declared: Sequence[DeclaredInput]) -> None:
        """Show what an element gives, and what it could."""
        given = {(row.get("type"), row.get("key")): row for row in map(as_object, as_list(rows))}
        for each in declared:
            values = given.pop((each.kind, each.key), None)
            self._add(values, each, is_given=values is not None)
        for values in given.values():
            self._add(values, DeclaredInput(as_kind(values.get("type")), as_text(values.get("key"))), is_given=True)

    @property
    def values(self) -> list[Json]:
        """The rows with a value, and those that were there before."""
        return [row.values for row in self._rows if row.stays or row.value.text()]

    def line(self, key: str) -> QLineEdit:
        """The editor of an input's value."""
        return next(row.value for row in self._rows if row.input.key == key)

    def _add(self, values: JsonObject | None, declared: DeclaredInput, is_given: bool) -> None:
        words = {"PARAM": self.tr("parameter"), "HEADER": self.tr("header"), "BODY": self.tr("body")}[declared.kind]
        title = f"{declared.key} *" if declared.is_required else declared.key
        box = self._format_box(
            as_text((values or {}).get("format"), "mustache"), f"{declared.key}: {self.tr('read as')}"
        )
        row = _InputRow(values or {}, declared, box, is_given)
        row.value.setPlaceholderText(declared.default or f"{{{{{declared.key}}}}}")
        row.value.setAccessibleName(f"{declared.key}, {words}")
        place = self._grid.rowCount()
        name = label(f"{title}  ({words})")
        for column, widget in enumerate((name, row.value, box)):
            self._grid.addWidget(widget, place, column)
        self._rows.append(row)


class _InputRow:
    def __init__(self, values: JsonObject, declared: DeclaredInput, box: QComboBox, is_given: bool) -> None:
        self._values = values
        self.input = declared
        self.value = QLineEdit(as_text(values.get("value")))
        self.value.setCursorPosition(0)
        self.format = box
        self.stays = is_given and not self.value.text()

    @property
    def values(self) -> JsonObject:
        given: JsonObject = {"value": self.value.text(), "type": self.input.kind, "key": self.input.key}
        return {**self._values, **given, "format": str(self.format.currentData())}


def variable_for(path: str) -> str:
    """A name for the variable that takes a part of the answer: the last word of its path."""
    words = [each for each in path.split(".") if each and not each.isdigit()]
    return words[-1].lstrip("$") if words else "answer"
