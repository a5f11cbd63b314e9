"""A moment of virtual time as a designer writes it: a date, a date with a time, or how much later than now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN = re.compile(r"\+?\s*(\d+)\s*(s|min|h|d|w)\b")
_SPANS = re.compile(r"\+?(\s*\d+\s*(s|min|h|d|w)\b)+\s*")


def moment_of(text: str, now: datetime) -> datetime:
    """The moment; raises `ValueError` with a sentence that says how to write one."""
    given = text.strip()
    try:
        if _SPANS.fullmatch(given):
            parts = {_UNITS[unit]: int(count) for count, unit in _SPAN.findall(given)}
            return now + timedelta(**parts)
        if given.startswith("P"):
            from engine.runtime.times import parse_period

            return parse_period(given).after(now)
        found = datetime.fromisoformat(given)
    except (ValueError, OverflowError):
        raise ValueError(f"“{given}” is no time: write 2026-01-09 14:00, 3 d, 2 h 30 min, or P3D.") from None
    return found if found.tzinfo is not None else found.replace(tzinfo=now.tzinfo)
