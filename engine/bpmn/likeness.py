"""Whether two writings of a document surely say the same, found without reading either of them again.

One is what the parser's own writer makes of the live tree: in it `<` and `>` stand for tags alone. Where the other is
the same byte for byte, it says the same. Where they part, only what XML leaves open is let pass: line ends, white space
between tags, the spelling of a tag, and whether an element without content has one tag or two. Anything else, character
references too, is answered with "not surely", and who asks reads the bytes again.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from engine.bpmn.source import ATTRIBUTE, detect_encoding

STRIDE = 1 << 16
PATIENCE = 2_000
"""So many places may differ; reading the bytes again is quicker than looking at more."""

ASIDE = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
EMPTY_END = re.compile(rb">[ \t\r\n]*</([^<>]*)>")
_PROLOG = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:[ \t\r\n]+|<!--.*?-->|<\?.*?\?>)*(?=<[^!?/])", re.DOTALL)
_START_TAG = re.compile(rb"""<[^!?/"'<>][^"'<>]*(?:"[^"<]*"[^"'<>]*|'[^'<]*'[^"'<>]*)*>""")
_NAME = re.compile(rb"<[^\s/>]+")
_LAYOUT = b" \t\r\n"
_BEHIND = re.compile(rb"[ \t\r\n]*")

Step = tuple[int, int]


class Tag(NamedTuple):
    """What a start tag says, however it is spelled."""

    name: bytes
    attributes: list[tuple[bytes, bytes]]
    end: int
    """Where `>` or `/>` stands in the text."""


def surely_says(data: bytes, text: bytes) -> bool:
    """Whether the bytes of a file surely hold the tree that the parser's writer wrote as UTF-8 `text`."""
    if detect_encoding(data) != "utf-8":
        return False
    written = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    span = _root_span(written, text)
    if b"\r" in written or span is None or not _is_sound_around(written, span):
        return False
    mine, asides = without_asides(written[span[0] : span[1]])
    theirs, others = without_asides(text)
    return asides == others and is_alike(mine.replace(b" />", b"/>"), theirs)


def _root_span(written: bytes, text: bytes) -> Step | None:
    """Where the root element stands in a file; None where that is not plain to see."""
    prolog, name = _PROLOG.match(written), _NAME.match(text)
    closing = written.rfind(b"</" + name[0][1:]) if name else -1
    end = written.find(b">", closing) + 1 if closing >= 0 else 0
    return (prolog.end(), end) if prolog and end else None


def _is_sound_around(written: bytes, span: Step) -> bool:
    """Whether what stands around the root is well-formed."""
    around = written[: span[0]] + b"<root/>" + written[span[1] :]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return b"<!DOCTYPE" not in around and etree.fromstring(around, parser).tag == "root"
    except etree.XMLSyntaxError:
        return False


def without_asides(text: bytes) -> tuple[bytes, list[bytes]]:
    """A text with marks for its comments, instructions and CDATA sections, and those, whole.

    The mark of a comment looks like a tag, with layout around it; that of CDATA is text, with text around it.
    """
    if not (_opens(text, b"!") or _opens(text, b"?")):
        return text, []
    return ASIDE.sub(lambda found: b"\0" if found[0][:3] == b"<![" else b"<!>", text), ASIDE.findall(text)


def _opens(text: bytes, mark: bytes) -> bool:
    """Whether a mark follows a `<` somewhere: one byte is found ten times sooner than two, where it is rare."""
    at = text.find(mark)
    for _ in range(PATIENCE):
        if at < 0 or text.startswith(b"<", max(at - 1, 0)):
            return at > 0
        at = text.find(mark, at + 1)
    return b"<" + mark in text


def is_alike(written: bytes, text: bytes) -> bool:
    """Whether a text differs from one of the parser's writer only in what XML leaves open."""
    at = other = 0
    for _ in range(PATIENCE):
        same = common_length(written, text, at, other)
        at, other = at + same, other + same
        if at == len(written) and other == len(text):
            return True
        here = at, other
        step = past_layout(written, text, here) or past_tag(written, text, here) or past_empty(written, text, here)
        if step is None or step == here:
            return False
        at, other = step
    return False


def common_length(mine: bytes, theirs: bytes, at: int, other: int) -> int:
    """How many bytes are the same from two places on."""
    limit, same, stride = min(len(mine) - at, len(theirs) - other), 0, STRIDE
    while stride and same < limit:
        part = mine[at + same : at + same + min(stride, limit - same)]
        if theirs.startswith(part, other + same):
            same += len(part)
        else:
            stride = len(part) // 2
    return same


def past_layout(written: bytes, text: bytes, here: Step) -> Step | None:
    """The next tags, where nothing but white space stands before them from the last tags on."""
    at, other = (_next_tag(each, place) for each, place in zip((written, text), here, strict=True))
    return None if at is None or other is None or (at, other) == here else (at, other)


def _next_tag(text: bytes, at: int) -> int | None:
    first = at
    while first and text[first - 1] in _LAYOUT:
        first -= 1
    found = _BEHIND.match(text, first)
    is_between = first and found and text.startswith(b">", first - 1) and text.startswith(b"<", found.end())
    return found.end() if found and is_between else None


def past_tag(written: bytes, text: bytes, here: Step) -> Step | None:
    """The ends of two tags that say the same."""
    mine, theirs = tag_around(written, here[0]), tag_around(text, here[1])
    if mine is None or theirs is None or (mine.name, mine.attributes) != (theirs.name, theirs.attributes):
        return None
    return None if (mine.end, theirs.end) == here else (mine.end, theirs.end)


def tag_around(text: bytes, at: int) -> Tag | None:
    """The start tag that a place is in; None where it is in none, or in one that is not well-formed."""
    match = _START_TAG.match(text, max(text.rfind(b"<", 0, at), 0))
    if match is None or match.end() <= at:
        return None
    inner = match[0][: -2 if match[0].endswith(b"/>") else -1]
    name = _NAME.match(inner)
    found = list(ATTRIBUTE.finditer(inner))
    if name is None or name[0] + b"".join(each[0] for each in found) != inner.rstrip():
        return None
    return Tag(name[0], sorted((each[2], each[4][1:-1]) for each in found), match.start() + len(inner))


def past_empty(written: bytes, text: bytes, here: Step) -> Step | None:
    """What follows an element without content that has one tag in one text and two in the other."""
    ends = _empty_end(written, here[0]), _empty_end(text, here[1])
    if not all(ends) or written.startswith(b"/>", here[0]) == text.startswith(b"/>", here[1]):
        return None
    return here[0] + ends[0], here[1] + ends[1]


def _empty_end(text: bytes, at: int) -> int:
    """How long what closes an element without content is, `/>` or `></name>`, if that stands here; else 0."""
    if text.startswith(b"/>", at):
        return 2
    end = EMPTY_END.match(text, at)
    if end is None:
        return 0
    opening = text.rfind(b"<", 0, at) + 1
    has_name = text.startswith(end[1], opening) and text[opening + len(end[1])] in b" \t\r\n>"
    return end.end() - at if has_name else 0
