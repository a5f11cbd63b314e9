"""Send Email: one message from the settings and the Request data, handed to the mail port."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.ports import File, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, value_at
from connectors.send_email.addresses import checked, one_line
from connectors.send_email.recipients import addressees

_TAGS = re.compile(r"(?is)<(script|style|head)\b.*?</\1>|<[^>]*>")
_BREAKS = re.compile(r"(?i)<br\s*/?>|</(p|div|tr|h[1-6]|li|table)>")


class SendEmail:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Remarks beyond the schema: what older versions wrote and nobody can show any more."""
        findings = []
        if config.get("template"):
            message = "The body comes from a server template of version 4.0, which is not in the file."
            findings.append(Finding("warning", ("template",), message))
        return findings

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Compose the message and send it; Request data stays as it is."""
        server = as_text(config.get("emailServer"))
        to, cc, bcc = addressees(config, data, ports)
        if not (to or cc or bcc):
            raise ConnectorError("mail.recipients", "The mail has no recipient.")
        message = self._headers(config, data, ports, server)
        _address(message, to, cc)
        self._body(message, config, data, ports)
        for file in _attachments(config, data, ports):
            _attach(message, file)
        _fix_boundaries(message)
        everyone = [address.addr_spec for address in (*to, *cc, *bcc)]
        ports.mail.send(message.as_bytes(), everyone, server)
        return Outcome()

    def _headers(self, config: JsonObject, data: JsonObject, ports: Ports, server: str) -> EmailMessage:
        sender = checked(ports.mail.sender(server))
        message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
        message["From"] = sender
        subject = ports.templates.render(as_text(config.get("subject")), data)
        message["Subject"] = one_line(subject.strip(), "The subject")
        message["Date"] = format_datetime(ports.clock.now())
        message["Message-ID"] = f"<{_identity(ports)}@{sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        return message

    def _body(self, message: EmailMessage, config: JsonObject, data: JsonObject, ports: Ports) -> None:
        if config.get("type") == "screen":
            page = self._screen(config.get("screenRef"), data, ports)
            text = _readable(page)
        else:
            text = ports.templates.render(as_text(config.get("textBody")), data)
            page = f'<div style="white-space: pre-wrap">{html.escape(text)}</div>'
        message.set_content(text)
        message.add_alternative(page, subtype="html")

    def _screen(self, reference: Json, data: JsonObject, ports: Ports) -> str:
        if reference is None or reference == "":
            raise ConnectorError("mail.screen", "No screen is chosen for the body of the mail.")
        return ports.screens.render(reference, data)


def _address(message: EmailMessage, to: Sequence[Address], cc: Sequence[Address]) -> None:
    """Bcc stays out of the headers: those recipients are only on the envelope."""
    if to:
        message["To"] = tuple(to)
    if cc:
        message["Cc"] = tuple(cc)


def _identity(ports: Ports) -> str:
    """The same for every run of the same task of the same Request, so that a repetition can be recognized."""
    task = ports.task
    key = f"{task.request_id}\n{task.element_id}\n{task.loop_counter}"
    return hashlib.sha256(key.encode("utf-8")).hexdigest()[:32]


def _readable(page: str) -> str:
    """The words of an HTML page, for readers that show plain text only."""
    text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", page)))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(line for line, before in zip(lines, ["", *lines], strict=False) if line or before) + "\n"


def _attachments(config: JsonObject, data: JsonObject, ports: Ports) -> Iterator[File]:
    for row in as_list(config.get("attachments")):
        entry = as_object(row)
        name = ports.templates.render(as_text(entry.get("value")), data).strip()
        inner = as_text(entry.get("variableInArray"))
        for reference in _references(name, inner, data):
            yield ports.files.read(reference)


def _references(name: str, inner: str, data: JsonObject) -> Iterator[Json]:
    """The file references in a variable: one, a list of them, or one inside each entry of a list."""
    value = data[name] if name in data else value_at(data, tuple(name.split(".")), _ABSENT)
    if value == _ABSENT:
        raise ConnectorError("mail.attachment", f"The Request has no variable “{name}” to attach.")
    for each in value if isinstance(value, list) else [value]:
        reference = as_object(each).get(inner) if inner else each
        if reference not in (None, ""):
            yield reference


_ABSENT = "\0absent"


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
