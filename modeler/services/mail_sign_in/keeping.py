"""What a sign-in gave goes into the keyring, under the name that the server's entry has for it or gets now."""

from __future__ import annotations

import re

from connectors.sdk.values import as_text
from modeler.services.secrets.fields import free_name
from modeler.services.secrets.keyring_store import PREFIX, Secrets
from modeler.services.workspace.mail_server_list import Key, MailServerList

REFRESH_TOKEN: Key = ("oauth", "refreshToken")


def keep_sign_in(servers: MailServerList, index: int, token: str, secrets: Secrets, for_session: bool = False) -> str:
    """Keep the refresh token of a server and let its entry refer to it; returns the secret's name.

    Raises `SecretError`; the entry is then as it was.
    """
    name = as_text(servers.value(index, REFRESH_TOKEN)).removeprefix(PREFIX)
    chosen = name or free_name(suggested_name(servers.name(index), "SIGN_IN"), secrets)
    secrets.keep(chosen, token, for_session)
    if not name:
        servers.set_value(index, REFRESH_TOKEN, PREFIX + chosen)
    return chosen


def suggested_name(server: str, what: str) -> str:
    """A name for a secret of a server, such as `OFFICE_PASSWORD`."""
    return "_".join([*re.findall(r"[A-Z0-9]+", server.upper())[:6], what])[:100] or what
