"""The two forms of every result: text for people, JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])
SHOWN = 30
"""So many elements are shown at each end of a path that is too long to be read."""


def format_option(function: F) -> F:
    """The `--format` option that every command has, as the parameter `as_json`."""
    option = click.option(
        "--format",
        "as_json",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        callback=lambda _context, _option, value: value == "json",
        help="What to print on standard output.",
    )
    return option(function)


def print_result(as_json: bool, value: object, text: str) -> None:
    """Print a result in the form that was asked for."""
    line = json.dumps(value, indent=2, ensure_ascii=False) if as_json else text
    if line:
        click.echo(printable(line))


def path_text(path: Sequence[str]) -> str:
    """The way of a Request for people: of a long one its two ends; JSON holds all of it."""
    left_out = len(path) - 2 * SHOWN
    if left_out > 0:
        path = [*path[:SHOWN], f"… {left_out:,} more …", *path[-SHOWN:]]
    return " > ".join(path)


def say(line: str) -> None:
    """Tell progress, which is no result: on standard error."""
    click.echo(printable(line), err=True)


def printable(text: str) -> str:
    """Text without the halves of characters that file names may hold and no encoding can write."""
    return text.encode("utf-8", "replace").decode("utf-8")
