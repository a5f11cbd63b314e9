"""Messages between a host process and its parent: one JSON object a line, bytes as marked base64 text."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import IO

from connectors.sdk.ports import Callback, HttpRequest, HttpResponse, Person, TaskLink
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts

MAXIMUM_LINE = 64 * 1024 * 1024
_MARK = "$bytes"


class WireError(Exception):
    """The other side ended the conversation or wrote what is not part of it."""


def send(stream: IO[bytes], message: JsonObject) -> None:
    """Write one message."""
    try:
        stream.write(json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n")
        stream.flush()
    except (OSError, ValueError) as error:
        raise WireError("the other side does not listen any more") from error


def receive(stream: IO[bytes]) -> JsonObject:
    """Read one message; raises `WireError` at the end of the stream and for anything that is no message."""
    line = stream.readline(MAXIMUM_LINE)
    if not line:
        raise WireError("the other side has ended")
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireError("a line is not a message") from error
    if not isinstance(message, dict):
        raise WireError("a line is not a message")
    return message


def packed(content: bytes) -> JsonObject:
    """Bytes as a JSON value."""
    return {_MARK: b64encode(content).decode("ascii")}


def unpacked(value: Json) -> bytes:
    """The bytes in a JSON value; raises `WireError` when there are none."""
    text = value.get(_MARK) if isinstance(value, dict) else None
    if not isinstance(text, str):
        raise WireError("bytes were expected")
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise WireError("bytes were expected; this is not a message") from error


def packed_request(request: HttpRequest) -> JsonObject:
    """An HTTP request as a JSON value."""
    return {
        "method": request.method,
        "url": request.url,
        "headers": [list(pair) for pair in request.headers],
        "body": packed(request.body),
        "seconds": request.seconds,
        "verify": request.verify,
        "title": request.title,
        "shownAs": request.shown_as,
        "repeatable": request.repeatable,
        "triedAgain": request.tried_again,
        "sample": packed_response(request.sample),
        "drawing": request.drawing,
        "log": request.log,
    }


def packed_callback(callback: Callback) -> JsonObject:
    """The rules of a callback as a JSON value."""
    return {
        "variable": callback.variable,
        "methods": [*callback.methods],
        "kinds": [*callback.kinds],
        "credentials": callback.credentials,
        "addresses": [*callback.addresses],
    }


def unpacked_callback(value: Json) -> Callback:
    """The rules of a callback in a JSON value."""
    data = as_object(value)
    methods, kinds, addresses = (texts(data.get(name)) for name in ("methods", "kinds", "addresses"))
    return Callback(as_text(data.get("variable")), methods, kinds, as_text(data.get("credentials")), addresses)


def packed_link(link: TaskLink) -> JsonObject:
    """Who answers a task from a mail, as a JSON value."""
    return {
        "name": link.person.name,
        "address": link.person.address,
        "login": link.login,
        "done": link.done,
        "server": link.server,
    }


def unpacked_link(value: Json) -> TaskLink:
    """Who answers a task from a mail, in a JSON value."""
    data = as_object(value)
    person = Person(as_text(data.get("name")), as_text(data.get("address")))
    return TaskLink(person, data.get("login") is True, data.get("done"), as_text(data.get("server")))


def unpacked_request(value: Json) -> HttpRequest:
    """The HTTP request in a JSON value."""
    data = as_object(value)
    seconds = data.get("seconds")
    return HttpRequest(
        method=as_text(data.get("method")),
        url=as_text(data.get("url")),
        headers=_headers(data.get("headers")),
        body=unpacked(data.get("body")),
        seconds=float(seconds) if isinstance(seconds, int | float) else 60.0,
        verify=data.get("verify") is not False,
        title=as_text(data.get("title")),
        shown_as="slack" if data.get("shownAs") == "slack" else "http",
        repeatable=data.get("repeatable") is True,
        tried_again=data.get("triedAgain") is not False,
        sample=unpacked_response(data.get("sample")),
        drawing=as_text(data.get("drawing")),
        log=as_text(data.get("log")),
    )


def packed_response(response: HttpResponse) -> JsonObject:
    """An HTTP answer as a JSON value."""
    headers: list[Json] = [list(pair) for pair in response.headers]
    return {"status": response.status, "headers": headers, "body": packed(response.body)}


def unpacked_response(value: Json) -> HttpResponse:
    """The HTTP answer in a JSON value."""
    data = as_object(value)
    status = data.get("status")
    return HttpResponse(
        status if isinstance(status, int) else 0, _headers(data.get("headers")), unpacked(data.get("body"))
    )


def _headers(value: Json) -> tuple[tuple[str, str], ...]:
    pairs = (texts(each) for each in as_list(value))
    return tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2)
