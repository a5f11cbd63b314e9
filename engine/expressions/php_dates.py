"""Dates as PHP's `date` writes them: one letter of the format for each part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def php_date(form: str, moment: datetime) -> str:
    """`moment` written as `form` says; a backslash keeps the next letter."""
    pieces: list[str] = []
    escaped = False
    for sign in form:
        if escaped or sign not in _PARTS:
            if escaped or sign != "\\":
                pieces.append(sign)
            escaped = not escaped and sign == "\\"
        else:
            pieces.append(_PARTS[sign](moment))
    return "".join(pieces)


def _suffix(moment: datetime) -> str:
    if 11 <= moment.day <= 13:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(moment.day % 10, "th")


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in_month(moment: datetime) -> int:
    if moment.month == 2:
        return 29 if _is_leap(moment.year) else 28
    return 30 if moment.month in (4, 6, 9, 11) else 31


def _offset(moment: datetime, separator: str) -> str:
    minutes = int((moment.utcoffset() or moment - moment).total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}{separator}{abs(minutes) % 60:02}"


def _hour12(moment: datetime) -> int:
    return moment.hour % 12 or 12


_PARTS: Mapping[str, Callable[[datetime], str]] = MappingProxyType(
    {
        "d": lambda moment: f"{moment.day:02}",
        "D": lambda moment: _DAYS[moment.weekday()][:3],
        "j": lambda moment: str(moment.day),
        "l": lambda moment: _DAYS[moment.weekday()],
        "N": lambda moment: str(moment.isoweekday()),
        "S": _suffix,
        "w": lambda moment: str(moment.isoweekday() % 7),
        "z": lambda moment: str(moment.timetuple().tm_yday - 1),
        "W": lambda moment: f"{moment.isocalendar().week:02}",
        "F": lambda moment: _MONTHS[moment.month - 1],
        "M": lambda moment: _MONTHS[moment.month - 1][:3],
        "m": lambda moment: f"{moment.month:02}",
        "n": lambda moment: str(moment.month),
        "t": lambda moment: str(_days_in_month(moment)),
        "L": lambda moment: str(int(_is_leap(moment.year))),
        "o": lambda moment: str(moment.isocalendar().year),
        "Y": lambda moment: f"{moment.year:04}",
        "y": lambda moment: f"{moment.year % 100:02}",
        "a": lambda moment: "am" if moment.hour < 12 else "pm",
        "A": lambda moment: "AM" if moment.hour < 12 else "PM",
        "g": lambda moment: str(_hour12(moment)),
        "h": lambda moment: f"{_hour12(moment):02}",
        "G": lambda moment: str(moment.hour),
        "H": lambda moment: f"{moment.hour:02}",
        "i": lambda moment: f"{moment.minute:02}",
        "s": lambda moment: f"{moment.second:02}",
        "u": lambda moment: f"{moment.microsecond:06}",
        "v": lambda moment: f"{moment.microsecond // 1000:03}",
        "e": lambda moment: str(moment.tzinfo or "UTC"),
        "T": lambda moment: moment.tzname() or "UTC",
        "O": lambda moment: _offset(moment, ""),
        "P": lambda moment: _offset(moment, ":"),
        "Z": lambda moment: str(int((moment.utcoffset() or moment - moment).total_seconds())),
        "c": lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S") + _offset(moment, ":"),
        "r": lambda moment: php_date("D, d M Y H:i:s O", moment),
        "U": lambda moment: str(int(moment.timestamp())),
    }
)
