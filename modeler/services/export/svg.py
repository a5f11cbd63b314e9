"""Export as SVG: plain shapes and text, one group for each element under its id, nothing fetched from outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias
from xml.sax import saxutils

from engine.bpmn import BPMNDiagram, Element
from engine.bpmn.namespaces import local_name
from modeler.drawing import (
    LIGHT,
    Font,
    Geometry,
    IconLookup,
    Item,
    Look,
    Metrics,
    Path,
    Pen,
    Picture,
    Style,
    TextBox,
    no_icons,
)
from modeler.drawing.figure import BACKDROP_OPACITY
from modeler.drawing.metrics import PLAIN
from modeler.drawing.sheet import Drawing, Placed
from modeler.services.collection import no_collection

Place: TypeAlias = tuple[float, float]
_GROUP_END = "</g>\n"
_special = re.compile(r'[&<>"\t\r\n]').search
_Group: TypeAlias = tuple[str | None, Element, str, str | None]
"""The id of an element, what draws it, what is written for it and for its label: all but the id, which may be taken."""
IconAddress: TypeAlias = Callable[[str], str | None]
"""The `data:` address of an icon reference, or None: a picture carries its icons in itself."""


def no_pictures(_reference: str) -> str | None:
    """A source without icons."""
    return None


def svg(
    diagram: BPMNDiagram,
    style: Style = LIGHT,
    metrics: Metrics | None = None,
    icons: IconLookup = no_icons,
    pictures: IconAddress = no_pictures,
) -> str:
    """A diagram as an SVG document. Without metrics, text is measured with no toolkit."""
    measure = metrics or PLAIN
    with no_collection():
        writer, drawing = _Writer(pictures), Drawing(diagram, style, measure, icons)
        groups = {each.drawn: writer.group(each) for batch in drawing for each in batch}
        grouped = _grouped([groups[drawn] for drawn in drawing.in_order()])
        return "".join([_opening(drawing, measure), *grouped, "</svg>\n"])


def _opening(drawing: Drawing, metrics: Metrics) -> str:
    """The first lines of the document."""
    box, families = drawing.bounds, metrics.families
    size = f'width="{_N[box.width]}" height="{_N[box.height]}"'
    view = f'viewBox="{_N[box.x]} {_N[box.y]} {_N[box.width]} {_N[box.height]}"'
    fonts = ", ".join(family if family == "sans-serif" else f"'{family}'" for family in families)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family={_quoted(fonts)}>\n'
        f"<title>{_escape(drawing.title)}</title>\n"
        f'<rect x="{_N[box.x]}" y="{_N[box.y]}" {size} fill="{drawing.style.paper}"/>\n'
    )


def _grouped(groups: list[_Group]) -> list[str]:
    """The groups of all, then those of their labels, in pieces; ids are given once, as XML wants it."""
    taken: set[str] = set()
    pieces: list[str] = []
    for id, drawn, content, _ in groups:
        pieces += ("<g", _id(id, drawn, taken), content)
    for id, drawn, _, label in groups:
        if label is not None:
            pieces += ('<g class="label"', _id(id, drawn, taken, "-label"), label)
    return pieces


def _id(id: str | None, drawn: Element, taken: set[str], suffix: str = "") -> str:
    """The id of what is drawn, or else of its drawing, as an attribute."""
    if not id or id + suffix in taken:
        id = drawn.node.get("id")
        if not id or id + suffix in taken:
            return ""
    id += suffix
    taken.add(id)
    return f' id="{id}"' if id.isidentifier() else f" id={_quoted(id)}"


class _Writer:
    """Writes what single figures look like; what many share is written once and remembered."""

    def __init__(self, pictures: IconAddress) -> None:
        self._pictures = pictures
        self._looks: dict[Look, str] = {}
        self._glyphs: dict[tuple[Geometry, Pen | None, str | None], str] = {}
        self._kinds = _Kinds()

    def group(self, placed: Placed) -> _Group:
        """The group of one element."""
        drawn, element, (_, look, _, x, y, text, label, _) = placed
        if element is None:
            (begin, title), id = self._kinds["unknown"], None
        else:
            get = element.node.get
            (begin, title), id, name = self._kinds[element.node.tag], get("id"), get("name")
            if name:
                title = _escape(name) if _special(name) else name
        items = self._looks.get(look)
        if items is None:
            items = self._looks[look] = self._items(look.items)
        at = f' transform="translate({_N[x]} {_N[y]})"' if x or y else ""
        inside = "" if text is None else f"{_text(text)}\n"
        content = f"{begin}{at}><title>{title}</title>\n{items}{inside}</g>\n"
        return id, drawn, content, None if label is None else f">{_text(label)}</g>\n"

    def _items(self, items: tuple[Item, ...]) -> str:
        """The items, line by line; neighbors that stand at one place share a group there."""
        lines: list[str] = []
        place: Place | None = None
        for item in items:
            written, before, place = self._item(item), place, _place(item)
            if place is None:
                lines.append(f"{written}\n" if written else "")
            elif place == before:
                lines[-1] = f"{lines[-1].removesuffix(_GROUP_END)}{written}{_GROUP_END}"
            else:
                at = f"{_N[place[0]]} {_N[place[1]]}"
                lines.append(f'<g transform="translate({at})">{written}{_GROUP_END}')
        return "".join(lines)

    def _item(self, item: Item) -> str:
        if isinstance(item, Path):
            return _path(item) if item.geometry.form != "path" else self._glyph(item)
        return _text(item) if isinstance(item, TextBox) else self._picture(item)

    def _glyph(self, path: Path) -> str:
        """A path in its own coordinates; those that look alike are written once and remembered."""
        key = (path.geometry, path.pen, path.fill)
        known = self._glyphs.get(key)
        if known is None:
            ink = f'fill="{path.fill or "none"}"{_stroke(path.pen)}'
            known = self._glyphs[key] = f'<path d="{_commands(path.geometry)}" {ink}/>'
        return known

    def _picture(self, picture: Picture) -> str:
        address = self._pictures(picture.reference)
        if address is None or not address.startswith("data:"):
            return ""
        place = f'x="{_N[picture.x]}" y="{_N[picture.y]}" width="{_N[picture.size]}" height="{_N[picture.size]}"'
        return f"<image {place} href={_quoted(address)}/>"


def _escape(text: str) -> str:
    """Text for between tags; most needs no change, which those who write very many see for themselves."""
    return text if _special(text) is None else saxutils.escape(text)


def _quoted(text: str) -> str:
    """Text as an attribute's value with its quotes; most needs no change."""
    return f'"{text}"' if _special(text) is None else saxutils.quoteattr(text)


