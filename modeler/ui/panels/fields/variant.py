"""Fields with two faces: the forms of an any-of, and a value that may be an expression instead."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.choice import ChoiceField
from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.editor import FieldEditor, tool_button
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


class ExpressionField(FieldEditor):
    """A value with a button `fx` that puts an expression in its place; both faces write the same setting."""

    def __init__(self, field: Field, context: FieldContext, make_editor: EditorFactory) -> None:
        self._is_expression = field.is_expression
        self._plain = make_editor(_plain(field), context)
        self._written = make_editor(_written(field), context)
        words = self.tr("{}: expression in place of the value")
        self._switches: list[QToolButton] = []
        for face in (self._plain, self._written):
            switch = tool_button(context.icons.get("function"), words.format(field.label), self._turn)
            switch.setCheckable(True)
            switch.setEnabled(not field.is_readonly)
            face.add_tool(switch)
            self._switches.append(switch)
        super().__init__(field)
        self._show_face()

    @property
    def editor(self) -> QWidget:
        """What takes the keyboard now."""
        return self._face.editor

    def inner_editors(self) -> list[FieldEditor]:
        """The face that is shown."""
        return [self._face]

    def find_editor(self, key: str) -> FieldEditor | None:
        """The face that is shown, for it has the same key."""
        return self._face.find_editor(key)

    def apply_errors(self, errors: dict[str, str]) -> int:
        """Where the face shows them."""
        return self._face.apply_errors(errors)

    def update_field(self, field: Field) -> None:
        """The model may have turned from a value to an expression, or back."""
        turned = field.is_expression != self.field.is_expression
        self.field = field
        self._known = field.value
        self._plain.update_field(_plain(field))
        self._written.update_field(_written(field))
        if turned and field.is_expression != self._is_expression:
            self._is_expression = field.is_expression
            self._show_face()

    def commit(self) -> None:
        """Finish what the shown face holds."""
        self._face.commit()

    def set_error(self, error: str) -> None:
        """The face says it."""

    @property
    def _face(self) -> FieldEditor:
        return self._written if self._is_expression else self._plain

    def _turn(self) -> None:
        self._face.commit()
        was_set = self._is_expression and self.field.is_expression
        self._is_expression = not self._is_expression
        self._show_face()
        if was_set:
            self.finished.emit(self.field.key, None)
        self._face.focus_editor()

    def _show_face(self) -> None:
        self._plain.setVisible(not self._is_expression)
        self._written.setVisible(self._is_expression)
        for switch in self._switches:
            switch.setChecked(self._is_expression)

    def _build(self, field: Field) -> QWidget:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        for face in (self._plain, self._written):
            column.addWidget(face)
            face.edited.connect(self.edited)
            face.finished.connect(self.finished)
        return frame

    def _describe(self, field: Field) -> None:
        """The faces describe themselves."""
        self._note.hide()

    def _shows_label(self) -> bool:
        return False

    def _read_value(self) -> object:
        return self._face.value()

    def _show_value(self, value: object) -> None:
        """The faces show it."""


def _plain(field: Field) -> Field:
    value = None if field.is_expression else field.value
    return replace(field, value=value, takes_expression=False, is_expression=False, takes_variables=False)


def _written(field: Field) -> Field:
    value = field.value if field.is_expression else None
    return replace(
        field, kind="text", value=value, choices=(), look="", placeholder="{{variable}}", takes_expression=False,
        is_expression=False, takes_variables=True,
    )  # fmt: skip
