"""One run: the file, the ceilings, the meter, and where pictures go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measuring import Meter


@dataclass(frozen=True)
class Bench:
    """What a group of measurements works with."""

    file: Path
    data: bytes
    meter: Meter
    viewport: tuple[int, int]
    shots: Path | None
    scratch: Path
