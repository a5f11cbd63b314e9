"""Arithmetic of colors: parse what files write, measure contrast, and adapt to a dark canvas."""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from typing import NamedTuple

from modeler.drawing.color_names import NAMES

_FUNCTION = re.compile(r"rgba?\(\s*([\d.]+%?)[\s,]+([\d.]+%?)[\s,]+([\d.]+%?)")
_HEX = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})")


class Rgb(NamedTuple):
    """A color with channels from 0 to 1."""

    red: float
    green: float
    blue: float

    @property
    def hex(self) -> str:
        """As `#rrggbb`."""
        return "#{:02x}{:02x}{:02x}".format(*(round(min(max(c, 0.0), 1.0) * 255) for c in self))

    @property
    def luminance(self) -> float:
        """Relative luminance as WCAG 2 defines it."""
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in self)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b


@lru_cache(maxsize=4096)
def parse(text: str | None) -> Rgb | None:
    """The color that a file's text names: hex, a CSS name or rgb(); anything else is None."""
    raw = (text or "").strip().lower()
    raw = NAMES.get(raw, raw)
    if found := _HEX.fullmatch(raw):
        return _from_hex(found.group(1))
    if function := _FUNCTION.match(raw):
        return Rgb(*(_channel(part) for part in function.groups()))
    return None


def _from_hex(digits: str) -> Rgb:
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    return Rgb(*(int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)))


def _channel(part: str) -> float:
    return min(float(part[:-1]) / 100 if part.endswith("%") else float(part) / 255, 1.0)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colors, from 1 to 21 (WCAG 2)."""
    a, b = parse(one), parse(other)
    if a is None or b is None:
        return 21.0
    light, dark = max(a.luminance, b.luminance), min(a.luminance, b.luminance)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """One color with a share of another in it."""
    a, b = parse(one) or Rgb(0, 0, 0), parse(other) or Rgb(0, 0, 0)
    return Rgb(*(p + (q - p) * share for p, q in zip(a, b, strict=True))).hex


def with_lightness(color: str, lightness: float, saturation: float = 1.0) -> str:
    """The same hue at another lightness; `saturation` is a factor."""
    hue, _, strength = rgb_to_hls(*(parse(color) or Rgb(0, 0, 0)))
    return Rgb(*hls_to_rgb(hue, lightness, min(strength * saturation, 1.0))).hex


def lightness(color: str) -> float:
    """From 0 (black) to 1 (white)."""
    return rgb_to_hls(*(parse(color) or Rgb(0, 0, 0)))[1]


@lru_cache(maxsize=4096)
def readable(color: str, background: str, ratio: float) -> str:
    """The color, moved away from the background's lightness until the contrast is at least `ratio`."""
    if contrast(color, background) >= ratio:
        return color
    upward = contrast("#ffffff", background) >= contrast("#000000", background)
    start = lightness(color)
    for step in range(1, 21):
        goal = start + ((1.0 - start) if upward else -start) * step / 20
        moved = with_lightness(color, goal)
        if contrast(moved, background) >= ratio:
            return moved
    return "#ffffff" if upward else "#000000"


@lru_cache(maxsize=4096)
def dark_fill(color: str) -> str:
    """A fill made for paper, as a deep tone of the same hue for a dark canvas: light tints become dark ones."""
    bright = lightness(color)
    return with_lightness(color, 0.16 + (1.0 - bright) * 0.28, 0.42 if bright > 0.6 else 0.8)


@lru_cache(maxsize=4096)
def dark_line(color: str, background: str, ratio: float) -> str:
    """A line or text made for paper, for a dark canvas: grays are turned round, colors keep their hue."""
    bright = lightness(color)
    if is_gray(color):
        return readable(with_lightness(color, 0.86 - 0.35 * bright), background, ratio)
    return readable(with_lightness(color, max(bright, 0.62), 0.9), background, ratio)


def is_gray(color: str) -> bool:
    """Whether a color has next to no hue."""
    channels = parse(color) or Rgb(0, 0, 0)
    return max(channels) - min(channels) < 0.06
