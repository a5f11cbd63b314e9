"""The fields of a mail server as a table: where each value stands in the file, and when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from modeler.editing.connector_types import Json, JsonObject, as_object, as_text
from modeler.services.mail_sign_in.oauth import PROVIDERS
from modeler.services.workspace.mail_server_list import Key
from modeler.services.workspace.mail_servers import usual_port

N = QT_TRANSLATE_NOOP
Kind = Literal["text", "number", "choice", "secret"]
Tab = Literal["server", "sign-in", "replies"]
SPACED = (("name",), ("senderName",), ("oauth", "scope"))
"""They may end in a space while they are typed."""
OWN_TOKEN = "token"
"""The choice of provider for an entry without `oauth`: its secret is an access token already."""
PROVIDER: Key = ("oauth", "provider")
SIGN_IN: Key = ("signIn",)
INCOMING: Key = ("incoming",)
MAILBOX_HOST: Key = ("incoming", "host")
"""It stays in the file when it is emptied, or the mailbox would go while it is typed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One server as it is edited now."""

    values: JsonObject

    def get(self, *key: str) -> Json:
        """A value; None where there is none."""
        found: Json = self.values
        for part in key:
            found = as_object(found).get(part)
        return found

    @property
    def is_oauth(self) -> bool:
        """Whether it is signed in to with tokens."""
        return as_text(self.get("signIn"), "oauth2" if self.get("oauth") else "") == "oauth2"

    @property
    def provider(self) -> str:
        """Where tokens come from; empty for a server with a password."""
        if not self.is_oauth:
            return ""
        return as_text(self.get(*PROVIDER), "custom") or "custom" if self.get("oauth") is not None else OWN_TOKEN

    @property
    def is_application(self) -> bool:
        """Whether the program signs in for itself."""
        return self.get("oauth", "grant") == "client_credentials"

    @property
    def has_account(self) -> bool:
        """Whether tokens come from a provider."""
        return self.provider not in ("", OWN_TOKEN)

    @property
    def signs_in_for_replies(self) -> bool:
        """Whether its mailbox has a way of its own to sign in."""
        return as_text(self.get("incoming", "signIn")) == "password" or not self.is_oauth


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: where its value stands, what it is called, and when it is shown."""

    tab: Tab
    key: Key
    words: object
    kind: Kind = "text"
    options: tuple[tuple[str, object], ...] = ()
    hint: Callable[[Entry], str] = lambda _: ""
    is_shown: Callable[[Entry], bool] = lambda _: True
    suggestion: str = ""
    """How the name of its secret ends."""


def value_of(row: FieldRow, entry: Entry) -> str:
    """What a field shows."""
    if row.key == PROVIDER:
        return entry.provider or "google"
    if row.key == SIGN_IN:
        return "oauth2" if entry.is_oauth else "password"
    found = entry.get(*row.key)
    if row.kind == "choice":
        usual = row.options[0][0] if row.options else ""
        return as_text(found) or usual
    return "" if found is None else found if isinstance(found, str) else str(found)


def stored(row: FieldRow, text: str) -> Json:
    """What stands in the file for what a field shows; None for nothing."""
    text = text if row.key in SPACED else text.strip()
    if row.kind == "number" and text.isascii() and text.isdecimal():
        return int(text)
    return text or ("" if row.key == MAILBOX_HOST else None)


def changes_of(row: FieldRow, text: str, entry: Entry) -> Mapping[Key, Json]:
    """What changes in the file when a field does; the way to sign in brings what belongs to it."""
    if row.key == PROVIDER:
        return {("oauth",): None} if text == OWN_TOKEN else {PROVIDER: text}
    if row.key == SIGN_IN and text == "oauth2" and entry.get("oauth") is None and not entry.get("password"):
        return {SIGN_IN: text, PROVIDER: "google"}
    return {row.key: stored(row, text)}


def _port_hint(*key: str) -> Callable[[Entry], str]:
    is_incoming = bool(key)

    def hint(entry: Entry) -> str:
        security = as_text(entry.get(*key, "security")) or ("tls" if is_incoming else "starttls")
        return str(usual_port(security, is_incoming))

    return hint


def _known(what: str) -> Callable[[Entry], str]:
    def hint(entry: Entry) -> str:
        known = PROVIDERS.get(entry.provider)
        if known is None:
            return ""
        if what == "scope":
            return (entry.is_application and known.application_scope) or known.scope
        address = known.token_url if what == "token" else known.authorization_url
        return address.replace("{tenant}", as_text(entry.get("oauth", "tenant")) or "common")

    return hint


def _account(entry: Entry) -> bool:
    return entry.has_account


def _custom(entry: Entry) -> bool:
    return entry.provider == "custom"


def _replies(entry: Entry) -> bool:
    return entry.get("incoming") is not None


