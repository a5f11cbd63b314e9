"""Where each node stands in the bytes of the file it was read from.

XML parsing forgets quotes, spacing inside tags, newline style, entities and the declaration. `Source` remembers the
bytes and finds, in one pass over them, the span of every element, comment and processing instruction below the root,
in document order: the order in which `root.iter()` visits the parsed tree. The writer copies from these spans.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import islice
from typing import NamedTuple

TOKEN = re.compile(
    rb"<(?:!--.*?--|!\[CDATA\[.*?\]\]|\?.*?\?|/[^>]*|[^!?/\"'>][^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*)>",
    re.DOTALL,
)
DECLARED_ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
ATTRIBUTE = re.compile(rb"""(\s+)([^\s=/>"']+)(\s*=\s*)("[^"]*"|'[^']*')""")
NAMESPACE = re.compile(rb"""\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')""")
WIDE_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
BOMS = (*WIDE_BOMS, (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
WIDE = ("utf-16", "utf-32", "ucs-2", "ucs-4", "utf16", "utf32", "iso-10646-ucs")
_SAMPLE = 65_536
_LINES = 10
"""So many lines are found in the time of one tag."""


class Span(NamedTuple):
    """One node in the source: byte offsets of its tags; for an empty-element tag, a comment or an instruction
    `tag_end`, `content_end` and `end` are equal."""

    start: int
    tag_end: int
    content_end: int
    end: int


@dataclass(frozen=True, slots=True)
class RawAttribute:
    """One attribute as written: the space before it, its qualified name, the sign, the quoted value."""

    lead: bytes
    name: bytes
    sign: bytes
    quoted: bytes


class Source:
    """The bytes of a file, its encoding, and the spans of its nodes (found on first need).

    `data` is what was read; `text` is the same in an encoding in which `<` is one byte (`data` itself, except for
    UTF-16 and UTF-32 files). All offsets are into `text`. `misdeclared` is the encoding that the file claims where its
    bytes show that it is not in that; then it is taken for UTF-8.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.encoding = detect_encoding(data)
        self.is_wide = self.encoding.startswith(WIDE)
        declared = None if self.is_wide else declared_encoding(data)
        self.misdeclared = declared if declared is not None and declared.startswith(WIDE) else None
        self.text = data.decode(self.encoding).encode() if self.is_wide else data
        self.codec = "utf-8" if self.is_wide else python_codec(self.encoding)
        self.newline = b"\r\n" if b"\r\n" in self.text[:4096] else b"\n"
        self._spans: list[Span] | None = None
        self._scan: Scan | None = None
        self._parents: list[int] = []
        self._scopes: dict[int, dict[bytes, bytes]] = {}
        self._lines: list[int] = []
        self._newlines: Iterator[re.Match[bytes]] | None = re.finditer(rb"\n", self.text)

    @property
    def spans(self) -> list[Span]:
        """Spans of all nodes from the root on, in document order."""
        if self._spans is None:
            self.prepare(None)
        assert self._spans is not None
        return self._spans

    def prepare(self, tags: int | None) -> bool:
        """Find the spans of the next nodes and lines ahead of need, so many at a time; true when all are known."""
        if self._spans is None:
            self._scan = self._scan or Scan(self.text)
            if self._scan.advance(tags):
                self._spans, self._parents, self._scan = self._scan.spans, self._scan.parents, None
            if tags is not None:
                return False
        return tags is None or self._find_lines(tags * _LINES)

    def _find_lines(self, most: int | None) -> bool:
        """Find where the next lines begin, or all that are left; true when they are known."""
        if self._newlines is not None:
            known = len(self._lines)
            self._lines.extend(match.start() for match in islice(self._newlines, most))
            if most is not None and len(self._lines) == known + most:
                return False
            self._newlines = None
        return True

    @cached_property
    def empty_end(self) -> bytes:
        """How most empty-element tags of the file end."""
        return b" />" if self.text.count(b" />") * 2 >= max(self.text.count(b"/>"), 1) else b"/>"

    @cached_property
    def quote(self) -> bytes:
        """The quotes in which most attributes at the beginning of the file stand."""
        start = self.text[:_SAMPLE]
        return b"'" if start.count(b"='") > start.count(b'="') else b'"'

    def parent(self, index: int) -> int:
        """Index of the parent of node `index`; -1 for the root."""
        assert self.spans is not None
        return self._parents[index]

    def tag(self, index: int) -> bytes:
        """The start tag of a node, as written."""
        span = self.spans[index]
        return self.text[span.start : span.tag_end]

    def line(self, index: int) -> int:
        """The line, from 1, on which a node starts."""
        self._find_lines(None)
        return bisect_right(self._lines, self.spans[index].start) + 1

    def scope(self, index: int) -> dict[bytes, bytes]:
        """Namespace prefixes in force inside a node: prefix (b"" for the default) to URI, as written."""
        known = self._scopes.get(index)
        if known is None:
            parent = self.parent(index)
            inherited = self.scope(parent) if parent >= 0 else {}
            tag = self.tag(index)
            known = inherited | declarations(tag) if b"xmlns" in tag else inherited
            self._scopes[index] = known
        return known

    def encode(self, text: str) -> bytes:
        """Text as bytes of the file's encoding; what it cannot hold becomes character references."""
        return text.encode(self.codec, "xmlcharrefreplace")

    def finish(self, text: bytes) -> bytes:
        """Bytes to write from `text`-encoded bytes: the same, except for UTF-16 and UTF-32 files."""
        if not self.is_wide:
            return text
        decoded = text.decode()
        for bom, encoding in BOMS:
            if self.data.startswith(bom) and self.encoding == encoding:
                order = "be" if bom in (codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE) else "le"
                return bom + decoded.encode(f"{encoding}-{order}")
        return decoded.encode(self.encoding)


def detect_encoding(data: bytes) -> str:
    """The encoding of an XML file by its byte order mark, else by its declaration, else UTF-8."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return encoding
    if data.startswith(b"<\x00"):
        return "utf-16-le"
    if data.startswith(b"\x00<"):
        return "utf-16-be"
    declared = declared_encoding(data)
    return "utf-8" if declared is None or declared.startswith(WIDE) else declared


def declared_encoding(data: bytes) -> str | None:
    """What the declaration of a file with one byte for a letter says; tools lie there that write UTF-8 as UTF-16."""
    found = DECLARED_ENCODING.match(data.removeprefix(codecs.BOM_UTF8)[:1024])
    return found[1].decode().lower() if found else None


def python_codec(encoding: str) -> str:
    """The Python codec for an encoding's XML name; UTF-8 for a name that Python does not know."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "utf-8"


class Scan:
    """Finds the spans and parents of all nodes at and below the root of a well-formed file, in document order.

    It can be done a portion at a time, so that a window may have it done while nothing else is to do.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._tokens = TOKEN.finditer(text)
        self._starts: list[int] = []
        self._tag_ends: list[int] = []
        self._content_ends: list[int] = []
        self._ends: list[int] = []
        self._inner = -1
        self._is_read = False
        self.parents: list[int] = []
        self.spans: list[Span] = []

    def advance(self, tags: int | None = None) -> bool:
        """Look at the next tags, or at all that are left; true when the whole file is known."""
        if not self._is_read:
            self._is_read = self._look_at(islice(self._tokens, tags)) or tags is None
            if tags is not None:
                return False
        made = len(self.spans)
        until = None if tags is None else made + tags
        columns = (self._starts, self._tag_ends, self._content_ends, self._ends)
        rows = zip(*(column[made:until] for column in columns), strict=True)
        self.spans.extend(map(partial(tuple.__new__, Span), rows))
        return len(self.spans) == len(self._starts)

    def _look_at(self, tokens: Iterable[re.Match[bytes]]) -> bool:
        text, starts, tag_ends, parents = self._text, self._starts, self._tag_ends, self.parents
        content_ends, ends, inner = self._content_ends, self._ends, self._inner
        for match in tokens:
            start, end = match.span()
            kind = text[start + 1]
            if kind == 0x2F:  # "/": an end tag
                content_ends[inner] = start
                ends[inner] = end
                inner = parents[inner]
                if inner < 0:
                    return True
                continue
            is_tag = kind != 0x21 and kind != 0x3F
            if not is_tag and (inner < 0 or (kind == 0x21 and text[start + 2] == 0x5B)):
                continue  # CDATA is text; comments and instructions around the root are no nodes of ours
            parents.append(inner)
            starts.append(start)
            tag_ends.append(end)
            content_ends.append(end)
            ends.append(end)
            if is_tag and text[end - 2] != 0x2F:
                inner = len(starts) - 1
            elif inner < 0:
                return True
        self._inner = inner
        return False


def attributes(tag: bytes) -> list[RawAttribute]:
    """The attributes of a start tag as written, in order, namespace declarations included."""
    return [RawAttribute(*match.groups()) for match in ATTRIBUTE.finditer(tag)]


def declarations(tag: bytes) -> dict[bytes, bytes]:
    """The namespace declarations of a start tag: prefix (b"" for the default) to URI."""
    return {match[1] or b"": match[2] or match[3] or b"" for match in NAMESPACE.finditer(tag)}
