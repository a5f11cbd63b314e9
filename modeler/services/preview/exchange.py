"""An HTTP exchange of the outbox, read from its record: to look at, as a command for `curl`, and as an `.http` file.

The record holds no secret (they were masked when it was made), so nothing that is written here holds one.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from connectors.sdk.values import Json, as_list, as_object, as_text

Headers = tuple[tuple[str, str], ...]
_BREAKS = re.compile(r"[\r\n\0]+")
_GLOBS = frozenset("[]{}")
_METHOD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Message:
    """One side of an exchange; `size` is that of the body as it was sent."""

    headers: Headers = ()
    body: Json = None
    size: int = 0

    @property
    def text(self) -> str:
        """The body as text: JSON indented."""
        if self.body is None or self.body == "":
            return ""
        return self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False, indent=2)

    @property
    def sent(self) -> str:
        """The body as text in one line where it is JSON."""
        return self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)

    @property
    def has_body(self) -> bool:
        """Whether there is one."""
        return self.body is not None and self.body != ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A call and its answer; `source` says where the answer is from (`sample`, `pin` or `live`)."""

    method: str
    url: str
    request: Message
    response: Message
    status: int = 0
    source: str = ""
    milliseconds: int | None = None
    error: str = ""
    """Why there is no answer."""

    @property
    def reason(self) -> str:
        """What the status means."""
        try:
            return HTTPStatus(self.status).phrase
        except ValueError:
            return ""

    @property
    def channel(self) -> str:
        """Where a chat message goes to, as the call names it."""
        return as_text(as_object(self.request.body).get("channel"))


def read_exchange(content: bytes) -> Exchange | None:
    """The exchange in the record of an effect; None where it is none."""
    try:
        record = as_object(json.loads(content))
    except (ValueError, RecursionError):
        return None
    request, response = as_object(record.get("request")), as_object(record.get("response"))
    if not as_text(request.get("url")):
        return None
    took, status = response.get("milliseconds"), response.get("status")
    return Exchange(
        as_text(request.get("method"), "GET"),
        as_text(request.get("url")),
        _message(request),
        _message(response),
        status if isinstance(status, int) else 0,
        as_text(response.get("source")),
        took if isinstance(took, int) else None,
        as_text(response.get("error")),
    )


def as_curl(exchange: Exchange) -> str:
    """The call as a command for a POSIX shell; every part is quoted, so that nothing in it can be another command."""
    lines = [
        f"curl {shlex.quote(exchange.url)}" if exchange.url[:1] != "-" else f"curl --url {shlex.quote(exchange.url)}"
    ]
    if _GLOBS & set(exchange.url):
        lines.append("--globoff")
    method = exchange.method if _METHOD.fullmatch(exchange.method) else "GET"
    if method != ("POST" if exchange.request.has_body else "GET"):
        lines.append("--head" if method == "HEAD" else f"--request {method}")
    lines += [
        f"--header {shlex.quote(_header(name, value))}" for name, value in exchange.request.headers if name.strip()
    ]
    if exchange.request.has_body:
        lines.append(f"--data-raw {shlex.quote(exchange.request.sent.replace(chr(0), ''))}")
    return " \\\n  ".join(lines)


def as_http(exchange: Exchange) -> str:
    """Both sides as they go over the wire, as `.http` files show them."""
    status = " ".join(filter(None, ("HTTP/1.1", str(exchange.status), exchange.reason)))
    return "\n".join(
        [
            f"{exchange.method} {_BREAKS.sub(' ', exchange.url)} HTTP/1.1",
            *_written(exchange.request),
            "",
            "###",
            "",
            status,
            *_written(exchange.response),
            "",
        ]
    )


def header_lines(headers: Sequence[tuple[str, str]]) -> str:
    """Headers, one a line; a value cannot make another line."""
    return "\n".join(f"{_BREAKS.sub(' ', name)}: {_BREAKS.sub(' ', value)}" for name, value in headers)


def _written(message: Message) -> list[str]:
    lines = [header_lines(message.headers)] if message.headers else []
    return [*lines, "", message.text] if message.has_body else lines


def _header(name: str, value: str) -> str:
    """A header for `curl`: one without a value ends in a semicolon there, and `@` would read a file."""
    name, value = _BREAKS.sub(" ", name).strip().lstrip("@"), _BREAKS.sub(" ", value).strip()
    return f"{name}: {value}" if value else f"{name};"


def _message(side: dict[str, Json]) -> Message:
    pairs = [as_list(pair) for pair in as_list(side.get("headers"))]
    headers = tuple((str(pair[0]), str(pair[1])) for pair in pairs if len(pair) == 2)
    body, size = side.get("body"), side.get("size")
    return Message(headers, body, size if isinstance(size, int) else _size(body))


def _size(body: Json) -> int:
    """How long the body is that a record without its size tells."""
    if body is None:
        return 0
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode("utf-8", "replace"))
