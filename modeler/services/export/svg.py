"""Export as SVG: plain shapes and text, one group for each element under its id, nothing fetched from outside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias
from xml.sax import saxutils

from engine.bpmn import BPMNDiagram
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
from modeler.drawing.sheet import Placed, Sheet, sheet
from modeler.services.collection import no_collection

Place: TypeAlias = tuple[float, float]
_GROUP_END = "</g>\n"
_SPECIAL = re.compile(r'[&<>"\t\r\n]')
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
        return "\n".join(_Writer(sheet(diagram, style, measure, icons), measure, pictures).lines()) + "\n"


class _Writer:
    """Writes one sheet; ids are given once, as XML wants it."""

    def __init__(self, drawn: Sheet, metrics: Metrics, pictures: IconAddress) -> None:
        self._sheet = drawn
        self._metrics = metrics
        self._pictures = pictures
        self._ids: set[str] = set()
        self._looks: dict[Look, str] = {}
        self._glyphs: dict[tuple[Geometry, Pen | None, str | None], str] = {}

    def lines(self) -> Iterator[str]:
        """The document, line by line."""
        box, families = self._sheet.bounds, self._metrics.families
        size = f'width="{_n(box.width)}" height="{_n(box.height)}"'
        view = f'viewBox="{_n(box.x)} {_n(box.y)} {_n(box.width)} {_n(box.height)}"'
        fonts = ", ".join(family if family == "sans-serif" else f"'{family}'" for family in families)
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family={_quoted(fonts)}>'
        yield f"<title>{_escape(self._sheet.title)}</title>"
        yield f'<rect x="{_n(box.x)}" y="{_n(box.y)}" {size} fill="{self._sheet.style.paper}"/>'
        yield from map(self._group, self._sheet.figures)
        for placed in self._sheet.figures:
            if placed.figure.label is not None:
                yield f'<g class="label"{self._id(placed, "-label")}>{_text(placed.figure.label)}</g>'
        yield "</svg>"

    def _group(self, placed: Placed) -> str:
        _, element, figure = placed
        kind = local_name(element.node.tag) if element is not None else "unknown"
        title = (element.node.get("name") if element is not None else None) or kind
        x, y = figure.x, figure.y
        at = f' transform="translate({_n(x)} {_n(y)})"' if x or y else ""
        look = self._looks.get(figure.look)
        if look is None:
            look = self._looks[figure.look] = self._items(figure.look.items)
        name = "" if figure.name is None else _text(figure.name) + "\n"
        return f"<g{self._id(placed)} class={_class(kind)}{at}><title>{_escape(title)}</title>\n{look}{name}</g>"

    def _id(self, placed: Placed, suffix: str = "") -> str:
        for named in (placed.element, placed.drawn):
            candidate = named.node.get("id") if named is not None else None
            wanted = f"{candidate}{suffix}"
            if candidate and wanted not in self._ids:
                self._ids.add(wanted)
                return f" id={_quoted(wanted)}"
        return ""

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
                at = f"{_n(place[0])} {_n(place[1])}"
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
        place = f'x="{_n(picture.x)}" y="{_n(picture.y)}" width="{_n(picture.size)}" height="{_n(picture.size)}"'
        return f"<image {place} href={_quoted(address)}/>"


def _escape(text: str) -> str:
    """Text for between tags; most needs no change."""
    return text if _SPECIAL.search(text) is None else saxutils.escape(text)


def _quoted(text: str) -> str:
    """Text as an attribute's value with its quotes; most needs no change."""
    return f'"{text}"' if _SPECIAL.search(text) is None else saxutils.quoteattr(text)


@lru_cache(maxsize=256)
def _class(kind: str) -> str:
    """The name of a kind of element as an attribute's value."""
    return _quoted(kind)


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
        corner = f' rx="{_n(shape.radius)}"' if shape.radius else ""
        return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{corner} {ink}/>'
    center = f'cx="{_n(x + width / 2)}" cy="{_n(y + height / 2)}"'
    if width == height:
        return f'<circle {center} r="{_n(width / 2)}" {ink}/>'
    return f'<ellipse {center} rx="{_n(width / 2)}" ry="{_n(height / 2)}" {ink}/>'


def _commands(shape: Geometry) -> str:
    return "".join([command[0] + " ".join(map(_n, command[1:])) for command in shape.commands])


@lru_cache(maxsize=2048)
def _stroke(pen: Pen | None) -> str:
    if pen is None:
        return ""
    dash = f' stroke-dasharray="{" ".join(map(_n, pen.dash))}"' if pen.dash else ""
    caps = ' stroke-linecap="round" stroke-linejoin="round"' if pen.round_caps else ""
    return f' stroke="{pen.color}" stroke-width="{_n(pen.width)}"{dash}{caps}'


def _text(text: TextBox) -> str:
    turn = f' transform="translate({_n(text.x)} {_n(text.y)}) rotate({text.rotation})"' if text.rotation else ""
    x, y = (0.0, 0.0) if text.rotation else (text.x, text.y)
    look = f"{_type(text.font, text.color, text.is_centered)}{turn}"
    share = 0.5 if text.is_centered else 0.0
    lines = [
        f' x="{_n(x + left + share * width)}" y="{_n(y + top)}">{_escape(line)}</text>'
        for line, left, top, width in text.lines
    ]
    behind = _backdrop(text) if text.backdrop else ""
    if len(lines) == 1:
        return f"{behind}<text {look}{lines[0]}"
    return f"{behind}<g {look}><text{'<text'.join(lines)}</g>"


@lru_cache(maxsize=1024)
def _type(font: Font, color: str, is_centered: bool) -> str:
    """How letters look, as attributes."""
    weight = ' font-weight="bold"' if font.bold else ""
    slant = ' font-style="italic"' if font.italic else ""
    anchor = ' text-anchor="middle"' if is_centered else ""
    return f'font-size="{_n(font.size)}"{weight}{slant}{anchor} fill="{color}"'


def _backdrop(text: TextBox) -> str:
    step = text.height / len(text.lines)
    color = f'fill="{text.backdrop}" fill-opacity="{BACKDROP_OPACITY}"'
    return "".join(
        f'<rect x="{_n(text.x + line.x - 1)}" y="{_n(text.y + index * step)}" '
        f'width="{_n(line.width + 2)}" height="{_n(step)}" {color}/>'
        for index, line in enumerate(text.lines)
    )


@lru_cache(maxsize=65536)
def _n(number: float) -> str:
    """A number with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
