"""A mail as a reader shows it, parsed from its bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a mail."""

    name: str
    kind: str
    content: bytes = field(repr=False)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Mail:
    """What a reader shows of a mail."""

    subject: str
    sender: str
    to: str
    cc: str
    bcc: str
    date: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]
    source: str
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The pictures that stand in the text, by their ids."""


def read_mail(data: bytes) -> Mail:
    """Parse the bytes of an `.eml`; never raises on a damaged one: of what cannot be read the source is shown."""
    from email import message_from_bytes, policy

    try:
        message = message_from_bytes(data, policy=policy.default)
        return _read(message, data)
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        source = data.decode("utf-8", errors="replace")
        return Mail("", "", "", "", "", "", source, "", (), (), source)


def _read(message: EmailMessage, data: bytes) -> Mail:
    pictures = dict(_pictures(message))
    body = _body(message, "html")
    files = [part for part in message.iter_attachments() if not _is_shown(part, pictures, body)]
    headers = tuple((name, _header(message, name, index)) for index, name in enumerate(message.keys()))
    named = {name.lower(): value for name, value in reversed(headers)}
    return Mail(
        subject=named.get("subject", ""),
        sender=named.get("from", ""),
        to=named.get("to", ""),
        cc=named.get("cc", ""),
        bcc=named.get("bcc", ""),
        date=named.get("date", ""),
        text=_body(message, "plain"),
        html=body,
        headers=headers,
        attachments=tuple(_attachment(part) for part in files),
        source=data.decode("utf-8", errors="replace"),
        pictures=pictures,
    )


def _header(message: EmailMessage, name: str, index: int) -> str:
    try:
        return str(message.values()[index])
    except (ValueError, LookupError, TypeError, AttributeError):
        return str(dict(message.raw_items()).get(name, ""))


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""


def _attachment(part: Any) -> Attachment:
    from modeler.services.safe_names import safe_name

    return Attachment(safe_name(part.get_filename() or "", "attachment"), part.get_content_type(), _content(part))


def _content(part: Any) -> bytes:
    """The bytes of a part; a mail in a mail has none of its own, so it is written out."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    return inner[0].as_bytes() if isinstance(inner, list) and inner else b""


def _pictures(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        id = str(part.get("Content-ID") or "").strip().strip("<>")
        if id and part.get_content_maintype() == "image":
            yield id, _content(part)


def _is_shown(part: Any, pictures: Mapping[str, bytes], body: str) -> bool:
    """Whether a part is a picture that stands in the text."""
    id = str(part.get("Content-ID") or "").strip().strip("<>")
    return id in pictures and f"cid:{id}" in body
