"""The form of several elements: what they have in common, with what differs shown as mixed.

Pure: the forms of the single elements in, one form of plain values out. An edit of a field goes to all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from modeler.ui.panels.form_model import Field, Form, Group

ALONE = frozenset(("id", "isDefault"))
WHOLE = frozenset(("list", "table", "map", "variant", "json", "raw", "secret"))


def shared_form(forms: Sequence[Form], subject: str, title: str, kind: str) -> Form:
    """One form for all: the groups and fields that every one of them has."""
    groups = [group for first in forms[0].groups if (group := _shared_group(first, forms))]
    page = forms[0].documentation if len({form.documentation for form in forms}) == 1 else ""
    message = "" if groups else _tr("The selected elements have no settings in common.")
    return Form(subject, title, kind, tuple(groups), message=message, documentation=page)


def _shared_group(first: Group, forms: Sequence[Form]) -> Group | None:
    same = [[each for each in form.groups if each.id == first.id] for form in forms]
    if not all(same):
        return None
    fields = _shared_fields(first.fields, [found[0].fields for found in same])
    return replace(first, fields=fields) if fields else None


def _shared_fields(first: Sequence[Field], all: Sequence[Sequence[Field]]) -> tuple[Field, ...]:
    by_key = [{field.key: field for field in fields} for fields in all]
    shared = []
    for field in first:
        others = [found.get(field.key) for found in by_key]
        found = [each for each in others if each is not None and each.kind == field.kind]
        if field.key not in ALONE and len(found) == len(others):
            shared.append(_shared(found))
    return tuple(shared)


def _shared(fields: Sequence[Field]) -> Field:
    first = fields[0]
    if all(field == first for field in fields):
        return first
    if first.kind == "object":
        inner = _shared_fields(first.fields, [field.fields for field in fields])
        return replace(first, value=None, fields=inner, error="")
    if all(_says_the_same(field, first) for field in fields):
        return replace(first, error="")
    if first.kind in WHOLE:
        words = _tr("Different in the selected elements: select one to change it.")
        return replace(first, kind="note", value=words, help="", error="", fields=(), items=(), choices=())
    return replace(first, value=None, is_mixed=True, is_expression=False, placeholder=_tr("Mixed"), error="")


def _says_the_same(one: Field, other: Field) -> bool:
    """Equal values of equal type; what the file says counts, not what is wrong with it."""
    values = (one.value, one.items, one.fields), (other.value, other.items, other.fields)
    return values[0] == values[1] and type(one.value) is type(other.value)


def _tr(text: str) -> str:
    return QCoreApplication.translate("SharedForm", text)
