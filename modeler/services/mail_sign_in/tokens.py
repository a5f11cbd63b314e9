"""Access tokens of mail servers: got for a refresh token or for a client secret, kept in memory, never on disk.

    tokens = AccessTokens(now)
    tokens.get("Office", account, means)                  # asks the provider, or knows one that is still good
    tokens.get("Office", account, means, fresh=True)      # the mail server did not take that one

A refresh token that the provider replaces is put back where it was. The request goes through an HTTP port that calls
the provider's host only; it is made with authlib, which knows the grants and the ways in which clients sign in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, Protocol
from urllib.parse import urlencode

from connectors.sdk.ports import Http, HttpRequest, PortError
from connectors.sdk.values import as_text
from modeler.services.mail_sign_in.oauth import OAuth

CODE = "mail.sign-in"
WHERE = "Tools → Mail servers…"
_SECONDS = 30.0
_LEEWAY = 60.0
_USUAL_LIFE = 300.0
_LONGEST_LIFE = 86_400.0


class Means(Protocol):
    """What getting a token takes: the keyring, the network, and somebody who hides what is secret."""

    def secret(self, reference: str) -> str:
        """The value behind `secret:NAME`; raises `PortError`."""

    def renew(self, reference: str, value: str) -> None:
        """Keep another value under a name that has one."""

    def learn(self, value: str) -> None:
        """Show this value nowhere from now on."""

    def http(self, host: str) -> Http:
        """A way to call this host only."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a provider gave: an access token, for how many seconds, and a refresh token where it gave one."""

    access: str
    seconds: float = _USUAL_LIFE
    refresh: str = ""


@dataclass(frozen=True, slots=True)
class _Kept:
    value: str
    until: datetime


