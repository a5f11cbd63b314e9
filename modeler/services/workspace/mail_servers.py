"""The mail servers of a workspace: `mail-servers.json`, with references to secrets and never a password.

    [{"name": "Office", "host": "smtp.example.org", "port": 587, "security": "starttls", "user": "orders",
      "password": "secret:OFFICE_MAIL", "senderName": "Orders", "senderAddress": "orders@example.org", "default": true,
      "incoming": {"host": "imap.example.org"}}]

`incoming` is the mailbox in which replies are looked for; what it does not say is taken from the server around it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from connectors.sdk.addresses import checked
from connectors.sdk.connector import ConnectorError
from connectors.sdk.live import MailServer
from connectors.sdk.ports import Person
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

FILE = "mail-servers.json"
_LARGEST = 1_000_000
Security = Literal["starttls", "tls", "none"]
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_INCOMING_PORTS = {"starttls": 143, "tls": 993, "none": 143}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the answers to a server's mails arrive."""

    host: str
    port: int
    security: Security
    user: str
    secret: str
    folder: str = "INBOX"
    sign_in: Literal["password", "oauth2"] = "password"


@dataclass(frozen=True, slots=True)
class MailServers:
    """Servers by name, the default one also under the empty name; mailboxes the same way; what is wrong, in words."""

    servers: Mapping[str, MailServer] = field(default_factory=dict)
    mailboxes: Mapping[str, Mailbox] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """What a setting can choose from, in the order of the file."""
        return [name for name in self.servers if name]


class _Wrong(Exception):  # noqa: N818  # a sentence about one entry, never seen outside
    """One entry cannot be used."""


def read_mail_servers(folder: Path | None) -> MailServers:
    """The servers of a folder; what cannot be used is left out and said."""
    if folder is None:
        return MailServers()
    path = folder / FILE
    try:
        entries = _entries(path)
    except FileNotFoundError:
        return MailServers()
    except (OSError, ValueError, RecursionError) as error:
        return MailServers(problems=(f"{FILE} cannot be read: {error}",))
    return _collected(entries)


def _entries(path: Path) -> list[Json]:
    if path.stat().st_size > _LARGEST:
        raise ValueError("it is larger than 1 MB")
    read = json.loads(path.read_bytes())
    if not isinstance(read, list):
        raise ValueError("it must be a list of servers")
    return as_list(read)


def _collected(entries: list[Json]) -> MailServers:
    servers: dict[str, MailServer] = {}
    mailboxes: dict[str, Mailbox] = {}
    problems = []
    chosen = ""
    for number, entry in enumerate(map(as_object, entries), 1):
        try:
            server = _server(entry, number)
            if server.name in servers:
                raise _Wrong(f"there is another server called “{server.name}”")
            servers[server.name] = server
            chosen = server.name if entry.get("default") is True else chosen or server.name
            if "incoming" in entry:
                mailboxes[server.name] = _mailbox(as_object(entry["incoming"]), server)
        except _Wrong as wrong:
            problems.append(f"{FILE}, server {number}: {wrong}.")
    if chosen:
        servers[""] = servers[chosen]
    if chosen in mailboxes:
        mailboxes[""] = mailboxes[chosen]
    return MailServers(servers, mailboxes, tuple(problems))


def _server(entry: JsonObject, number: int) -> MailServer:
    security = _security(entry, "starttls")
    sender = Person(as_text(entry.get("senderName")), as_text(entry.get("senderAddress")))
    try:
        checked(sender)
    except ConnectorError as error:
        raise _Wrong(f"the sender's address: {error.message.rstrip('.')}") from None
    return MailServer(
        name=as_text(entry.get("name")).strip() or f"Server {number}",
        host=_host(entry),
        port=_port(entry, _PORTS[security]),
        security=security,
        sender=sender,
        user=as_text(entry.get("user")),
        secret=_secret(entry),
        sign_in="oauth2" if entry.get("signIn") == "oauth2" else "password",
    )


def _mailbox(entry: JsonObject, server: MailServer) -> Mailbox:
    security = _security(entry, "tls")
    return Mailbox(
        host=_host(entry),
        port=_port(entry, _INCOMING_PORTS[security]),
        security=security,
        user=as_text(entry.get("user")) or server.user or server.sender.address,
        secret=_secret(entry) or server.secret,
        folder=as_text(entry.get("folder")) or "INBOX",
        sign_in="oauth2" if entry.get("signIn", server.sign_in) == "oauth2" else "password",
    )


def _host(entry: JsonObject) -> str:
    host = as_text(entry.get("host")).strip()
    if not host or any(letter.isspace() or ord(letter) < 33 for letter in host):
        raise _Wrong("the host is missing" if not host else f"“{host}” is no host")
    return host


def _port(entry: JsonObject, usual: int) -> int:
    port = entry.get("port", usual)
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536:
        raise _Wrong(f"the port {port!r} is no number between 1 and 65535")
    return port


def _security(entry: JsonObject, usual: Security) -> Security:
    wanted = as_text(entry.get("security"), usual) or usual
    found: Security | None = next((each for each in get_args(Security) if each == wanted), None)
    if found is None:
        raise _Wrong(f"the security “{wanted}” is none of {', '.join(get_args(Security))}")
    return found


def _secret(entry: JsonObject) -> str:
    reference = as_text(entry.get("password"))
    if reference and not reference.startswith("secret:"):
        raise _Wrong("the password stands in clear text; write secret:NAME and set it under Preview → Secrets")
    return reference


def secrets_of(servers: MailServers) -> Iterator[tuple[str, str]]:
    """Each secret that a server or a mailbox uses, with the server's name."""
    for name, server in servers.servers.items():
        if name and server.secret:
            yield server.secret, name
    for name, box in servers.mailboxes.items():
        if name and box.secret:
            yield box.secret, name
