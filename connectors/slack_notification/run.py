"""Slack Notification: one message from the settings and the Request data, by bot token or incoming webhook."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from connectors.sdk.connector import Choice, ConnectorError, Finding, Outcome
from connectors.sdk.ports import HttpRequest, HttpResponse, Ports
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, compact
from connectors.slack_notification.blocks import block_problems
from connectors.slack_notification.conversations import channels, member_of, members, received, replied
from connectors.slack_notification.drawing import first_words, message_page
from connectors.slack_notification.errors import explained_webhook
from connectors.slack_notification.mrkdwn import plain

_POST = "https://slack.com/api/chat.postMessage"
_APP = "Processwright"
_LONGEST = 40_000
_WEBHOOKS = "https://hooks.slack.com/services/"
_CODE = re.compile(r"[a-z][a-z_]{2,60}")
_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class SlackNotification:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """What is wrong with the blocks, which the schema cannot see."""
        if config.get("messageType") != "blocks" or not config.get("blocks"):
            return []
        try:
            blocks = _parsed(as_text(config.get("blocks")))
        except ConnectorError as error:
            return [Finding("error", ("blocks",), error.message)]
        return [Finding("warning", ("blocks",), problem) for problem in block_problems(blocks)]

    def choices(self, setting: str, config: JsonObject, ports: Ports) -> Sequence[Choice]:
        """The channels that the bot can see and the people it can write to, for the setting `channel`."""
        if setting != "channel":
            return []
        token = _secret(config, "token", ports)
        return [*channels(token, ports), *members(token, ports)]

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Post the message; with an output variable its channel and time stamp go into the Request data."""
        if config.get("delivery") == "webhook":
            return self._by_webhook(config, data, ports)
        return self._by_bot(config, data, ports)

    def _by_bot(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        place = _one_word(ports.templates.render(as_text(config.get("channel")), data), "channel")
        thread = ports.templates.render(as_text(config.get("thread")), data).strip()
        message = _message(config, data, ports)
        token = _secret(config, "token", ports)
        channel = member_of(place, token, ports) if "@" in place[1:] else place
        payload: JsonObject = {"channel": channel, **message}
        if thread:
            payload["thread_ts"] = _one_word(thread, "thread")
        reply = replied(_sent(ports, _POST, payload, token, _accepted(channel, ports), place), place)
        variable = as_text(config.get("outputVariable"))
        stored: JsonObject = {"channel": reply.get("channel"), "ts": reply.get("ts")}
        return Outcome({variable: stored} if variable else {})

    def _by_webhook(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        secret = _secret(config, "webhook", ports)
        url = secret if secret.startswith("https://") else _WEBHOOKS + secret
        place = "the webhook's channel"
        answer = _sent(ports, url, _message(config, data, ports), "", HttpResponse(200, (), b"ok"), place)
        if answer.body.strip() != b"ok":
            said = answer.body.decode("utf-8", "replace").strip()
            code = said if _CODE.fullmatch(said) else "unknown_error"
            raise ConnectorError(f"slack.{code}", explained_webhook(code))
        return Outcome()


def _secret(config: JsonObject, name: str, ports: Ports) -> str:
    reference = as_text(config.get(name))
    if not reference:
        what = "bot token" if name == "token" else "webhook address"
        raise ConnectorError(f"slack.{name}", f"No {what} is chosen.")
    return ports.secrets.get(reference)


def _sent(ports: Ports, url: str, payload: JsonObject, token: str, sample: HttpResponse, place: str) -> HttpResponse:
    """Post a message; `place` is what a reader calls the channel."""
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json; charset=utf-8"),)
    if token:
        headers += (("Authorization", f"Bearer {token}"),)
    first = as_text(payload.get("text")).partition("\n")[0] or first_words(as_list(payload.get("blocks")))
    request = HttpRequest(
        "POST",
        url,
        headers,
        compact(payload).encode("utf-8", "replace"),
        seconds=20,
        title=plain(first)[:120],
        shown_as="slack",
        sample=sample,
        drawing=message_page(payload, place, _APP, ports.clock.now()),
    )
    return received(ports.http.send(request))


def _message(config: JsonObject, data: JsonObject, ports: Ports) -> JsonObject:
    escaped = as_object(_escaped(data))
    text = ports.templates.render(as_text(config.get("message")), escaped)
    blocks: list[Json] = []
    if config.get("messageType") == "blocks":
        blocks = as_list(_rendered(_parsed(as_text(config.get("blocks"))), escaped, ports))
        problems = block_problems(blocks)
        if problems:
            raise ConnectorError("slack.invalid_blocks", problems[0])
    if len(text) > _LONGEST:
        raise ConnectorError("slack.msg_too_long", f"The message has {len(text)} characters; Slack takes {_LONGEST}.")
    if not text.strip() and not blocks:
        raise ConnectorError("slack.no_text", "The message is empty.")
    message: JsonObject = {"text": text}
    return {**message, "blocks": blocks} if blocks else message


def _parsed(text: str) -> list[Json]:
    try:
        blocks = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConnectorError("slack.invalid_blocks", f"The blocks are not JSON: {error}") from None
    if isinstance(blocks, dict):
        blocks = blocks.get("blocks")
    if not isinstance(blocks, list):
        raise ConnectorError("slack.invalid_blocks", "The blocks must be a JSON list.")
    return blocks


def _rendered(value: Json, data: JsonObject, ports: Ports) -> Json:
    """Every text filled in on its own, so that a value cannot break out of the JSON."""
    if isinstance(value, str):
        return ports.templates.render(value, data) if "{{" in value else value
    if isinstance(value, list):
        return [_rendered(each, data, ports) for each in value]
    if isinstance(value, dict):
        return {key: _rendered(each, data, ports) for key, each in value.items()}
    return value


def _escaped(value: Json) -> Json:
    """Request data in which no value can mention people or make links: Slack's three signs escaped."""
    if isinstance(value, str):
        return value.translate(_SIGNS)
    if isinstance(value, list):
        return [_escaped(each) for each in value]
    if isinstance(value, dict):
        return {key: _escaped(each) for key, each in value.items()}
    return value


def _one_word(text: str, what: str) -> str:
    word = text.strip()
    if not word:
        raise ConnectorError(f"slack.{what}", f"The {what} is empty.")
    if any(letter.isspace() or ord(letter) < 32 for letter in word):
        raise ConnectorError(f"slack.{what}", f"“{word}” is not a {what}: it has spaces.")
    return word


def _accepted(channel: str, ports: Ports) -> HttpResponse:
    """What Slack answers when all is well; the time stamp is the Request's own time and the task's."""
    task = ports.task
    key = f"{task.request_id}\n{task.element_id}\n{task.loop_counter}".encode()
    fraction = int(hashlib.sha256(key).hexdigest()[:8], 16) % 1_000_000
    stamp = f"{int(ports.clock.now().timestamp())}.{fraction:06}"
    body = compact({"ok": True, "channel": channel, "ts": stamp})
    return HttpResponse(200, (("Content-Type", "application/json"),), body.encode("utf-8", "replace"))
