"""Advance widths of Helvetica and Helvetica Bold, in thousandths of the font size."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

DEFAULT_WIDTH = 556
WIDE_FROM = 0x2E80
"""Ideographs and kana start here: as wide as high."""

_ASCII = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556
278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667
611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833
556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
_ASCII_BOLD = """
278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556
333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667
611 722 667 944 667 667 611 333 278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889
611 611 611 611 389 556 333 611 556 778 556 556 500 389 280 389 584
"""
_OTHERS = {
    "\u00a0": 278, "–": 556, "—": 1000, "…": 1000, "‘": 222, "’": 222, "“": 333, "”": 333, "•": 350, "€": 556,
    "«": 556, "»": 556, "ß": 611, "æ": 889, "Æ": 1000, "ø": 611, "Ø": 778, "œ": 944, "Œ": 1000, "°": 400,
    "\u00ad": 0,
}  # fmt: skip


def _table(ascii_widths: str) -> Mapping[str, int]:
    table = {chr(32 + index): int(width) for index, width in enumerate(ascii_widths.split())}
    for code in range(0xC0, 0x180):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain in table:
            table[chr(code)] = table[plain]
    return MappingProxyType(table | _OTHERS)


REGULAR = _table(_ASCII)
BOLD = _table(_ASCII_BOLD)
