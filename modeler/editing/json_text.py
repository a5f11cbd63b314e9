"""JSON text changed only where its value changes: what an edit does not touch keeps its very characters.

`rewritten(text, value)` returns a text that means `value`; spacing, number spellings, escapes and the order of all
that stays equal are copied from `text`. New parts are written as JavaScript's `JSON.stringify` writes them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import pairwise
from operator import add

from connectors.sdk.values import Json, compact, same

_SPACE = " \t\r\n"
_MAXIMUM_DEPTH = 200


@dataclass(slots=True)
class _Member:
    """One member or entry: where it starts (key included) and its value."""

    key: str
    start: int
    value: _Span


@dataclass(slots=True)
class _Span:
    """A value and the part of the text that says it."""

    start: int
    end: int
    value: Json
    members: list[_Member] = field(default_factory=list)


def rewritten(text: str, value: Json) -> str:
    """The text for `value`, copying from `text` whatever says the same."""
    root = _Reader(text).read()
    return text[: root.start] + _merged(text, root, value) + text[root.end :]


class _Reader:
    """Reads a JSON text into spans."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._decoder = json.JSONDecoder()

    def read(self) -> _Span:
        """The whole text; raises `ValueError` when it is not one JSON value."""
        span = self._value(self._skip(0), 0)
        if self._skip(span.end) != len(self._text):
            raise ValueError("there is more than one value")
        return span

    def _skip(self, at: int) -> int:
        while at < len(self._text) and self._text[at] in _SPACE:
            at += 1
        return at

    def _value(self, at: int, depth: int) -> _Span:
        if depth > _MAXIMUM_DEPTH:
            raise ValueError("the value is nested too deeply")
        opening = self._text[at : at + 1]
        if opening == "{":
            return self._object(at, depth)
        if opening == "[":
            return self._array(at, depth)
        value, end = self._decoder.raw_decode(self._text, at)
        return _Span(at, end, value)

    def _object(self, start: int, depth: int) -> _Span:
        members: list[_Member] = []
        at = self._skip(start + 1)
        while self._text[at : at + 1] != "}":
            key, after = self._decoder.raw_decode(self._text, at)
            value = self._value(self._skip(self._expect(":", self._skip(after))), depth + 1)
            members.append(_Member(str(key), at, value))
            at = self._next(value.end, "}")
        return _Span(start, at + 1, {member.key: member.value.value for member in members}, members)

    def _array(self, start: int, depth: int) -> _Span:
        members: list[_Member] = []
        at = self._skip(start + 1)
        while self._text[at : at + 1] != "]":
            value = self._value(at, depth + 1)
            members.append(_Member("", at, value))
            at = self._next(value.end, "]")
        return _Span(start, at + 1, [member.value.value for member in members], members)

    def _next(self, at: int, closing: str) -> int:
        at = self._skip(at)
        return at if self._text[at : at + 1] == closing else self._skip(self._expect(",", at))

    def _expect(self, letter: str, at: int) -> int:
        if self._text[at : at + 1] != letter:
            raise ValueError(f"“{letter}” expected at character {at + 1}")
        return at + 1


def _merged(text: str, span: _Span, value: Json) -> str:
    if same(span.value, value):
        return text[span.start : span.end]
    if isinstance(span.value, dict) and isinstance(value, dict):
        return _merged_object(text, span, value)
    if isinstance(span.value, list) and isinstance(value, list):
        return _merged_array(text, span, value)
    return compact(value)


def _merged_object(text: str, span: _Span, value: dict[str, Json]) -> str:
    kept = [member for member in span.members if member.key in value]
    if [member.key for member in kept] != [key for key in value if key in {member.key for member in kept}]:
        return compact(value)
    parts = [
        text[member.start : member.value.start] + _merged(text, member.value, value[member.key]) for member in kept
    ]
    known = {member.key for member in kept}
    parts += [f"{compact(key)}:{compact(part)}" for key, part in value.items() if key not in known]
    return _joined(text, span, parts, "{}")


def _merged_array(text: str, span: _Span, value: list[Json]) -> str:
    before, after = [member.value.value for member in span.members], list(value)
    head = _equal_ends(before, after)
    tail = _equal_ends(before[head:][::-1], after[head:][::-1])
    middle_old = span.members[head : len(before) - tail]
    middle_new = after[head : len(after) - tail]
    if len(middle_old) == len(middle_new):
        middle = [_merged(text, old.value, new) for old, new in zip(middle_old, middle_new, strict=True)]
    else:
        middle = [compact(new) for new in middle_new]
    ends = span.members[len(before) - tail :]
    parts = [text[m.start : m.value.end] for m in span.members[:head]] + middle
    parts += [text[m.start : m.value.end] for m in ends]
    return _joined(text, span, parts, "[]")


def _joined(text: str, span: _Span, parts: list[str], brackets: str) -> str:
    """The parts between brackets, with the text's own spacing around and between them."""
    members = span.members
    if not parts or not members:
        return brackets[:1] + ",".join(parts) + brackets[1:]
    opening, closing = text[span.start : members[0].start], text[members[-1].value.end : span.end]
    between = [text[left.value.end : right.start] for left, right in pairwise(members)]
    between += [between[0] if between else ","] * len(parts)
    return opening + parts[0] + "".join(map(add, between, parts[1:])) + closing


def _equal_ends(left: list[Json], right: list[Json]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if not same(one, other):
            break
        count += 1
    return count