class AccessTokens:
    """The tokens of one start of the program; may be asked from any thread."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self._kept: dict[tuple[OAuth, str], _Kept] = {}
        self._lock = Lock()

    def get(self, name: str, account: OAuth, means: Means, fresh: bool = False) -> str:
        """A token that is still good for the server called `name`; raises `PortError` that says what to do."""
        with self._lock:
            credential = _credential(name, account, means)
            kept = self._kept.get((account, credential))
            if kept is not None and not fresh and kept.until > self._now():
                means.learn(kept.value)
                return kept.value
            return self._new(name, account, means, credential)

    def _new(self, name: str, account: OAuth, means: Means, credential: str) -> str:
        try:
            given = requested(name, account, means, credential)
        except SignInEndedError:
            again = _credential(name, account, means)
            if again == credential:
                raise
            credential, given = again, requested(name, account, means, again)  # another window has renewed it
        self._kept.pop((account, credential), None)
        if given.refresh and given.refresh != credential and account.grant == "refresh_token":
            means.renew(account.refresh_token, given.refresh)
            credential = given.refresh
        life = max(given.seconds - _LEEWAY, given.seconds / 2)
        self._kept[account, credential] = _Kept(given.access, self._now() + timedelta(seconds=life))
        return given.access


class SignInEndedError(PortError):
    """The refresh token counts no more: somebody must sign in again."""


def _credential(name: str, account: OAuth, means: Means) -> str:
    """What stands for the person or the application; it tells one sign-in from the next."""
    if account.grant == "client_credentials":
        return means.secret(account.client_secret)
    if not account.refresh_token:
        raise PortError(CODE, f"Nobody has signed in to “{name}” yet: {_sign_in(name)}.")
    try:
        return means.secret(account.refresh_token)
    except PortError:
        reference = account.refresh_token.removeprefix("secret:")
        words = f"Nobody has signed in to “{name}” on this computer yet (“{reference}” is not set): {_sign_in(name)}."
        raise PortError(CODE, words) from None


def requested(name: str, account: OAuth, means: Means, credential: str) -> Tokens:
    """Ask the provider for a token once; raises `PortError`."""
    if account.grant == "client_credentials":
        return exchanged(name, account, means, {"grant_type": "client_credentials", "scope": account.scope})
    asked = {"grant_type": "refresh_token", "refresh_token": credential, "scope": account.scope}
    return exchanged(name, account, means, asked)


def exchanged(name: str, account: OAuth, means: Means, asked: Mapping[str, str]) -> Tokens:
    """What the provider gives for a grant. Raises `PortError`: what went wrong, and what to do."""
    from authlib.oauth2.base import OAuth2Error  # type: ignore[import-untyped]

    try:
        return _tokens(_fetched(account, means, {key: value for key, value in asked.items() if value}), means)
    except OAuth2Error as error:
        raise _refused(
            name, account.host, asked["grant_type"], str(error.error), str(error.description or "")
        ) from None
    except PortError as error:
        raise PortError(CODE, f"No access token for “{name}”: {error.message}") from None
    except (ValueError, TypeError, OverflowError):
        words = f"{account.host} answered without an access token; check the token address under {WHERE}."
        raise PortError(CODE, f"No access token for “{name}”: {words}") from None


def _fetched(account: OAuth, means: Means, asked: Mapping[str, str]) -> Mapping[str, object]:
    from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]

    secret = means.secret(account.client_secret) if account.client_secret else ""
    way = "none" if not secret else "client_secret_basic" if account.is_basic else "client_secret_post"
    client = OAuth2Client(
        _Session(means.http(account.host)),
        client_id=account.client_id,
        client_secret=secret or None,
        token_endpoint_auth_method=way,
    )
    found: Mapping[str, object] = client.fetch_token(account.token_url, **asked)
    return found


def _tokens(given: Mapping[str, object], means: Means) -> Tokens:
    for key in ("access_token", "refresh_token", "id_token"):
        means.learn(str(given.get(key) or ""))
    access, refresh = given.get("access_token"), given.get("refresh_token")
    if not isinstance(access, str) or not access or not access.isascii() or not access.isprintable():
        raise ValueError("no access token")
    life = given.get("expires_in")
    seconds = float(str(life)) if life is not None else _USUAL_LIFE
    if not seconds > 0:
        raise ValueError("no life time")
    return Tokens(access, min(seconds, _LONGEST_LIFE), refresh if isinstance(refresh, str) else "")


def _refused(name: str, host: str, grant: str, error: str, description: str) -> PortError:
    """The provider's refusal, with what to do about it."""
    said = f" {host} says: {description[:300]}" if description else ""
    if error == "invalid_grant" and grant == "refresh_token":
        words = f"The sign-in of “{name}” counts no more at {host} (invalid_grant): {_sign_in(name)}.{said}"
        return SignInEndedError(CODE, words)
    advice = {
        "invalid_client": f"check its client id and client secret under {WHERE}",
        "unauthorized_client": f"allow this way of signing in where its client id is registered, or check {WHERE}",
        "invalid_scope": f"check its scope under {WHERE}",
        "invalid_grant": "begin again",
    }.get(error, f"check the settings of “{name}” under {WHERE}")
    return PortError(CODE, f"{host} does not let “{name}” sign in ({error[:60]}): {advice}.{said}")


def _sign_in(name: str) -> str:
    return f'sign in under {WHERE} or with `processwright mail-servers sign-in "{name}"`'


class _Answer:
    """An answer as authlib reads it."""

    def __init__(self, status: int, body: bytes, host: str) -> None:
        self.status_code = status
        self._body = body
        self._host = host

    def json(self) -> Any:
        """The value that came, its words without what authlib refuses in them; raises `ValueError`."""
        found = json.loads(self._body)
        if isinstance(found, dict) and "error" in found:
            return {key: _plain(str(found.get(key) or "")) for key in ("error", "error_description")}
        return found

    def raise_for_status(self) -> None:
        """Raises `PortError` for an answer that is an error."""
        if self.status_code >= 400:
            raise PortError(CODE, f"{self._host} answered with status {self.status_code}.")


def _plain(text: str) -> str:
    """In one line, with the letters that RFC 6749 lets an error have."""
    return "".join(letter for letter in " ".join(text.split()) if " " <= letter <= "~" and letter not in '"\\')


class _Session:
    """What authlib sends its requests with: the HTTP port."""

    def __init__(self, http: Http) -> None:
        self._http = http

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> _Answer:
        """Make the request, with what proves who asks."""
        url, sent, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        answer = self._http.send(
            HttpRequest("POST", url, tuple((key, as_text(value)) for key, value in sent.items()), body.encode("ascii"),
                        seconds=_SECONDS)
        )  # fmt: skip
        return _Answer(answer.status, answer.body, self._host(url))

    def _host(self, url: str) -> str:
        from urllib.parse import urlsplit

        return urlsplit(url).hostname or url
