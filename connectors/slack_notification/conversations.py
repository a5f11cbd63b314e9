"""Slack's directory, the channels that a bot can see and the member who has an address, and how answers are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from urllib.parse import urlencode

from connectors.sdk.connector import Choice, ConnectorError
from connectors.sdk.ports import HttpRequest, HttpResponse, Ports
from connectors.sdk.values import JsonObject, as_list, as_object, as_text, compact, texts
from connectors.slack_notification.errors import explained

_API = "https://slack.com/api/"
_MOST_PAGES = 50
_PAGE = "999"
_ATTEMPTS = 3
_WAIT = 30.0
_LONGEST_DETAILS = 500
_SAMPLE: JsonObject = {"ok": True, "channels": []}


def channels(token: str, ports: Ports) -> Iterator[Choice]:
    """Every channel that is not archived, by name; private ones only where the bot is a member."""
    fields = {"types": "public_channel,private_channel", "exclude_archived": "true", "limit": _PAGE}
    for reply in _pages("conversations.list", fields, token, ports):
        for channel in map(as_object, as_list(reply.get("channels"))):
            privately = " (private)" if channel.get("is_private") is True else ""
            yield Choice(channel.get("id"), f"#{as_text(channel.get('name'))}{privately}")


def members(token: str, ports: Ports) -> Iterator[Choice]:
    """Every person who can get a direct message; nobody where the bot may not read the directory (`users:read`)."""
    try:
        for reply in _pages("users.list", {"limit": _PAGE}, token, ports):
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
        raise _limited(answer)
    if answer.status >= 500:
        raise ConnectorError("slack.unavailable", f"Slack answered with status {answer.status}; try again later.")
    return answer


def _limited(answer: HttpResponse) -> ConnectorError:
    """Too many messages: this one was not posted, so it may be tried again when Slack takes some."""
    asked = answer.header("Retry-After").strip()
    message = f"Slack asks to wait {asked or 'some'} seconds before the next message."
    return ConnectorError("slack.ratelimited", message, _ATTEMPTS, float(asked) if asked.isdecimal() else _WAIT)


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
    if code in ("ratelimited", "rate_limited"):
        raise _limited(answer)
    raise ConnectorError(f"slack.{code}", explained(code, place, as_text(reply.get("needed"))) + _details(reply))


def _details(reply: JsonObject) -> str:
    """What Slack says beside the code, such as which block it does not accept and why."""
    said = texts(as_object(reply.get("response_metadata")).get("messages")) or texts(reply.get("errors"))
    return f" Slack says: {'; '.join(said)[:_LONGEST_DETAILS]}" if said else ""


def _asked(
    method: str, fields: dict[str, str], token: str, ports: Ports, sample: JsonObject, place: str = ""
) -> JsonObject:
    headers = (("Authorization", f"Bearer {token}"), ("Accept", "application/json"))
    stand_in = HttpResponse(200, (("Content-Type", "application/json"),), compact(sample).encode("utf-8"))
    url = f"{_API}{method}?{urlencode(fields, errors='replace')}"
    request = HttpRequest("GET", url, headers, seconds=20, title=f"Slack: {method}", sample=stand_in)
    return replied(received(ports.http.send(request)), place)
