"""Moments of real time as the clock on the wall shows them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QLocale


def clock_words(at: datetime, of: datetime | None) -> str:
    """The time of the day to the second, with the day where that is not the day of the other moment."""
    at = at.astimezone()
    time = f"{at:%H:%M:%S}"
    if of is None or at.date() == of.astimezone().date():
        return time
    return f"{QLocale().toString(at.date(), 'd MMM')} {time}"  # type: ignore[call-overload]
