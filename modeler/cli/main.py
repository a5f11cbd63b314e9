"""The `processwright` command: finds its commands as files, and loads one only when it is called.

A file beside this one is a command of that name, a folder a group of them (see `terminal.command_files`). Without a
command, and for names of files, `open` is meant.
"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from modeler.cli.terminal.command_files import CommandFiles
from modeler.cli.terminal.failures import guarded

DEFAULT = "open"
SUFFIXES = (".bpmn", ".xml", ".bpmn2")


class Commands(CommandFiles):
    """The commands of the program; files alone are opened."""

    package = "modeler.cli"
    hidden_files = ("main", "terminal")

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; files alone are opened."""
        if args and args[0] not in self.list_commands(ctx) and is_file(args[0]):
            args = [DEFAULT, *args]
        return super().resolve_command(ctx, args)


def is_file(argument: str) -> bool:
    """Whether an argument names a file rather than a command."""
    return argument.lower().endswith(SUFFIXES) or Path(argument).is_file()


def product_version() -> str:
    """The version that is installed."""
    try:
        return version("processwright")
    except PackageNotFoundError:
        return "unknown"


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(product_version(), prog_name="processwright", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Design business processes: draw BPMN, configure connectors, preview Requests offline, export."""
    if ctx.invoked_subcommand is None:
        command = group.get_command(ctx, DEFAULT)
        if command is not None:
            ctx.invoke(command)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    return guarded(group, sys.argv[1:] if arguments is None else arguments)
