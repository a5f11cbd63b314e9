"""Export as SVG: plain shapes and text, one group for each element under its id, nothing fetched from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn import BPMNDiagram, BPMNEdge, BPMNShape
from modeler.drawing import (
    LIGHT,
    Figure,
    Geometry,
    IconLookup,
    Item,
    Metrics,
    Path,
    Pen,
    Picture,
    PlainMetrics,
    Style,
    TextBox,
    no_icons,
)
from modeler.drawing.figure import BACKDROP_OPACITY
from modeler.drawing.sheet import Sheet, sheet

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
    measure = metrics or PlainMetrics()
    return "\n".join(_Writer(sheet(diagram, style, measure, icons), measure, pictures).lines()) + "\n"


class _Writer:
    """Writes one sheet; ids are given once, as XML wants it."""

    def __init__(self, drawn: Sheet, metrics: Metrics, pictures: IconAddress) -> None:
        self._sheet = drawn
        self._metrics = metrics
        self._pictures = pictures
        self._ids: set[str] = set()

    def lines(self) -> Iterator[str]:
        """The document, line by line."""
        box, families = self._sheet.bounds, self._metrics.families
        size = f'width="{_n(box.width)}" height="{_n(box.height)}"'
        view = f'viewBox="{_n(box.x)} {_n(box.y)} {_n(box.width)} {_n(box.height)}"'
        fonts = ", ".join(family if family == "sans-serif" else f"'{family}'" for family in families)
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family={quoteattr(fonts)}>'
        yield f"<title>{escape(self._sheet.title)}</title>"
        yield f'<rect x="{_n(box.x)}" y="{_n(box.y)}" {size} fill="{self._sheet.style.paper}"/>'
        for drawn, figure in self._sheet.figures:
            yield from self._group(drawn, figure)
        for drawn, figure in self._sheet.figures:
            if figure.label is not None:
                yield f'<g class="label"{self._id(drawn, "-label")}>{"".join(_text(figure.label))}</g>'
        yield "</svg>"

    def _group(self, drawn: BPMNShape | BPMNEdge, figure: Figure) -> Iterator[str]:
        element = drawn.element
        kind = element.tag if element is not None else "unknown"
        name = (element.get("name") if element is not None else None) or kind
        yield f"<g{self._id(drawn)} class={quoteattr(kind)}><title>{escape(name)}</title>"
        for item in figure.items:
            yield from self._item(item)
        yield "</g>"

    def _id(self, drawn: BPMNShape | BPMNEdge, suffix: str = "") -> str:
        element = drawn.element
        for candidate in (element.id if element is not None else None, drawn.id):
            wanted = f"{candidate}{suffix}" if candidate else ""
            if wanted and wanted not in self._ids:
                self._ids.add(wanted)
                return f" id={quoteattr(wanted)}"
        return ""

    def _item(self, item: Item) -> Iterable[str]:
        if isinstance(item, Path):
            return (_path(item),)
        return _text(item) if isinstance(item, TextBox) else self._picture(item)

    def _picture(self, picture: Picture) -> Iterable[str]:
        address = self._pictures(picture.reference)
        if address is None or not address.startswith("data:"):
            return ()
        place = f'x="{_n(picture.x)}" y="{_n(picture.y)}" width="{_n(picture.size)}" height="{_n(picture.size)}"'
        return (f"<image {place} href={quoteattr(address)}/>",)


def _path(path: Path) -> str:
    shape = path.geometry
    ink = f'fill="{path.fill or "none"}"{_stroke(path.pen)}'
    x, y = path.x + shape.box.x, path.y + shape.box.y
    width, height = shape.box.width, shape.box.height
    if shape.form == "rect":
        corner = f' rx="{_n(shape.radius)}"' if shape.radius else ""
        return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"{corner} {ink}/>'
    if shape.form == "ellipse" and width == height:
        return f'<circle cx="{_n(x + width / 2)}" cy="{_n(y + height / 2)}" r="{_n(width / 2)}" {ink}/>'
    return f'<path d="{_commands(shape, path.x, path.y)}" {ink}/>'


def _commands(shape: Geometry, dx: float, dy: float) -> str:
    parts = []
    for op, *numbers in shape.commands:
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        parts.append(op + " ".join(f"{_n(x + dx)} {_n(y + dy)}" for x, y in pairs))
    return "".join(parts)


def _stroke(pen: Pen | None) -> str:
    if pen is None:
        return ""
    dash = f' stroke-dasharray="{" ".join(map(_n, pen.dash))}"' if pen.dash else ""
    caps = ' stroke-linecap="round" stroke-linejoin="round"' if pen.round_caps else ""
    return f' stroke="{pen.color}" stroke-width="{_n(pen.width)}"{dash}{caps}'


def _text(text: TextBox) -> Iterator[str]:
    if text.backdrop:
        yield from _backdrop(text)
    turn = f' transform="translate({_n(text.x)} {_n(text.y)}) rotate({text.rotation})"' if text.rotation else ""
    x, y = (0.0, 0.0) if text.rotation else (text.x, text.y)
    weight = ' font-weight="bold"' if text.font.bold else ""
    slant = ' font-style="italic"' if text.font.italic else ""
    anchor = ' text-anchor="middle"' if text.is_centered else ""
    look = f'font-size="{_n(text.font.size)}"{weight}{slant}{anchor} fill="{text.color}"{turn}'
    share = 0.5 if text.is_centered else 0.0
    lines = [
        f' x="{_n(x + line.x + share * line.width)}" y="{_n(y + line.y)}">{escape(line.text)}</text>'
        for line in text.lines
    ]
    if len(lines) == 1:
        yield f"<text {look}{lines[0]}"
    else:
        yield f"<g {look}>" + "".join(f"<text{line}" for line in lines) + "</g>"


def _backdrop(text: TextBox) -> Iterator[str]:
    step = text.height / len(text.lines)
    for index, line in enumerate(text.lines):
        place = f'x="{_n(text.x + line.x - 1)}" y="{_n(text.y + index * step)}"'
        size = f'width="{_n(line.width + 2)}" height="{_n(step)}"'
        yield f'<rect {place} {size} fill="{text.backdrop}" fill-opacity="{BACKDROP_OPACITY}"/>'


def _n(number: float) -> str:
    """A number with at most two decimals."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
