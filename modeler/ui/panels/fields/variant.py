"""The forms of an any-of: which one it is, and the fields of that."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from modeler.ui.panels.fields.choice import ChoiceField
from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.stack import EditorFactory, EditorStack
from modeler.ui.panels.form_model import Field


class VariantField(ChoiceField):
    """A choice between the forms that a value may have, and the fields of the chosen form under it."""

    def __init__(self, field: Field, context: FieldContext, make_editor: EditorFactory) -> None:
        self._frame = QWidget()
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(0, 2, 0, 0)
        inside.setSpacing(12)
        self._stack = EditorStack(inside, context, make_editor)
        self._stack.made.connect(lambda editor: editor.hide_label())
        self._stack.show(field.fields)
        super().__init__(field)
        self._column.addWidget(self._frame)
        self._stack.edited.connect(self.edited)
        self._stack.finished.connect(self.finished)

    def inner_editors(self) -> list[FieldEditor]:
        """The editors of the chosen form."""
        return self._stack.editors

    def update_field(self, field: Field) -> None:
        """Another form has other fields."""
        super().update_field(field)
        self._stack.show(field.fields)

    def commit(self) -> None:
        """Finish the choice, and whatever is being typed in the chosen form."""
        super().commit()
        self._stack.commit()
