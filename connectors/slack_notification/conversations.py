"""Slack's directory, the channels that a bot can see and the member who has an address, and how answers are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from urllib.parse import urlencode

from connectors.sdk.connector import Choice, ConnectorError
from connectors.sdk.ports import HttpRequest, HttpResponse, Ports
from connectors.sdk.values import JsonObject, as_list, as_object, as_text, compact
from connectors.slack_notification.errors import explained

_API = "https://slack.com/api/"
_MOST_PAGES = 20
_SAMPLE: JsonObject = {"ok": True, "channels": []}


def channels(token: str, ports: Ports) -> Iterator[Choice]:
    """Every channel that is not archived, by name; private ones only where the bot is a member."""
    fields = {"types": "public_channel,private_channel", "exclude_archived": "true", "limit": "200"}
    for reply in _pages("conversations.list", fields, token, ports):
        for channel in map(as_object, as_list(reply.get("channels"))):
            sign = "🔒 " if channel.get("is_private") is True else "#"
            yield Choice(channel.get("id"), f"{sign}{as_text(channel.get('name'))}")


def members(token: str, ports: Ports) -> Iterator[Choice]:
    """Every person who can get a direct message; nobody where the bot may not read the directory (`users:read`)."""
    try:
        for reply in _pages("users.list", {"limit": "200"}, token, ports):
            for member in map(as_object, as_list(reply.get("members"))):
                if member.get("deleted") is not True and member.get("is_bot") is not True:
                    yield Choice(member.get("id"), _called(member))
    except ConnectorError as error:
        if error.code != "slack.missing_scope":
            raise


def _called(member: JsonObject) -> str:
    name, real = as_text(member.get("name")), as_text(member.get("real_name"))
    return f"@{name} ({real})" if real and real != name else f"@{name}"


def _pages(method: str, fields: dict[str, str], token: str, ports: Ports) -> Iterator[JsonObject]:
    cursor = ""
    for _ in range(_MOST_PAGES):
        reply = _asked(method, fields | ({"cursor": cursor} if cursor else {}), token, ports, _SAMPLE)
        yield reply
        cursor = as_text(as_object(reply.get("response_metadata")).get("next_cursor"))
        if not cursor:
            return


def member_of(address: str, token: str, ports: Ports) -> str:
    """The id of the member with an e-mail address, for a direct message."""
    stand_in = f"U{hashlib.sha256(address.encode('utf-8', 'replace')).hexdigest()[:10].upper()}"
    sample: JsonObject = {"ok": True, "user": {"id": stand_in}}
    reply = _asked("users.lookupByEmail", {"email": address}, token, ports, sample, address)
    return as_text(as_object(reply.get("user")).get("id"))


def received(answer: HttpResponse) -> HttpResponse:
    """The answer, unless it only says that Slack cannot take the call now."""
    if answer.status == 429:
        wait = answer.header("Retry-After")
        message = f"Slack asks to wait {wait or 'some'} seconds before the next message."
        raise ConnectorError("slack.ratelimited", message)
    if answer.status >= 500:
        raise ConnectorError("slack.unavailable", f"Slack answered with status {answer.status}; try again later.")
    return answer


def replied(answer: HttpResponse, place: str) -> JsonObject:
    """What a method of Slack's API returned; raises `ConnectorError` with its refusal in words."""
    try:
        reply = as_object(json.loads(answer.body))
    except (ValueError, RecursionError):
        message = f"Slack answered with status {answer.status} and something that is not JSON."
        raise ConnectorError("slack.answer", message) from None
    if reply.get("ok") is True:
        return reply
    code = as_text(reply.get("error"), "unknown_error")
    raise ConnectorError(f"slack.{code}", explained(code, place, as_text(reply.get("needed"))))


def _asked(
    method: str, fields: dict[str, str], token: str, ports: Ports, sample: JsonObject, place: str = ""
) -> JsonObject:
    headers = (("Authorization", f"Bearer {token}"), ("Accept", "application/json"))
    stand_in = HttpResponse(200, (("Content-Type", "application/json"),), compact(sample).encode("utf-8"))
    url = f"{_API}{method}?{urlencode(fields, errors='replace')}"
    request = HttpRequest("GET", url, headers, seconds=20, title=f"Slack: {method}", sample=stand_in)
    return replied(received(ports.http.send(request)), place)
