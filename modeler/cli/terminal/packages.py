"""Packages for commands: refusals end the command with the right status, and consent is asked for in words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from connectors.sdk.values import Json
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import say
from modeler.services.packages.errors import ConsentNeeded, PackageError
from modeler.services.packages.store import Candidate
from modeler.services.storage.file_errors import FileError

T = TypeVar("T")


def or_ended(work: Callable[[], T]) -> T:
    """The result; a package that is refused ends the command with status 2, a failing disk with status 1.

    `ConsentNeeded` is a question, and left to the command.
    """
    try:
        return work()
    except ConsentNeeded:
        raise
    except PackageError as error:
        raise Ended(WRONG_USE, str(error)) from error
    except FileError as error:
        raise Ended(PROBLEMS, str(error)) from error


def ask(lines: Sequence[str], question: str, yes: bool) -> None:
    """Show what is to be agreed to and ask; a no ends the command with status 1, nobody to ask with status 2."""
    for line in lines:
        say(line)
    if yes:
        return
    if not sys.stdin.isatty():
        raise Ended(WRONG_USE, f"Nobody is there to answer “{question}” Give --yes to agree.")
    if not click.confirm(question, err=True):
        raise Ended(PROBLEMS, "Nothing was changed.")


def described(candidate: Candidate) -> list[str]:
    """What would be installed, in lines for a person."""
    lines = [f"{candidate.name} {candidate.version}"]
    lines += [f"  connector   {each.name} {each.version} ({each.id})" for each in candidate.connectors]
    lines += [f"  with it     {each.wheel.name} {each.wheel.version}" for each in candidate.libraries]
    new = set(candidate.new_permissions)
    lines += [f"  permission  {words}{' (new)' if words in new else ''}" for words in candidate.permissions.values()]
    return lines + [f"  note        {note}" for note in candidate.notes]


def as_json(candidate: Candidate) -> dict[str, Json]:
    """What was installed, for machines."""
    before = candidate.replaces.version if candidate.replaces is not None else None
    return {
        "package": candidate.name,
        "version": candidate.version,
        "step": candidate.step,
        "before": before,
        "connectors": [each.id for each in candidate.connectors],
        "libraries": [{"name": each.wheel.name, "version": each.wheel.version} for each in candidate.libraries],
        "permissions": list(candidate.permissions.values()),
        "newPermissions": list(candidate.new_permissions),
        "sha256": candidate.layout.digest,
        "notes": list(candidate.notes),
    }
