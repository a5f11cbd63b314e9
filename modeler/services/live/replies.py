"""Answers that come as reply mails: read from the mailbox of a server, matched to their question, comment kept.

A reply belongs to the question whose mail it refers to, or whose tag stands in its subject. The first line of what the
person wrote names the answer by its button; what follows it, up to the quoted mail, is the comment. A report that the
mail could not be delivered makes the task fail with `mail.undeliverable`, which a boundary event can catch.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import TYPE_CHECKING, Literal

from modeler.services.live.answering import Desk, Question
from modeler.services.live.refused import AnswerRefused
from modeler.services.live.reply_text import said
from modeler.services.mail_sign_in.mailbox import Credential, signed_in
from modeler.services.workspace.mail_servers import Mailbox

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

MOST_MAILS = 200
LONGEST_MAIL = 2_000_000
LONGEST_COMMENT = 4_000
_IDS = re.compile(r"<[^<>\s]{1,400}>")
_MARKS_OF_MACHINES = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply")


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail that has to do with a question: an answer, a word that is no answer, or a failed delivery."""

    question: Question
    kind: Literal["answer", "unclear", "delivery"]
    number: int = 0
    comment: str = ""
    sender: str = ""


def understood(message: EmailMessage, desk: Desk) -> Reply | None:
    """What a mail says about one of our questions; None where it is about none."""
    references = _references(message)
    if _is_delivery_report(message):
        return _failed_delivery(message, desk, references)
    subject = str(message.get("Subject", ""))
    question = desk.of_reply(references, subject)
    if question is None or _is_automatic(message):
        return None
    lines = said(message)
    sender = str(message.get("From", ""))
    number, rest = _chosen(lines, question)
    comment = "\n".join(rest).strip()[:LONGEST_COMMENT]
    return Reply(question, "answer" if number else "unclear", number, comment, sender)


def collect(
    box: Mailbox,
    desk: Desk,
    credential: Credential,
    act: Callable[[Reply], None],
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
) -> int:
    """Read the unread mails of a mailbox and act on those that are about a question; returns how many were.

    A mail about a question is marked as read once it was acted on; all others are left as they are. Raises `PortError`.
    """
    from imap_tools import MailMessageFlags

    done = 0
    with signed_in(box, credential, tls) as mailbox:
        for uid, message in _unread(mailbox):
            reply = understood(message, desk)
            if reply is None:
                continue
            _acted(reply, act)
            mailbox.flag(uid, MailMessageFlags.SEEN, True)
            done += 1
    return done


def _acted(reply: Reply, act: Callable[[Reply], None]) -> None:
    """A reply that comes too late is done with, as the first answer counts."""
    try:
        act(reply)
    except AnswerRefused:
        return


def _unread(mailbox: BaseMailBox) -> Iterator[tuple[str, EmailMessage]]:
    from email import message_from_bytes, policy

    for uid in mailbox.uids("UNSEEN")[:MOST_MAILS]:
        for fetched in mailbox.fetch(f"UID {uid}", mark_seen=False, bulk=False):
            raw = fetched.obj.as_bytes()
            if len(raw) > LONGEST_MAIL:
                continue
            parsed = message_from_bytes(raw, policy=policy.default)
            if isinstance(parsed, EmailMessage):
                yield uid, parsed


def _references(message: EmailMessage) -> tuple[str, ...]:
    found = (_IDS.findall(str(message.get(name, ""))) for name in ("In-Reply-To", "References"))
    return tuple(id for ids in found for id in ids)


def _is_delivery_report(message: EmailMessage) -> bool:
    return message.get_content_type() == "multipart/report" and any(
        part.get_content_type() == "message/delivery-status" for part in message.walk()
    )


def _failed_delivery(message: EmailMessage, desk: Desk, references: tuple[str, ...]) -> Reply | None:
    inner, failed = list(references), ""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            failed = failed or next(filter(None, map(_failure, _blocks(part))), "")
        elif part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            inner += _IDS.findall(_field(part.as_string(), "Message-ID"))
    question = desk.of_reply(tuple(inner), "")
    if question is None or not failed:
        return None
    return Reply(question, "delivery", comment=f"The mail was not delivered: {failed}"[:LONGEST_COMMENT])


def _blocks(part: Message) -> list[str]:
    """What a report says of the mail and then of each recipient."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else [part]
    return [block.as_string() for block in blocks if isinstance(block, Message)]


def _failure(block: str) -> str:
    """What a report says of a recipient whom the mail will never reach; nothing of others."""
    status, action = _field(block, "Status"), _field(block, "Action").casefold()
    if action != "failed" and (action or not status.startswith("5")):
        return ""
    reason = _field(block, "Diagnostic-Code") or action
    address = _field(block, "Final-Recipient").rpartition(";")[2].strip()
    return f"{address}: {reason}" if address else reason or status


def _field(text: str, name: str) -> str:
    found = re.search(rf"(?im)^{name}:[ \t]*(.*(?:\r?\n[ \t].*)*)", text)
    return " ".join(found[1].split()) if found else ""


def _is_automatic(message: EmailMessage) -> bool:
    """Whether a machine wrote it, such as an absence note or a receipt."""
    submitted = _first_word(message, "Auto-Submitted")
    return (
        submitted not in ("no", "")
        or _first_word(message, "Precedence") in ("bulk", "auto_reply", "junk")
        or any(_first_word(message, name) not in ("no", "") for name in _MARKS_OF_MACHINES)
        or str(message.get("Return-Path", "")).strip() == "<>"
        or message.get_content_type() == "multipart/report"
    )


def _first_word(message: EmailMessage, name: str) -> str:
    return str(message.get(name, "")).partition(";")[0].strip().casefold()


def _chosen(lines: list[str], question: Question) -> tuple[int, list[str]]:
    """The answer that the first line names, by its button or by its value, and the lines that are left."""
    if not lines:
        return 0, []
    first = _folded(lines[0])
    for number, answer in enumerate(question.answers, 1):
        if answer.error is not None:
            continue
        names = [answer.label, *(value for value in answer.data.values() if isinstance(value, str))]
        if first in {_folded(name) for name in names if name.strip()}:
            return number, lines[1:]
    return 0, lines


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,!;:*_\"'“”")
