"""The mail servers of a workspace: `mail-servers.json`, with references to secrets and never a password.

    [{"name": "Office", "host": "smtp.example.org", "port": 587, "security": "starttls", "user": "orders",
      "password": "secret:OFFICE_MAIL", "senderName": "Orders", "senderAddress": "orders@example.org", "default": true,
      "incoming": {"host": "imap.example.org"}}]

`incoming` is the mailbox in which replies are looked for; what it does not say is taken from the server around it.
With `signIn` `oauth2`, `oauth` says where access tokens come from (see `mail_sign_in.oauth`), or `password` is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from connectors.sdk.addresses import checked
from connectors.sdk.connector import ConnectorError
from connectors.sdk.live import MailServer
from connectors.sdk.ports import Person
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.mail_sign_in.oauth import OAuth, Reading, Unusable, read_oauth, reference

FILE = "mail-servers.json"
_LARGEST = 1_000_000
Security = Literal["starttls", "tls", "none"]
SignInWay = Literal["password", "oauth2"]
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_INCOMING_PORTS = {"starttls": 143, "tls": 993, "none": 143}


def usual_port(security: str, is_incoming: bool = False) -> int:
    """The port of a server that names none."""
    ports = _INCOMING_PORTS if is_incoming else _PORTS
    return ports.get(security, ports["starttls"])


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Where the answers to a server's mails arrive."""

    host: str
    port: int
    security: Security
    user: str
    secret: str
    folder: str = "INBOX"
    sign_in: SignInWay = "password"
    account: OAuth | None = None
    server: str = ""
    """The name of the server around it."""


@dataclass(frozen=True, slots=True)
class EntryProblem:
    """What is wrong with an entry: its place in the list, the key such as `incoming.host`, and why, in words."""

    entry: int
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class MailServers:
    """Servers by name, the default one also under the empty name; mailboxes the same way; what is wrong, in words.

    `accounts` say for servers with OAuth 2.0 where their tokens come from.
    """

    servers: Mapping[str, MailServer] = field(default_factory=dict)
    mailboxes: Mapping[str, Mailbox] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    accounts: Mapping[str, OAuth] = field(default_factory=dict)
    wrong: tuple[EntryProblem, ...] = ()

    @property
    def names(self) -> list[str]:
        """What a setting can choose from, in the order of the file."""
        return [name for name in self.servers if name]

    def account_of(self, server: MailServer | Mailbox) -> OAuth | None:
        """Where the tokens of a server or of a mailbox come from; None where it has a secret of its own."""
        if server.sign_in != "oauth2":
            return None
        return server.account if isinstance(server, Mailbox) else self.accounts.get(server.name)

    def secrets_of(self, server: MailServer | Mailbox) -> tuple[str, ...]:
        """The references to the secrets that it signs in with."""
        account = self.account_of(server)
        return account.secrets if account is not None else (server.secret,) if server.secret else ()


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
    return collected(entries)


def _entries(path: Path) -> list[Json]:
    if path.stat().st_size > _LARGEST:
        raise ValueError("it is larger than 1 MB")
    read = json.loads(path.read_bytes())
    if not isinstance(read, list):
        raise ValueError("it must be a list of servers")
    return as_list(read)


def collected(entries: Sequence[Json]) -> MailServers:
    """The servers of a list of entries; what cannot be used is left out and said."""
    found, chosen = _Found(), ""
    problems: list[EntryProblem] = []
    for number, entry in enumerate(map(as_object, entries), 1):
        try:
            server = found.add(entry, number)
            chosen = server.name if entry.get("default") is True else chosen or server.name
            found.add_mailbox(entry, server)
        except Unusable as wrong:
            problems += [EntryProblem(number - 1, each.key, str(each)) for each in wrong.all]
    if chosen:
        found.servers[""] = found.servers[chosen]
    if chosen in found.mailboxes:
        found.mailboxes[""] = found.mailboxes[chosen]
    words = tuple(f"{FILE}, server {each.entry + 1}: {each.words}." for each in problems)
    return MailServers(found.servers, found.mailboxes, words, found.accounts, tuple(problems))


