"""A form of plain fields one below the other: Camunda's form data and form files, or variables that a task needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from connectors.sdk.patterns import Pattern, PatternError
from connectors.sdk.values import Json, JsonObject, JsonPath, as_object, value_at, with_value_at
from modeler.services.screens.rules import text_of
from modeler.services.task_forms.controls import stored
from modeler.services.task_forms.nodes import Field, FieldKind, Markup, Node, TaskForm

Shown: TypeAlias = Callable[[JsonObject], bool]


def always(_data: JsonObject) -> bool:
    """For what is never hidden."""
    return True


@dataclass(frozen=True, slots=True)
class Limits:
    """What an entry must keep to; lengths are of the text, least and most of the number."""

    least: float | None = None
    most: float | None = None
    shortest: int | None = None
    longest: int | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class PlainField:
    """A field with its first value, its limits, and when it is shown."""

    field: Field
    first: Json = None
    limits: Limits = Limits()
    is_shown: Shown = always


@dataclass(frozen=True, slots=True)
class Words:
    """Text between the fields, as harmless HTML for the data of the moment."""

    html: Callable[[JsonObject], str]
    is_shown: Shown = always


@dataclass
class PlainForm:
    """Such a form being filled in; see `TaskForm`."""

    title: str
    parts: tuple[PlainField | Words, ...]
    data: JsonObject = field(default_factory=dict)
    _touched: set[JsonPath] = field(default_factory=set)
    _was_sent: bool = False

    def __post_init__(self) -> None:
        """Fields without a value get their first one."""
        for part in self._fields():
            if value_at(self.data, part.field.path) is None and part.first is not None:
                self.data = as_object(with_value_at(self.data, part.field.path, part.first))

    def nodes(self) -> tuple[Node, ...]:
        """The fields that are shown now."""
        shown: list[Node] = []
        for part in self.parts:
            if part.is_shown(self.data):
                shown.append(self._shown(part) if isinstance(part, PlainField) else Markup(part.html(self.data)))
        return tuple(shown)

    def set(self, path: JsonPath, value: Json) -> None:
        """Something was entered."""
        kind: FieldKind = next((part.field.kind for part in self._fields() if part.field.path == path), "text")
        self._touched.add(path)
        self.data = as_object(with_value_at(self.data, path, stored({}, kind, value)))

    def press(self, button: str) -> bool:
        """Send the form if nothing is wrong with it."""
        return self.check()

    def add_row(self, path: JsonPath) -> None:
        """There are no lists here."""

    def remove_row(self, path: JsonPath, index: int) -> None:
        """There are no lists here."""

    def record(self, path: JsonPath, index: int | None, page: int) -> TaskForm:
        """There are no records here."""
        return self

    def keep_record(self, path: JsonPath, index: int | None, entry: JsonObject) -> None:
        """There are no records here."""

    def check(self) -> bool:
        """Show what is wrong from now on; True when nothing is."""
        self._was_sent = True
        return not any(isinstance(node, Field) and node.error for node in self.nodes())

    def entry(self) -> JsonObject:
        """The same as the answer."""
        return self.answer()

    def answer(self) -> JsonObject:
        """The variables of the fields that are shown and can be changed."""
        made: JsonObject = {}
        for part in self._fields():
            if part.is_shown(self.data) and not part.field.is_readonly:
                value = value_at(self.data, part.field.path)
                made = as_object(with_value_at(made, part.field.path, value))
        return made

    def _fields(self) -> Iterator[PlainField]:
        return (part for part in self.parts if isinstance(part, PlainField))

    def _shown(self, part: PlainField) -> Field:
        value = value_at(self.data, part.field.path)
        is_checked = self._was_sent or part.field.path in self._touched
        error = _problem(part, value) if is_checked and not part.field.is_readonly else ""
        return replace(part.field, value=value, error=error)


def _problem(part: PlainField, value: Json) -> str:
    if value in (None, "") or value == [] or (part.field.kind == "check" and value is False):
        return "This must be filled in." if part.field.is_required else ""
    if part.field.kind == "number":
        return _number_problem(part.limits, value)
    return _text_problem(part.limits, text_of(value))


def _number_problem(limits: Limits, value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "Enter a number."
    if limits.least is not None and value < limits.least:
        return f"Enter at least {limits.least:g}."
    return f"Enter at most {limits.most:g}." if limits.most is not None and value > limits.most else ""


def _text_problem(limits: Limits, text: str) -> str:
    if limits.shortest is not None and len(text) < limits.shortest:
        return f"Enter at least {limits.shortest} letters."
    if limits.longest is not None and len(text) > limits.longest:
        return f"Enter at most {limits.longest} letters."
    try:
        fits = not limits.pattern or Pattern(limits.pattern).search(text)
    except PatternError:
        fits = True
    return "" if fits else f"This must match {limits.pattern}."
