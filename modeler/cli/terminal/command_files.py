"""Commands as files: a file of a package is a command of that name, loaded when it is called.

`from_openapi.py` is `from-openapi` and holds a click command called `command`; a package within is a group whose help
is its docstring.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection
from dataclasses import dataclass

import click

LONGEST = 400
"""No first sentence of a command's help is longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command is: the full name of its module, and whether that holds further commands."""

    module: str
    is_group: bool


def command_files(package: str, hidden: Collection[str] = ()) -> dict[str, Place]:
    """Names of commands and where they are; a file that Python's words would clash with ends in `_`."""
    folder = importlib.import_module(package).__path__
    found = (each for each in pkgutil.iter_modules(folder) if each.name not in hidden)
    return {each.name.rstrip("_").replace("_", "-"): Place(f"{package}.{each.name}", each.ispkg) for each in found}


class CommandFiles(click.Group):
    """The commands of a package by file name, loaded at first use."""

    package = ""
    hidden_files: Collection[str] = ()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(command_files(self.package, self.hidden_files))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands, each with its first sentence in full."""
        commands = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        rows = [
            (name, found.get_short_help_str(LONGEST)) for name, found in commands.items() if found and not found.hidden
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; `None` where there is no such file."""
        place = command_files(self.package, self.hidden_files).get(cmd_name)
        if place is None:
            return None
        if place.is_group:
            return group_of(place.module, cmd_name)
        command = importlib.import_module(place.module).command
        return command if isinstance(command, click.Command) else None


def group_of(package: str, name: str) -> CommandFiles:
    """The group of the commands in a package."""
    group = CommandFiles(name, help=importlib.import_module(package).__doc__, no_args_is_help=True)
    group.package = package
    return group
