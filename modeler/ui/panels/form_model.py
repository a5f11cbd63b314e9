"""What the properties panel shows: groups of fields as plain values, whatever they were made from.

A connector's form, the general properties of an element and its raw configuration all become these values; the
panel compares an old form with a new one by them, so that an undo changes texts and keeps the focus where it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from modeler.services.amounts import Amount

Kind = Literal[
    "text", "multiline", "rich", "code", "email", "uri", "date", "date-time", "duration", "color", "secret", "choice",
    "checks", "boolean", "number", "list", "table", "map", "object", "variant", "null", "json", "raw", "note", "feel",
    "password",
]  # fmt: skip
Look = Literal["", "segmented", "radio", "combo", "switch"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice field."""

    value: object
    title: str


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be, and how far a step changes it; `is_above` and `is_below` say that a bound is outside."""

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    is_above: bool = False
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Loading:
    """How loading a field's choices stands: words about it, why it failed, whether it is under way or was done."""

    words: str = ""
    error: str = ""
    is_busy: bool = False
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is edited, its value, and what is wrong with it; `key` names it to whoever made the form.

    An `is_open` choice takes other values as well; `choices_error` says why nothing can be offered. `opens` names what
    the value can be looked at in. Choices that can be
    loaded name in `loads` what that depends on; `loading` says how that stands. A `list`, `table`
    or `map` has `items` and `new_item`, what adding appends; an `object` has `fields`; a `variant` has those of the
    form that its value chooses. `takes_variables` offers the Request's variables; around an expression that is one
    of them stand `marks`. `takes_expression` lets a text stand
    in place of the value, and does when `is_expression`; when `is_feel` that text is FEEL behind `=`. An `is_mixed`
    value differs among the selected elements. A `draft` is what was typed in place of the value and cannot be stored.
    """

    key: str
    label: str
    kind: Kind = "text"
    value: object = None
    draft: object = None
    help: str = ""
    placeholder: str = ""
    documentation: str = ""
    error: str = ""
    is_required: bool = False
    is_readonly: bool = False
    is_filled: bool = False
    is_mixed: bool = False
    choices: tuple[Choice, ...] = ()
    choices_error: str = ""
    loads: tuple[str, ...] = ()
    loading: Loading | None = None
    is_open: bool = False
    opens: str = ""
    look: Look = ""
    language: str = ""
    range: Range = Range()
    amount: Amount | None = None
    marks: tuple[str, str] = ("", "")
    takes_variables: bool = False
    takes_expression: bool = False
    is_expression: bool = False
    is_feel: bool = False
    fields: tuple[Field, ...] = ()
    items: tuple[Item, ...] = ()
    new_item: object = None
    add_label: str = ""

    def frame(self) -> tuple[object, ...]:
        """What decides which editor stands for this field; values and errors do not, nor what stands inside.

        A text that may also be one of some choices keeps its editor, and what is typed there, when these change.
        """
        offers = (self.opens, self.loading is not None)
        look = (
            self.kind,
            self.look,
            self.language,
            self.is_readonly,
            self.takes_expression,
            self.choices_error,
            offers,
        )
        if self.kind == "choice" and self.is_open and self.loading is None:
            return (self.key, self.label, look, bool(self.choices))
        choices = tuple((repr(choice.value), choice.title) for choice in self.choices)
        return (self.key, self.label, look, choices)

    def walk(self) -> Iterator[Field]:
        """This field and all fields inside it."""
        yield self
        for below in (*self.fields, *(field for item in self.items for field in item.fields)):
            yield from below.walk()


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list field: a line that sums it up, and its fields; `name` is its key in a map."""

    summary: str
    fields: tuple[Field, ...]
    error: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    id: str
    title: str
    fields: tuple[Field, ...]
    is_open: bool = True
    help: str = ""

    @property
    def errors(self) -> int:
        """How many of its fields are wrong, rows of lists included."""
        return sum(1 for top in self.fields for field in top.walk() if field.error)

    @property
    def is_filled(self) -> bool:
        """Whether a field holds something that was set by hand."""
        return any(field.is_filled for field in self.fields)

    def frame(self) -> tuple[object, ...]:
        """What decides which box stands for this group."""
        return (self.id, self.title)


@dataclass(frozen=True, slots=True)
class Form:
    """All that the panel shows about one element; `errors` are those that belong to no field."""

    subject: str
    title: str
    kind: str
    groups: tuple[Group, ...] = ()
    icon: str = ""
    message: str = ""
    documentation: str = ""
    errors: tuple[str, ...] = ()

    def with_fields(self, change: Callable[[Field], Field]) -> Form:
        """The form with every field, also those inside others, as `change` makes it."""
        groups = (
            replace(group, fields=tuple(_changed(field, change) for field in group.fields)) for group in self.groups
        )
        return replace(self, groups=tuple(groups))

    def with_findings(self, findings: Mapping[str, str]) -> Form:
        """The form with what was found elsewhere at fields that have nothing wrong of their own: key to message."""
        if not findings:
            return self
        return self.with_fields(lambda field: replace(field, error=field.error or findings.get(field.key, "")))

    def frame(self) -> tuple[object, ...]:
        """Two forms of equal frame are shown by the same boxes."""
        return (self.subject, tuple(group.frame() for group in self.groups))


def _changed(field: Field, change: Callable[[Field], Field]) -> Field:
    fields = tuple(_changed(inner, change) for inner in field.fields)
    items = tuple(replace(item, fields=tuple(_changed(inner, change) for inner in item.fields)) for item in field.items)
    return change(replace(field, fields=fields, items=items))
