"""How amounts of money and percentages are written for people, and how what people write is read.

Loaded with the window, so it stands alone.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

PLAIN = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
"""A number without separators, as JSON and most people write it."""
_SPACES = "\u00a0\u202f "


@dataclass(frozen=True, slots=True)
class Amount:
    """What stands around a number, its separators, and how many decimals it has."""

    before: str = ""
    after: str = ""
    thousands: str = ","
    point: str = "."
    decimals: int = 2

    def text(self, amount: float) -> str:
        """The number as it is shown: with separators and what stands around it."""
        shown = self._separated(f"{amount:,.{self.decimals}f}")
        return f"{self.before} {shown} {self.after}".strip()

    def plain(self, amount: float) -> str:
        """The number as somebody types it: all of its decimals, and nothing else."""
        digits = f"{amount:.10f}".rstrip("0").rstrip(".")
        return digits.replace(".", self.point or ".")

    def read(self, text: str) -> float | None:
        """The number that somebody typed, by these separators or without any; nothing where it is none."""
        bare = text.strip().removeprefix(self.before).removesuffix(self.after).strip(_SPACES)
        number = self._by_separators(bare)
        if number is None and PLAIN.fullmatch(bare):
            number = bare
        return float(number) if number is not None and math.isfinite(float(number)) else None

    def _by_separators(self, bare: str) -> str | None:
        """The number with a point and no thousands, where its separators stand as they must."""
        whole, _, part = bare.partition(self.point) if self.point else (bare, "", "")
        groups = whole.replace("\u00a0", " ").split(self.thousands) if self.thousands else [whole]
        if len(groups) > 1 and (len(groups[0].lstrip("+-")) > 3 or any(len(group) != 3 for group in groups[1:])):
            return None
        joined = "".join(groups) + (f".{part}" if part else "")
        return joined if PLAIN.fullmatch(joined) else None

    def _separated(self, number: str) -> str:
        return number.translate({ord(","): self.thousands, ord("."): self.point})
