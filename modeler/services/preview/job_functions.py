"""The functions that Camunda's connectors add to FEEL in result and error expressions, with Camunda's own names.

`bpmnError`, `jobError` and `ignoreError` give what an error expression decides; `backoff(attempt, minDelay?, factor?,
maxDelay?, jitterFactor?)` gives a pause that grows; `createDocument(value)` makes a file of Base64 content. The jitter
is left out, so that a run is the same each time: the pause is the middle of the range.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from connectors.sdk.ports import File, Files
from connectors.sdk.values import Json, JsonObject
from engine.expressions.errors import ExpressionError
from engine.expressions.feel.signature import define
from engine.expressions.feel.temporal import DaysDuration

_MILLIS: Final = 1_000_000
_SHORTEST, _LONGEST = DaysDuration(50 * _MILLIS), DaysDuration(5_000 * _MILLIS)
_FACTOR: Final = Decimal("1.6")
_CONTENT, _NAME = ("content", "data"), ("name", "fileName")
_SIGNATURES: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"<?xml", "application/xml"),
)
_UNKNOWN: Final = "application/octet-stream"


class NewDocument(str):
    """What `createDocument` gives until it is kept: for FEEL a text, the file's name, with the `file` itself."""

    __slots__ = ("file",)
    file: File

    @classmethod
    def of(cls, file: File) -> NewDocument:
        """The value for a file."""
        made = cls(file.name)
        made.file = file
        return made


Keep = Callable[[NewDocument], Json]
"""Keeps a document and gives what refers to it in Request data."""


def kept_by(files: Callable[[], Files]) -> Keep:
    """Keeps documents among the files of a Request, each under a reference as Camunda's have it."""

    def keep(document: NewDocument) -> Json:
        file = document.file
        metadata: JsonObject = {"fileName": file.name, "contentType": file.media_type, "size": len(file.content)}
        stored = files().write(file)
        return {
            "camunda.document.type": "camunda", "storeId": "request", "documentId": str(stored), "metadata": metadata,
        }  # fmt: skip

    return keep


def _bpmn_error(code: object, message: object = None, variables: object = None) -> object:
    return {"errorType": "bpmnError", "code": code, "message": message, "variables": variables}


def _job_error(message: object, variables: object = None, retries: object = None, pause: object = None) -> object:
    return {"errorType": "jobError", "message": message, "variables": variables, "retries": retries, "backoff": pause}


def _ignore_error(variables: object = None) -> object:
    return {"errorType": "ignoreError", "variables": variables}


def _backoff(
    attempt: Decimal,
    shortest: DaysDuration = _SHORTEST,
    factor: Decimal = _FACTOR,
    longest: DaysDuration = _LONGEST,
    jitter: Decimal = Decimal(0),
) -> object:
    wrong = (
        (attempt < 1, f"“attempt” must be at least 1, not {attempt}"),
        (factor <= 0, f"“factor” must be more than 0, not {factor}"),
        (shortest.nanos > longest.nanos, f"“minDelay” {shortest} is longer than “maxDelay” {longest}"),
        (jitter < 0, f"“jitterFactor” must not be negative, as {jitter} is"),
    )
    for is_wrong, words in wrong:
        if is_wrong:
            raise ExpressionError(f"backoff(): {words}")
    nanos = max(shortest.nanos, min(longest.nanos, shortest.nanos * _grown(factor, int(attempt) - 1)))
    return DaysDuration(round(nanos / _MILLIS) * _MILLIS)


def _grown(factor: Decimal, times: int) -> float:
    """A power that may be beyond all numbers; then the longest pause holds anyway."""
    try:
        return float(factor) ** times
    except OverflowError:
        return float("inf")


def _create_document(value: object) -> object:
    given = value if isinstance(value, dict) else {"content": value}
    content = _text(given, *_CONTENT)
    if content is None:
        raise ExpressionError("createDocument(): it needs a Base64 text, or a context with one in “content” or “data”")
    try:
        data = base64.b64decode("".join(content.split()), validate=True)
    except (binascii.Error, ValueError):
        raise ExpressionError("createDocument(): the content is no Base64 text") from None
    name = _text(given, *_NAME) or str(uuid.uuid5(uuid.NAMESPACE_OID, content))
    return NewDocument.of(File(name, _text(given, "contentType") or _kind_of(data), data))


def _text(given: Mapping[object, object], *names: str) -> str | None:
    """The first of some members that is a text."""
    return next((text for name in names if isinstance(text := given.get(name), str)), None)


def _kind_of(data: bytes) -> str:
    """What content is by its first bytes."""
    return next((kind for sign, kind in _SIGNATURES if data.startswith(sign)), _UNKNOWN)


_PAUSE: Final = "days and time duration"
_RETRYING: Final = f"attempt: number, minDelay: {_PAUSE}, factor: number"
FUNCTIONS: Final = dict(
    (
        define("bpmnError", _bpmn_error, "errorCode: string, errorMessage?: string?, variables?: context?"),
        define(
            "jobError", _job_error, "errorMessage: string, variables?: context?, retries?: number?, retryBackoff?: Any"
        ),
        define("ignoreError", _ignore_error, "variables?: context?"),
        define("backoff", _backoff, f"{_RETRYING}, maxDelay?: {_PAUSE}, jitterFactor?: number", "attempt: number"),
        define("createDocument", _create_document, "value: Any"),
    )
)
"""The functions by name, to be data of an expression."""
