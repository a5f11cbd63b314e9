"""A task's form as widgets: built once for what is shown, and built again only when something comes or goes."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import Json, JsonPath
from modeler.services.task_forms.nodes import (
    Button,
    Columns,
    Field,
    File,
    Markup,
    Node,
    Picture,
    Records,
    Rows,
    TaskForm,
)
from modeler.ui.dialog_buttons import ending
from modeler.ui.icons import Icons
from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.registry import make_editor
from modeler.ui.panels.task_form.attachments import Attach, Boxed, FileBox, SignatureBox
from modeler.ui.panels.task_form.fields import as_json, editor_field, path_of
from modeler.ui.panels.task_form.places import ColumnsBox, MarkupText, RecordsTable, picture_label
from modeler.ui.plain_text import without_mnemonics
from modeler.ui.tab_order import follow_layout

BOXED = ("file", "download", "signature")
MARGIN = 12


def no_files(_file: File) -> Json:
    """Where files cannot be added."""
    return None


class TaskFormView(QScrollArea):
    """Shows a `TaskForm`; `sent` carries its answer when a button sends it."""

    sent = Signal(dict)

    def __init__(
        self, icons: Icons, attach: Attach = no_files, is_growing: bool = False, parent: QWidget | None = None
    ) -> None:
        """One that is growing takes the height of its form and leaves scrolling to what is around it."""
        super().__init__(parent)
        self._is_growing = is_growing
        if is_growing:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._icons, self.attach = icons, attach
        self._form: TaskForm | None = None
        self._shape: object = None
        self._editors: dict[JsonPath, FieldEditor | Boxed] = {}
        self._texts: list[MarkupText] = []
        self._tables: dict[JsonPath, RecordsTable] = {}
        self.buttons: list[QPushButton] = []

    @property
    def form(self) -> TaskForm | None:
        """What is being filled in."""
        return self._form

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self._shape = None
        self._refresh()

    def show_form(self, form: TaskForm) -> None:
        """Fill in another form."""
        self._form, self._shape = form, None
        self._refresh()

    @property
    def has_deciders(self) -> bool:
        """Whether buttons of the form itself send it, each with another meaning."""
        nodes = self._form.nodes() if self._form is not None else ()
        return any(isinstance(node, Button) and node.is_sending and node.is_deciding for node in _flat(nodes))

    def editor(self, *path: str | int) -> FieldEditor | Boxed:
        """The editor of a variable; raises `KeyError` where it is not shown."""
        return self._editors[path]

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the fields as they stand, whenever they were made."""
        follow_layout(self)
        return super().focusNextPrevChild(next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The form became higher or lower."""
        if self._is_growing and event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._grow()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower form is higher."""
        super().resizeEvent(event)
        if self._is_growing:
            self._grow()

    def _grow(self) -> None:
        body: QWidget | None = self.widget()
        layout = body.layout() if body is not None else None
        if layout is None:
            return
        width = max(self.viewport().width(), 1)
        is_wrapping = layout.hasHeightForWidth()
        self.setFixedHeight(layout.totalHeightForWidth(width) if is_wrapping else layout.sizeHint().height())

    def _refresh(self, typing: FieldEditor | None = None) -> None:
        form = self._form
        if form is None:
            return
        nodes = form.nodes()
        shape = _shape(nodes)
        if shape != self._shape:
            self._shape = shape
            self._rebuild(nodes)
            return
        self._update(nodes, iter(list(self._texts)), typing)

    def _update(self, nodes: Iterable[Node], texts: Iterable[MarkupText], typing: FieldEditor | None) -> None:
        remaining = iter(texts)
        for node in _flat(nodes):
            if isinstance(node, Field):
                self._update_field(node, typing)
            elif isinstance(node, Markup):
                next(remaining).show_html(node.html)
            elif isinstance(node, Records):
                self._tables[node.path].show_rows(node)

    def _update_field(self, field: Field, typing: FieldEditor | None) -> None:
        editor = self._editors[field.path]
        if isinstance(editor, Boxed):
            editor.show_field(field)
        elif editor is typing:
            editor.set_error(field.error)
        else:
            editor.update_field(editor_field(field))

    def _rebuild(self, nodes: tuple[Node, ...]) -> None:
        focused = next((path for path, editor in self._editors.items() if _has_focus(editor)), None)
        at = self.verticalScrollBar().value()
        self._editors, self._texts, self._tables, self.buttons = {}, [], {}, []
        body = QWidget()
        body.setProperty("surface", "panel")
        column = _column(body, MARGIN)
        self._fill(column, nodes)
        column.addStretch(1)
        old = self.takeWidget()
        self.setWidget(body)
        if self._is_growing:
            body.installEventFilter(self)
            self._grow()
        if old is not None:
            old.deleteLater()
        self.verticalScrollBar().setValue(at)
        if focused in self._editors:
            _focus(self._editors[focused])

    def _fill(self, column: QVBoxLayout, nodes: Iterable[Node]) -> None:
        line: QHBoxLayout | None = None
        for node in nodes:
            if isinstance(node, Button):
                if line is None:
                    line = QHBoxLayout()
                    line.setSpacing(8)
                    line.addStretch(1)
                    column.addLayout(line)
                line.addWidget(self._button(node))
            else:
                line = None
                column.addWidget(self._widget(node))

    def _widget(self, node: Field | Markup | Picture | Columns | Rows | Records) -> QWidget:
        if isinstance(node, Field):
            return self._boxed(node) if node.kind in BOXED else self._field(node)
        if isinstance(node, Markup):
            words, ground = (self._icons.color(role).name() for role in ("text", "surface"))
            self._texts.append(MarkupText(node.html, words, ground))
            return self._texts[-1]
        if isinstance(node, Picture):
            return picture_label(node.source, node.label)
        if isinstance(node, Columns):
            return ColumnsBox([(width, self._part(cell)) for width, cell in node.cells])
        if isinstance(node, Rows):
            return self._rows(node)
        table = RecordsTable(
            node, lambda row: self._edit_record(node, row), lambda row: self._remove_row(node.path, row)
        )
        self._tables[node.path] = table
        return table

    def _part(self, nodes: Iterable[Node]) -> QWidget:
        part = QWidget()
        self._fill(_column(part, 0), nodes)
        return part

    def _field(self, node: Field) -> FieldEditor:
        editor = make_editor(editor_field(node), FieldContext(self._icons))
        editor.edited.connect(lambda key, value: self._entered(path_of(key), value, editor))
        editor.finished.connect(lambda key, value: self._entered(path_of(key), value, None))
        self._editors[node.path] = editor
        return editor

    def _boxed(self, node: Field) -> Boxed:
        box = SignatureBox(node) if node.kind == "signature" else FileBox(node, lambda file: self.attach(file))
        box.entered.connect(lambda value: self._entered(node.path, value, None))
        self._editors[node.path] = box
        return box

    def _rows(self, node: Rows) -> QWidget:
        holder = QWidget()
        column = _column(holder, 0)
        for index, row in enumerate(node.rows):
            card = QFrame()
            card.setProperty("surface", "card")
            inside = _column(card, 10)
            self._fill(inside, row)
            if node.can_add:
                remove = QPushButton(self.tr("Remove"))
                remove.setProperty("look", "link")
                remove.clicked.connect(lambda _=False, index=index: self._remove_row(node.path, index))
                inside.addWidget(remove, 0, Qt.AlignmentFlag.AlignRight)
            column.addWidget(card)
        if node.can_add:
            add = QPushButton(self.tr("Add"))
            add.setIcon(self._icons.get("plus"))
            add.clicked.connect(lambda: self._add_row(node.path))
            column.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        return holder

    def _button(self, node: Button) -> QPushButton:
        button = QPushButton(without_mnemonics(node.label) or self.tr("Send"))
        button.setAutoDefault(False)
        look = _button_look(node)
        if look:
            button.setProperty("look", look)
        button.clicked.connect(lambda: self._press(node.id))
        self.buttons.append(button)
        return button

    def _entered(self, path: JsonPath, value: object, typing: FieldEditor | None) -> None:
        if self._form is not None:
            self._form.set(path, as_json(value))
            self._refresh(typing)

    def _press(self, button: str) -> None:
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            focused.clearFocus()
        if self._form is None:
            return
        if self._form.press(button):
            self.sent.emit(dict(self._form.answer()))
        else:
            self._show_wrong(self._form)

    def checked(self) -> dict[str, object] | None:
        """The answer; None where something is wrong with it, which is then shown."""
        if self._form is None:
            return None
        if self._form.check():
            return dict(self._form.answer())
        self._show_wrong(self._form)
        return None

    def _show_wrong(self, form: TaskForm) -> None:
        self._refresh()
        wrong = next((node for node in _flat(form.nodes()) if isinstance(node, Field) and node.error), None)
        if wrong is not None:
            self.ensureWidgetVisible(self._editors[wrong.path])
            _focus(self._editors[wrong.path])

    def _add_row(self, path: JsonPath) -> None:
        if self._form is not None:
            self._form.add_row(path)
            self._refresh()

    def _remove_row(self, path: JsonPath, index: int) -> None:
        if self._form is not None:
            self._form.remove_row(path, index)
            self._refresh()

    def _edit_record(self, node: Records, row: int | None) -> None:
        if self._form is None or node.page is None:
            return
        index = row if row is not None and row >= 0 else None
        dialog = RecordDialog(self._form.record(node.path, index, node.page), node.label, self._icons, self)
        if dialog.exec():
            self._form.keep_record(node.path, index, dialog.record.entry())
            self._refresh()
        dialog.deleteLater()


class RecordDialog(QDialog):
    """One entry of a record list, filled in on a page of its own; it closes when nothing is wrong with it."""

    def __init__(self, record: TaskForm, title: str, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title or record.title)
        self.resize(520, 420)
        self.record = record
        self.view = TaskFormView(icons)
        self.view.show_form(record)
        self.view.sent.connect(self.accept)
        self.keep = QPushButton(self.tr("Keep"))
        box = ending(self, self.keep, self.tr("Cancel"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.addWidget(self.view, 1)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 16, 0)
        line.addWidget(box)
        column.addLayout(line)

    def accept(self) -> None:
        """Keep what was entered, unless something is wrong with it."""
        if self.record.check():
            super().accept()
        else:
            self.view.show_form(self.record)


def _column(holder: QWidget, margin: int) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(margin, margin, margin, margin)
    column.setSpacing(12)
    return column


def _flat(nodes: Iterable[Node]) -> Iterable[Node]:
    """Every node in the order in which it is built."""
    for node in nodes:
        if isinstance(node, Columns):
            for _, cell in node.cells:
                yield from _flat(cell)
        elif isinstance(node, Rows):
            for row in node.rows:
                yield from _flat(row)
        else:
            yield node


def _shape(nodes: Iterable[Node]) -> tuple[object, ...]:
    """What decides which widgets stand there; values, errors and words do not."""
    return tuple(_shape_of(node) for node in nodes)


def _shape_of(node: Node) -> object:
    if isinstance(node, Field):
        options = tuple((repr(option.value), option.title) for option in node.options)
        return (node.path, node.kind, node.label, node.is_readonly, node.is_required, options)
    if isinstance(node, Columns):
        return tuple((width, _shape(cell)) for width, cell in node.cells)
    if isinstance(node, Rows):
        return (node.path, node.can_add, tuple(_shape(row) for row in node.rows))
    if isinstance(node, Records):
        return (node.path, node.label, node.columns, node.page, node.is_editable)
    return type(node).__name__ if isinstance(node, Markup) else node


def _button_look(node: Button) -> str:
    """How a button stands out: what sends does, what refuses by its variant does in another color."""
    if node.variant == "danger":
        return "danger"
    is_quiet = node.variant in ("secondary", "light", "link") or node.variant.startswith("outline-")
    return "primary" if node.is_sending and not is_quiet else ""


def _has_focus(editor: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and (focused is editor or editor.isAncestorOf(focused))


def _focus(editor: QWidget) -> None:
    if isinstance(editor, FieldEditor):
        editor.focus_editor()
    else:
        editor.setFocus()
