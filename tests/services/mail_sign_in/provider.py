"""A provider of OAuth 2.0 on this machine: it lets people sign in, gives tokens and takes refresh tokens once."""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.connectors.local_http import Answer, LocalServer, Seen, serving

CLIENT, CLIENT_SECRET = "desk-app", "cl13nt-c4nary/+secret"
FIRST_REFRESH = "r3fresh-c4nary//1+x="


@dataclass
class Provider:
    """What it knows, and how it answers the next request."""

    server: LocalServer
    refresh: str = FIRST_REFRESH
    rotates: bool = False
    life: Any = 3600
    error: str = ""
    description: str = ""
    status: int = 400
    junk: bytes | None = None
    denies: str = ""
    given: list[str] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def token_url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/token"

    @property
    def authorization_url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}/authorize"

    def entry(self, **more: Any) -> dict[str, Any]:
        """The `oauth` of a server in the file."""
        return {
            "provider": "custom", "clientId": CLIENT, "clientSecret": "secret:CLIENT", "tokenUrl": self.token_url,
            "authorizationUrl": self.authorization_url, "scope": "mail.send offline", "refreshToken": "secret:REFRESH",
            **more,
        }  # fmt: skip

    def answer(self, seen: Seen) -> Answer:
        path = urlsplit(seen.path)
        if path.path == "/authorize":
            return self._authorize(dict(parse_qsl(path.query)))
        if path.path != "/token":
            return 404, {}, b""
        asked = {**dict(parse_qsl(seen.body.decode())), **_basic(seen)}
        self.requests.append(asked)
        if self.junk is not None:
            return self.status, {}, self.junk
        error = self.error or self._refusal(asked)
        if error:
            return _json(self.status, {"error": error, "error_description": self.description})
        return _json(200, self._tokens(asked))

    def _authorize(self, asked: dict[str, str]) -> Answer:
        back: dict[str, str] = {"state": asked["state"]}
        if self.denies:
            back["error"] = self.denies
        else:
            back["code"] = f"c0de-c4nary-{len(self.codes)}"
            self.codes[back["code"]] = asked
        return 302, {"Location": f"{asked['redirect_uri']}?{urlencode(back)}"}, b""

    def _refusal(self, asked: dict[str, str]) -> str:
        if (asked.get("client_id"), asked.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            return "invalid_client"
        if asked["grant_type"] == "refresh_token":
            return "" if asked["refresh_token"] == self.refresh else "invalid_grant"
        if asked["grant_type"] == "authorization_code":
            return "" if self._is_good(asked) else "invalid_grant"
        return ""

    def _is_good(self, asked: dict[str, str]) -> bool:
        """The code is known, was not used before, and whoever brings it is who asked for it."""
        wanted = self.codes.pop(asked["code"], None)
        made = urlsafe_b64encode(sha256(asked.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        return wanted is not None and (wanted["code_challenge"], wanted["redirect_uri"]) == (
            made, asked["redirect_uri"],
        )  # fmt: skip

    def _tokens(self, asked: dict[str, str]) -> dict[str, Any]:
        self.given.append(f"acc3ss-c4nary.{len(self.given) + 1}")
        given = {"access_token": self.given[-1], "token_type": "Bearer", "expires_in": self.life}
        if asked["grant_type"] == "client_credentials":
            return given
        if self.rotates:
            self.refresh = f"r3fresh-c4nary-{len(self.given)}"
        if self.rotates or asked["grant_type"] == "authorization_code":
            given["refresh_token"] = self.refresh
        return given


@contextmanager
def provider_running() -> Iterator[Provider]:
    """A provider on a free port."""
    with serving() as server:
        provider = Provider(server)
        server.answer = provider.answer
        yield provider


def _basic(seen: Seen) -> dict[str, str]:
    kind, _, value = seen.headers.get("Authorization", "").partition(" ")
    if kind != "Basic":
        return {}
    id, _, secret = b64decode(value).decode().partition(":")
    return {"client_id": id, "client_secret": secret}


def _json(status: int, value: dict[str, Any]) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(value).encode()
