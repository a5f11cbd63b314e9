"""HTML of mails and messages, cleaned until nothing in it can act or call out; what was left out is counted."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from modeler.ui.outbox.page_limits import has_endless_word, is_narrow_span, is_too_much

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
    "img": {"alt", "src"},
}
_IMAGE = re.compile(r"<img\b[^>]*>")
_OWN = re.compile(r'\bsrc="cid:\d+"')
_WORDS_OF_IMAGE = re.compile(r'\balt="([^"]*)"')
SIDES = ("", "-top", "-right", "-bottom", "-left")
UNREAD = frozenset({"script", "style", "title"})
STYLES = frozenset(
    {"background-color", "color", "font-family", "font-size", "font-style", "font-weight", "line-height"}
    | {
        "text-align",
        "text-decoration",
        "vertical-align",
        "white-space",
        "width",
        "height",
        "border",
        "border-color",
        "border-collapse",
    }
    | {f"{name}{side}" for name in ("padding", "margin", "border") for side in SIDES}
)
_BACKGROUND = re.compile(r"\bbackground\s*:\s*(#[0-9a-fA-F]{3,8}|rgba?\([^()]*\)|[a-zA-Z]+)\s*(?=;|$)")
_BUTTON_TAG = r"<a\b(?=[^>]*\bbackground-color:)(?=[^>]*\bpadding:)[^>]*>"
_BUTTON = re.compile(rf"({_BUTTON_TAG})((?:(?!</a>).)*)</a>", re.DOTALL)
_ROW_OF_BUTTONS = re.compile(rf"<(p|div)\b[^>]*>\s*((?:{_BUTTON_TAG}(?:(?!</a>).)*</a>\s*)+)</\1>", re.DOTALL)
_STYLE = re.compile(r'\bstyle="([^"]*)"')
_AIR = "&nbsp;&nbsp;&nbsp;"
"""Stands for the padding of a link that looks like a button, which text views do not draw."""
_OPENED = re.compile(r"<\s*([a-zA-Z][a-zA-Z0-9]*)([^>]*)", re.DOTALL)
_SRC = re.compile(r"""\bsrc\s*=\s*["']?\s*([^"'\s>]*)""", re.IGNORECASE)
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp)(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)
_SCRIPTS, _FRAMES = ("script",), ("iframe", "frame", "object", "embed", "applet", "video", "audio", "svg")
_FIELDS = ("form", "input", "button", "select", "textarea")
_MOST_SEARCHED = 2_000_000


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How much of a page is not shown: pictures that lie elsewhere, scripts, frames and fields; `styles` are sheets."""

    pictures: int = 0
    scripts: int = 0
    frames: int = 0
    fields: int = 0
    styles: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned page with the pictures that it brings itself, by the addresses that it names."""

    html: str
    left_out: LeftOut
    pictures: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    is_too_much: bool = False
    """Whether it would hold up the window, so that there is nothing to draw."""


def clean_page(text: str, brought: Mapping[str, bytes] | None = None) -> Page:
    """`text` without anything that is not words, their look, and the pictures that were brought with it."""
    pictures: dict[str, bytes] = {}
    if is_too_much(text):
        return Page("", LeftOut(), is_too_much=True)
    cleaned = _cleaned(text, _keeper(brought or {}, pictures))
    if has_endless_word(cleaned):
        return Page("", LeftOut(), is_too_much=True)
    return Page(cleaned, _left_out(text, brought or {}), pictures)


def clean_html(text: str) -> str:
    """`text` without scripts, forms, frames, pictures and anything else that is not words and their look."""
    return "" if is_too_much(text) else _cleaned(text, _kept)


def _cleaned(text: str, keep: Callable[[str, str, str], str | None]) -> str:
    import nh3

    cleaned = nh3.clean(
        text,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=keep,
        url_schemes={"http", "https", "mailto", "cid", "data"},
        clean_content_tags=set(UNREAD),
        filter_style_properties=set(STYLES),
        link_rel=None,
    )
    drawn = _with_buttons(_IMAGE.sub(_instead_of_image, cleaned))
    return re.sub(r"url\s*\(", "(", drawn, flags=re.IGNORECASE)


def _with_buttons(page: str) -> str:
    """Links that look like buttons as a text view can draw them: a row of them as a table, others with air around."""
    parts = _ROW_OF_BUTTONS.split(page)
    aired = [_BUTTON.sub(rf"\1{_AIR}\2{_AIR}</a>", part) for part in parts[0::3]]
    rows = [f'<table cellspacing="6"><tr>{_BUTTON.sub(_cell, part)}</tr></table>' for part in parts[2::3]]
    return "".join(piece for pair in zip(aired, [*rows, ""], strict=True) for piece in pair)


def _cell(button: re.Match[str]) -> str:
    style = _STYLE.search(button[1])
    return f'<td style="{style[1] if style else ""}">{button[1]}<b>{button[2]}</b></a></td>'


def _keeper(brought: Mapping[str, bytes], pictures: dict[str, bytes]) -> Callable[[str, str, str], str | None]:
    """Keeps the pictures that came with the page, each under an address that only its view understands."""

    def keep(tag: str, name: str, value: str) -> str | None:
        content = brought_by(value, brought) if (tag, name) == ("img", "src") else None
        if content is None:
            return _kept(tag, name, value)
        address = f"cid:{len(pictures)}"
        pictures[address] = content
        return address

    return keep


def _kept(tag: str, name: str, value: str) -> str | None:
    """What may stay of an attribute: no picture, and of links those that lead to pages and people."""
    if name == "href":
        return value if value.strip().lower().startswith(("http:", "https:", "mailto:")) else None
    if name in ("colspan", "rowspan"):
        return value if is_narrow_span(value) else None
    if name == "style":
        return _BACKGROUND.sub(r"background-color: \1", value)
    return None if (tag, name) == ("img", "src") else value


def brought_by(address: str, brought: Mapping[str, bytes]) -> bytes | None:
    """The picture behind an address, if it came with the page."""
    if address.lower().startswith("cid:"):
        return brought.get(address[4:])
    found = _DATA.fullmatch(address.strip())
    if found is None:
        return None
    raw = unquote_to_bytes(found[2])
    try:
        return base64.b64decode(raw) if found[1] else raw
    except (binascii.Error, ValueError):
        return None


def _left_out(text: str, brought: Mapping[str, bytes]) -> LeftOut:
    found = [(tag.lower(), rest) for tag, rest in _OPENED.findall(text[:_MOST_SEARCHED])]
    sources = [match[1] for tag, rest in found if tag == "img" and (match := _SRC.search(rest))]
    return LeftOut(
        sum(brought_by(source, brought) is None for source in sources),
        sum(tag in _SCRIPTS for tag, _ in found),
        sum(tag in _FRAMES for tag, _ in found),
        sum(tag in _FIELDS for tag, _ in found),
        sum(tag == "style" or (tag == "link" and "stylesheet" in rest.lower()) for tag, rest in found),
    )


def _instead_of_image(image: re.Match[str]) -> str:
    """The words for a picture that is not there."""
    if _OWN.search(image[0]):
        return image[0]
    words = _WORDS_OF_IMAGE.search(image[0])
    return f"[{words[1]}]" if words and words[1] else ""


def words_of(text: str) -> str:
    """HTML as plain words, for a mail that has no text part."""
    import nh3

    spaced = re.sub(r"<(br|/p|/div|/tr|/h\d|/li)\b[^>]*>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(nh3.clean(spaced, tags=set(), clean_content_tags=set(UNREAD))).strip()
