"""What a proof counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Figures:
    """Counts by name, and every broken promise in words."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def count(self, name: str, by: int = 1) -> None:
        """Add to a count."""
        self.counts[name] += by

    def check(self, holds: bool, promise: str) -> None:
        """Note a promise that does not hold."""
        if not holds:
            self.broken.append(promise)

    def __str__(self) -> str:
        told = ", ".join(f"{number:,} {name}" for name, number in self.counts.items())
        return f"{told}; {len(self.broken)} broken" + "".join(f"\n  {each}" for each in self.broken[:20])