class _Kinds(dict[str, tuple[str, str]]):
    """By the name of a kind of element how its groups begin, and what one without a name is called."""

    __slots__ = ()

    def __missing__(self, tag: str) -> tuple[str, str]:
        kind = local_name(tag)
        written = self[tag] = f" class={_quoted(kind)}", _escape(kind)
        return written


def _place(item: Item) -> Place | None:
    """Where a path with commands of its own stands, if not at the origin."""
    if isinstance(item, Path) and item.geometry.form == "path" and (item.x or item.y):
        return item.x, item.y
    return None


def _path(path: Path) -> str:
    """A rectangle or an ellipse."""
    shape = path.geometry
    ink = f'fill="{path.fill or "none"}"{_stroke(path.pen)}'
    x, y = path.x + shape.box.x, path.y + shape.box.y
    width, height = shape.box.width, shape.box.height
    if shape.form == "rect":
        corner = f' rx="{_N[shape.radius]}"' if shape.radius else ""
        return f'<rect x="{_N[x]}" y="{_N[y]}" width="{_N[width]}" height="{_N[height]}"{corner} {ink}/>'
    center = f'cx="{_N[x + width / 2]}" cy="{_N[y + height / 2]}"'
    if width == height:
        return f'<circle {center} r="{_N[width / 2]}" {ink}/>'
    return f'<ellipse {center} rx="{_N[width / 2]}" ry="{_N[height / 2]}" {ink}/>'


def _commands(shape: Geometry) -> str:
    return "".join([command[0] + " ".join(map(_N.__getitem__, command[1:])) for command in shape.commands])


@lru_cache(maxsize=2048)
def _stroke(pen: Pen | None) -> str:
    if pen is None:
        return ""
    dash = f' stroke-dasharray="{" ".join(map(_N.__getitem__, pen.dash))}"' if pen.dash else ""
    caps = ' stroke-linecap="round" stroke-linejoin="round"' if pen.round_caps else ""
    return f' stroke="{pen.color}" stroke-width="{_N[pen.width]}"{dash}{caps}'


def _text(text: TextBox) -> str:
    lines, x, y, _, _, font, color, rotation, backdrop, is_centered, _ = text
    look = _type(font, color, is_centered)
    if rotation:
        look, x, y = f'{look} transform="translate({_N[x]} {_N[y]}) rotate({rotation})"', 0.0, 0.0
    share = 0.5 if is_centered else 0.0
    written = [
        f' x="{_N[x + left + share * width]}" y="{_N[y + top]}">{_escape(line) if _special(line) else line}</text>'
        for line, left, top, width in lines
    ]
    behind = _backdrop(text) if backdrop else ""
    if len(written) == 1:
        return f"{behind}<text {look}{written[0]}"
    return f"{behind}<g {look}><text{'<text'.join(written)}</g>"


@lru_cache(maxsize=1024)
def _type(font: Font, color: str, is_centered: bool) -> str:
    """How letters look, as attributes."""
    weight = ' font-weight="bold"' if font.bold else ""
    slant = ' font-style="italic"' if font.italic else ""
    anchor = ' text-anchor="middle"' if is_centered else ""
    return f'font-size="{_N[font.size]}"{weight}{slant}{anchor} fill="{color}"'


def _backdrop(text: TextBox) -> str:
    step = text.height / len(text.lines)
    color = f'fill="{text.backdrop}" fill-opacity="{BACKDROP_OPACITY}"'
    return "".join(
        f'<rect x="{_N[text.x + line.x - 1]}" y="{_N[text.y + index * step]}" '
        f'width="{_N[line.width + 2]}" height="{_N[step]}" {color}/>'
        for index, line in enumerate(text.lines)
    )


class _Numbers(dict[float, str]):
    """Numbers with at most two decimals, each written once."""

    __slots__ = ()

    def __missing__(self, number: float) -> str:
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        text = f"{number:.2f}".rstrip("0").rstrip(".")
        written = self[number] = "0" if text == "-0" else text
        return written


_MOST_NUMBERS = 65536
_N: Final = _Numbers()
