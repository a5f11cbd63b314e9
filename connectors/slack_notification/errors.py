"""Slack's error codes in words that say what to do."""

from __future__ import annotations

_WORDS = {
    "channel_not_found": "Slack knows no channel “{channel}”, or the app may not see it.",
    "not_in_channel": "The app is not a member of “{channel}”: invite it there.",
    "is_archived": "The channel “{channel}” is archived.",
    "channel_is_archived": "The channel “{channel}” is archived.",
    "msg_too_long": "The message is too long for Slack.",
    "no_text": "The message is empty.",
    "no_service": "The webhook was removed or never existed.",
    "invalid_auth": "Slack does not accept the bot token.",
    "not_authed": "Slack got no bot token.",
    "token_revoked": "The bot token was revoked.",
    "token_expired": "The bot token has expired.",
    "account_inactive": "The bot token belongs to an account that was removed.",
    "missing_scope": "The app lacks the permission {needed}: add it in the app's settings and install it again.",
    "invalid_blocks": "Slack does not accept the blocks.",
    "invalid_payload": "Slack does not accept the message.",
    "invalid_thread_ts": "There is no message to answer with that time stamp.",
    "ratelimited": "Slack got too many messages at once; try again later.",
    "restricted_action": "The workspace does not allow posting to “{channel}”.",
    "user_not_found": "Slack knows no member “{channel}”.",
}


def explained(code: str, channel: str, needed: str = "") -> str:
    """A sentence for an error code; an unknown one is shown as Slack wrote it."""
    words = _WORDS.get(code, "Slack refused the message: " + code.replace("{", "").replace("}", ""))
    return words.format(channel=channel, needed=needed or "chat:write")
