"""How a mail server signs in with OAuth 2.0, as its entry in `mail-servers.json` says it.

    "oauth": {"provider": "google", "clientId": "…", "clientSecret": "secret:CLIENT", "refreshToken": "secret:GMAIL"}

The addresses and the scope of Google and Microsoft are known; a custom provider names its own. Client secret and
refresh token stand in the keyring, the file has their names only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

from connectors.sdk.values import Json, JsonObject, as_text

Provider = Literal["google", "microsoft", "custom"]
Grant = Literal["refresh_token", "client_credentials"]
Name = TypeVar("Name", bound=str)
Part = TypeVar("Part")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ANY_TENANT = "common"
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,250}")
_SHARED_TENANTS = (ANY_TENANT, "organizations", "consumers")


class Unusable(Exception):  # noqa: N818  # a sentence about one entry, never seen outside
    """One entry cannot be used; the text says why, to go on after `server 2: `, and `key` where: `oauth.clientId`."""

    def __init__(self, words: str, key: str = "", others: Sequence[Unusable] = ()) -> None:
        super().__init__(words)
        self.key = key
        self.all: tuple[Unusable, ...] = (self, *others)
        """Everything that is wrong with the entry, this first."""

    def within(self, part: str) -> Unusable:
        """The same of a part of a larger entry."""
        others = [each.within(part) for each in self.all[1:]]
        return Unusable(str(self), f"{part}.{self.key}" if self.key else part, others)


class Reading:
    """Reads an entry to its end even where a part cannot be used, so that all of that is told at once."""

    def __init__(self) -> None:
        self._wrong: list[Unusable] = []

    def part(self, read: Callable[[], Part], otherwise: Part) -> Part:
        """What `read` gives; something else for the time being where it cannot be used."""
        try:
            return read()
        except Unusable as wrong:
            self._wrong += wrong.all
            return otherwise

    def require_all(self) -> None:
        """Raises `Unusable` where a part was."""
        if self._wrong:
            first = self._wrong[0]
            raise Unusable(str(first), first.key, [Unusable(str(each), each.key) for each in self._wrong[1:]])


@dataclass(frozen=True, slots=True)
class KnownProvider:
    """What everybody who signs in at a provider has in common; `{tenant}` stands for the organization."""

    authorization_url: str
    token_url: str
    scope: str
    application_scope: str = ""
    extras: tuple[tuple[str, str], ...] = ()
    redirect_host: str = "127.0.0.1"


PROVIDERS: Mapping[str, KnownProvider] = MappingProxyType(
    {
        "google": KnownProvider(
            "https://accounts.google.com/o/oauth2/v2/auth",
            "https://oauth2.googleapis.com/token",
            "https://mail.google.com/",
            extras=(("access_type", "offline"), ("prompt", "consent")),
        ),
        "microsoft": KnownProvider(
            "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
            "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            "https://outlook.office.com/SMTP.Send https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
            "https://outlook.office365.com/.default",
            extras=(("prompt", "select_account"),),
            redirect_host="localhost",  # the only one that Microsoft takes at any port
        ),
        "custom": KnownProvider("", "", ""),
    }
)


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where an access token comes from, and what for; secrets are references such as `secret:GMAIL`."""

    provider: Provider
    grant: Grant
    client_id: str
    token_url: str
    authorization_url: str = ""
    scope: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    is_basic: bool = False
    """Whether the client's secret goes in a header instead of with the other values."""

    @property
    def host(self) -> str:
        """The server that gives the tokens."""
        return urlsplit(self.token_url).hostname or ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The references to everything secret that getting a token needs."""
        wanted = (self.client_secret, self.refresh_token if self.grant == "refresh_token" else "")
        return tuple(each for each in wanted if each)

    @property
    def known(self) -> KnownProvider:
        """What is known of its provider."""
        return PROVIDERS[self.provider]


def read_oauth(entry: JsonObject) -> OAuth:
    """What an entry says, with what is known of its provider; raises `Unusable`."""
    provider: Provider = _one_of(get_args(Provider), as_text(entry.get("provider"), "custom") or "custom", "provider")
    grant: Grant = _one_of(get_args(Grant), as_text(entry.get("grant")) or "refresh_token", "grant")
    known, is_application = PROVIDERS[provider], grant == "client_credentials"
    reading = Reading()
    tenant = reading.part(lambda: _tenant(entry, provider == "microsoft" and is_application), ANY_TENANT)
    account = OAuth(
        provider=provider,
        grant=grant,
        client_id=reading.part(lambda: _client(entry), ""),
        token_url=reading.part(lambda: _address(entry, "tokenUrl", "token address", known.token_url, tenant), ""),
        authorization_url=reading.part(
            lambda: _address(entry, "authorizationUrl", "sign-in address", known.authorization_url, tenant, True), ""
        ),
        scope=as_text(entry.get("scope")).strip() or (is_application and known.application_scope) or known.scope,
        client_secret=reading.part(lambda: _client_secret(entry, is_application), ""),
        refresh_token=reading.part(lambda: reference(entry, "refreshToken", "refresh token"), ""),
        is_basic=entry.get("clientAuthentication") == "basic",
    )
    reading.require_all()
    return account


def _client(entry: JsonObject) -> str:
    client_id = as_text(entry.get("clientId")).strip()
    if not client_id:
        raise Unusable("the client id of its OAuth 2.0 is missing", "clientId")
    return client_id


def _client_secret(entry: JsonObject, is_application: bool) -> str:
    secret = reference(entry, "clientSecret", "client secret")
    if is_application and not secret:
        raise Unusable("signing in as an application needs a client secret", "clientSecret")
    return secret


def reference(entry: JsonObject, key: str, words: str) -> str:
    """The name of a secret, or nothing; raises `Unusable` where the secret itself stands there."""
    found = as_text(entry.get(key))
    if found and not found.startswith("secret:"):
        raise Unusable(f"the {words} stands in clear text; write secret:NAME and set it under Preview → Secrets", key)
    return found


def _tenant(entry: JsonObject, must_be_one: bool) -> str:
    tenant = as_text(entry.get("tenant")).strip() or ANY_TENANT
    if not _TENANT.fullmatch(tenant):
        raise Unusable(f"“{tenant}” is no tenant; write its id or its domain", "tenant")
    if must_be_one and tenant.lower() in _SHARED_TENANTS:
        raise Unusable("signing in as an application needs the tenant of the organization, its id or domain", "tenant")
    return tenant


def _address(entry: JsonObject, key: str, words: str, known: str, tenant: str, may_lack: bool = False) -> str:
    """An encrypted address; a server of this machine may do without."""
    address = as_text(entry.get(key)).strip() or known.replace("{tenant}", tenant)
    if not address and may_lack:
        return ""
    if not address:
        raise Unusable(f"the {words} of its OAuth 2.0 is missing", key)
    try:
        parts = urlsplit(address)
        is_good = bool(parts.hostname) and (parts.scheme == "https" or parts.hostname in LOOPBACK)
        is_good = is_good and parts.scheme in ("https", "http") and not parts.username and address.isprintable()
    except ValueError:
        is_good = False
    if not is_good:
        raise Unusable(f"the {words} “{address[:200]}” is no https address", key)
    return address


def _one_of(names: tuple[Name, ...], wanted: Json, words: str) -> Name:
    found = next((each for each in names if each == wanted), None)
    if found is None:
        raise Unusable(f"the {words} “{wanted}” is none of {', '.join(names)}", words)
    return found
