"""A mail as a reader shows it: parsed from its bytes, its HTML cleaned until nothing in it can act or call out."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import EmailMessage

TAGS = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "center", "code", "div", "em", "font", "hr", "i", "img", "li", "ol", "p"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "s", "small", "span", "strong", "sub", "sup", "u", "ul"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"align", "valign", "width", "height", "bgcolor", "style", "dir"},
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "table": {"border", "cellpadding", "cellspacing"},
    "font": {"color", "size"},
    "img": {"alt"},
}
_IMAGE = re.compile(r"<img\b[^>]*>")
_WORDS_OF_IMAGE = re.compile(r'\balt="([^"]*)"')
SIDES = ("", "-top", "-right", "-bottom", "-left")
UNREAD = frozenset({"script", "style", "title"})
STYLES = frozenset(
    {"background-color", "color", "font-family", "font-size", "font-style", "font-weight", "line-height"}
    | {"text-align", "text-decoration", "vertical-align", "white-space", "width", "height", "border", "border-color"}
    | {f"{name}{side}" for name in ("padding", "margin", "border") for side in SIDES}
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a mail."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Mail:
    """What a reader shows of a mail."""

    subject: str
    sender: str
    to: str
    cc: str
    bcc: str
    date: str
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]
    source: str


def read_mail(data: bytes) -> Mail:
    """Parse the bytes of an `.eml`; never raises on a damaged one."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data, policy=policy.default)
    headers = tuple((name, _header(message, name, index)) for index, name in enumerate(message.keys()))
    named = {name.lower(): value for name, value in reversed(headers)}
    return Mail(
        subject=named.get("subject", ""),
        sender=named.get("from", ""),
        to=named.get("to", ""),
        cc=named.get("cc", ""),
        bcc=named.get("bcc", ""),
        date=named.get("date", ""),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers=headers,
        attachments=tuple(_attachment(part) for part in message.iter_attachments()),
        source=data.decode("utf-8", errors="replace"),
    )


def clean_html(text: str) -> str:
    """`text` without scripts, forms, frames, remote content and anything else that is not words and their look."""
    import nh3

    cleaned = nh3.clean(
        text,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        clean_content_tags=set(UNREAD),
        filter_style_properties=set(STYLES),
        link_rel=None,
    )
    return re.sub(r"url\s*\(", "(", _IMAGE.sub(_instead_of_image, cleaned), flags=re.IGNORECASE)


def _instead_of_image(image: re.Match[str]) -> str:
    """The words for a picture that is not loaded."""
    words = _WORDS_OF_IMAGE.search(image[0])
    return f"[{words[1]}]" if words and words[1] else ""


def words_of(text: str) -> str:
    """HTML as plain words, for a mail that has no text part."""
    import nh3

    spaced = re.sub(r"<(br|/p|/div|/tr|/h\d|/li)\b[^>]*>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(nh3.clean(spaced, tags=set(), clean_content_tags=set(UNREAD))).strip()


def _header(message: EmailMessage, name: str, index: int) -> str:
    try:
        return str(message.values()[index])
    except (ValueError, LookupError, TypeError, AttributeError):
        return str(dict(message.raw_items()).get(name, ""))


def _body(message: EmailMessage, subtype: str) -> str:
    part = message.get_body(preferencelist=(subtype,))
    if part is None:
        return ""
    try:
        return str(part.get_content())
    except (LookupError, ValueError, KeyError):
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", errors="replace") if isinstance(raw, bytes) else ""


def _attachment(part: Any) -> Attachment:
    payload = part.get_payload(decode=True) or b""
    return Attachment(part.get_filename() or "attachment", part.get_content_type(), len(payload))
