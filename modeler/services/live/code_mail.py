"""The mail with the code by which a person signs in to answer a task."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from connectors.sdk.addresses import checked
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import Mail, PortError, TaskLink

TEXT = (
    "{code} is your code for “{title}”.\n\nIt is good for ten minutes. If you did not ask for it, somebody else has "
    "opened the link in your mail; nothing was answered.\n"
)


def send_code(mail: Mail, link: TaskLink, title: str, code: str, now: datetime) -> None:
    """Mail a code to the person whose link it is. Raises `PortError`."""
    try:
        sender, to = checked(mail.sender(link.server)), checked(link.person)
    except ConnectorError as error:
        raise PortError(error.code, error.message) from None
    plain = " ".join(title.split()).replace("=?", "= ?")
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"], message["To"] = sender, to
    message["Subject"] = f"Your code for {plain}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.domain)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(TEXT.format(code=code, title=plain))
    mail.send(message.as_bytes(), [to.addr_spec], link.server)