@dataclass(slots=True)
class _Found:
    """The usable entries so far."""

    servers: dict[str, MailServer] = field(default_factory=dict)
    mailboxes: dict[str, Mailbox] = field(default_factory=dict)
    accounts: dict[str, OAuth] = field(default_factory=dict)

    def add(self, entry: JsonObject, number: int) -> MailServer:
        """Take a server in. Raises `Unusable`."""
        reading = Reading()
        server = reading.part(lambda: _server(entry, number), None)
        account = reading.part(lambda: _account(entry) if _way(entry, "password") == "oauth2" else None, None)
        reading.require_all()
        assert server is not None
        if server.name in self.servers:
            raise Unusable(f"there is another server called “{server.name}”", "name")
        self.servers[server.name] = server
        if account is not None:
            self.accounts[server.name] = account
        return server

    def add_mailbox(self, entry: JsonObject, server: MailServer) -> None:
        """Take the mailbox of a server in, if it has one. Raises `Unusable`; the server stays."""
        if "incoming" in entry:
            account = self.accounts.get(server.name)
            try:
                self.mailboxes[server.name] = _mailbox(as_object(entry["incoming"]), server, account)
            except Unusable as wrong:
                raise wrong.within("incoming") from None


def _account(entry: JsonObject) -> OAuth | None:
    try:
        return read_oauth(as_object(entry["oauth"])) if entry.get("oauth") else None
    except Unusable as wrong:
        raise wrong.within("oauth") from None


def _server(entry: JsonObject, number: int) -> MailServer:
    reading = Reading()
    security: Security = reading.part(lambda: _security(entry, "starttls"), "starttls")
    server = MailServer(
        name=as_text(entry.get("name")).strip() or f"Server {number}",
        host=reading.part(lambda: _host(entry), ""),
        port=reading.part(lambda: _port(entry, _PORTS[security]), 0),
        security=security,
        sender=reading.part(lambda: _sender(entry), Person("", "")),
        user=as_text(entry.get("user")),
        secret=reading.part(lambda: reference(entry, "password", "password"), ""),
        sign_in=_way(entry, "password"),
    )
    reading.require_all()
    return server


def _sender(entry: JsonObject) -> Person:
    sender = Person(as_text(entry.get("senderName")), as_text(entry.get("senderAddress")))
    if not sender.address.strip():
        raise Unusable("the sender's address is missing", "senderAddress")
    try:
        checked(sender)
    except ConnectorError as error:
        raise Unusable(f"the sender's address: {error.message.rstrip('.')}", "senderAddress") from None
    return sender


def _way(entry: JsonObject, usual: SignInWay) -> SignInWay:
    """How an entry is signed in to; one that says where tokens come from means them."""
    return "oauth2" if entry.get("signIn", "oauth2" if entry.get("oauth") else usual) == "oauth2" else "password"


def _mailbox(entry: JsonObject, server: MailServer, account: OAuth | None) -> Mailbox:
    reading = Reading()
    security: Security = reading.part(lambda: _security(entry, "tls"), "tls")
    sign_in = _way(entry, server.sign_in)
    own = reading.part(lambda: _account(entry) if sign_in == "oauth2" else None, None)
    box = Mailbox(
        host=reading.part(lambda: _host(entry), ""),
        port=reading.part(lambda: _port(entry, _INCOMING_PORTS[security]), 0),
        security=security,
        user=as_text(entry.get("user")) or server.user or server.sender.address,
        secret=reading.part(lambda: reference(entry, "password", "password"), "") or server.secret,
        folder=as_text(entry.get("folder")) or "INBOX",
        sign_in=sign_in,
        account=own or (account if sign_in == "oauth2" else None),
        server=server.name,
    )
    reading.require_all()
    return box


def _host(entry: JsonObject) -> str:
    host = as_text(entry.get("host")).strip()
    if not host:
        raise Unusable("the host is missing", "host")
    if any(letter.isspace() or ord(letter) < 33 for letter in host) or not _is_name(host):
        raise Unusable(f"“{host[:200]}” is no host", "host")
    return host


def _is_name(host: str) -> bool:
    """Whether a host can be looked up at all."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


def _port(entry: JsonObject, usual: int) -> int:
    port = entry.get("port", usual)
    if isinstance(port, bool) or not isinstance(port, int) or not 0 < port < 65_536:
        raise Unusable(f"the port {port!r} is no number between 1 and 65535", "port")
    return port


def _security(entry: JsonObject, usual: Security) -> Security:
    wanted = as_text(entry.get("security"), usual) or usual
    found: Security | None = next((each for each in get_args(Security) if each == wanted), None)
    if found is None:
        raise Unusable(f"the security “{wanted}” is none of {', '.join(get_args(Security))}", "security")
    return found


def secrets_of(servers: MailServers) -> Iterator[tuple[str, str]]:
    """Each secret that a server or a mailbox uses, with the server's name."""
    found: list[tuple[str, MailServer | Mailbox]] = [*servers.servers.items(), *servers.mailboxes.items()]
    for name, server in found:
        if name:
            yield from ((each, name) for each in servers.secrets_of(server))
