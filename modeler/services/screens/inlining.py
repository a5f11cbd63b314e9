"""Style sheets of screens written into the elements themselves, since mail programs and the outbox drop sheets.

Selectors of tags, classes, ids and attributes are understood, one inside another; what depends on the pointer, on the
width or on siblings stays in the sheet alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape

from modeler.services.screens.markup import declarations

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-z:-]+)(?:=\"([^\"]*)\")?")
_COMPOUND = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:\.[\w-]+|#[\w-]+|\[[^\]]*\])*)")
_PIECE = re.compile(r"\.([\w-]+)|#([\w-]+)|\[\s*([\w-]+)\s*(?:([~|^$*]?=)\s*[\"']?([^\"'\]]*?)[\"']?\s*)?\]")
_STEP = re.compile(r"\s*>\s*|\s+")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.IGNORECASE)
_STYLE = re.compile(r"\sstyle=\"[^\"]*\"")
_COMMA = re.compile(r",(?![^\[]*\])")
_EMPTY = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))
_MOST_RULES, _MOST_STEPS, _LONGEST = 500, 6, 500
Weight = tuple[int, int, int]
Declared = list[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class _Part:
    """One simple selector: what an element must be."""

    tag: str
    pieces: tuple[tuple[str, str, str], ...]

    def fits(self, element: _Element) -> bool:
        """Whether an element is so."""
        if self.tag not in ("", "*", element.tag):
            return False
        return all(_has(element.attributes, name, sign, value) for name, sign, value in self.pieces)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A selector, from the element outwards, and what it says; `is_child` tells which step is to the parent only."""

    parts: tuple[_Part, ...]
    is_child: tuple[bool, ...]
    declared: Declared
    weight: Weight


@dataclass(frozen=True, slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]


_ROOT = _Element("div", {"class": "screen"})


def with_sheets(markup: str, css: str) -> str:
    """Clean HTML of a screen in which the elements carry what a style sheet says of them."""
    rules = sorted(_rules(css), key=lambda rule: rule.weight)
    if not rules:
        return markup
    around: list[_Element] = [_ROOT]

    def dressed(match: re.Match[str]) -> str:
        if match[1]:
            _leave(around, match[2])
            return match[0]
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(match[3])}
        element = _Element(match[2], given)
        found = [rule for rule in rules if _matches(rule, element, around)]
        if match[2] not in _EMPTY:
            around.append(element)
        return _with_style(match, given.get("style", ""), found) if found else match[0]

    return _TAG.sub(dressed, markup)


def _rules(css: str) -> Iterator[_Rule]:
    plain = re.sub(r"@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", css)
    for selectors, body in _RULE.findall(plain)[:_MOST_RULES]:
        declared = _declared(body)
        for selector in _COMMA.split(selectors):
            rule = _rule(selector.strip(), declared)
            if rule is not None and declared:
                yield rule


def _rule(selector: str, declared: Declared) -> _Rule | None:
    """A selector that is understood; nothing for others."""
    if len(selector) > _LONGEST:
        return None
    texts, signs = _STEP.split(_quoted_away(selector)), _STEP.findall(_quoted_away(selector))
    parts = [_part(text.replace("\0", " ")) for text in texts]
    if not all(parts) or len(parts) > _MOST_STEPS:
        return None
    known = [part for part in parts if part is not None]
    pieces = [piece for part in known for piece in part.pieces]
    weight = (
        sum(name == "id" for name, _, _ in pieces),
        sum(name != "id" for name, _, _ in pieces),
        sum(part.tag not in ("", "*") for part in known),
    )
    return _Rule(tuple(reversed(known)), tuple(">" in sign for sign in reversed(signs)), declared, weight)


def _quoted_away(selector: str) -> str:
    """A selector whose spaces within brackets are no steps."""
    return re.sub(r"\[[^\]]*\]", lambda match: re.sub(r"[\s>]", "\0", match[0]), selector)


def _part(text: str) -> _Part | None:
    match = _COMPOUND.fullmatch(text)
    if match is None or not text:
        return None
    pieces = []
    for name, id, attribute, sign, value in _PIECE.findall(match[2]):
        pieces.append(("class", "~=", name) if name else ("id", "=", id) if id else (attribute.lower(), sign, value))
    return _Part((match[1] or "").lower(), tuple(pieces))


def _has(attributes: dict[str, str], name: str, sign: str, value: str) -> bool:
    if name not in attributes:
        return False
    held = attributes[name]
    checks = {
        "": True,
        "=": held == value,
        "~=": value in held.split(),
        "|=": held == value or held.startswith(f"{value}-"),
        "^=": bool(value) and held.startswith(value),
        "$=": bool(value) and held.endswith(value),
        "*=": bool(value) and value in held,
    }
    return checks[sign]


def _matches(rule: _Rule, element: _Element, around: list[_Element]) -> bool:
    return rule.parts[0].fits(element) and _inside(rule, 1, around, len(around))


def _inside(rule: _Rule, step: int, around: list[_Element], end: int) -> bool:
    """Whether the elements around fit the rest of a selector."""
    if step == len(rule.parts):
        return True
    for place in range(end - 1, -1, -1):
        if rule.parts[step].fits(around[place]) and _inside(rule, step + 1, around, place):
            return True
        if rule.is_child[step - 1]:
            return False
    return False


def _leave(around: list[_Element], tag: str) -> None:
    for place in range(len(around) - 1, 0, -1):
        if around[place].tag == tag:
            del around[place:]
            return


def _with_style(match: re.Match[str], own: str, rules: list[_Rule]) -> str:
    sheet, inline = [each for rule in rules for each in rule.declared], _declared(own)
    style: dict[str, str] = {}
    for is_important in (False, True):
        for name, value, matters in [*sheet, *inline]:
            if matters is is_important:
                style.pop(name, None)
                style[name] = value
    text = "; ".join(f"{name}: {value}" for name, value in style.items())
    return f'<{match[2]}{_STYLE.sub("", match[3])} style="{escape(text)}">'


def _declared(text: str) -> Declared:
    found = []
    for each in declarations(text):
        name, _, value = each.partition(":")
        plain = _IMPORTANT.sub("", value).strip()
        if name.strip() and plain:
            found.append((name.strip().lower(), plain, plain != value.strip()))
    return found
