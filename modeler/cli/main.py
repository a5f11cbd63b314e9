"""The `processwright` command: finds its commands as files, and loads one only when it is called.

A file beside this one is a command of that name (`from_openapi.py` is `from-openapi`) and holds a click command
called `command`. Without a command, and for names of files, `open` is meant.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

import modeler.cli
from modeler.cli.terminal.failures import guarded

DEFAULT = "open"
HERE = "modeler.cli"
SUFFIXES = (".bpmn", ".xml", ".bpmn2")


class Commands(click.Group):
    """Commands by file name, loaded at first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(commands())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; `None` where there is no such file."""
        file = commands().get(cmd_name)
        if file is None:
            return None
        command = importlib.import_module(f"{HERE}.{file}").command
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; files alone are opened."""
        if args and args[0] not in self.list_commands(ctx) and is_file(args[0]):
            args = [DEFAULT, *args]
        return super().resolve_command(ctx, args)


def commands() -> dict[str, str]:
    """Names of commands and of their files; a file that Python's words would clash with ends in `_`."""
    found = (each.name for each in pkgutil.iter_modules(modeler.cli.__path__) if not each.ispkg)
    return {name.rstrip("_").replace("_", "-"): name for name in found if name != "main"}


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
