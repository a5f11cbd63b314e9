"""Words of a screen that can be read on the ground of the panel, whatever paper their colors were chosen for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modeler.drawing.colors import parse, readable

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z:-]+(?:=\"[^\"]*\")?)*)\s*/?>")
_STYLE = re.compile(r"\sstyle=\"([^\"]*)\"")
_GIVEN = re.compile(r"\s(color|bgcolor)=\"([^\"]*)\"")
_COLOR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;]+)")
_GROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;]+)")
_EMPTY = frozenset(("br", "col", "hr", "img", "wbr"))
RATIO = 4.5


@dataclass(frozen=True, slots=True)
class _Look:
    """The colors inside an element."""

    tag: str
    words: str
    ground: str


def legible(markup: str, words: str, ground: str) -> str:
    """Clean HTML in which each word stands out from what is behind it; `words` and `ground` are those of the panel."""
    around = [_Look("", words, ground)]

    def seen(match: re.Match[str]) -> str:
        if match[1]:
            _leave(around, match[2])
            return match[0]
        text, look = _adapted(match, around[-1])
        if match[2] not in _EMPTY:
            around.append(look)
        return text

    return _TAG.sub(seen, markup)


def _adapted(match: re.Match[str], outside: _Look) -> tuple[str, _Look]:
    tag, attributes = match[2], match[3]
    styled = _STYLE.search(attributes)
    style = styled[1] if styled else ""
    given = dict(_GIVEN.findall(attributes))
    ground = _color(_GROUND, style) or _known(given.get("bgcolor", "")) or outside.ground
    wanted = _color(_COLOR, style) or _known(given.get("color", "")) or outside.words
    words = readable(wanted, ground, RATIO)
    if words == outside.words or (words == wanted and wanted != outside.words):
        return match[0], _Look(tag, words, ground)
    rest = _COLOR.sub("", style).strip("; ")
    shown = f'{_STYLE.sub("", attributes)} style="{rest + "; " if rest else ""}color: {words}"'
    return f"<{tag}{shown}>", _Look(tag, words, ground)


def _color(pattern: re.Pattern[str], style: str) -> str:
    found = pattern.search(style)
    return _known(found[1]) if found else ""


def _known(text: str) -> str:
    """A color that can be measured; nothing for others, such as those that one can see through."""
    name = text.strip().partition("!")[0].strip()
    read = None if name.lower() in ("transparent", "inherit", "initial") else parse(name)
    return read.hex if read is not None else ""


def _leave(around: list[_Look], tag: str) -> None:
    for place in range(len(around) - 1, 0, -1):
        if around[place].tag == tag:
            del around[place:]
            return
