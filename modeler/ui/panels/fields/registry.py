"""Which editor edits which kind of field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from modeler.ui.panels.fields.amount import AmountField
from modeler.ui.panels.fields.choice import BooleanField, ChoiceField
from modeler.ui.panels.fields.code import CodeField, JsonField, RawField
from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.expression import ExpressionField
from modeler.ui.panels.fields.feel import FeelField
from modeler.ui.panels.fields.number import NumberField
from modeler.ui.panels.fields.options import ChecksField, OptionsField, SegmentedField
from modeler.ui.panels.fields.picked import (
    AddressField,
    ColorField,
    DateField,
    DateTimeField,
    DurationField,
    PickedField,
)
from modeler.ui.panels.fields.rich import RichField
from modeler.ui.panels.fields.rows import ObjectField, RowsField
from modeler.ui.panels.fields.secret import SecretField
from modeler.ui.panels.fields.stack import EditorFactory
from modeler.ui.panels.fields.tables import MapField, TableField
from modeler.ui.panels.fields.text import BlockField, LineField, PasswordField
from modeler.ui.panels.fields.variable_help import VariableHelp
from modeler.ui.panels.fields.variant import VariantField
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import wrapped_label

PLAIN: dict[str, type[FieldEditor]] = {
    "text": LineField,
    "email": LineField,
    "password": PasswordField,
    "multiline": BlockField,
    "code": CodeField,
    "json": JsonField,
    "raw": RawField,
    "boolean": BooleanField,
    "feel": FeelField,
    "checks": ChecksField,
}
PICKED: dict[str, type[PickedField]] = {
    "date": DateField,
    "date-time": DateTimeField,
    "duration": DurationField,
    "color": ColorField,
    "uri": AddressField,
}
HOLDING: dict[str, Callable[[Field, FieldContext, EditorFactory], FieldEditor]] = {
    "list": RowsField,
    "table": TableField,
    "map": MapField,
    "object": ObjectField,
    "variant": VariantField,
}
LOOKS: dict[str, type[FieldEditor]] = {"segmented": SegmentedField, "radio": OptionsField}


def make_editor(field: Field, context: FieldContext) -> FieldEditor:
    """The editor for `field`, with all that helps to fill it; an unknown kind is edited as text."""
    if field.takes_expression:
        return ExpressionField(field, context, make_editor)
    editor = _made(field, context)
    editor.drafted.connect(context.keep)
    editor.add_documentation(context.icons)
    if field.is_readonly:
        editor.add_lock(context.icons)
    if field.takes_variables and isinstance(editor, LineField | BlockField | RichField):
        for port in editor.text_ports():
            VariableHelp(editor, port, context.variables)
    return editor


def _made(field: Field, context: FieldContext) -> FieldEditor:
    if field.kind in HOLDING:
        return HOLDING[field.kind](field, context, make_editor)
    if field.kind in PICKED:
        return PICKED[field.kind](field, context.icons)
    if field.amount is not None:
        return AmountField(field, context.icons)
    if field.kind == "number":
        return NumberField(field, context.icons)
    if field.kind == "choice":
        return _choice(field, context)
    if field.kind == "secret":
        return SecretField(field, context)
    if field.kind == "rich":
        return RichField(field, context.icons)
    if field.kind in ("note", "null"):
        return NoteField(field)
    return PLAIN.get(field.kind, LineField)(field)


def _choice(field: Field, context: FieldContext) -> FieldEditor:
    if field.look in LOOKS and field.choices:
        return LOOKS[field.look](field)
    editor = ChoiceField(field)
    editor.reload_wanted.connect(context.reload)
    editor.load_wanted.connect(context.load)
    editor.open_wanted.connect(context.open)
    return editor


class NoteField(FieldEditor):
    """Words between the fields; nothing to edit."""

    def _build(self, field: Field) -> QWidget:
        self._words = wrapped_label("", "muted")
        return self._words

    def _read_value(self) -> object:
        return self._known

    def _show_value(self, value: object) -> None:
        nothing = self.tr("Nothing to set.") if self.field.kind == "null" else ""
        self._words.setText(nothing if value is None else str(value))
