"""FEEL's dates, times and durations: any year, nanoseconds, offsets and zones, exact arithmetic.

Python's own `datetime` ends at the year 9999; DMN's does not. Instants are compared as whole nanoseconds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo

NANOS = 1_000_000_000
DAY = 86_400 * NANOS
MAX_YEAR = 999_999_999
MAX_OFFSET = 18 * 3600
_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)")
_TIME = re.compile(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[\w/+-]+)?")
_DAYS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?")
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the proleptic Gregorian calendar."""

    year: int
    month: int
    day: int

    @property
    def ordinal(self) -> int:
        """Days since 1 January of the year 1, as `datetime.date` counts them, for any year."""
        cycles, year = divmod(self.year - 1, 400)
        return cycles * 146_097 + date(year + 1, self.month, self.day).toordinal()

    @property
    def weekday(self) -> int:
        """1 for Monday to 7 for Sunday."""
        return (self.ordinal - 1) % 7 + 1

    @property
    def day_of_year(self) -> int:
        """1 for 1 January."""
        return self.ordinal - Date(self.year, 1, 1).ordinal + 1

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; `offset` from UTC in seconds, or the name of a `zone`, or neither for a local time."""

    hour: int
    minute: int
    second: int
    nanos: int = 0
    offset: int | None = None
    zone: str | None = None

    @property
    def of_day(self) -> int:
        """Nanoseconds since midnight."""
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOS + self.nanos

    @property
    def is_local(self) -> bool:
        """Whether it has neither offset nor zone."""
        return self.offset is None and self.zone is None

    def offset_on(self, day: Date | None) -> int | None:
        """Seconds from UTC on a day; None for a local time."""
        if self.zone is not None:
            return zone_offset(self.zone, day, self)
        return self.offset

    def __str__(self) -> str:
        fraction = f".{self.nanos:09}".rstrip("0") if self.nanos else ""
        zone = f"@{self.zone}" if self.zone is not None else offset_text(self.offset)
        return f"{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}{zone}"


MIDNIGHT_UTC = Time(0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of it."""

    date: Date
    time: Time

    @property
    def local_instant(self) -> int:
        """Nanoseconds since the calendar's start, by the clock on the wall."""
        return self.date.ordinal * DAY + self.time.of_day

    @property
    def instant(self) -> int:
        """Nanoseconds since the calendar's start, in UTC where the time has an offset or zone."""
        return self.local_instant - (self.time.offset_on(self.date) or 0) * NANOS

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


@dataclass(frozen=True, slots=True)
class DaysDuration:
    """A days and time duration, in nanoseconds."""

    nanos: int

    def __str__(self) -> str:
        sign = "-" if self.nanos < 0 else ""
        seconds, nanos = divmod(abs(self.nanos), NANOS)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        parts = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
        parts += f"{seconds}{fraction}S" * bool(seconds or nanos)
        if not days and not parts:
            return "PT0S"
        return f"{sign}P" + f"{days}D" * bool(days) + (f"T{parts}" if parts else "")


@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """A years and months duration, in months."""

    months: int

    def __str__(self) -> str:
        sign = "-" if self.months < 0 else ""
        years, months = divmod(abs(self.months), 12)
        if not years and not months:
            return "P0M"
        return f"{sign}P" + f"{years}Y" * bool(years) + f"{months}M" * bool(months)


Temporal: TypeAlias = Date | Time | DateTime | DaysDuration | MonthsDuration


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(year: int, month: int) -> int:
    """The number of days of a month."""
    return 29 if month == 2 and is_leap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def make_date(year: int, month: int, day: int) -> Date | None:
    """A day, or None where there is no such day."""
    if not (-MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= days_in(year, month)):
        return None
    return Date(year, month, day)


def make_time(
    hour: int, minute: int, second: int, nanos: int = 0, offset: int | None = None, zone: str | None = None
) -> Time | None:
    """A time of day, or None where there is none."""
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        return None
    if offset is not None and abs(offset) > MAX_OFFSET:
        return None
    if zone is not None and not is_zone(zone):
        return None
    return Time(hour, minute, second, nanos, offset, zone)


