"""Builds e-mail messages for connectors: the same run gives the same bytes, and no text can add a header or a file."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from connectors.sdk.addresses import checked, encodable, one_line
from connectors.sdk.connector import ConnectorError
from connectors.sdk.mail_headers import LetterPolicy
from connectors.sdk.ports import File, Ports

_UNSEEN = [
    (re.compile("<!--"), re.compile("-->")),
    *((re.compile(rf"(?i)<{name}\b"), re.compile(rf"(?i)</{name}[^<>]*>")) for name in ("script", "style", "head")),
]
_TAGS = re.compile(r"<[^<>]*>")
_BREAKS = re.compile(r"(?i)<br\b[^>]*>|</(p|div|tr|h[1-6]|li|table)\s*>")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says and to whom; `page` is its HTML, `text` the same for readers without HTML."""

    subject: str
    to: Sequence[Address]
    text: str
    page: str
    cc: Sequence[Address] = ()
    bcc: Sequence[Address] = ()
    files: Iterable[File] = ()
    server: str = ""


def send_letter(letter: Letter, ports: Ports) -> None:
    """Build the message and hand it to the mail port."""
    everyone = [address.addr_spec for address in (*letter.to, *letter.cc, *letter.bcc)]
    if not everyone:
        raise ConnectorError("mail.recipients", "The mail has no recipient.")
    ports.mail.send(message_of(letter, ports).as_bytes(), everyone, letter.server)


def message_of(letter: Letter, ports: Ports) -> EmailMessage:
    """The finished message; blind copies stay out of it: those recipients are only on the envelope."""
    message = _headers(letter, ports)
    message.set_content(encodable(letter.text))
    message.add_alternative(encodable(letter.page), subtype="html")
    for file in letter.files:
        _attach(message, file)
    _fix_boundaries(message)
    return message


def readable(page: str) -> str:
    """The words of an HTML page, for readers that show plain text only."""
    for opening, closing in _UNSEEN:
        page = _without(page, opening, closing)
    text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", page)))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"


def _without(page: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> str:
    """The page without what stands between two marks; in time that grows with its length, whatever is in it."""
    kept, at = [], 0
    while (begin := opening.search(page, at)) and (end := closing.search(page, begin.end())):
        kept.append(page[at : begin.start()])
        at = end.end()
    return "".join([*kept, page[at:]])


def _headers(letter: Letter, ports: Ports) -> EmailMessage:
    sender = checked(ports.mail.sender(letter.server))
    message = EmailMessage(policy=LetterPolicy())
    message["From"] = sender
    message["Subject"] = one_line(letter.subject.strip(), "The subject")
    message["Date"] = format_datetime(ports.clock.now())
    message["Message-ID"] = f"<{_identity(ports)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.to:
        message["To"] = tuple(letter.to)
    if letter.cc:
        message["Cc"] = tuple(letter.cc)
    return message


def _identity(ports: Ports) -> str:
    """The same for every run of the same task of the same Request, so that a repetition can be recognized."""
    task = ports.task
    key = f"{task.request_id}\n{task.element_id}\n{task.loop_counter}"
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:32]


def _attach(message: EmailMessage, file: File) -> None:
    name = one_line(file.name, "The name of an attachment").replace("/", "_").replace("\\", "_")
    main, _, sub = file.media_type.partition("/")
    if not sub or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=name or "attachment")


def _fix_boundaries(message: EmailMessage) -> None:
    """Name the parts' boundaries after the message instead of at random, so that a preview can be repeated."""
    identity = str(message["Message-ID"])[1:25]
    for index, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{identity}_{index}")
