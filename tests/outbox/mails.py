"""Effects to put into an outbox, in one line each."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from modeler.services.preview.outbox import Attachment, Effect
from modeler.services.preview.standing import Printed

BEGUN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def mail(subject: str, html: str = "", to: str = "Bea <bea@example.com>", text: str = "Hello Bea") -> bytes:
    """The bytes of a mail with a file."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Processwright <noreply@example.com>"
    message["To"] = to
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="order.pdf")
    return message.as_bytes()


def mail_effect(position: int, subject: str, html: str = "", element: str = "Send", content: bytes = b"") -> Effect:
    """A mail that an element has sent."""
    content = content or mail(subject, html)
    file = Attachment(f"{position:03}-{element}.eml", "message/rfc822", content)
    people = ("bea@example.com",)
    return Effect(
        element, "send-email", "mail", subject, BEGUN + timedelta(minutes=position), (file,), people, position
    )


def call_effect(
    position: int, title: str, status: int = 200, element: str = "Call", body: object = None, kind: str = "http"
) -> Effect:
    """A call of a server."""
    record = {
        "request": {
            "method": "POST",
            "url": "https://api.example.com/orders?key=•••",
            "headers": [["Authorization", "•••"], ["Content-Type", "application/json"]],
            "body": {"order": 17} if body is None else body,
        },
        "response": {"status": status, "headers": [["X-Rate", "9"]], "body": {"id": 5}, "source": "sample"},
    }
    file = Attachment(f"{position:03}-{element}.json", "application/json", json.dumps(record).encode())
    at = BEGUN + timedelta(minutes=position)
    return Effect(element, "data-connector", kind, title, at, (file,), position=position)  # type: ignore[arg-type]


def printed(position: int, text: str, element: str = "Script") -> Printed:
    """What a script has printed."""
    return Printed(position, element, text, BEGUN + timedelta(minutes=position))
