"""Send Email: one message from the settings and the Request data, handed to the mail port."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.letters import Letter, readable, send_letter
from connectors.sdk.ports import File, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, value_at
from connectors.send_email.recipients import addressees

_ABSENT = "\0absent"
_BY_NAME = {"file": "name", "workspace": "workspace"}


class SendEmail:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Remarks beyond the schema: what older versions wrote and nobody can show any more."""
        if not config.get("template"):
            return []
        message = "The body comes from a server template of version 4.0, which is not in the file."
        return [Finding("warning", ("template",), message)]

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Compose the message and send it; Request data stays as it is."""
        to, cc, bcc = addressees(config, data, ports)
        if not (to or cc or bcc):
            raise ConnectorError("mail.recipients", "The mail has no recipient.")
        subject = ports.templates.render(as_text(config.get("subject")), data)
        text, page = _body(config, data, ports)
        files = list(_attachments(config, data, ports))
        server = as_text(config.get("emailServer"))
        send_letter(Letter(subject, to, text, page, cc, bcc, files, server), ports)
        return Outcome()


def _body(config: JsonObject, data: JsonObject, ports: Ports) -> tuple[str, str]:
    """The body as plain text and as HTML; filled-in text is escaped only in the HTML."""
    if config.get("type") == "screen":
        page = _screen(config.get("screenRef"), data, ports)
        return readable(page), page
    text = ports.templates.render(as_text(config.get("textBody")), data)
    return text, f'<div style="white-space: pre-wrap">{html.escape(text)}</div>'


def _screen(reference: Json, data: JsonObject, ports: Ports) -> str:
    if reference is None or reference == "":
        raise ConnectorError("mail.screen", "No screen is chosen for the body of the mail.")
    return ports.screens.render(reference, data)


def _attachments(config: JsonObject, data: JsonObject, ports: Ports) -> Iterator[File]:
    for entry in map(as_object, as_list(config.get("attachments"))):
        name = ports.templates.render(as_text(entry.get("value")), data).strip()
        by = _BY_NAME.get(as_text(entry.get("source")))
        if by is not None:
            yield ports.files.read({by: name})
            continue
        for reference in _references(name, as_text(entry.get("variableInArray")), data):
            yield ports.files.read(reference)


def _references(name: str, inner: str, data: JsonObject) -> Iterator[Json]:
    """The file references in a variable: one, a list of them, or one inside each entry of a list."""
    value = data[name] if name in data else value_at(data, tuple(name.split(".")), _ABSENT)
    if value == _ABSENT:
        raise ConnectorError("mail.attachment", f"The Request has no variable “{name}” to attach.")
    for each in _flat(value):
        yield from _flat(as_object(each).get(inner)) if inner else (each,)


def _flat(value: Json) -> Iterator[Json]:
    """A value, or those of a list at any depth, for one control can hold several files; nothing for an empty one."""
    if isinstance(value, list):
        for each in value:
            yield from _flat(each)
    elif value not in (None, ""):
        yield value
