"""What a connection to a mail server or a mailbox signs in with: the password of the keyring, or an access token."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from connectors.sdk.live import LiveHttp, MailServer
from connectors.sdk.ports import Http
from connectors.sdk.redaction import Redactor
from modeler.services.mail_sign_in.tokens import AccessTokens
from modeler.services.workspace.mail_servers import Mailbox, MailServers

HttpTo = Callable[[Callable[[str], bool], bool], Http]
"""Makes the HTTP port for the hosts that may be called, and says whether that may be this machine."""


class SecretStore(Protocol):
    """The secrets of the user, as `Secrets` keeps them."""

    def get(self, reference: str) -> str:
        """The value behind `secret:NAME`; raises `PortError`."""

    def renew(self, reference: str, value: str) -> None:
        """Keep another value under a name that has one."""


def checked_http(permitted: Callable[[str], bool], loopback: bool) -> Http:
    """The network: addresses looked at, certificates verified."""
    return LiveHttp(permitted, loopback)


@dataclass(frozen=True)
class KeyringMeans:
    """The keyring and the network; whatever is handed out is masked from then on."""

    secrets: SecretStore
    mask: Redactor = field(default_factory=Redactor)
    calls: HttpTo = checked_http
    loopback: bool = False

    def secret(self, reference: str) -> str:
        """The value behind `secret:NAME`; raises `PortError`."""
        value = self.secrets.get(reference)
        self.mask.add(value)
        return value

    def renew(self, reference: str, value: str) -> None:
        """Keep another value under a name that has one."""
        self.secrets.renew(reference, value)

    def learn(self, value: str) -> None:
        """Show this value nowhere from now on."""
        self.mask.add(value)

    def http(self, host: str) -> Http:
        """A way to call this host only."""
        return self.calls(lambda asked: asked == host, self.loopback)


@dataclass(frozen=True)
class Signer:
    """Knows for each server and mailbox of a workspace what to sign in with."""

    servers: MailServers
    tokens: AccessTokens
    means: KeyringMeans

    def of_server(self, server: MailServer, fresh: bool = False) -> str:
        """What a server wants; `fresh` where it did not take the last one. Raises `PortError`."""
        return self._of(server, server.name, fresh)

    def of_mailbox(self, box: Mailbox, fresh: bool = False) -> str:
        """What a mailbox wants; `fresh` where it did not take the last one. Raises `PortError`."""
        return self._of(box, box.server, fresh)

    def _of(self, server: MailServer | Mailbox, name: str, fresh: bool) -> str:
        account = self.servers.account_of(server)
        if account is not None:
            return self.tokens.get(name, account, self.means, fresh)
        return self.means.secret(server.secret) if server.secret else ""
