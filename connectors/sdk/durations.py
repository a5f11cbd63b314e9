"""ISO 8601 durations in settings, as seconds."""

from __future__ import annotations

import re

_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_SECONDS = {"weeks": 604_800, "days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}
_LONGEST = 10 * 365 * 86_400


def seconds_of(text: str) -> float:
    """How long `P3D` or `PT12H30M` is; 0 for what has other units than weeks to seconds, or is over ten years."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return 0.0
    total = sum(float(match[name]) * factor for name, factor in _SECONDS.items() if match[name])
    return total if total <= _LONGEST else 0.0
