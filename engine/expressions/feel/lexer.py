"""From FEEL text to words and signs. Names of several words are put together by the parser, which knows the scope."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from engine.expressions.errors import ExpressionError

Kind = Literal["number", "string", "word", "sign", "end"]
_TOKEN = re.compile(
    r"""(?P<skip>(?:[\s\u0085\u180e\u200b\ufeff]|//[^\n]*|/\*.*?\*/)+)
      | (?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<sign>\*\*|\.\.|->|!=|<=|>=|[-+*/=<>(){}\[\],:.@;'])
      | (?P<word>[^\W\d]\w*|[?_][\w?]*|[^\x00-\x7f][^\x00-\x7f]*)""",
    re.DOTALL | re.VERBOSE,
)
KINDS: dict[str, Kind] = {"number": "number", "string": "string", "word": "word", "sign": "sign"}
HABITS = {
    "&&": 'FEEL writes "and", not "&&"',
    "||": 'FEEL writes "or", not "||"',
    "!": 'FEEL writes "not(…)", not "!"',
    "%": 'FEEL writes "modulo(a, b)", not "%"',
    "${": 'a FEEL expression stands without "${…}"',
    "#{": 'a FEEL expression stands without "#{…}"',
}
_ESCAPE = re.compile(r"\\(?:U([0-9a-fA-F]{6})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, string or sign: its text, its place, and for a string its value."""

    kind: Kind
    text: str
    start: int
    end: int
    value: str = ""


def tokens(text: str) -> list[Token]:
    """All tokens and one of kind `end`; raises `ExpressionError` at a sign that has no meaning."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(_wrong(text[position : position + 2]), position + 1, text)
        kind = KINDS.get(match.lastgroup or "")
        if kind is not None:
            value = unescape(match.group()[1:-1]) if kind == "string" else ""
            found.append(Token(kind, match.group(), match.start(), match.end(), value))
        position = match.end()
    found.append(Token("end", "", len(text), len(text)))
    return found


def _wrong(here: str) -> str:
    """What is wrong with a sign that FEEL does not have, and what to write for one that other languages have."""
    if here.startswith('"'):
        return "the string that starts here is never closed: '\"'"
    for sign, words in HABITS.items():
        if here.startswith(sign):
            return words
    return f"unexpected sign: {here[:1]!r}"


def unescape(body: str) -> str:
    """The text between quotes with its escapes resolved; an unknown escape stays as it is written."""
    resolved = _ESCAPE.sub(_resolve, body)
    return _SURROGATES.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), resolved)


def _resolve(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        point = int(code, 16)
        return chr(point) if point <= 0x10FFFF else match[0]
    return _SIMPLE.get(match[3], match[0])
