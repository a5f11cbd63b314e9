"""What commands of scripts say: each function takes one argument out of a command, or tells what is wrong with it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias, TypeVar

from engine.bpmn import Document, Element, Point
from modeler.editing.refusals import CommandRefused

Command: TypeAlias = Mapping[str, object]
Word = TypeVar("Word", bound=str)


class BadCommandError(Exception):
    """A command is not written as it should be."""


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
        raise BadCommandError(f"“{key}” is {f'a list of {count} numbers' if count > 1 else 'a number'}")
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
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def steps(document: Document, command: Command) -> int:
    """How many steps of the history a command means."""
    count = command.get("steps", 1)
    if count == "all":
        return len(document.history.labels)
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise BadCommandError("“steps” is a number or “all”")
    return count