SECURITY = (
    ("starttls", N("MailServers", "STARTTLS")),
    ("tls", N("MailServers", "TLS from the start")),
    ("none", N("MailServers", "None (this computer only)")),
)
INCOMING_SECURITY = (SECURITY[1], SECURITY[0], SECURITY[2])
FIELDS: tuple[FieldRow, ...] = (
    FieldRow("server", ("name",), N("MailServers", "Name")),
    FieldRow("server", ("host",), N("MailServers", "Host"), hint=lambda _: "smtp.example.org"),
    FieldRow("server", ("security",), N("MailServers", "Security"), "choice", SECURITY),
    FieldRow("server", ("port",), N("MailServers", "Port"), "number", hint=_port_hint()),
    FieldRow("server", ("senderAddress",), N("MailServers", "Sender's address"), hint=lambda _: "orders@example.org"),
    FieldRow("server", ("senderName",), N("MailServers", "Sender's name"), hint=lambda _: "Orders"),
    FieldRow(
        "sign-in", SIGN_IN, N("MailServers", "Sign-in"), "choice",
        (("password", N("MailServers", "User and password")), ("oauth2", N("MailServers", "OAuth 2.0"))),
    ),
    FieldRow(
        "sign-in", ("user",), N("MailServers", "User"),
        hint=lambda entry: as_text(entry.get("senderAddress")) if entry.is_oauth else _tr("empty: nobody signs in"),
    ),
    FieldRow(
        "sign-in", ("password",), N("MailServers", "Password"), "secret", is_shown=lambda entry: not entry.is_oauth,
        suggestion="PASSWORD",
    ),
    FieldRow(
        "sign-in", PROVIDER, N("MailServers", "Provider"), "choice",
        (
            ("google", N("MailServers", "Google")), ("microsoft", N("MailServers", "Microsoft")),
            ("custom", N("MailServers", "Another provider")),
            (OWN_TOKEN, N("MailServers", "None: an access token of your own")),
        ),
        is_shown=lambda entry: entry.is_oauth,
    ),
    FieldRow(
        "sign-in", ("password",), N("MailServers", "Access token"), "secret",
        is_shown=lambda entry: entry.provider == OWN_TOKEN, suggestion="TOKEN",
    ),
    FieldRow(
        "sign-in", ("oauth", "grant"), N("MailServers", "Who signs in"), "choice",
        (
            ("refresh_token", N("MailServers", "A person, in the browser")),
            ("client_credentials", N("MailServers", "The application itself")),
        ),
        is_shown=lambda entry: entry.provider in ("microsoft", "custom"),
    ),
    FieldRow(
        "sign-in", ("oauth", "tenant"), N("MailServers", "Tenant"), hint=lambda _: "common",
        is_shown=lambda entry: entry.provider == "microsoft",
    ),
    FieldRow("sign-in", ("oauth", "clientId"), N("MailServers", "Client id"), is_shown=_account),
    FieldRow(
        "sign-in", ("oauth", "clientSecret"), N("MailServers", "Client secret"), "secret", is_shown=_account,
        suggestion="CLIENT_SECRET",
    ),
    FieldRow(
        "sign-in", ("oauth", "clientAuthentication"), N("MailServers", "Sent as"), "choice",
        (("post", N("MailServers", "A value of the request")), ("basic", N("MailServers", "A header of the request"))),
        is_shown=_custom,
    ),
    FieldRow(
        "sign-in", ("oauth", "authorizationUrl"), N("MailServers", "Sign-in address"), hint=_known("authorization"),
        is_shown=lambda entry: _custom(entry) and not entry.is_application,
    ),
    FieldRow(
        "sign-in", ("oauth", "tokenUrl"), N("MailServers", "Token address"), hint=_known("token"), is_shown=_custom
    ),
    FieldRow("sign-in", ("oauth", "scope"), N("MailServers", "Scope"), hint=_known("scope"), is_shown=_account),
    FieldRow(
        "replies", ("incoming", "host"), N("MailServers", "Host"), hint=lambda _: "imap.example.org", is_shown=_replies
    ),
    FieldRow(
        "replies", ("incoming", "security"), N("MailServers", "Security"), "choice", INCOMING_SECURITY,
        is_shown=_replies,
    ),
    FieldRow(
        "replies", ("incoming", "port"), N("MailServers", "Port"), "number", hint=_port_hint("incoming"),
        is_shown=_replies,
    ),
    FieldRow(
        "replies", ("incoming", "folder"), N("MailServers", "Folder"), hint=lambda _: "INBOX", is_shown=_replies
    ),
    FieldRow(
        "replies", ("incoming", "user"), N("MailServers", "User"),
        hint=lambda entry: as_text(entry.get("user")) or as_text(entry.get("senderAddress")), is_shown=_replies,
    ),
    FieldRow(
        "replies", ("incoming", "password"), N("MailServers", "Password"), "secret",
        is_shown=lambda entry: _replies(entry) and entry.signs_in_for_replies, suggestion="MAILBOX",
    ),
)  # fmt: skip
PRESETS: Mapping[str, JsonObject] = MappingProxyType(
    {
        "google": {
            "name": "Gmail",
            "host": "smtp.gmail.com",
            "signIn": "oauth2",
            "oauth": {"provider": "google"},
            "incoming": {"host": "imap.gmail.com"},
        },
        "microsoft": {
            "name": "Office 365",
            "host": "smtp.office365.com",
            "signIn": "oauth2",
            "oauth": {"provider": "microsoft"},
            "incoming": {"host": "outlook.office365.com"},
        },
        "other": {"name": "Mail server", "security": "starttls"},
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("MailServers", text)
