"""Slack's own formatting, `mrkdwn`, as HTML: what a reader of the channel sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

LINK = "color: #1264a3; text-decoration: none"
_MENTION = "background-color: #e8f0fa; color: #1264a3"
_CODE = "background-color: #f3f3f3; color: #c01343; font-family: monospace; font-size: 12px"
_FENCE = re.compile(r"```(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+-]+):")
_STYLES = tuple(
    (re.compile(rf"(?<![\w{re.escape(sign)}]){re.escape(sign)}(?=\S)([^\n]*?\S){re.escape(sign)}(?!\w)"), tag)
    for sign, tag in (("*", "b"), ("_", "i"), ("~", "s"))
)
_EMOJI = {
    "smile": "😄", "slightly_smiling_face": "🙂", "wave": "👋", "thumbsup": "👍", "+1": "👍", "-1": "👎", "tada": "🎉",
    "white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "rotating_light": "🚨", "bell": "🔔",
    "eyes": "👀", "rocket": "🚀", "fire": "🔥", "hourglass": "⌛", "calendar": "📅", "email": "✉️", "memo": "📝",
    "moneybag": "💰", "package": "📦", "link": "🔗", "lock": "🔒", "question": "❓", "exclamation": "❗", "heart": "❤️",
    "pushpin": "📌", "paperclip": "📎", "bulb": "💡", "hammer_and_wrench": "🛠️", "information_source": "ℹ️", "star": "⭐",
}  # fmt: skip


def as_html(text: str) -> str:
    """The text as Slack draws it; nothing in it can be anything but text, links and styles."""
    parts = _FENCE.split(text)
    return "".join(_fence(part) if index % 2 else _lines(part) for index, part in enumerate(parts))


def as_plain(text: str) -> str:
    """A `plain_text` object: no formatting but emoji."""
    shown = re.sub(r":([a-z0-9_+-]+):", lambda match: _EMOJI.get(match[1], match[0]), _unescaped(text))
    return html.escape(shown).replace("\n", "<br>")


def plain(text: str) -> str:
    """One line of formatted text as a list shows it: without signs and addresses."""
    shown = re.sub(r"<([^<>|\n]+)(?:\|([^<>\n]*))?>", lambda match: match[2] or match[1], text)
    return " ".join(_unescaped(re.sub(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)", "", shown)).split())


def _fence(text: str) -> str:
    shown = html.escape(_unescaped(text.strip("\n")))
    return (
        f'<pre style="background-color: #f8f8f8; font-family: monospace; font-size: 12px; margin: 4px 0">{shown}</pre>'
    )


def _lines(text: str) -> str:
    return "".join(_joined(list(_quoted(text.split("\n")))))


def _joined(lines: list[tuple[bool, str]]) -> Iterator[str]:
    """Lines with breaks between them; lines of one quotation share its bar."""
    quote: list[str] = []
    plain: list[str] = []
    for is_quote, line in lines:
        if is_quote:
            yield "<br>".join(plain)
            plain = []
            quote.append(line)
        else:
            yield _quotation(quote)
            quote = []
            plain.append(line)
    yield _quotation(quote) + "<br>".join(plain)


def _quotation(lines: list[str]) -> str:
    if not lines:
        return ""
    bar = '<td width="4" style="background-color: #dddddd"></td>'
    return f'<table cellspacing="0" cellpadding="3"><tr>{bar}<td>{"<br>".join(lines)}</td></tr></table>'


def _quoted(lines: list[str]) -> Iterator[tuple[bool, str]]:
    is_rest = False
    for line in lines:
        is_rest = is_rest or line.startswith(("&gt;&gt;&gt;", ">>>"))
        mark = re.match(r"(&gt;|>){1,3}\s?", line)
        if mark:
            yield True, _line(line[mark.end() :])
        else:
            yield is_rest, _line(line)


def _line(text: str) -> str:
    """One line: code and links are taken out first, so that no style reaches into them."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(_special(match))
        return f"\0{len(kept) - 1}\0"

    shown = html.escape(_unescaped(_INLINE.sub(keep, text.replace("\0", ""))))
    for pattern, tag in _STYLES:
        shown = pattern.sub(rf"<{tag}>\1</{tag}>", shown)
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], shown)


def _special(match: re.Match[str]) -> str:
    code, reference, emoji = match.groups()
    if code is not None:
        return f'<code style="{_CODE}">{html.escape(_unescaped(code))}</code>'
    if emoji is not None:
        return html.escape(_EMOJI.get(emoji, match[0]))
    return _reference(reference)


def _reference(text: str) -> str:
    """What stands between angle brackets: a link, or a mention of people or a channel."""
    target, _, words = text.partition("|")
    if target[:1] in "@#!":
        return f'<span style="{_MENTION}">{html.escape(_unescaped(_mention(target, words)))}</span>'
    shown = html.escape(_unescaped(words or target.removeprefix("mailto:")))
    if not target.lower().startswith(("http://", "https://", "mailto:")):
        return shown
    return f'<a href="{html.escape(_unescaped(target))}" style="{LINK}">{shown}</a>'


def _mention(target: str, words: str) -> str:
    if target.startswith("!date^"):
        return words or target
    if target.startswith("!"):
        name = target[1:].partition("^")[0]
        return words or f"@{name}"
    return words if words.startswith(target[0]) else target[0] + (words or target[1:])


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
