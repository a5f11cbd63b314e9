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
    "users_not_found": "Nobody in the Slack workspace has the address “{channel}”.",
    "invalid_blocks_format": "Slack does not accept the blocks: they are not a list of blocks.",
    "invalid_arguments": "Slack does not accept the settings of the message.",
    "channel_type_not_supported": "Messages cannot be posted to a channel such as “{channel}”.",
    "cannot_reply_to_message": "The message of that thread takes no answers.",
    "message_limit_exceeded": "The Slack workspace has used up its messages.",
    "rate_limited": "Slack got too many messages at once; try again later.",
    "not_allowed_token_type": "This is not a bot token: it must begin with xoxb-.",
    "ekm_access_denied": "The administrators of the Slack workspace stopped posting for now.",
    "org_login_required": "The Slack workspace is being moved; try again later.",
    "team_not_found": "The bot token belongs to another Slack workspace.",
    "team_access_not_granted": "The app was not granted access to that Slack workspace.",
    "as_user_not_supported": "The app may not post in somebody's name.",
    "duplicate_channel_not_found": "Slack knows no channel “{channel}” in that workspace.",
    "no_permission": "The bot token lacks the permission for this: install the app again with the scope {needed}.",
    "access_denied": "Slack does not let this app do that.",
    "action_prohibited": "The administrators of the Slack workspace do not allow incoming webhooks to post there.",
    "posting_to_general_channel_denied": "This app may not post to the general channel.",
    "no_active_hooks": "The webhook is switched off.",
    "no_team": "The Slack workspace of the webhook is gone.",
    "invalid_token": "The address of the webhook is wrong or was renewed.",
    "too_many_attachments": "The message has too many attachments.",
    "internal_error": "Slack had a fault of its own; try again later.",
    "fatal_error": "Slack had a fault of its own; look there before you send it again, as it may have been posted.",
    "service_unavailable": "Slack is not available now; try again later.",
    "request_timeout": "Slack did not get the whole message in time; try again.",
    "user_not_found": "Slack knows no member “{channel}”.",
}

_BY_WEBHOOK = {
    "channel_not_found": "Slack no longer knows the channel of the webhook, or its app may not see it.",
    "channel_is_archived": "The channel of the webhook is archived.",
    "user_not_found": "Slack no longer knows the member to whom the webhook writes.",
}


def explained_webhook(code: str) -> str:
    """A sentence for an error code of a webhook, which has its channel by itself."""
    return _BY_WEBHOOK.get(code) or explained(code, "the webhook's channel")


def explained(code: str, channel: str, needed: str = "") -> str:
    """A sentence for an error code; an unknown one is shown as Slack wrote it."""
    words = _WORDS.get(code, "Slack refused the message: " + code.replace("{", "").replace("}", ""))
    return words.format(channel=channel, needed=needed or "chat:write")
