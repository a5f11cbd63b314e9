"""`mail-servers sign-in NAME`: lets a person sign in in the browser, and keeps what comes of it in the keyring."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from connectors.sdk.ports import PortError
from modeler.cli.terminal.documents import writing
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.mail_servers import folder_option, local_option, server_named, servers_in
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.services.mail_sign_in.keeping import keep_sign_in
from modeler.services.mail_sign_in.oauth import OAuth
from modeler.services.mail_sign_in.sign_in import SignIn
from modeler.services.mail_sign_in.signer import KeyringMeans
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import SecretError, Secrets


@click.command(name="sign-in")
@click.argument("name")
@folder_option
@local_option
@format_option
def command(name: str, folder: Path, allow_local: bool, as_json: bool) -> None:
    """Sign in to the mail server NAME in the browser.

    Works for servers with OAuth 2.0, such as Gmail and Office 365. What the provider gives is kept in the keyring; the
    file gets its name only. Waits five minutes. Ends with status 1 where the provider refuses.
    """
    servers, secrets = servers_in(folder), Secrets(Profile.of_user())
    index = server_named(servers, name)
    account = servers.servers.accounts.get(servers.name(index))
    if account is None:
        raise Ended(WRONG_USE, f"“{name}” does not sign in with OAuth 2.0; set its password under Preview → Secrets.")
    if not secrets.has_keyring:
        raise Ended(
            PROBLEMS, "This system has no keyring to keep a sign-in in; sign in from the window for one session."
        )
    means = KeyringMeans(secrets, loopback=allow_local)
    try:
        secret = keep_sign_in(servers, index, _signed_in(servers.name(index), account, means), secrets)
    except PortError as error:
        raise Ended(PROBLEMS, means.mask.text(error.message)) from None
    except SecretError as error:
        raise Ended(PROBLEMS, str(error)) from None
    if servers.is_unsaved:
        writing(servers.save)
    print_result(as_json, {"server": servers.name(index), "secret": secret}, f"Signed in; kept as “{secret}”.")


def _signed_in(name: str, account: OAuth, means: KeyringMeans) -> str:
    with SignIn(name, account, means) as attempt:
        address = attempt.address
        say(f"Sign in to “{name}” in the browser. If none has opened, open this page there:\n{address}")
        webbrowser.open(address)
        return attempt.finish()
