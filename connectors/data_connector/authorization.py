"""How a data connector signs in; secrets are resolved here, at the last moment, and go nowhere else."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import HttpRequest, HttpResponse, Ports
from connectors.sdk.values import JsonObject, as_object, as_text, compact

_GRANTS = {
    "OAUTH2_PASSWORD": ("password", ("username", "password", "client_id", "client_secret")),
    "OAUTH2_CLIENT_CREDENTIALS": ("client_credentials", ("client_id", "client_secret", "scope")),
}
_KEYS = {
    "API_KEY": ("header", "X-API-Key"),
    "API_KEY_QUERY": ("parameter", "api_key"),
    "API_KEY_COOKIE": ("cookie", "api_key"),
}
_SHOWN = 200
_SAMPLE = HttpResponse(200, (), compact({"access_token": "token-of-the-preview"}).encode())


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a call carries so that the service knows who calls."""

    headers: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)

    def address(self, url: str) -> str:
        """The address of a call with the parameters that sign in."""
        if not self.parameters:
            return url
        parts = urlsplit(url)
        others = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] not in self.parameters]
        return urlunsplit(parts._replace(query=urlencode([*others, *self.parameters.items()])))

    def add_to(self, headers: dict[str, str]) -> None:
        """Add the headers and cookies; cookies that are there already stay."""
        headers.update(self.headers)
        if self.cookies:
            known = next((name for name in headers if name.lower() == "cookie"), "Cookie")
            own = [f"{name}={value}" for name, value in self.cookies.items()]
            headers[known] = "; ".join([*([headers[known]] if headers.get(known) else []), *own])


def sign_in(source: JsonObject, ports: Ports) -> SignIn:
    """What signs in to the service of a data connector."""
    kind = as_text(source.get("authtype"), "NONE") or "NONE"
    credentials = as_object(source.get("credentials"))
    if kind == "NONE":
        return SignIn()
    if kind in _KEYS:
        return _with_key(kind, credentials, _value(credentials, "key", ports))
    if kind == "BASIC":
        password = _value(credentials, "password", ports) if credentials.get("password") else ""
        pair = f"{_value(credentials, 'username', ports)}:{password}"
        return _authorized("Basic", b64encode(pair.encode("utf-8")).decode("ascii"))
    if kind == "OAUTH2_BEARER":
        return _authorized("Bearer", _value(credentials, "token", ports))
    if kind in _GRANTS:
        return _authorized("Bearer", _access_token(kind, source, ports))
    raise ConnectorError("data.authorization", f"The authorization “{kind}” is not supported.")


def _authorized(scheme: str, value: str) -> SignIn:
    return _in_header("Authorization", f"{scheme} {value}")


def _in_header(name: str, value: str) -> SignIn:
    """A header that signs in; its value never stands in an error."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        told = f"What signs in by “{name}” holds a line break or another control character; set the secret again."
        raise ConnectorError("data.authorization", told)
    return SignIn({name: value})


def _with_key(kind: str, credentials: JsonObject, key: str) -> SignIn:
    """An API key stands in a header, in the address or in a cookie, under a name that the service chose."""
    setting, usual = _KEYS[kind]
    name = as_text(credentials.get(setting)) or usual
    if kind == "API_KEY_QUERY":
        return SignIn(parameters={name: key})
    if kind == "API_KEY_COOKIE":
        return SignIn(cookies={name: _as_cookie(name, key)})
    return _in_header(name, key)


def _as_cookie(name: str, value: str) -> str:
    """A cookie's value; one that would end it or start another is refused."""
    if any(letter in '"\\;, ' or not 32 < ord(letter) < 127 for letter in value):
        raise ConnectorError("data.authorization", f"The key cannot be sent in the cookie “{name}” as it is written.")
    return value


def log_of(source: JsonObject) -> str:
    """The debug log that calls go into; none unless the data connector is in debug mode."""
    name = as_text(source.get("name"), "data connector")
    return name if source.get("debug_mode") in (True, 1, "1", "true") else ""


def _access_token(kind: str, source: JsonObject, ports: Ports) -> str:
    credentials = as_object(source.get("credentials"))
    grant, names = _GRANTS[kind]
    url = as_text(credentials.get("url")) or as_text(credentials.get("token_url"))
    if not url:
        raise ConnectorError("data.authorization", "The address of the token is missing in the data connector.")
    fields = {"grant_type": grant}
    fields |= {name: _value(credentials, name, ports) for name in names if credentials.get(name)}
    headers = (("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded"))
    verify = credentials.get("verify_certificate") is not False
    body = urlencode(fields).encode("ascii")
    answer = ports.http.send(
        HttpRequest(
            "POST",
            url,
            headers,
            body,
            verify=verify,
            title="Sign in",
            sample=_SAMPLE,
            repeatable=True,
            log=log_of(source),
        )
    )
    try:
        told = as_object(json.loads(answer.body))
    except (ValueError, RecursionError):
        told = {}
    token = as_text(told.get("access_token"))
    if answer.status >= 400:
        raise ConnectorError("data.authorization", f"The sign-in was refused with status {answer.status}{_why(told)}.")
    if not token:
        where = urlsplit(url).hostname or url
        raise ConnectorError("data.authorization", f"{where} answered the sign-in without an access token{_why(told)}.")
    return token


def _why(told: JsonObject) -> str:
    """What a server says of a refused sign-in, in the words that OAuth 2.0 has for it."""
    reasons = [as_text(told.get(name)).strip() for name in ("error", "error_description")]
    shown = ", ".join(reason for reason in reasons if reason)
    return f": {shown[:_SHOWN].rstrip('.')}" if shown else ""


def _value(credentials: JsonObject, name: str, ports: Ports) -> str:
    value = as_text(credentials.get(name)) or as_text(credentials.get("user") if name == "username" else "")
    if not value:
        raise ConnectorError("data.authorization", f"“{name}” is missing in the data connector's credentials.")
    return ports.secrets.get(value) if value.startswith("secret:") else value