def from_ordinal(ordinal: int) -> Date:
    """The day that has an ordinal."""
    cycles, rest = divmod(ordinal - 1, 146_097)
    inside = date.fromordinal(rest + 1)
    return Date(inside.year + cycles * 400, inside.month, inside.day)


def from_local_instant(nanos: int, like: Time) -> DateTime:
    """The day and time at so many nanoseconds by the wall clock, with another time's offset or zone."""
    days, rest = divmod(nanos, DAY)
    return DateTime(from_ordinal(days), time_of_day(rest, like))


def time_of_day(nanos: int, like: Time) -> Time:
    """The time so many nanoseconds after midnight, round the clock, with another time's offset or zone."""
    seconds, rest = divmod(nanos % DAY, NANOS)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return replace(like, hour=hours, minute=minutes, second=seconds, nanos=rest)


def add_months(day: Date, months: int) -> Date | None:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_date(year, month + 1, min(day.day, days_in(year, month + 1)))


def parse_date(text: str) -> Date | None:
    """`2024-02-29` as a day."""
    match = _DATE.fullmatch(text)
    return make_date(int(match[1]), int(match[2]), int(match[3])) if match else None


def parse_time(text: str) -> Time | None:
    """`12:30:00.5+01:00`, `12:30:00Z`, `12:30:00@Europe/Paris` or a local time."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    nanos = int((match[4] or "0")[:9].ljust(9, "0"))
    suffix = match[5] or ""
    zone = suffix[1:] if suffix[:1] == "@" else None
    return make_time(int(match[1]), int(match[2]), int(match[3]), nanos, _offset(suffix), zone)


def parse_date_time(text: str) -> DateTime | None:
    """A day and a time with `T` between."""
    day, separator, time = text.partition("T")
    parsed, of_day = parse_date(day), parse_time(time)
    if not separator or parsed is None or of_day is None:
        return None
    return DateTime(parsed, of_day)


def parse_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """`P1DT2H30M` or `P1Y6M`; the two kinds do not mix."""
    if text[-1:] in ("P", "T", ""):
        return None
    match = _MONTHS.fullmatch(text)
    if match:
        return MonthsDuration(_signed(match[1], int(match[2] or 0) * 12 + int(match[3] or 0)))
    match = _DAYS.fullmatch(text)
    if match is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.group(2, 3, 4, 5))
    nanos = int((match[6] or "0")[:9].ljust(9, "0"))
    return DaysDuration(_signed(match[1], (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * NANOS + nanos))


def parse_temporal(text: str) -> Temporal | None:
    """What an `@"…"` literal means."""
    return parse_date(text) or parse_date_time(text) or parse_time(text) or parse_duration(text)


def offset_text(offset: int | None) -> str:
    """An offset as times end with it: nothing, `Z`, or `+01:00`."""
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    minutes, seconds = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{seconds:02}" if seconds else text


@lru_cache(maxsize=64)
def is_zone(name: str) -> bool:
    """Whether this machine's time zone data knows a name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def zone_offset(zone: str, day: Date | None, time: Time) -> int | None:
    """Seconds from UTC in a zone; without a day, or for a year beyond its data, as in the year 2000."""
    if day is None or not 1 < day.year < 9999:
        day = Date(2000, day.month if day else 1, min(day.day, 28) if day else 1)
    moment = datetime(day.year, day.month, day.day, time.hour, time.minute, time.second)
    offset = moment.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    return None if offset is None else round(offset / timedelta(seconds=1))


def from_python(moment: datetime) -> DateTime:
    """A moment of the host's clock."""
    offset = moment.utcoffset()
    seconds = None if offset is None else round(offset / timedelta(seconds=1))
    day = Date(moment.year, moment.month, moment.day)
    return DateTime(day, Time(moment.hour, moment.minute, moment.second, moment.microsecond * 1000, seconds))


def _offset(suffix: str) -> int | None:
    if suffix == "Z":
        return 0
    if suffix[:1] not in ("+", "-"):
        return None
    parts = [int(part) for part in suffix[1:].split(":")]
    if parts[0] > 18 or parts[1] > 59:
        return MAX_OFFSET + 1
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) > 2 else 0)
    return -seconds if suffix[0] == "-" else seconds


def _signed(sign: str, value: int) -> int:
    return -value if sign else value
