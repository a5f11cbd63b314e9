"""Messages between a host process and its parent: one JSON object a line, bytes as marked base64 text."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from typing import IO

from connectors.sdk.values import Json, JsonObject

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
    return b64decode(text)
