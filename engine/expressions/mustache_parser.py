"""From the text of a Mustache template to its nodes: tags, changed delimiters, standalone lines, indentation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from engine.expressions.errors import ExpressionError

MAX_LENGTH = 1_000_000
MAX_DEPTH = 100
_STANDALONE = frozenset("#^/!>=")


@dataclass(frozen=True)
class Text:
    """Literal text."""

    text: str


@dataclass(frozen=True)
class Variable:
    """`{{path}}`, or unescaped `{{{path}}}` and `{{&path}}`; an empty path is the current item."""

    path: tuple[str, ...]
    escaped: bool


@dataclass(frozen=True)
class PartialTag:
    """`{{>name}}` with the white space before it, which indents each line."""

    name: str
    indent: str


@dataclass(frozen=True)
class Section:
    """`{{#path}}…{{/path}}`, or `{{^path}}…` which shows when there is nothing."""

    path: tuple[str, ...]
    inverted: bool
    body: tuple[Node, ...]


Node = Text | Variable | PartialTag | Section


@dataclass
class _Open:
    """A section whose end has not been met yet."""

    name: str
    inverted: bool
    column: int
    nodes: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class _Tag:
    kind: str
    name: str
    start: int
    end: int


def parse_template(text: str) -> tuple[Node, ...]:
    """All nodes of a template; raises `ExpressionError` with the column of the tag that is wrong."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"the template is longer than {MAX_LENGTH:,} characters", 1, text[:80])
    return _TemplateParser(text).parse()


class _TemplateParser:
    """Reads tags from left to right and keeps the open sections on a list."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.delimiters = ("{{", "}}")
        self.open = [_Open("", False, 1)]

    def parse(self) -> tuple[Node, ...]:
        position = 0
        while (tag := self._next_tag(position)) is not None:
            start, end, indent = self._standalone(tag)
            self._add_text(position, start)
            self._add_tag(tag, indent)
            position = end
        self._add_text(position, len(self.text))
        if len(self.open) > 1:
            raise self._error(f'the section "{self.open[-1].name}" is never closed', self.open[-1].column)
        return tuple(self.open[0].nodes)

    def _error(self, message: str, column: int) -> ExpressionError:
        return ExpressionError(message, column, self.text)

    def _add_text(self, start: int, end: int) -> None:
        if start < end:
            self.open[-1].nodes.append(Text(self.text[start:end]))

    def _next_tag(self, position: int) -> _Tag | None:
        opening, closing = self.delimiters
        start = self.text.find(opening, position)
        if start < 0:
            return None
        inside = start + len(opening)
        kind = self.text[inside : inside + 1]
        close = {"{": "}" + closing, "=": "=" + closing}.get(kind, closing)
        end = self.text.find(close, inside)
        if end < 0:
            raise self._error(f"a tag is not closed by {close}", start + 1)
        body = self.text[inside:end]
        if kind in "#^/!>=&{" and kind:
            return _Tag(kind, body[1:].strip(), start, end + len(close))
        return _Tag("", body.strip(), start, end + len(close))

    def _standalone(self, tag: _Tag) -> tuple[int, int, str]:
        """Where the text before the tag ends and the text after it starts: a tag alone on its line takes the line."""
        if tag.kind not in _STANDALONE or not tag.kind:
            return tag.start, tag.end, ""
        line = self.text.rfind("\n", 0, tag.start) + 1
        before = self.text[line : tag.start]
        after = re.compile(r"[ \t]*(\r?\n|\Z)").match(self.text, tag.end)
        if before.strip(" \t") or after is None:
            return tag.start, tag.end, ""
        return line, after.end(), before

    def _add_tag(self, tag: _Tag, indent: str) -> None:
        if tag.kind in ("", "&", "{"):
            self.open[-1].nodes.append(Variable(self._path(tag), tag.kind == ""))
        elif tag.kind in ("#", "^"):
            self._open_section(tag)
        elif tag.kind == "/":
            self._close_section(tag)
        elif tag.kind == ">":
            self.open[-1].nodes.append(PartialTag(tag.name, indent))
        elif tag.kind == "=":
            self._change_delimiters(tag)

    def _path(self, tag: _Tag) -> tuple[str, ...]:
        if not tag.name:
            raise self._error("a tag names no variable", tag.start + 1)
        return () if tag.name == "." else tuple(part.strip() for part in tag.name.split("."))

    def _open_section(self, tag: _Tag) -> None:
        self._path(tag)
        if len(self.open) > MAX_DEPTH:
            raise self._error(f"sections are nested deeper than {MAX_DEPTH}", tag.start + 1)
        self.open.append(_Open(tag.name, tag.kind == "^", tag.start + 1))

    def _close_section(self, tag: _Tag) -> None:
        section = self.open[-1]
        if len(self.open) == 1:
            raise self._error(f'"{tag.name}" is closed but was not opened', tag.start + 1)
        if section.name != tag.name:
            raise self._error(f'"{tag.name}" is closed where "{section.name}" is open', tag.start + 1)
        self.open.pop()
        path = self._path(tag)
        self.open[-1].nodes.append(Section(path, section.inverted, tuple(section.nodes)))

    def _change_delimiters(self, tag: _Tag) -> None:
        parts = tag.name.split()
        if len(parts) != 2 or "=" in tag.name:
            raise self._error("new delimiters are two words without an equals sign", tag.start + 1)
        self.delimiters = (parts[0], parts[1])
