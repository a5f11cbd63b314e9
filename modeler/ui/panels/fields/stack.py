"""Editors one after another, kept while their fields stay: only what really changed is made anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QBoxLayout

from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field

EditorFactory = Callable[[Field, FieldContext], FieldEditor]


class EditorStack(QObject):
    """The editors of a group, an object or an entry, in a layout of their own; `made` tells of each new one."""

    edited = Signal(str, object)
    finished = Signal(str, object)
    made = Signal(object)

    def __init__(self, layout: QBoxLayout, context: FieldContext, make_editor: EditorFactory, stretch: int = 0) -> None:
        super().__init__()
        self._layout = layout
        self._context = context
        self._make = make_editor
        self._stretch = stretch
        self.editors: list[FieldEditor] = []

    def show(self, fields: Sequence[Field]) -> None:
        """Stand for these fields: editors of fields that stay keep their focus and what is being typed."""
        free = {editor.field.frame(): editor for editor in self.editors}
        wanted = []
        for field in fields:
            editor = free.pop(field.frame(), None)
            if editor is None:
                editor = self._new(field)
            else:
                editor.update_field(field)
            wanted.append(editor)
        for editor in free.values():
            self._drop(editor)
        self.editors = wanted
        for place, editor in enumerate(wanted):
            if self._layout.indexOf(editor) != place:
                self._layout.insertWidget(place, editor, self._stretch, self._alignment())

    def commit(self) -> None:
        """Finish whatever is being typed."""
        for editor in list(self.editors):
            editor.commit()

    def _new(self, field: Field) -> FieldEditor:
        editor = self._make(field, self._context)
        editor.edited.connect(self.edited)
        editor.finished.connect(self.finished)
        self.made.emit(editor)
        return editor

    def _drop(self, editor: FieldEditor) -> None:
        editor.blockSignals(True)
        self._layout.removeWidget(editor)
        editor.hide()
        editor.deleteLater()

    def _alignment(self) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignTop if self._stretch else Qt.AlignmentFlag(0)
