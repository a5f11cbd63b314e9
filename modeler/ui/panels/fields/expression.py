"""A value with a button `fx` that puts an expression in its place: `{{variable}}`, or FEEL in files of Camunda 8."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.context import FieldContext
from modeler.ui.panels.fields.dropped import VariableDrop
from modeler.ui.panels.fields.editor import FieldEditor, tool_button
from modeler.ui.panels.fields.feel import bare
from modeler.ui.panels.fields.stack import EditorFactory
from modeler.ui.panels.form_model import Field

TEXTS = ("text", "multiline", "code", "email", "uri")


class ExpressionField(FieldEditor):
    """Both faces write the same setting; what one of them held comes back when one turns back to it."""

    def __init__(self, field: Field, context: FieldContext, make_editor: EditorFactory) -> None:
        self._is_expression = field.is_expression
        self._kept: dict[bool, object] = {}
        self._arrived: object = None
        self._plain = make_editor(_plain(field), context)
        self._written = make_editor(_written(field), context)
        words = (
            self.tr("{}: FEEL in place of the value")
            if field.is_feel
            else self.tr("{}: expression in place of the value")
        )
        self._switches: list[QToolButton] = []
        for face in (self._plain, self._written):
            switch = tool_button(context.icons.get("function"), words.format(field.label), self._turn)
            switch.setCheckable(True)
            switch.setEnabled(not field.is_readonly)
            face.add_tool(switch)
            self._switches.append(switch)
        super().__init__(field)
        VariableDrop(self._plain.editor, self._takes_drops, lambda path, _: self._drop(path))
        self._show_face()

    @property
    def editor(self) -> QWidget:
        """What takes the keyboard now."""
        return self._face.editor

    @property
    def switch(self) -> QToolButton:
        """The button `fx` of the face that is shown."""
        return self._switches[1 if self._is_expression else 0]

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
        """The model may have turned from a value to an expression, or back; the keyboard turns with it."""
        turned = field.is_expression != self.field.is_expression
        has_keyboard = self._face.editor.hasFocus()
        self.field = field
        self._known = field.value
        self._plain.update_field(_plain(field))
        self._written.update_field(_written(field))
        if turned and field.is_expression != self._is_expression:
            self._is_expression = field.is_expression
            self._show_face()
            if has_keyboard:
                self._face.focus_editor()
                _to_end(self._face.editor)

    def commit(self) -> None:
        """Finish what the shown face holds."""
        self._face.commit()

    def set_error(self, error: str) -> None:
        """The face says it."""

    @property
    def _face(self) -> FieldEditor:
        return self._written if self._is_expression else self._plain

    def _turn(self) -> None:
        """The other face shows what it held before, or takes over what it can say of a value written since then."""
        self._face.commit()
        stood = self.field.value
        held = self._face.value() if stood is not None else None
        self._kept[self._is_expression] = held
        was_expression, self._is_expression = self._is_expression, not self._is_expression
        before, taken = self._kept.get(self._is_expression), _turned(self.field, held, self._is_expression)
        is_new = held not in (None, "") and held != self._arrived
        value = next(
            (each for each in ((taken, before) if is_new else (before, taken)) if each not in (None, "")), None
        )
        self._arrived = value
        self._show_face()
        if value != stood and (value is not None or was_expression):
            self.finished.emit(self.field.key, value)
        self._face.focus_editor()

    def _takes_drops(self) -> bool:
        """A variable stands in place of the value; in a text that is no FEEL it can stand among words."""
        return not self.field.is_readonly and (self.field.is_feel or self.field.kind not in TEXTS)

    def _drop(self, path: str) -> None:
        value = f"={path}" if self.field.is_feel else f"{{{{{path}}}}}"
        self._kept[False], self._arrived, self._is_expression = self._plain.value(), value, True
        self._written.update_field(replace(self._written.field, value=value))
        self._show_face()
        self._face.focus_editor()
        self.finished.emit(self.field.key, value)

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


def _turned(field: Field, value: object, to_expression: bool) -> object:
    """What the other face shows of a value; None where it cannot say it."""
    if not field.is_feel or value in (None, ""):
        return None
    if to_expression:
        is_text = isinstance(value, str) and field.kind in TEXTS
        return f"={value}" if is_text else f"={json.dumps(value, ensure_ascii=False)}"
    text = bare(value)
    if field.kind in TEXTS:
        return text.removeprefix("=")
    try:
        literal = json.loads(text)
    except ValueError:
        return None
    return literal if _fits(field, literal) else None


def _fits(field: Field, literal: object) -> bool:
    """Whether a literal is a value of the field."""
    if field.kind == "boolean":
        return isinstance(literal, bool)
    if field.kind == "number":
        return isinstance(literal, int | float) and not isinstance(literal, bool)
    return isinstance(literal, str) and (not field.choices or literal in [each.value for each in field.choices])


def _plain(field: Field) -> Field:
    value = None if field.is_expression else field.value
    takes_variables = field.takes_variables and field.is_feel
    return replace(
        field, value=value, takes_expression=False, is_expression=False, takes_variables=takes_variables, is_feel=False
    )


def _written(field: Field) -> Field:
    value = field.value if field.is_expression else None
    if field.is_feel:
        return replace(
            field, kind="feel", value=value, choices=(), look="", placeholder="", language="feel",
            takes_expression=False, is_expression=False, takes_variables=True,
        )  # fmt: skip
    return replace(
        field, kind="text", value=value, choices=(), look="", placeholder="{{variable}}", takes_expression=False,
        is_expression=False, takes_variables=True,
    )  # fmt: skip


def _to_end(editor: QWidget) -> None:
    """Go on writing where somebody was."""
    if isinstance(editor, QPlainTextEdit):
        editor.moveCursor(QTextCursor.MoveOperation.End)
    elif isinstance(editor, QLineEdit):
        editor.end(False)
