"""What a task's form consists of, as plain values: whoever shows it draws these and calls the form back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from connectors.sdk.ports import File
from connectors.sdk.values import Json, JsonObject, JsonPath
from modeler.services.amounts import Amount
from modeler.services.options import Option

__all__ = [
    "Button", "Columns", "Field", "FieldKind", "File", "Markup", "Node", "Option", "Picture", "Records", "Rows",
    "TaskForm",
]  # fmt: skip

FieldKind = Literal[
    "text", "multiline", "rich", "password", "number", "check", "switch", "choice", "radio", "several", "date",
    "datetime", "file", "download", "signature", "json",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One control. `path` leads to its variable; `error` is set once it was touched or the form was sent."""

    path: JsonPath
    kind: FieldKind
    label: str = ""
    value: Json = None
    help: str = ""
    placeholder: str = ""
    options: tuple[Option, ...] = ()
    is_readonly: bool = False
    is_required: bool = False
    lines: int = 2
    error: str = ""
    amount: Amount | None = None
    """How its number is written, where it is money or a percentage."""
    accepts: tuple[str, ...] = ()
    """The media types of files that it takes; any without them."""
    takes_many: bool = False
    shown: str = ""
    """What the files are called that the value refers to."""


@dataclass(frozen=True, slots=True)
class Markup:
    """Text as harmless HTML."""

    html: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as a data URI."""

    source: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Parts side by side; widths are twelfths and stack where there is no room."""

    cells: tuple[tuple[int, tuple[Node, ...]], ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """A loop: the same fields for each entry of a list."""

    path: JsonPath
    rows: tuple[tuple[Node, ...], ...]
    can_add: bool = False


@dataclass(frozen=True, slots=True)
class Records:
    """A table of entries; those that are editable are filled in on a page of their own."""

    path: JsonPath
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    page: int | None = None
    is_editable: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Sends the form, sets a variable, or turns to another page, as the form decides."""

    id: str
    label: str
    variant: str = "primary"
    is_sending: bool = False
    is_deciding: bool = False
    """Whether it also sets a variable, so that the form means something else when another button sends it."""


Node: TypeAlias = Field | Markup | Picture | Columns | Rows | Records | Button


class TaskForm(Protocol):
    """A form being filled in. Every change may change anything that it shows."""

    @property
    def title(self) -> str:
        """What the form is called."""

    def nodes(self) -> tuple[Node, ...]:
        """What it shows now."""

    def set(self, path: JsonPath, value: Json) -> None:
        """Something was entered."""

    def press(self, button: str) -> bool:
        """A button was pressed; True when the form is complete and was sent."""

    def add_row(self, path: JsonPath) -> None:
        """One more entry of a list."""

    def remove_row(self, path: JsonPath, index: int) -> None:
        """One entry less."""

    def record(self, path: JsonPath, index: int | None, page: int) -> TaskForm:
        """The form of one entry of a table; of a new one without an index."""

    def keep_record(self, path: JsonPath, index: int | None, entry: JsonObject) -> None:
        """Take over an entry that was filled in."""

    def check(self) -> bool:
        """Show what is wrong from now on; True when nothing is."""

    def entry(self) -> JsonObject:
        """What this form holds as an entry of a table."""

    def answer(self) -> JsonObject:
        """What joins the Request data."""
