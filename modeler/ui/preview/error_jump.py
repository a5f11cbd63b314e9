"""From an error of a run to the field that would set it right, with the cursor where the text failed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from modeler.ui.panels.form_model import Field, Form

if TYPE_CHECKING:
    from modeler.services.preview.failed_place import FailedPlace
    from modeler.ui.shell import Shell

LEAST_NAME = 3


def jump(window: Shell, element: str, place: FailedPlace | None, error: str, reveal: Callable[[str], bool]) -> bool:
    """Select the element, as `reveal` does, and put the keyboard where the error is; whether there is a field for it.

    Where no text of the model failed, it is the field at which the checks find something wrong, else the one that the
    error names.
    """
    if not reveal(place.element if place is not None else element):
        return False
    window.right.show()
    form = window.properties_panel.form
    if form is None:
        return False
    key = _with_text(form, place.text) if place is not None else _found(window, element) or _named(form, error)
    if not key or not window.properties_panel.reveal(key):
        return False
    if place is not None:
        put_cursor(window.properties_panel.editor_of(key), place)
    return True


def put_cursor(widget: QWidget | None, place: FailedPlace) -> None:
    """Put the cursor of a text widget at the column or the line that failed."""
    if isinstance(widget, QLineEdit):
        widget.setCursorPosition(_offset(widget.text(), place))
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = QTextCursor(widget.document())
        cursor.setPosition(min(_offset(widget.toPlainText(), place), widget.document().characterCount() - 1))
        widget.setTextCursor(cursor)
        widget.ensureCursorVisible()


def _found(window: Shell, element: str) -> str:
    """The field of the element at which the checks find something wrong."""
    rows = [row for row in window.problems_panel.rows if row.element_id == element and row.field]
    return rows[0].field if rows else ""


def _offset(text: str, place: FailedPlace) -> int:
    """The place in what the widget holds; a sign in front of the expression may not be part of it."""
    if place.line:
        return sum(len(line) + 1 for line in text.split("\n")[: place.line - 1])
    begin, missing = text.find(place.text), 0
    if begin < 0:
        bare = place.text.lstrip("= ")
        begin, missing = text.find(bare), len(place.text) - len(bare)
    return max(0, begin) + max(0, place.column - 1 - missing)


def _fields(form: Form) -> Iterator[Field]:
    for group in form.groups:
        for top in group.fields:
            yield from top.walk()


def _with_text(form: Form, text: str) -> str:
    """The field that holds a text: alone, else among others; the last one is the innermost."""
    wanted = text.strip().lstrip("= ")
    found = [(field.key, str(field.value)) for field in _fields(form) if isinstance(field.value, str)]
    alone = [key for key, value in found if value.strip().lstrip("= ") == wanted]
    among = [key for key, value in found if wanted in value]
    return next(iter([*alone[-1:], *among[-1:]]), "")


def _named(form: Form, error: str) -> str:
    """The field whose value or name the error tells."""
    for field in _fields(form):
        if isinstance(field.value, str) and len(field.value) >= LEAST_NAME and f"“{field.value}”" in error:
            return field.key
    for field in _fields(form):
        if len(field.label) >= LEAST_NAME and field.label.casefold() in error.casefold():
            return field.key
    return ""
