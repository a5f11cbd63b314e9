"""What the properties panel shows: groups of fields as plain values, whatever they were made from.

A connector's form, the general properties of an element and its raw configuration all become these values; the
panel compares an old form with a new one by them, so that an undo changes texts and keeps the focus where it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "multiline", "code", "choice", "boolean", "number", "list", "note"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice field."""

    value: object
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is edited, its value, and what is wrong with it."""

    key: str
    label: str
    kind: Kind = "text"
    value: object = None
    help: str = ""
    placeholder: str = ""
    error: str = ""
    is_required: bool = False
    is_integer: bool = False
    is_readonly: bool = False
    choices: tuple[Choice, ...] = ()
    items: tuple[tuple[Field, ...], ...] = ()
    item_title: str = ""
    item_default: object = None

    def shape(self) -> tuple[object, ...]:
        """What decides which widgets stand for this field; values and errors do not."""
        inner = tuple(tuple(field.shape() for field in row) for row in self.items)
        return (self.key, self.label, self.kind, self.is_readonly, self.choices, inner)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    id: str
    title: str
    fields: tuple[Field, ...]
    is_open: bool = True

    @property
    def errors(self) -> int:
        """How many of its fields are wrong, rows of lists included."""
        return sum(count_errors(field) for field in self.fields)

    def shape(self) -> tuple[object, ...]:
        """What decides which widgets stand for this group."""
        return (self.id, self.title, tuple(field.shape() for field in self.fields))


@dataclass(frozen=True, slots=True)
class Form:
    """All that the panel shows about one element."""

    subject: str
    title: str
    kind: str
    groups: tuple[Group, ...] = ()
    icon: str = ""
    message: str = ""

    def shape(self) -> tuple[object, ...]:
        """Two forms of equal shape differ in texts only."""
        return (self.subject, tuple(group.shape() for group in self.groups), bool(self.message))


def count_errors(field: Field) -> int:
    """The field's own error and those of its rows."""
    rows = sum(count_errors(inner) for row in field.items for inner in row)
    return rows + (1 if field.error else 0)
