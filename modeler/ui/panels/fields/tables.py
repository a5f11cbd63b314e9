"""Lists whose entries stand on one line each: a table with a heading, and a map of names to values."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from modeler.ui.panels.fields.editor import FieldEditor, tool_button
from modeler.ui.panels.fields.rows import Row, RowsField
from modeler.ui.panels.form_model import Field, Item
from modeler.ui.plain_text import ElidedLabel, tooltip
from modeler.ui.theme import set_look

MENU_WIDTH = 24


class TableField(RowsField):
    """Entries of few plain settings: one line each under the names of the settings."""

    def _show_value(self, value: object) -> None:
        super()._show_value(value)
        self._head_line.setVisible(bool(self._rows) and len(self.field.items[0].fields) > 1)

    def _build(self, field: Field) -> QWidget:
        frame = super()._build(field)
        self._head_line = QWidget()
        self._titles = QHBoxLayout(self._head_line)
        self._titles.setContentsMargins(0, 0, MENU_WIDTH + 4, 0)
        self._titles.setSpacing(4)
        layout = frame.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setSpacing(4)
        layout.insertWidget(0, self._head_line)
        return frame

    def _gap(self) -> int:
        return 4

    def _make_row(self, index: int, item: Item) -> Row:
        if index == 0:
            self._name_columns(item)
        return super()._make_row(index, item)

    def _name_columns(self, item: Item) -> None:
        while (old := self._titles.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.deleteLater()
        for field in item.fields:
            title = ElidedLabel("muted")
            title.set_full_text(f"{field.label} *" if field.is_required else field.label)
            title.setToolTip(tooltip(f"{field.label}\n{field.help}".strip()))
            self._titles.addWidget(title, 1)

    def _new_row(self, item: Item, index: int) -> Row:
        return LineRow(item, self._context, self._make_editor, self._moves(index))


class LineRow(Row):
    """An entry on one line; what can be done with it is in a menu at its end."""

    def update_item(self, item: Item) -> None:
        """New values; help stands at the heading, not under each cell."""
        super().update_item(replace(item, fields=tuple(replace(field, help="") for field in item.fields)))

    def _watch(self, editor: FieldEditor) -> None:
        editor.hide_label()
        super()._watch(editor)

    def _cells(self) -> QBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(4)
        self._fields_line = line
        return line

    def _stretch(self) -> int:
        return 1

    def _arrange(self, item: Item) -> None:
        self.setProperty("surface", "line-row")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._lead(line, item)
        line.addLayout(self._fields_line, 1)
        more = tool_button(
            self._icons.get("more"), self.tr("{}: move, duplicate, remove").format(item.summary), self._menu
        )
        more.setFixedWidth(MENU_WIDTH)
        self._more = more
        self._buttons = [more]
        line.addWidget(more, 0, Qt.AlignmentFlag.AlignTop)

    def _lead(self, line: QHBoxLayout, item: Item) -> None:
        """What stands before the cells."""

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Move up"), lambda: self.moved.emit(-1)).setEnabled(self._can_move[-1])
        menu.addAction(self.tr("Move down"), lambda: self.moved.emit(1)).setEnabled(self._can_move[1])
        menu.addAction(self.tr("Duplicate"), self.doubled.emit)
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), self.removed.emit)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))


class MapField(RowsField):
    """Values under names that the user chooses; a changed name or order goes out under the map's own key.

    Names that cannot stand, such as one that is there twice, are a draft: all names as they are shown.
    """

    _later: list[str] | None = None

    def set_error(self, error: str) -> None:
        """Why the names are not taken stays until they are."""
        names = self._drafted()
        super().set_error((self._why_not(names) if names is not None else "") or error)
        for place, row in enumerate(self._rows):
            if isinstance(row, MapRow):
                row.mark_name(names is not None and place < len(names) and _is_wrong(names, place))

    def update_field(self, field: Field) -> None:
        """New values; names that are not stored stay with them."""
        names, self._later = self._later or self._kept_for(field), None
        super().update_field(field)
        if names is not None and field.draft is None and len(names) == len(self._rows):
            self._draft(names)
            self.set_error(field.error)
        self._show_names()

    def _kept_for(self, field: Field) -> list[str] | None:
        """The drafted names, where the names that they stand for are still the same."""
        before = list(self._known) if isinstance(self._known, dict) else []
        now = list(field.value) if isinstance(field.value, dict) else []
        return self._drafted() if before == now else None

    def _drafted(self) -> list[str] | None:
        draft = self.field.draft
        return [str(name) for name in draft] if isinstance(draft, list) else None

    def _show_value(self, value: object) -> None:
        super()._show_value(value if isinstance(value, dict) else self._known)
        self._show_names()

    def _show_names(self) -> None:
        names = self._drafted()
        for row, name in zip(self._rows, names or [], strict=False):
            if isinstance(row, MapRow):
                row.show_name(name)

    def _gap(self) -> int:
        return 6

    def _new_row(self, item: Item, index: int) -> Row:
        row = MapRow(item, self._context, self._make_editor, self._moves(index))
        row.renamed.connect(lambda name: self._rename(index, name))
        return row

    def _pairs(self) -> list[tuple[str, object]]:
        return list(self._known.items()) if isinstance(self._known, dict) else []

    def _values(self) -> list[object]:
        return list(self._pairs())

    def _with_double(self, index: int) -> list[object]:
        pairs = self._pairs()
        name, value = pairs[index]
        return [*pairs[: index + 1], (self._free(name), value), *pairs[index + 1 :]]

    def _append_value(self, value: object) -> None:
        self._grow((self._free(self.tr("name")), value))

    def _rename(self, index: int, name: str) -> None:
        pairs = self._pairs()
        names = self._drafted() or [each for each, _ in pairs]
        names[index] = name
        if self._why_not(names):
            self._draft(names)
            self.set_error("")
            return
        self._forget_draft()
        if names != [each for each, _ in pairs]:
            super()._finish(dict(zip(names, (value for _, value in pairs), strict=True)))

    def _why_not(self, names: list[str]) -> str:
        """Why these names cannot stand; empty where they can."""
        double = next((name for place, name in enumerate(names) if name in names[:place]), None)
        if "" in names:
            return self.tr("A name must not be empty.")
        return self.tr("“{}” is there already.").format(double) if double is not None else ""

    def _finish(self, values: object, row: int | None = None) -> None:
        """Other entries, each with the name that is shown; what still cannot stand is a draft of those."""
        pairs: list[tuple[str, object]] = list(values)  # type: ignore[call-overload]  # pairs, by all that call it here
        shown = dict(zip((name for name, _ in self._pairs()), self._drafted() or [], strict=False))
        names = [shown.get(name, name) for name, _ in pairs]
        if self._why_not(names):
            self._later = names
            super()._finish(dict(pairs), row)
            return
        self._forget_draft()
        super()._finish(dict(zip(names, (value for _, value in pairs), strict=True)), row)

    def _forget_draft(self) -> None:
        if self.field.draft is not None:
            self._draft(None)
            self.set_error("")

    def _free(self, name: str) -> str:
        taken = {each for each, _ in self._pairs()} | set(self._drafted() or ())
        number = 2
        free = name
        while free in taken:
            free, number = f"{name}{number}", number + 1
        return free


def _is_wrong(names: list[str], place: int) -> bool:
    return not names[place] or names.count(names[place]) > 1


class MapRow(LineRow):
    """A name and the fields of its value."""

    renamed = Signal(str)

    def commit(self) -> None:
        """Finish the name too."""
        super().commit()
        if self._name.isModified():
            self._named()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc brings the name back."""
        if watched is self._name and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.show_name(self._known_name)
            self.renamed.emit(self._known_name)
        return super().eventFilter(watched, event)

    def show_name(self, name: str) -> None:
        """Let a name stand there that is not stored."""
        self._shown_name = name
        if self._name.text() != name:
            self._name.setText(name)

    def mark_name(self, is_wrong: bool) -> None:
        """Show whether the name is one of those that cannot stand."""
        set_look(self._name, "state", "error" if is_wrong else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the name gets less of it."""
        super().resizeEvent(event)
        self._name.setMaximumWidth(max(60, self.width() * 2 // 5))

    def _take_keyboard(self) -> None:
        self._name.setFocus()
        self._name.selectAll()

    def _lead(self, line: QHBoxLayout, item: Item) -> None:
        self._known_name = self._shown_name = item.name
        self._name = QLineEdit(item.name)
        self._name.setAccessibleName(self.tr("Name"))
        self._name.editingFinished.connect(self._named)
        self._name.installEventFilter(self)
        line.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)

    def _named(self) -> None:
        self._name.setModified(False)
        name = self._name.text().strip()
        if name != self._shown_name:
            self._shown_name = name
            self.renamed.emit(name)
