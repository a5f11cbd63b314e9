"""How a data connector signs in; secrets are resolved here, at the last moment, and go nowhere else."""

from __future__ import annotations

import json
from base64 import b64encode
from urllib.parse import urlencode

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import HttpRequest, HttpResponse, Ports
from connectors.sdk.values import JsonObject, as_object, as_text, compact

_GRANTS = {
    "OAUTH2_PASSWORD": ("password", ("username", "password", "client_id", "client_secret")),
    "OAUTH2_CLIENT_CREDENTIALS": ("client_credentials", ("client_id", "client_secret", "scope")),
}
_SAMPLE = HttpResponse(200, (), compact({"access_token": "token-of-the-preview"}).encode())


def sign_in(source: JsonObject, ports: Ports) -> dict[str, str]:
    """The headers that sign in to the service of a data connector."""
    kind = as_text(source.get("authtype"), "NONE") or "NONE"
    credentials = as_object(source.get("credentials"))
    if kind == "NONE":
        return {}
    if kind == "BASIC":
        pair = f"{_value(credentials, 'username', ports)}:{_value(credentials, 'password', ports)}"
        return {"Authorization": f"Basic {b64encode(pair.encode('utf-8')).decode('ascii')}"}
    if kind == "OAUTH2_BEARER":
        return {"Authorization": f"Bearer {_value(credentials, 'token', ports)}"}
    if kind == "API_KEY":
        return {as_text(credentials.get("header"), "X-API-Key"): _value(credentials, "key", ports)}
    if kind in _GRANTS:
        return {"Authorization": f"Bearer {_access_token(kind, source, ports)}"}
    raise ConnectorError("data.authorization", f"The authorization “{kind}” is not supported.")


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
        token = as_text(as_object(json.loads(answer.body)).get("access_token"))
    except (ValueError, RecursionError):
        token = ""
    if answer.status >= 400 or not token:
        raise ConnectorError("data.authorization", f"The sign-in was refused with status {answer.status}.")
    return token


def _value(credentials: JsonObject, name: str, ports: Ports) -> str:
    value = as_text(credentials.get(name)) or as_text(credentials.get("user") if name == "username" else "")
    if not value:
        raise ConnectorError("data.authorization", f"“{name}” is missing in the data connector's credentials.")
    return ports.secrets.get(value) if value.startswith("secret:") else value
