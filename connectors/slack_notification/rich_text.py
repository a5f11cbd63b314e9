"""Rich text as Slack draws it: paragraphs, lists at their depth, quotations with their bar, mentions and moments."""

from __future__ import annotations

import html
from datetime import UTC, datetime

from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from connectors.slack_notification.mrkdwn import LINK, as_plain

_BAR = '<td width="4" style="background-color: #dddddd">&nbsp;</td>'
_SIGNS = {"channel": "#", "user": "@", "usergroup": "@", "broadcast": "@", "team": "@"}
_STYLES = (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code"))
_INDENT = 24


def rich_text(block: JsonObject) -> str:
    """The parts of a block of rich text, one below the other."""
    return "".join(_part(as_object(each)) for each in as_list(block.get("elements")))


def _part(part: JsonObject) -> str:
    kind = part.get("type")
    if kind == "rich_text_list":
        return _list(part)
    inside = _runs(part)
    if kind == "rich_text_preformatted":
        return f'<pre style="background-color: #f8f8f8">{inside}</pre>'
    if kind == "rich_text_quote":
        return f'<table cellspacing="0" cellpadding="3"><tr>{_BAR}<td>{inside}</td></tr></table>'
    return f'<p style="margin: 4px 0">{inside}</p>'


def _list(part: JsonObject) -> str:
    tag = "ol" if part.get("style") == "ordered" else "ul"
    items = "".join(f"<li>{_runs(as_object(each))}</li>" for each in as_list(part.get("elements")))
    begin, depth = part.get("offset"), part.get("indent")
    start = f' start="{begin + 1}"' if tag == "ol" and isinstance(begin, int) and begin > 0 else ""
    indent = f' style="margin-left: {depth * _INDENT}px"' if isinstance(depth, int) and 0 < depth < 9 else ""
    return f"<{tag}{start}{indent}>{items}</{tag}>"


def _runs(part: JsonObject) -> str:
    return "".join(_run(as_object(each)) for each in as_list(part.get("elements")))


def _run(run: JsonObject) -> str:
    kind = as_text(run.get("type"))
    shown = _shown(kind, run)
    for name, tag in _STYLES:
        shown = f"<{tag}>{shown}</{tag}>" if as_object(run.get("style")).get(name) is True else shown
    return shown


def _shown(kind: str, run: JsonObject) -> str:
    text = html.escape(as_text(run.get("text"))).replace("\n", "<br>")
    if kind == "link":
        return _linked(as_text(run.get("url")), text)
    if kind == "emoji":
        return as_plain(f":{as_text(run.get('name'))}:")
    if kind == "date":
        return html.escape(as_text(run.get("fallback")) or _day(run.get("timestamp")))
    if kind == "color":
        return html.escape(as_text(run.get("value")))
    if kind in _SIGNS:
        named = as_text(run.get(f"{kind}_id")) or as_text(run.get("range"))
        return f'<span style="{LINK}">{html.escape(_SIGNS[kind] + named)}</span>'
    return text


def _linked(url: str, text: str) -> str:
    shown = text or html.escape(url)
    if not url.startswith(("http", "mailto")):
        return shown
    return f'<a href="{html.escape(url)}" style="{LINK}">{shown}</a>'


def _day(timestamp: object) -> str:
    """A moment as a day; nothing of what is none."""
    try:
        return f"{datetime.fromtimestamp(float(timestamp), UTC):%Y-%m-%d}"  # type: ignore[arg-type]  # it may be none
    except (TypeError, ValueError, OverflowError, OSError):
        return ""
