"""The virtual clock: time stands still until somebody moves it, so every run repeats itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday morning: where the clock stands when nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class VirtualClock:
    """Where a Request's time starts; a Request keeps its own time from then on."""

    start: datetime = START
