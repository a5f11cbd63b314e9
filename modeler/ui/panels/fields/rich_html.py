"""The short HTML of a rich text: what can be drawn without loss, and how a drawn text is written."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from PySide6.QtGui import QFont, QTextBlock, QTextCharFormat, QTextDocument, QTextListFormat

SIMPLE = frozenset(("p", "br", "b", "strong", "i", "em", "ul", "ol", "li", "a"))
LINKS = ("https://", "http://", "mailto:", "{{")
TAG = re.compile(r"(\{\{\{?.*?\}?\}\})")
BREAK = "\u2028"


def is_simple(text: str) -> bool:
    """Whether HTML has only what the editor draws and writes: paragraphs, bold, italic, lists and links."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.is_simple


def html_of(document: QTextDocument) -> str:
    """A drawn text as clean HTML; the inside of `{{variables}}` stays as it was typed."""
    if not document.toPlainText().strip():
        return ""
    parts: list[str] = []
    open_list = ""
    block = document.firstBlock()
    while block.isValid():
        kind = _list_kind(block)
        if open_list and kind != open_list:
            parts.append(f"</{open_list}>")
        if kind and kind != open_list:
            parts.append(f"<{kind}>")
        open_list = kind
        tag = "li" if kind else "p"
        parts.append(f"<{tag}>{''.join(_inside(block))}</{tag}>")
        block = block.next()
    return "".join(parts) + (f"</{open_list}>" if open_list else "")


class _Reader(HTMLParser):
    """Looks for anything that drawing and writing again would lose."""

    def __init__(self) -> None:
        super().__init__()
        self.is_simple = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {"href"} if tag == "a" else set()
        names = {name for name, _ in attrs}
        address = dict(attrs).get("href") or ""
        is_link = tag != "a" or address.startswith(LINKS)
        self.is_simple = self.is_simple and tag in SIMPLE and names <= allowed and is_link

    def handle_comment(self, data: str) -> None:
        self.is_simple = False

    def handle_decl(self, decl: str) -> None:
        self.is_simple = False

    def handle_pi(self, data: str) -> None:
        self.is_simple = False


def _list_kind(block: QTextBlock) -> str:
    listed = block.textList()
    if listed is None:
        return ""
    return "ol" if listed.format().style() == QTextListFormat.Style.ListDecimal else "ul"


def _inside(block: QTextBlock) -> Iterator[str]:
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.isValid():
            yield _marked(_escaped(fragment.text()), fragment.charFormat())
        at += 1


def _marked(text: str, format: QTextCharFormat) -> str:
    if format.fontItalic():
        text = f"<i>{text}</i>"
    if format.fontWeight() > QFont.Weight.Medium:
        text = f"<b>{text}</b>"
    address = format.anchorHref()
    if format.isAnchor() and address.startswith(LINKS):
        text = f'<a href="{html.escape(address)}">{text}</a>'
    return text


def _escaped(text: str) -> str:
    parts = TAG.split(text)
    words = (part if TAG.fullmatch(part) else html.escape(part, quote=False) for part in parts)
    return "".join(words).replace(BREAK, "<br>").replace("\u00a0", "&nbsp;")
