"""The mail with the code by which a person signs in to answer a task.

It is on the list of what was sent, and in the outbox as the mail that it is, but never with its code: whoever reads it
there before the person does would be that person.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from connectors.sdk.addresses import checked
from connectors.sdk.connector import ConnectorError
from connectors.sdk.mail_headers import LetterPolicy
from connectors.sdk.ports import Mail, PortError, TaskLink
from connectors.sdk.redaction import MASK
from modeler.services.live.answering import Question
from modeler.services.live.sending import Ledger, Sending, State, key_of
from modeler.services.preview.outbox import Outbox

CONNECTOR = "actions-by-email"
TEXT = (
    "{code} is your code for “{title}”.\n\nIt is good for ten minutes. If you did not ask for it, somebody else has "
    "opened the link in your mail; nothing was answered.\n"
)


@dataclass(frozen=True, slots=True)
class CodeMail:
    """Mails codes, and notes that it did."""

    mail: Mail
    ledger: Ledger
    outbox: Outbox
    now: Callable[[], datetime]

    def send(self, question: Question, link: TaskLink, code: str) -> None:
        """Mail a code to the person whose link it is. Raises `PortError`."""
        try:
            sender, to = checked(self.mail.sender(link.server)), checked(link.person)
        except ConnectorError as error:
            raise PortError(error.code, error.message) from None
        title = " ".join(question.title.split()).replace("=?", "= ?")
        message = _message(title, sender, to, self.now())
        message.set_content(TEXT.format(code=code, title=title))
        try:
            self.mail.send(message.as_bytes(), [to.addr_spec], link.server)
        except PortError as error:
            self._note(question, message, "failed", error.message)
            raise
        self._note(question, message, "sent")
        message.set_content(TEXT.format(code=MASK, title=title))
        self.outbox.add_mail(question.element, CONNECTOR, self.now(), message.as_bytes(), [to.addr_spec], after=True)

    def _note(self, question: Question, message: EmailMessage, state: State, reason: str = "") -> None:
        key = key_of(question.run, question.element, 0, str(message["Message-ID"]), 0)
        to, title = str(message["To"]), str(message["Subject"])
        self.ledger.noted(Sending(key, question.run, question.element, "code", title, to), state, reason)


def _message(title: str, sender: Address, to: Address, now: datetime) -> EmailMessage:
    """The mail without its words."""
    message = EmailMessage(policy=LetterPolicy())
    message["From"], message["To"] = sender, to
    message["Subject"] = f"Your code for {title}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    return message
