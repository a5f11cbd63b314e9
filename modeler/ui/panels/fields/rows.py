"""A list field: rows of fields that can be added, removed and moved. Each such act is one finished value."""

from __future__ import annotations

import copy
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import label, without_mnemonics

EditorFactory = Callable[[Field, Icons], FieldEditor]


class RowsField(FieldEditor):
    """The rows are built from the field's items; a row's value is a dict, or a bare value under the key ``""``."""

    def __init__(self, field: Field, icons: Icons, make_editor: EditorFactory) -> None:
        self._icons = icons
        self._make_editor = make_editor
        self._rows: list[Row] = []
        super().__init__(field)

    def editors(self) -> list[FieldEditor]:
        """All editors inside the rows, in order; a problem's place may be one of them."""
        return [editor for row in self._rows for editor in row.editors]

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(8)
        column.addLayout(self._stack)
        self._add = QPushButton(self.tr("Add {}").format(without_mnemonics(field.item_title or self.tr("entry"))))
        self._add.setProperty("look", "link")
        self._add.setIcon(self._icons.get("plus", "accent"))
        self._add.setEnabled(not field.is_readonly)
        self._add.clicked.connect(self._append)
        line = QHBoxLayout()
        line.addWidget(self._add)
        line.addStretch(1)
        column.addLayout(line)
        return frame

    def update_field(self, field: Field) -> None:
        """New values into the same rows; other rows only when their shape changed."""
        same = field.shape() == self.field.shape()
        self.field = field
        self._known = field.value
        if same:
            for row, fields in zip(self._rows, field.items, strict=True):
                row.update_fields(fields)
        else:
            self._show_value(field.value)
        self._describe(field)

    def commit(self) -> None:
        """Finish whatever is being typed in a row."""
        for row in self._rows:
            row.commit()

    def focus_editor(self) -> None:
        """Into the first row, or to the button that adds one."""
        editors = self.editors()
        if editors:
            editors[0].focus_editor()
        else:
            self._add.setFocus()

    def _read_value(self) -> object:
        return self._known

    def _values(self) -> list[object]:
        return list(self._known) if isinstance(self._known, (list, tuple)) else []

    def _show_value(self, value: object) -> None:
        for row in self._rows:
            self._stack.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(i, fields) for i, fields in enumerate(self.field.items)]
        for row in self._rows:
            self._stack.addWidget(row)

    def _make_row(self, index: int, fields: tuple[Field, ...]) -> Row:
        title = f"{self.field.item_title or self.tr('Entry')} {index + 1}"
        editors = [self._make_editor(field, self._icons) for field in fields]
        row = Row(index, title, editors, self._icons, is_last=index == len(self.field.items) - 1)
        row.edited.connect(lambda key, value: self.edited.emit(self.field.key, self._with(index, key, value)))
        row.finished.connect(lambda key, value: self._finish(self._with(index, key, value)))
        row.removed.connect(lambda: self._finish(self._without(index)))
        row.moved.connect(lambda by: self._finish(self._moved(index, by)))
        return row

    def _with(self, index: int, key: str, value: object) -> list[object]:
        values = copy.deepcopy(self._values())
        row = values[index]
        if key == "" or not isinstance(row, dict):
            values[index] = value
        else:
            row[key] = value
        return values

    def _without(self, index: int) -> list[object]:
        values = self._values()
        return values[:index] + values[index + 1 :]

    def _moved(self, index: int, by: int) -> list[object]:
        values = self._values()
        place = max(0, min(len(values) - 1, index + by))
        values.insert(place, values.pop(index))
        return values

    def _append(self) -> None:
        self._finish([*self._values(), copy.deepcopy(self.field.item_default)])

    def _finish(self, values: list[object]) -> None:
        self.finished.emit(self.field.key, values)


class Row(QWidget):
    """One entry of a list: a card with its fields and the buttons that move and remove it."""

    edited = Signal(str, object)
    finished = Signal(str, object)
    removed = Signal()
    moved = Signal(int)

    def __init__(self, index: int, title: str, editors: list[FieldEditor], icons: Icons, is_last: bool) -> None:
        super().__init__()
        self.editors = editors
        self.setProperty("surface", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(label(title, "muted"), 1)
        up = self._button(icons, "move-up", self.tr("Move up"), lambda: self.moved.emit(-1))
        up.setEnabled(index > 0)
        down = self._button(icons, "move-down", self.tr("Move down"), lambda: self.moved.emit(1))
        down.setEnabled(not is_last)
        remove = self._button(icons, "delete", self.tr("Remove"), self.removed.emit)
        for button in (up, down, remove):
            button.setAccessibleDescription(title)
            head.addWidget(button)
        column.addLayout(head)
        for editor in editors:
            column.addWidget(editor)
            editor.edited.connect(self.edited)
            editor.finished.connect(self.finished)

    def update_fields(self, fields: tuple[Field, ...]) -> None:
        """New values into the same editors."""
        for editor, field in zip(self.editors, fields, strict=True):
            editor.update_field(field)

    def commit(self) -> None:
        """Finish what is being typed in this row."""
        for editor in self.editors:
            editor.commit()

    def _button(self, icons: Icons, icon: str, tip: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.get(icon))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: act())
        return button
