"""`mail-servers test NAME`: connects and signs in, and says what happened; nothing is sent."""

from __future__ import annotations

from pathlib import Path

import click

from modeler.cli.terminal.failures import PROBLEMS, Ended
from modeler.cli.terminal.mail_servers import folder_option, local_option, server_named, servers_in
from modeler.cli.terminal.output import format_option, print_result
from modeler.services.mail_sign_in.signer import KeyringMeans, Signer
from modeler.services.mail_sign_in.tokens import AccessTokens
from modeler.services.mail_sign_in.trial import Trial
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets


@click.command()
@click.argument("name")
@folder_option
@local_option
@format_option
def command(name: str, folder: Path, allow_local: bool, as_json: bool) -> None:
    """Connect to the mail server NAME and its mailbox and sign in, but send nothing.

    Ends with status 1 where a part of it does not work.
    """
    servers = servers_in(folder)
    found = servers.name(server_named(servers, name))
    means = KeyringMeans(Secrets(Profile.of_user()), loopback=allow_local)
    steps = Trial(found, Signer(servers.servers, AccessTokens(), means)).run()
    rows = [{"part": step.part, "works": step.is_good, "message": step.words} for step in steps]
    lines = [f"{step.part:8} {'works ' if step.is_good else 'FAILED'}  {step.words}" for step in steps]
    print_result(as_json, {"server": found, "steps": rows}, "\n".join(lines))
    if not all(step.is_good for step in steps):
        raise Ended(PROBLEMS)
