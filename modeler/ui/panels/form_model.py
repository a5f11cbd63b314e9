"""What the properties panel shows: groups of fields as plain values, whatever they were made from.

A connector's form, the general properties of an element and its raw configuration all become these values; the
panel compares an old form with a new one by them, so that an undo changes texts and keeps the focus where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "multiline", "code", "choice", "boolean", "number", "list", "object", "note"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice field."""

    value: object
    title: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is edited, its value, and what is wrong with it; `key` names it to whoever made the form.

    An `is_open` choice takes other values as well. A `list` has `items` and `new_item`, what adding appends; an
    `object` has `fields`.
    """

    key: str
    label: str
    kind: Kind = "text"
    value: object = None
    help: str = ""
    placeholder: str = ""
    error: str = ""
    is_required: bool = False
    is_readonly: bool = False
    choices: tuple[Choice, ...] = ()
    is_open: bool = False
    fields: tuple[Field, ...] = ()
    items: tuple[Item, ...] = ()
    new_item: object = None
    add_label: str = ""

    def shape(self) -> tuple[object, ...]:
        """What decides which widgets stand for this field; values and errors do not."""
        inner = tuple(item.shape() for item in self.items)
        below = tuple(field.shape() for field in self.fields)
        return (self.key, self.label, self.kind, self.is_readonly, self.choices, inner, below)

    def walk(self) -> Iterator[Field]:
        """This field and all fields inside it."""
        yield self
        for below in (*self.fields, *(field for item in self.items for field in item.fields)):
            yield from below.walk()


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list field: a line that sums it up, and its fields."""

    summary: str
    fields: tuple[Field, ...]
    error: str = ""

    def shape(self) -> tuple[object, ...]:
        """What decides which widgets stand for this entry."""
        return tuple(field.shape() for field in self.fields)


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
        return sum(1 for top in self.fields for field in top.walk() if field.error)

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
