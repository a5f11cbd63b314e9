"""How wide text is: the port that figures measure by, and a version of it that needs no toolkit."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache
from typing import Final, Protocol

from modeler.drawing.figure import Font
from modeler.drawing.font_widths import BOLD, DEFAULT_WIDTH, REGULAR, WIDE_FROM

LABEL = Font(12.0)
"""Inside activities, and the names of pools and lanes."""
EXTERNAL = Font(11.0)
"""Outside: events, gateways, data, flows."""
ANNOTATION = Font(12.0)


class Metrics(Hashable, Protocol):
    """Measures text. Widths grow in proportion to the font's size."""

    @property
    def families(self) -> tuple[str, ...]:
        """Font families to name in a picture, best first."""

    def text_width(self, text: str, font: Font) -> float:
        """How wide one line of text is, in diagram units."""

    def line_height(self, font: Font) -> float:
        """From one baseline to the next."""

    def ascent(self, font: Font) -> float:
        """From the top of a line to its baseline."""


class PlainMetrics:
    """Measures by the widths of Helvetica, which Arial, Liberation Sans and Nimbus Sans share."""

    families: tuple[str, ...] = ("Arial", "Helvetica", "Liberation Sans", "sans-serif")

    def text_width(self, text: str, font: Font) -> float:
        """The sum of the characters' widths; letters beyond Latin count as wide as they usually are."""
        return _units(text, font.bold) * font.size / 1000

    def line_height(self, font: Font) -> float:
        """A fifth more than the size of the font."""
        return font.size * 1.2

    def ascent(self, font: Font) -> float:
        """Where the baseline of Helvetica stands in a line of that height."""
        return font.size * 0.95


PLAIN: Final = PlainMetrics()
"""The one that all may use, so that what was measured once is known to all."""


@lru_cache(maxsize=16384)
def _units(text: str, is_bold: bool) -> int:
    widths = BOLD if is_bold else REGULAR
    try:
        return sum(map(widths.__getitem__, text))
    except KeyError:
        return sum(widths[each] if each in widths else _estimate(each) for each in text)


def _estimate(character: str) -> int:
    return 1000 if ord(character) >= WIDE_FROM else DEFAULT_WIDTH
