"""The two forms of every result: text for people, JSON for machines."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from engine.bpmn import Problem

F = TypeVar("F", bound=Callable[..., Any])
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
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
    line = _json(value) if as_json else printable(text)
    if line:
        click.echo(line)


def _json(value: object) -> str:
    """JSON with its letters as they are, where standard output can write them all."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=2)
    return text


def problem_rows(file: Path, problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Problems of a file for machines."""
    return [
        {
            "file": str(file),
            "line": problem.line,
            "severity": problem.severity,
            "rule": problem.rule,
            "message": problem.message,
            "element": problem.element_id,
        }
        for problem in problems
    ]


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
    """Text that a terminal only shows: no characters that command it, nor halves of those that file names may hold."""
    try:
        data = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
    return _COMMANDS.sub("�", data.decode("utf-8", "replace"))
