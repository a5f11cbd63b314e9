"""Masks the values of secrets wherever they could be shown: messages, traces, logs, files.

A redactor is fed at the moment a secret is handed out, and knows the dresses in which a server or a log may repeat it:
URL, base64 at any offset and broken into lines, hexadecimal, JSON, HTML, quoted-printable, and two of them together.
"""

from __future__ import annotations

import html
import json
import quopri
import re
from base64 import b32encode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

from connectors.sdk.values import Json, as_object, as_text

MASK = "•••"
_SHORTEST = 4
_SHORTEST_PART = 6
_SHORTEST_LINE = 12
_TOKENS = ("access_token", "refresh_token", "id_token")
_LINE_BREAK = re.compile(r"=?\r?\n[ \t]*")


class Redactor:
    """Remembers secrets at the moment they are handed out, and masks them and their usual encodings."""

    def __init__(self) -> None:
        self._hidden: set[str] = set()
        self._seen: set[str] = set()

    def add(self, secret: str) -> None:
        """Mask this value from now on; very short values would mask ordinary text and are left alone."""
        if len(secret) < _SHORTEST or secret in self._seen:
            return
        self._seen.add(secret)
        once = {form for part in _parts(secret) for form in _dresses(part)}
        twice = {outer for inner in once for outer in _encoded(inner)}
        self._hidden |= {form.lower() for form in once | twice if len(form) >= _SHORTEST}

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to mask."""
        return not self._hidden

    def add_tokens(self, answer: bytes) -> None:
        """Hide the tokens that a sign-in gives too: they are as secret as what it took."""
        try:
            given = as_object(json.loads(answer))
        except (ValueError, RecursionError):
            return
        for name in _TOKENS:
            self.add(as_text(given.get(name)))

    def text(self, text: str) -> str:
        """The text with every known secret masked, in whatever case and also where lines were broken."""
        if not self._hidden:
            return text
        lowered = text.lower()
        joined = _LINE_BREAK.sub("", lowered) if "\n" in lowered else lowered
        found = [form for form in self._hidden if form in lowered or form in joined]
        for form in sorted(found, key=len, reverse=True):
            text = _pattern(form).sub(MASK, text)
        return text

    def bytes(self, content: bytes) -> bytes:
        """A file's content with every known secret masked; untouched where it holds none."""
        text = content.decode("utf-8", "surrogateescape")
        masked = self.text(text)
        return content if masked == text else masked.encode("utf-8", "surrogateescape")

    def value(self, value: Json) -> Json:
        """A JSON value with every known secret masked, in keys too."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict):
            return {self.text(key): self.value(each) for key, each in value.items()}
        return value


def _pattern(form: str) -> re.Pattern[str]:
    """A form in any case, wherever a mailer or an encoder broke it into lines."""
    return re.compile(r"(?:=?\r?\n[ \t]*)?".join(map(re.escape, form)), re.IGNORECASE)


def _parts(secret: str) -> Iterator[str]:
    """The secret; one of several lines, such as a key, also joined, and line by line where a line tells something."""
    yield secret
    lines = secret.splitlines()
    if len(lines) > 1:
        yield "".join(lines)
        yield from (line for line in lines if len(line) >= _SHORTEST_LINE and not line.startswith("-----"))


def _dresses(secret: str) -> Iterator[str]:
    yield secret
    yield secret[::-1]
    yield from _encoded(secret)
    for encoding in ("utf-8", "utf-16-le"):
        raw = secret.encode(encoding)
        for offset in range(3):
            yield from _inside_base64(raw, offset)


def _encoded(text: str) -> Iterator[str]:
    raw = text.encode("utf-8", "surrogatepass")
    yield from (encode(text) for encode in _TEXTS)
    yield from (encode(raw).decode("ascii") for encode in _BYTES)


def _inside_base64(raw: bytes, offset: int) -> Iterator[str]:
    """The part of a base64 text that shows only these bytes, when `offset` bytes of something else stand before them.

    So is a password found in the `user:password` of a basic sign-in.
    """
    whole = b64encode(b"\0" * offset + raw).decode("ascii")
    part = whole[-(-offset * 8 // 6) : (offset + len(raw)) * 8 // 6]
    if len(part) >= _SHORTEST_PART:
        yield part
        yield part.replace("+", "-").replace("/", "_")


def _numbered(text: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in text)


def _hex_numbered(text: str) -> str:
    return "".join(f"&#x{ord(letter):x};" for letter in text)


def _percent(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


def _units(text: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in text)


def _bytes_escaped(text: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in text.encode("utf-8", "surrogatepass"))


_TEXTS: tuple[Callable[[str], str], ...] = (
    lambda text: quote(text, safe="", errors="surrogatepass"),
    lambda text: quote(text, safe="/", errors="surrogatepass"),
    lambda text: quote_plus(text, errors="surrogatepass"),
    lambda text: json.dumps(text)[1:-1],
    lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    lambda text: repr(text)[1:-1],
    lambda text: html.escape(text),
    lambda text: html.escape(text, quote=False),
    lambda text: html.escape(text).replace("&#x27;", "&apos;"),
    lambda text: html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;"),
    lambda text: " ".join(f"{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")),
    lambda text: ":".join(f"{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")),
    _numbered, _hex_numbered, _percent, _units, _bytes_escaped,
)  # fmt: skip
_BYTES: tuple[Callable[[bytes], bytes], ...] = (
    b64encode,
    urlsafe_b64encode,
    lambda raw: b64encode(raw).rstrip(b"="),
    lambda raw: urlsafe_b64encode(raw).rstrip(b"="),
    b32encode,
    lambda raw: raw.hex().encode("ascii"),
    lambda raw: quopri.encodestring(raw).replace(b"=\n", b""),
    lambda raw: quopri.encodestring(raw, header=True).replace(b"=\n", b""),
    lambda raw: quopri.encodestring(raw, quotetabs=True).replace(b"=\n", b""),
)
