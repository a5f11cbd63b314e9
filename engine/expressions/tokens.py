"""From the text of an operator expression to its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from engine.expressions.errors import ExpressionError

Kind = Literal["number", "text", "name", "operator", "end"]
_NUMBER = r"(?P<number>(?:\d+(?:_\d+)*(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
_TEXT = r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_NAME = r"(?P<name>[^\W\d][\w]*|\$[^\W\d]\w*)"
_SKIP = r"(?P<skip>\s+|/\*.*?\*/)"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number, text or sign, with its 1-based column."""

    kind: Kind
    text: str
    column: int
    value: object = None


class Lexer:
    """Splits text into tokens; `operators` are signs and words, also of several words (`not in`)."""

    def __init__(self, operators: Iterable[str]) -> None:
        """Prepare one pattern; longer operators win over shorter ones."""
        ordered = sorted(set(operators), key=lambda operator: (-len(operator), operator))
        choices = "|".join(_operator_pattern(operator) for operator in ordered)
        self._pattern = re.compile(f"{_SKIP}|{_NUMBER}|{_TEXT}|(?P<operator>{choices})|{_NAME}", re.DOTALL)

    def tokens(self, text: str) -> list[Token]:
        """All tokens and one of kind `end`; raises `ExpressionError` at a sign that has no meaning."""
        found: list[Token] = []
        position = 0
        while position < len(text):
            match = self._pattern.match(text, position)
            if match is None:
                raise _unexpected(text, position)
            if match.lastgroup != "skip":
                found.append(_token(match))
            position = match.end()
        found.append(Token("end", "", len(text) + 1))
        return found


def _operator_pattern(operator: str) -> str:
    words = r"\s+".join(re.escape(word) for word in operator.split())
    return rf"{words}\b" if operator[-1].isalpha() else words


def _token(match: re.Match[str]) -> Token:
    text, column = match.group(), match.start() + 1
    if match.lastgroup == "number":
        value = int(text) if text.replace("_", "").isdigit() else float(text)
        return Token("number", text, column, value)
    if match.lastgroup == "text":
        return Token("text", text, column, unescape(text[1:-1]))
    if match.lastgroup == "operator":
        return Token("operator", " ".join(text.split()), column)
    return Token("name", text, column)


def unescape(body: str) -> str:
    """The text between quotes with its backslash escapes resolved; an unknown escape stands for its own sign."""
    known = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "b": "\b"}
    return re.sub(r"\\(.)", lambda match: known.get(match[1], match[1]), body, flags=re.DOTALL)


def _unexpected(text: str, position: int) -> ExpressionError:
    sign = text[position]
    if sign in "\"'":
        return ExpressionError(f"the text that starts with {sign} is never closed", position + 1, text)
    return ExpressionError(f'unexpected "{sign}"', position + 1, text)
