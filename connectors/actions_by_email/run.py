"""Actions By Email: a mail with a button for each answer; the task waits until the first one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address

from connectors.actions_by_email.buttons import Button, with_buttons
from connectors.actions_by_email.buttons import as_text as buttons_text
from connectors.sdk.addresses import checked, named_people
from connectors.sdk.connector import Answer, ConnectorError, Finding, Outcome
from connectors.sdk.durations import seconds_of
from connectors.sdk.letters import Letter, readable, send_letter
from connectors.sdk.ports import Ports
from connectors.sdk.values import JsonObject, as_list, as_object, as_text

_UNDELIVERED = Answer.failing(
    "The mail cannot be delivered", "mail.undeliverable", "The mail server says that the mail cannot be delivered."
)


class ActionsByEmail:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Two buttons with one value cannot be told apart afterwards."""
        values = [as_object(option).get("value") for option in as_list(config.get("options"))]
        return [
            Finding("warning", ("options", index, "value"), f"Another button has the value “{value}” too.")
            for index, value in enumerate(values)
            if value and value in values[:index]
        ]

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Send the question; the answer comes later and is stored under the key of the settings."""
        key = as_text(config.get("keyName")).strip()
        if not key:
            raise ConnectorError("answer.key", "The settings do not say under which variable the answer is stored.")
        buttons = _buttons(config, data, ports)
        if not buttons:
            raise ConnectorError("answer.options", "The mail has no button to answer with.")
        page = _page(config, data, ports)
        subject = ports.templates.render(as_text(config.get("subject")), data)
        text = f"{readable(page)}\n{buttons_text(buttons)}"
        server = as_text(config.get("emailServer"))
        recipients = _recipients(config, data, ports)
        late = _late(config, data, ports)
        send_letter(Letter(subject, recipients, text, with_buttons(page, buttons), server=server), ports)
        answers = [_answer(button, key, config) for button in buttons]
        answers += [each for each in (late[1], _UNDELIVERED) if each is not None]
        return Outcome({}, "the answer to the mail", tuple(answers), *late)


def _answer(button: Button, key: str, config: JsonObject) -> Answer:
    """What choosing a button stores; a comment has a place only where the settings give it one."""
    comment = as_text(config.get("commentVariable")).strip()
    return Answer(button.text, {key: button.value, **({comment: ""} if comment else {})})


def _late(config: JsonObject, data: JsonObject, ports: Ports) -> tuple[float, Answer | None]:
    """How many seconds the answer may take, and what happens then; no limit without an expiration."""
    text = ports.templates.render(as_text(config.get("expiration")), data).strip()
    if not text:
        return 0.0, None
    seconds = seconds_of(text)
    if seconds <= 0:
        raise ConnectorError("answer.expiration", f"“{text}” is not a time to wait, such as P3D or PT12H.")
    message = f"Nobody answered the mail within {text}."
    return seconds, Answer.failing("Nobody answers in time", "answer.expired", message)


def _recipients(config: JsonObject, data: JsonObject, ports: Ports) -> list[Address]:
    names, written = (ports.templates.render(as_text(config.get(key)), data) for key in ("targetName", "email"))
    found: dict[str, Address] = {}
    for address in map(checked, named_people(written, names)):
        found.setdefault(address.addr_spec.casefold(), address)
    return list(found.values())


def _page(config: JsonObject, data: JsonObject, ports: Ports) -> str:
    if config.get("bodyType") != "screen":
        return ports.templates.render(as_text(config.get("body")), data, "html")
    screen = config.get("screenRef")
    if screen is None or screen == "":
        raise ConnectorError("mail.screen", "No screen is chosen for the body of the mail.")
    return ports.screens.render(screen, data)


def _buttons(config: JsonObject, data: JsonObject, ports: Ports) -> list[Button]:
    found = []
    for number, option in enumerate(map(as_object, as_list(config.get("options"))), 1):
        text = ports.templates.render(as_text(option.get("content")), data).strip()
        value = ports.templates.render(as_text(option.get("value")), data)
        style = as_text(option.get("buttonVariant"), "btn-primary")
        found.append(Button(text or value, value, style, ports.links.answer(number)))
    return found
