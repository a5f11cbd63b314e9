"""How much of a page a text view can draw at once: what is larger or deeper would hold up the window.

Measured: a table in a table doubles the time with each level, and a word of 400,000 letters takes ten seconds.
"""

from __future__ import annotations

import re

MOST_LETTERS = 1_000_000
LONGEST_WORD = 20_000
DEEPEST, DEEPEST_TABLE = 200, 9
MOST_SPAN = 50
MOST_CELLS = 20_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_UNBROKEN = re.compile(rf"[^\s<>]{{{LONGEST_WORD},}}")
_NEVER_CLOSED = frozenset(
    {"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr", "source", "embed"}
    | {"p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "dd", "dt", "colgroup"}
)


def is_too_much(page: str) -> bool:
    """Whether drawing it could hold up the window."""
    if len(page) > MOST_LETTERS:
        return True
    depth = tables = cells = 0
    for closes, tag in _TAG.findall(page):
        name, step = tag.lower(), -1 if closes else 1
        if name not in _NEVER_CLOSED:
            depth = max(0, depth + step)
        if name == "table":
            tables = max(0, tables + step)
        cells += name in ("td", "th")
        if depth > DEEPEST or tables > DEEPEST_TABLE or cells > MOST_CELLS:
            return True
    return False


def has_endless_word(text: str) -> bool:
    """Whether there is a word in it that takes long to break into lines."""
    return _UNBROKEN.search(text) is not None


def is_narrow_span(value: str) -> bool:
    """Whether a cell may span so many others; a table of a million columns is no table."""
    return value.strip().isdecimal() and int(value.strip()[:9]) <= MOST_SPAN
