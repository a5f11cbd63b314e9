"""Themes: every color of the canvas by its role, and how a file's own colors fit in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from modeler.drawing.colors import contrast, dark_fill, dark_line, mix, parse, readable

SHAPE_WIDTH = 1.6
THIN_WIDTH = 1.3
THICK_WIDTH = 3.4
FLOW_WIDTH = 1.5
POOL_WIDTH = 1.4
FAR_WIDTH = 4.0
"""Of boxes and lines below 12 %."""


class FileColors(NamedTuple):
    """The colors that a file gives one element, as it writes them."""

    fill: str | None = None
    stroke: str | None = None
    label: str | None = None


class Ink(NamedTuple):
    """The colors that one element is drawn with."""

    stroke: str
    fill: str
    text: str
    mark: str
    """Markers and symbols: the lines' color where it can be seen on the fill."""


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A theme. Colors are `#rrggbb`; roles of elements first, then those of the canvas around them."""

    name: str
    is_dark: bool
    canvas: str
    paper: str
    """The background of exported pictures."""
    grid: str
    shape_fill: str
    shape_stroke: str
    container_fill: str
    """Expanded sub-processes."""
    pool_fill: str
    header_fill: str
    """Headers of pools, and the shaded participant bands of choreographies."""
    pool_stroke: str
    flow: str
    association: str
    text: str
    muted: str
    """Second-rate text, and what is only hinted at."""
    unknown: str
    """Placeholders for elements that have no figure."""
    selection: str
    hover: str
    guide: str
    allowed: str
    forbidden: str
    error: str
    warning: str
    token: str
    taken: str
    """The path that a preview took."""


LIGHT = Style(
    name="light",
    is_dark=False,
    canvas="#f7f8fa",
    paper="#ffffff",
    grid="#dde1e7",
    shape_fill="#ffffff",
    shape_stroke="#232a34",
    container_fill="#fdfdfe",
    pool_fill="#fdfdfe",
    header_fill="#eef1f5",
    pool_stroke="#3d4653",
    flow="#333c48",
    association="#56606d",
    text="#1b2129",
    muted="#6a7482",
    unknown="#a15c07",
    selection="#1f6feb",
    hover="#7aa7f0",
    guide="#d6336c",
    allowed="#1a7f37",
    forbidden="#cf222e",
    error="#cf222e",
    warning="#b35900",
    token="#0a7d5c",
    taken="#0a7d5c",
)

DARK = Style(
    name="dark",
    is_dark=True,
    canvas="#16181d",
    paper="#16181d",
    grid="#2a2e36",
    shape_fill="#252a32",
    shape_stroke="#c6ced9",
    container_fill="#1c2027",
    pool_fill="#1a1d23",
    header_fill="#232831",
    pool_stroke="#8d97a5",
    flow="#b4bdc9",
    association="#8f99a7",
    text="#e7ebf0",
    muted="#98a2b0",
    unknown="#e3a04f",
    selection="#5b9dff",
    hover="#3f6fb5",
    guide="#ff6fa3",
    allowed="#4fc26b",
    forbidden="#ff6b66",
    error="#ff6b66",
    warning="#f0a63c",
    token="#3ddbab",
    taken="#3ddbab",
)

THEMES = (LIGHT, DARK)


@lru_cache(maxsize=32)
def shaded(style: Style, share: float = 0.28) -> str:
    """The fill of what answers rather than asks: participants and messages that do not initiate."""
    return mix(style.shape_fill, style.shape_stroke, share)


@lru_cache(maxsize=8)
@lru_cache(maxsize=16)
def printed(style: Style) -> Style:
    """The theme for exported pictures: everything stands on its paper. The same each time, as looks are kept by it."""
    return replace(style, canvas=style.paper)


def theme(name: str) -> Style:
    """The theme called `light` or `dark`; anything else is light."""
    return DARK if name == "dark" else LIGHT


@lru_cache(maxsize=4096)
def ink(style: Style, colors: FileColors | None, stroke: str, fill: str) -> Ink:
    """The colors to draw with: the file's where it gives any, adapted to the theme, else these defaults."""
    if colors is None:
        return Ink(stroke, fill, style.text, stroke)
    own_fill = _fill(style, colors.fill) or fill
    own_stroke = _stroke(style, colors.stroke) or stroke
    text = _text(style, colors, own_stroke, own_fill)
    return Ink(own_stroke, own_fill, text, own_stroke if contrast(own_stroke, own_fill) >= 2.5 else text)


@lru_cache(maxsize=4096)
def label_color(style: Style, colors: FileColors | None) -> str:
    """The color of an external label, which stands on the canvas."""
    if colors is None:
        return style.text
    given = parse(colors.label) or parse(colors.stroke)
    if given is None:
        return style.text
    return (dark_line if style.is_dark else readable)(given.hex, style.canvas, 4.5)


def _fill(style: Style, text: str | None) -> str | None:
    color = parse(text)
    if color is None or (style.is_dark and color.hex == "#ffffff"):
        return None
    return dark_fill(color.hex) if style.is_dark else color.hex


def _stroke(style: Style, text: str | None) -> str | None:
    color = parse(text)
    if color is None:
        return None
    return dark_line(color.hex, style.canvas, 3.0) if style.is_dark else color.hex


def _text(style: Style, colors: FileColors, stroke: str, fill: str) -> str:
    given = parse(colors.label)
    if given is not None:
        return (dark_line if style.is_dark else readable)(given.hex, fill, 4.5)
    wanted = stroke if parse(colors.stroke) else style.text
    if contrast(wanted, fill) >= 4.5:
        return wanted
    return readable(wanted, fill, 4.5)
