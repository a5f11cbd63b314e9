"""The mail servers of a folder for a command: the one that is named, or an end with status 2 that says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.services.workspace.mail_server_list import MailServerList

F = TypeVar("F", bound=Callable[..., Any])


def folder_option(function: F) -> F:
    """The `--folder` option: where `mail-servers.json` stands."""
    option = click.option(
        "--folder",
        type=click.Path(path_type=Path, file_okay=False, exists=True),
        default=Path(),
        help="The folder of the process and its mail-servers.json; the current one otherwise.",
    )
    return option(function)


def local_option(function: F) -> F:
    """The `--allow-local` option, as `preview --live` has it."""
    return click.option("--allow-local", is_flag=True, help="Let a provider of tokens be on this machine.")(function)


def servers_in(folder: Path) -> MailServerList:
    """The servers of a folder; a file that cannot be read ends the command with status 2."""
    servers = MailServerList(folder.absolute())
    if servers.error:
        raise Ended(WRONG_USE, f"{servers.path}: {servers.error}")
    return servers


def server_named(servers: MailServerList, name: str) -> int:
    """The place of a server that can be used; ends the command with status 2 and the reason where it cannot."""
    index = servers.find(name)
    if index is None:
        known = ", ".join(servers.name(each) for each in range(len(servers.entries))) or "none"
        raise Ended(WRONG_USE, f"{servers.path} has no mail server “{name}”. There are: {known}.")
    wrong = next((each for each in servers.problems if each.entry == index), None)
    if wrong is not None:
        raise Ended(WRONG_USE, f"{servers.path}, “{servers.name(index)}”: {wrong.words}.")
    return index
