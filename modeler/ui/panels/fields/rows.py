"""Fields that hold fields: a list, whose rows can be added, removed, doubled and moved, and an object."""

from __future__ import annotations

import copy
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor, tool_button
from modeler.ui.panels.fields.pick_list import PickList
from modeler.ui.panels.fields.stack import EditorFactory, EditorStack
from modeler.ui.panels.form_model import Choice, Field, Item
from modeler.ui.plain_text import ElidedLabel, without_mnemonics


class ObjectField(FieldEditor):
    """Fields that belong together, under their own label."""

    def __init__(self, field: Field, context: FieldContext, make_editor: EditorFactory) -> None:
        self._frame = QWidget()
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(12, 4, 0, 0)
        column.setSpacing(12)
        self._stack = EditorStack(column, context, make_editor)
        self._stack.show(field.fields)
        super().__init__(field)
        self._stack.edited.connect(self.edited)
        self._stack.finished.connect(self.finished)

    def inner_editors(self) -> list[FieldEditor]:
        """The editors of the object's fields."""
        return self._stack.editors

    def update_field(self, field: Field) -> None:
        """New values into the same fields."""
        self.field = field
        self._known = field.value
        self._stack.show(field.fields)
        self._describe(field)

    def commit(self) -> None:
        """Finish whatever is being typed inside."""
        self._stack.commit()

    def focus_editor(self) -> None:
        """Into the first field."""
        if self._stack.editors:
            self._stack.editors[0].focus_editor()

    def _build(self, field: Field) -> QWidget:
        return self._frame

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        """The fields inside show their own values."""


class RowsField(FieldEditor):
    """A list: what is typed in a row goes out under the inner field's key, a changed order under the list's own."""

    def __init__(self, field: Field, context: FieldContext, make_editor: EditorFactory) -> None:
        self._context = context
        self._icons = context.icons
        self._make_editor = make_editor
        self._rows: list[Row] = []
        self._focus_later: int | None = None
        self._grows_from: int | None = None
        self.picks: PickList | None = None
        super().__init__(field)

    @property
    def rows(self) -> list[Row]:
        """The entries shown now."""
        return list(self._rows)

    def inner_editors(self) -> list[FieldEditor]:
        """All editors inside the rows, in order."""
        return [editor for row in self._rows for editor in row.editors]

    def update_field(self, field: Field) -> None:
        """New values into the same rows; other rows only when there are more, fewer or others."""
        same = [item.name for item in field.items] == [item.name for item in self.field.items]
        self.field = field
        self._known = field.value
        if same and self._focus_later is None:
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

    def focus_row(self, index: int) -> None:
        """Put the keyboard on the heading of an entry, as after it was moved."""
        if self._rows:
            self._rows[max(0, min(len(self._rows) - 1, index))].setFocus()
        else:
            self._add.setFocus()

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._places = QVBoxLayout()
        self._places.setSpacing(self._gap())
        column.addLayout(self._places)
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

    def _gap(self) -> int:
        return 8

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        for row in self._rows:
            self._places.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._make_row(index, item) for index, item in enumerate(self.field.items)]
        for row in self._rows:
            self._places.addWidget(row)

    def _make_row(self, index: int, item: Item) -> Row:
        row = self._new_row(item, index)
        row.set_fixed(self.field.is_readonly)
        row.edited.connect(self.edited)
        row.finished.connect(self.finished)
        row.removed.connect(lambda: self._finish(self._without(index), index))
        row.doubled.connect(lambda: self._finish(self._with_double(index), index + 1))
        row.moved.connect(lambda by: self._finish(self._moved(index, by), index + by))
        return row

    def _new_row(self, item: Item, index: int) -> Row:
        return Row(item, self._context, self._make_editor, self._moves(index))

    def _moves(self, index: int) -> dict[int, bool]:
        """Whether an entry can go up (-1) and down (1)."""
        return {-1: index > 0, 1: index < len(self.field.items) - 1}

    def _values(self) -> list[object]:
        return list(self._known) if isinstance(self._known, (list, tuple)) else []

    def _without(self, index: int) -> list[object]:
        values = self._values()
        return values[:index] + values[index + 1 :]

    def _with_double(self, index: int) -> list[object]:
        values = self._values()
        return [*values[: index + 1], copy.deepcopy(values[index]), *values[index + 1 :]]

    def _moved(self, index: int, by: int) -> list[object]:
        values = self._values()
        place = max(0, min(len(values) - 1, index + by))
        values.insert(place, values.pop(index))
        return values

    def _append(self) -> None:
        self.commit()
        if self.field.choices:
            self._offer()
        else:
            self._append_value(self.field.new_item)

    def _offer(self) -> None:
        """The entries that the workspace has, and an empty one for any other."""
        other = Choice(self.field.new_item, self.tr("Another one…"))
        self.picks = PickList(self._add, [*self.field.choices, other], self._append_value)

    def _append_value(self, value: object) -> None:
        self._grow(copy.deepcopy(value))

    def _grow(self, entry: object) -> None:
        """One more entry, which gets the keyboard once it is there."""
        self._grows_from = len(self._rows)
        self._finish([*self._values(), entry])

    def _finish(self, values: object, row: int | None = None) -> None:
        focus = self.window().focusWidget()
        if row is not None and focus is not None and self.isAncestorOf(focus):
            self._focus_later = row
        self.finished.emit(self.field.key, values)

    def _describe(self, field: Field) -> None:
        super()._describe(field)
        row, self._focus_later = self._focus_later, None
        before, self._grows_from = self._grows_from, None
        if before is not None and len(self._rows) > before:
            self._rows[-1].begin()
        elif row is not None:
            self.focus_row(row)


