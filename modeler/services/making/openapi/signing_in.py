"""Security schemes of a description as the authorization of a Data Connector; values are references to secrets."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.making.openapi.description import Description
from modeler.services.making.openapi.operations import Operation

_KEYS = {
    "header": ("API_KEY", "header"),
    "query": ("API_KEY_QUERY", "parameter"),
    "cookie": ("API_KEY_COOKIE", "cookie"),
}
NONE: JsonObject = {"authtype": "NONE", "credentials": {}}


def authorization(
    description: Description, chosen: Sequence[Operation], server: str, prefix: str, notes: list[str]
) -> JsonObject:
    """`authtype` and `credentials`: of the first scheme that can be used; what is left out is noted.

    An address of tokens that is not complete is one of the `server`.
    """
    schemes = as_object(as_object(description.data.get("components")).get("securitySchemes"))
    names = _wanted(description, chosen)
    for name in names:
        made = _scheme(description.resolved(schemes.get(name)), server, prefix)
        if made is not None:
            others = [each for each in names if each != name]
            if others:
                notes.append(f"It signs in by “{name}”; {', '.join(f'“{each}”' for each in others)} is left out.")
            notes.extend(f"It needs the secret {each}." for each in _references(made))
            return made
    if names:
        notes.append(f"Signing in by {', '.join(f'“{each}”' for each in names)} is not supported; choose another way.")
    return NONE


def _wanted(description: Description, chosen: Sequence[Operation]) -> list[str]:
    """The schemes that the operations ask for, those first that stand alone in what they ask."""
    found: list[str] = []
    shared = description.data.get("security")
    for operation in chosen:
        listed = [as_object(each) for each in as_list(operation.data.get("security", shared))]
        for requirement in sorted(listed, key=len):
            found += [name for name in requirement if name not in found]
    return found


def _scheme(scheme: JsonObject, server: str, prefix: str) -> JsonObject | None:
    kind, http = as_text(scheme.get("type")), as_text(scheme.get("scheme")).lower()
    if kind == "apiKey" and scheme.get("in") in _KEYS:
        sent, setting = _KEYS[as_text(scheme.get("in"))]
        return _made(sent, {setting: scheme.get("name"), "key": f"secret:{prefix}_KEY"})
    if kind == "http" and http == "basic":
        return _made("BASIC", _secrets(prefix, "username", "password"))
    if (kind == "http" and http == "bearer") or kind == "openIdConnect":
        return _made("OAUTH2_BEARER", _secrets(prefix, "token"))
    return _oauth2(as_object(scheme.get("flows")), server, prefix) if kind == "oauth2" else None


def _oauth2(flows: JsonObject, server: str, prefix: str) -> JsonObject | None:
    client = as_object(flows.get("clientCredentials"))
    if client:
        scopes = " ".join(as_object(client.get("scopes")))
        credentials = {"url": _tokens(client, server), **_secrets(prefix, "client_id", "client_secret")}
        return _made("OAUTH2_CLIENT_CREDENTIALS", {**credentials, **({"scope": scopes} if scopes else {})})
    password = as_object(flows.get("password"))
    if password:
        names = ("client_id", "client_secret", "username", "password")
        return _made("OAUTH2_PASSWORD", {"url": _tokens(password, server), **_secrets(prefix, *names)})
    return _made("OAUTH2_BEARER", _secrets(prefix, "token")) if flows else None


def _tokens(flow: JsonObject, server: str) -> str:
    return urljoin(f"{server}/", as_text(flow.get("tokenUrl")))


def _made(kind: str, credentials: JsonObject) -> JsonObject:
    return {"authtype": kind, "credentials": {**credentials, "verify_certificate": True}}


def _secrets(prefix: str, *names: str) -> dict[str, Json]:
    return {name: f"secret:{prefix}_{name.upper()}" for name in names}


def _references(made: JsonObject) -> list[str]:
    values = as_object(made["credentials"]).values()
    return [as_text(value).removeprefix("secret:") for value in values if as_text(value).startswith("secret:")]
