"""What commands of scripts say: each function takes one argument out of a command, or tells what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Final, TypeAlias, TypeVar

from engine.bpmn import Document, Element, Point
from engine.bpmn.letters import UNWRITABLE
from modeler.editing.refusals import CommandRefused

Command: TypeAlias = Mapping[str, object]
Word = TypeVar("Word", bound=str)
FARTHEST: Final = 1_000_000
"""No place or size of a diagram is beyond it: further out nothing can be drawn exactly."""
UNHEEDED: Final = ("do", "comment")
_COLOR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class BadCommandError(Exception):
    """A command is not written as it should be."""


class Reading(Mapping[str, object]):
    """A command that remembers what was asked of it, so that what nobody asked for can be told."""

    def __init__(self, command: Command) -> None:
        self._command = command
        self._read: set[str] = set(UNHEEDED)

    def __getitem__(self, key: str) -> object:
        self._read.add(key)
        return self._command[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._command)

    def __len__(self) -> int:
        return len(self._command)

    @property
    def unread(self) -> list[str]:
        """What the command says without any effect."""
        return [key for key in self._command if key not in self._read]


def require_writable(value: object) -> None:
    """Refuse what no file can hold, at any depth: some characters, and numbers such as `NaN`."""
    if isinstance(value, str):
        found = UNWRITABLE.search(value)
        if found is not None:
            raise BadCommandError(f"no file can hold the character U+{ord(found.group()):04X}; leave it out")
    elif isinstance(value, Mapping):
        for key, each in value.items():
            require_writable(key)
            require_writable(each)
    elif isinstance(value, list):
        for each in value:
            require_writable(each)
    elif isinstance(value, float) and not isfinite(value):
        raise BadCommandError(f"{value} is no number that a file can hold")


def color(command: Command, key: str) -> str | None:
    """A color that a command may have."""
    found = text(command, key)
    if found is not None and not _COLOR.fullmatch(found):
        raise BadCommandError(f"“{key}” is a color such as #ffe0b2, or null for none")
    return found


def one_of(command: Command, key: str, words: Sequence[Word]) -> Word:
    """One of the words that a command may use."""
    given = required(command, key)
    found = next((word for word in words if word == given), None)
    if found is None:
        raise BadCommandError(f"“{key}” is one of {', '.join(words)}")
    return found


def elements(document: Document, command: Command) -> list[Element]:
    """The elements that a command names by their ids, in a list or one alone."""
    ids = command.get("elements", command.get("element"))
    ids = [ids] if isinstance(ids, str) else ids
    if not isinstance(ids, list) or not ids or not all(isinstance(each, str) for each in ids):
        raise BadCommandError("“elements” is a list of ids")
    return [find(document, each) for each in ids]


def element(document: Document, command: Command, key: str) -> Element:
    """The element that a command must name."""
    return find(document, required(command, key))


def optional(document: Document, command: Command, key: str) -> Element | None:
    """The element that a command may name."""
    id = text(command, key)
    return None if id is None else find(document, id)


def find(document: Document, id: str) -> Element:
    """The element with an id."""
    try:
        return document.get(id, Element)
    except KeyError as error:
        raise CommandRefused(str(error.args[0])) from None


def required(command: Command, key: str) -> str:
    """A text that a command must have."""
    found = text(command, key)
    if found is None:
        raise BadCommandError(f"“{key}” is missing")
    return found


def text(command: Command, key: str) -> str | None:
    """A text that a command may have."""
    value = command.get(key)
    if value is not None and not isinstance(value, str):
        raise BadCommandError(f"“{key}” is no text")
    return value


def numbers(command: Command, key: str, count: int) -> list[float]:
    """So many numbers, in a list or by the usual names."""
    value = command.get(key)
    if isinstance(value, Mapping) and count == 4:
        value = [value.get(name) for name in ("x", "y", "width", "height")]
    if isinstance(value, Mapping) and count == 2:
        value = [value.get(name) for name in ("x", "y")]
    if not isinstance(value, list | tuple) or len(value) != count or not all(map(is_number, value)):
        what = f"a list of {count} numbers" if count > 1 else "a number"
        raise BadCommandError(f"“{key}” is {what}, none beyond {FARTHEST:,}")
    return [float(each) for each in value]


def number(command: Command, key: str) -> float:
    """A number that a command must have."""
    return numbers({key: [command.get(key)]}, key, 1)[0]


def place(command: Command, key: str) -> Point | None:
    """A place that a command may have."""
    if command.get(key) is None:
        return None
    x, y = numbers(command, key, 2)
    return Point(x, y)


def is_number(value: object) -> bool:
    """Whether a value is a number that can be a place or a size."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= FARTHEST


def steps(document: Document, command: Command) -> int:
    """How many steps of the history a command means."""
    count = command.get("steps", 1)
    if count == "all":
        return len(document.history.labels)
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise BadCommandError("“steps” is a number or “all”")
    return count