class Row(QWidget):
    """One entry of a list: a card with a line that sums it up, its fields, and buttons that move and remove it.

    With the keyboard on it: Alt+Up and Alt+Down move it (also from its fields), Ctrl+D doubles, Delete removes it.
    """

    edited = Signal(str, object)
    finished = Signal(str, object)
    removed = Signal()
    doubled = Signal()
    moved = Signal(int)

    def __init__(self, item: Item, context: FieldContext, make_editor: EditorFactory, moves: dict[int, bool]) -> None:
        super().__init__()
        self.setProperty("surface", "row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._can_move = moves
        self._is_fixed = False
        self._icons = context.icons
        self._buttons: list[QToolButton] = []
        self._summary = ElidedLabel("muted")
        self._stack = EditorStack(self._cells(), context, make_editor, self._stretch())
        self._stack.made.connect(self._watch)
        self._stack.edited.connect(self.edited)
        self._stack.finished.connect(self.finished)
        self._arrange(item)
        self.update_item(item)

    @property
    def editors(self) -> list[FieldEditor]:
        """The editors of the entry's fields."""
        return self._stack.editors

    def update_item(self, item: Item) -> None:
        """New values into the same editors."""
        self._summary.set_full_text(item.summary)
        self.setAccessibleName(item.summary)
        self._stack.show(item.fields)

    def commit(self) -> None:
        """Finish what is being typed in this row."""
        self._stack.commit()

    def begin(self) -> None:
        """A new entry: put the keyboard into what is to be filled in first, and bring the entry into view."""
        self._take_keyboard()
        QTimer.singleShot(0, self, self._show_whole)

    def _take_keyboard(self) -> None:
        empty = [editor for editor in self.editors if editor.field.value in (None, "")]
        for editor in (*empty, *self.editors)[:1]:
            editor.focus_editor()

    def _show_whole(self) -> None:
        around = self.parentWidget()
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(self)

    def set_fixed(self, is_fixed: bool) -> None:
        """Whether the entry may not be moved, doubled or removed."""
        self._is_fixed = is_fixed
        for button in self._buttons:
            button.setVisible(not is_fixed)

    def event(self, event: QEvent) -> bool:
        """Keys of the entry come before the window's own: Delete removes the entry, not the element."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._act(event, True):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the buttons do, by keys."""
        act = self._act(event, own=True)
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with an arrow moves the entry also while one of its fields has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            act = self._act(event, own=False)
            if act is not None:
                act()
                return True
        return super().eventFilter(watched, event)

    def _act(self, event: QKeyEvent, own: bool) -> Callable[[], object] | None:
        """What a key does here; `own` when the entry itself has the keyboard."""
        modifiers, key = event.modifiers(), Qt.Key(event.key())
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self._is_fixed:
            return None
        if modifiers == Qt.KeyboardModifier.AltModifier and key in steps:
            return lambda: self._move(steps[key])
        if own and key == Qt.Key.Key_Delete and not modifiers:
            return self.removed.emit
        if own and key == Qt.Key.Key_D and modifiers == Qt.KeyboardModifier.ControlModifier:
            return self.doubled.emit
        return None

    def _move(self, by: int) -> None:
        if self._can_move[by]:
            self.commit()
            self.moved.emit(by)

    def _watch(self, editor: FieldEditor) -> None:
        for widget in (editor, *editor.findChildren(QWidget)):
            widget.installEventFilter(self)

    def _cells(self) -> QBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(8)
        self._fields = column
        return column

    def _stretch(self) -> int:
        return 0

    def _arrange(self, item: Item) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addLayout(self._fields)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addWidget(self._summary, 1)
        self._add_buttons(head)
        return head

    def _add_buttons(self, line: QHBoxLayout) -> None:
        up = self._button("move-up", self.tr("Move up"), lambda: self.moved.emit(-1))
        up.setEnabled(self._can_move[-1])
        down = self._button("move-down", self.tr("Move down"), lambda: self.moved.emit(1))
        down.setEnabled(self._can_move[1])
        self._button("duplicate", self.tr("Duplicate"), self.doubled.emit)
        self._button("delete", self.tr("Remove"), self.removed.emit)
        for button in self._buttons:
            line.addWidget(button)

    def _button(self, icon: str, tip: str, act: Callable[[], object]) -> QToolButton:
        button = tool_button(self._icons.get(icon), tip, act)
        self._buttons.append(button)
        return button
