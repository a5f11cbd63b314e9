"""Which editor edits which kind of field."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.choice import BooleanField, ChoiceField
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.number import NumberField
from modeler.ui.panels.fields.rows import ObjectField, RowsField
from modeler.ui.panels.fields.text import BlockField, LineField
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import wrapped_label

EDITORS: dict[str, type[FieldEditor]] = {
    "text": LineField,
    "multiline": BlockField,
    "code": BlockField,
    "choice": ChoiceField,
    "boolean": BooleanField,
    "number": NumberField,
}


def make_editor(field: Field, icons: Icons) -> FieldEditor:
    """The editor for `field`; an unknown kind is edited as text, so that nothing is out of reach."""
    if field.kind == "list":
        return RowsField(field, icons, make_editor)
    if field.kind == "object":
        return ObjectField(field, icons, make_editor)
    if field.kind == "note":
        return NoteField(field)
    return EDITORS.get(field.kind, LineField)(field)


class NoteField(FieldEditor):
    """Words between the fields; nothing to edit."""

    def _build(self, field: Field) -> QWidget:
        self._words = wrapped_label("", "muted")
        return self._words

    def _shows_label(self) -> bool:
        return bool(self.field.label)

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        self._words.setText("" if value is None else str(value))
