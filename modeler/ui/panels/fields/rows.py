"""Fields that hold fields: a list, whose rows can be added, removed and moved, and an object."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field, Item
from modeler.ui.plain_text import ElidedLabel, without_mnemonics

EditorFactory = Callable[[Field, Icons], FieldEditor]


class ObjectField(FieldEditor):
    """Fields that belong together, under their own label."""

    def __init__(self, field: Field, icons: Icons, make_editor: EditorFactory) -> None:
        self._editors = [make_editor(inner, icons) for inner in field.fields]
        super().__init__(field)

    def inner_editors(self) -> list[FieldEditor]:
        """The editors of the object's fields."""
        return self._editors

    def update_field(self, field: Field) -> None:
        """New values into the same fields."""
        self.field = field
        self._known = field.value
        for editor, inner in zip(self._editors, field.fields, strict=True):
            editor.update_field(inner)
        self._describe(field)

    def commit(self) -> None:
        """Finish whatever is being typed inside."""
        for editor in self._editors:
            editor.commit()

    def focus_editor(self) -> None:
        """Into the first field."""
        if self._editors:
            self._editors[0].focus_editor()

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 4, 0, 0)
        column.setSpacing(12)
        for editor in self._editors:
            column.addWidget(editor)
            editor.edited.connect(self.edited)
            editor.finished.connect(self.finished)
        return frame

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        """The fields inside show their own values."""


class RowsField(FieldEditor):
    """A list: what is typed in a row goes out under the inner field's key, a changed order under the list's own."""

    def __init__(self, field: Field, icons: Icons, make_editor: EditorFactory) -> None:
        self._icons = icons
        self._make_editor = make_editor
        self._rows: list[Row] = []
        super().__init__(field)

    def inner_editors(self) -> list[FieldEditor]:
        """All editors inside the rows, in order."""
        return [editor for row in self._rows for editor in row.editors]

    def update_field(self, field: Field) -> None:
        """New values into the same rows; other rows only when their shape changed."""
        same = field.shape() == self.field.shape()
        self.field = field
        self._known = field.value
        if same:
            for row, item in zip(self._rows, field.items, strict=True):
                row.update_item(item)
        else:
            self._show_value(field.value)
        self._describe(field)

    def commit(self) -> None:
        """Finish whatever is being typed in a row."""
        for row in list(self._rows):
            row.commit()

    def focus_editor(self) -> None:
        """Into the first row, or to the button that adds one."""
        editors = self.inner_editors()
        if editors:
            editors[0].focus_editor()
        else:
            self._add.setFocus()

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._stack = QVBoxLayout()
        self._stack.setSpacing(8)
        column.addLayout(self._stack)
        self._add = QPushButton(without_mnemonics(field.add_label or self.tr("Add")))
        self._add.setProperty("look", "link")
        self._add.setIcon(self._icons.get("plus", "accent"))
        self._add.setAccessibleName(f"{field.label}: {self._add.text()}")
        self._add.setEnabled(not field.is_readonly)
        self._add.clicked.connect(self._append)
        line = QHBoxLayout()
        line.addWidget(self._add)
        line.addStretch(1)
        column.addLayout(line)
        return frame

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        for row in self._rows:
            self._stack.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(index, item) for index, item in enumerate(self.field.items)]
        for row in self._rows:
            self._stack.addWidget(row)

    def _make_row(self, index: int, item: Item) -> Row:
        editors = [self._make_editor(field, self._icons) for field in item.fields]
        is_last = index == len(self.field.items) - 1
        row = Row(item, editors, self._icons, is_first=index == 0, is_last=is_last)
        row.edited.connect(self.edited)
        row.finished.connect(self.finished)
        row.removed.connect(lambda: self._finish(self._without(index)))
        row.moved.connect(lambda by: self._finish(self._moved(index, by)))
        return row

    def _values(self) -> list[object]:
        return list(self._known) if isinstance(self._known, (list, tuple)) else []

    def _without(self, index: int) -> list[object]:
        values = self._values()
        return values[:index] + values[index + 1 :]

    def _moved(self, index: int, by: int) -> list[object]:
        values = self._values()
        place = max(0, min(len(values) - 1, index + by))
        values.insert(place, values.pop(index))
        return values

    def _append(self) -> None:
        self.commit()
        self._finish([*self._values(), copy.deepcopy(self.field.new_item)])

    def _finish(self, values: list[object]) -> None:
        self.finished.emit(self.field.key, values)


class Row(QWidget):
    """One entry of a list: a card with a line that sums it up, its fields, and buttons that move and remove it."""

    edited = Signal(str, object)
    finished = Signal(str, object)
    removed = Signal()
    moved = Signal(int)

    def __init__(self, item: Item, editors: Sequence[FieldEditor], icons: Icons, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self.editors = list(editors)
        self.setProperty("surface", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._summary = ElidedLabel("muted")
        self._summary.set_full_text(item.summary)
        self._icons = icons
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 12)
        column.setSpacing(8)
        column.addLayout(self._head(is_first, is_last))
        for editor in editors:
            column.addWidget(editor)
            editor.edited.connect(self.edited)
            editor.finished.connect(self.finished)

    def update_item(self, item: Item) -> None:
        """New values into the same editors."""
        self._summary.set_full_text(item.summary)
        for editor, field in zip(self.editors, item.fields, strict=True):
            editor.update_field(field)

    def commit(self) -> None:
        """Finish what is being typed in this row."""
        for editor in self.editors:
            editor.commit()

    def _head(self, is_first: bool, is_last: bool) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._summary, 1)
        up = self._button("move-up", self.tr("Move up"), lambda: self.moved.emit(-1))
        up.setEnabled(not is_first)
        down = self._button("move-down", self.tr("Move down"), lambda: self.moved.emit(1))
        down.setEnabled(not is_last)
        remove = self._button("delete", self.tr("Remove"), lambda: self.removed.emit())
        for button in (up, down, remove):
            head.addWidget(button)
        return head

    def _button(self, icon: str, tip: str, act: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        button.setIcon(self._icons.get(icon))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: act())
        return button
