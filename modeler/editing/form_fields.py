"""The values that a connector's form is made of: fields by kind, entries of lists, groups, and the whole model.

Plain and frozen, without a toolkit. `forms.build` makes them; a panel shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from connectors.sdk.schema import Issue
from connectors.sdk.values import Json, JsonPath

Kind = Literal[
    "text", "multiline", "rich", "code", "email", "uri", "date", "date-time", "duration", "color", "secret", "choice",
    "checks", "boolean", "number", "list", "table", "map", "object", "variant", "null", "json", "feel",
]  # fmt: skip
Look = Literal["", "segmented", "radio", "combo"]
Part = Literal["", "variant", "map"]
ChoiceSource = Callable[[str], Sequence["Choice"]]
HOLDERS = ("list", "table", "map", "object", "variant")


class ChoicesUnavailableError(Exception):
    """Choices could not be loaded; its text says why, and the field offers to try again."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice and the words for it."""

    value: Json
    label: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What a number may be: the smallest, the largest, and by how much a step changes it.

    A bound that `is_above` or `is_below` is no number that it may be itself.
    """

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    is_above: bool = False
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, table or map field; in a map, `name` is its key."""

    path: JsonPath
    summary: str
    fields: tuple[Field, ...]
    error: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting to show: what it is called, what it holds, what it takes and what is wrong with it.

    `source` names what can be offered from the workspace (`screens:EMAIL`, `users`); an `is_open` choice takes other
    values as well, and `choices_error` says why there are none. Choices that the connector's code
    can load name in `loads` the settings which that depends on. An `object` has `fields`; a `list`, `table` or `map`
    has `items`, and `new_item` is what adding appends. A `variant` is the choice between the forms of an any-of: its
    `value` is the number of the form, its `fields` are what that form shows at the same path. `part` tells them apart.
    With `takes_expression` a text with `{{variable}}`, or one in FEEL behind `=` when `is_feel`, may stand in place of
    the value, and does when `is_expression`; a field of the kind `feel` takes nothing else.
    """

    path: JsonPath
    kind: Kind
    label: str
    value: Json
    types: tuple[str, ...] = ()
    help: str = ""
    placeholder: str = ""
    documentation: str = ""
    required: bool = False
    is_set: bool = True
    default: Json = None
    choices: tuple[Choice, ...] = ()
    choices_error: str = ""
    loads: tuple[str, ...] = ()
    is_open: bool = False
    look: Look = ""
    source: str = ""
    language: str = ""
    limits: Limits = Limits()
    takes_mustache: bool = False
    takes_expression: bool = False
    is_expression: bool = False
    is_feel: bool = False
    is_readonly: bool = False
    error: str = ""
    fields: tuple[Field, ...] = ()
    items: tuple[Item, ...] = ()
    new_item: Json = None
    add_label: str = ""
    part: Part = ""

    @property
    def name(self) -> str:
        """The last step of the path, as a text."""
        return str(self.path[-1]) if self.path else ""

    @property
    def is_filled(self) -> bool:
        """Whether the setting holds something of its own, for the dot beside the heading of its group."""
        if not self.is_set or self.value in (None, "", False) or self.value in ([], {}):
            return False
        return self.value != self.default or self.default is None

    def locked(self) -> Field:
        """This field and every field inside it, to be shown only."""
        items = (replace(item, fields=tuple(field.locked() for field in item.fields)) for item in self.items)
        return replace(self, is_readonly=True, fields=tuple(f.locked() for f in self.fields), items=tuple(items))

    def walk(self) -> Iterator[Field]:
        """This field and every field inside it."""
        yield self
        for below in (*self.fields, *(inner for item in self.items for inner in item.fields)):
            yield from below.walk()


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A titled part of the form with at least one visible field."""

    id: str
    label: str
    fields: tuple[Field, ...]
    help: str = ""
    collapsed: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether something in the group needs the designer's attention."""
        return any(field.error for top in self.fields for field in top.walk())


@dataclass(frozen=True, slots=True)
class UnknownSetting:
    """A setting that the schema does not describe: it is shown as JSON text and kept."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class FormModel:
    """Everything that a panel shows for one connector element."""

    groups: tuple[FieldGroup, ...]
    unknown: tuple[UnknownSetting, ...] = ()
    issues: tuple[Issue, ...] = ()

    def walk(self) -> Iterator[Field]:
        """Every visible field, also inside lists and objects."""
        for group in self.groups:
            for top in group.fields:
                yield from top.walk()

    def field_at(self, path: JsonPath, part: Part = "") -> Field | None:
        """The visible field at `path`."""
        return next((field for field in self.walk() if field.path == path and field.part == part), None)

    @property
    def hidden_issues(self) -> tuple[Issue, ...]:
        """Issues that no visible field shows: a panel lists them above the form."""
        shown = {field.path for field in self.walk() if field.error}
        return tuple(issue for issue in self.issues if not _starts(issue.path) & shown)


def _starts(path: JsonPath) -> set[JsonPath]:
    """A path and those above it, the whole left out."""
    return {path[:end] for end in range(1, len(path) + 1)}
