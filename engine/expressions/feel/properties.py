"""`value.name` in FEEL: entries of contexts, parts of dates, times and durations, ends of intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from engine.expressions.feel.temporal import NANOS, Date, DateTime, DaysDuration, MonthsDuration, Time
from engine.expressions.feel.values import Range, Value

Reader = Callable[[Value], Value]
HOUR = 3600 * NANOS


def member(source: Value, name: str) -> Value:
    """A property of a value; of a list, the list of its items' properties; null where there is none."""
    if isinstance(source, dict):
        return source.get(name)
    if isinstance(source, list):
        return [member(item, name) for item in source]
    readers = PROPERTIES.get(type(source))
    reader = readers.get(name) if readers else None
    return reader(source) if reader else None


def _second(time: Time) -> Value:
    return time.second if not time.nanos else Decimal(time.second) + Decimal(time.nanos) / NANOS


def _offset(time: Time, day: Date | None = None) -> Value:
    offset = time.offset_on(day)
    return None if offset is None else DaysDuration(offset * NANOS)


def _toward_zero(value: int, unit: int, modulus: int) -> int:
    part = abs(value) // unit % modulus
    return -part if value < 0 else part


def _seconds(duration: DaysDuration) -> Value:
    seconds, nanos = divmod(abs(duration.nanos) % (60 * NANOS), NANOS)
    value = seconds if not nanos else Decimal(seconds) + Decimal(nanos) / NANOS
    return -value if duration.nanos < 0 else value


def _of_date(read: Reader) -> Reader:
    return lambda moment: read(moment.date)


def _of_time(read: Reader) -> Reader:
    return lambda moment: read(moment.time)


DATE: Mapping[str, Reader] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: day.weekday,
}
TIME: Mapping[str, Reader] = {
    "hour": lambda time: time.hour,
    "minute": lambda time: time.minute,
    "second": _second,
    "time offset": _offset,
    "timezone": lambda time: time.zone,
}
DATE_TIME: Mapping[str, Reader] = {
    **{name: _of_date(read) for name, read in DATE.items()},
    **{name: _of_time(read) for name, read in TIME.items()},
    "time offset": lambda moment: _offset(moment.time, moment.date),
}
DAYS: Mapping[str, Reader] = {
    "days": lambda duration: _toward_zero(duration.nanos, 24 * HOUR, 10**18),
    "hours": lambda duration: _toward_zero(duration.nanos, HOUR, 24),
    "minutes": lambda duration: _toward_zero(duration.nanos, 60 * NANOS, 60),
    "seconds": _seconds,
}
MONTHS: Mapping[str, Reader] = {
    "years": lambda duration: _toward_zero(duration.months, 12, 10**18),
    "months": lambda duration: _toward_zero(duration.months, 1, 12),
}
RANGE: Mapping[str, Reader] = {
    "start": lambda interval: interval.low,
    "end": lambda interval: interval.high,
    "start included": lambda interval: interval.low_closed,
    "end included": lambda interval: interval.high_closed,
}
PROPERTIES: Mapping[type, Mapping[str, Reader]] = MappingProxyType(
    {
        Date: DATE,
        Time: TIME,
        DateTime: DATE_TIME,
        DaysDuration: DAYS,
        MonthsDuration: MONTHS,
        Range: RANGE,
    }
)
PROPERTY_NAMES = ("time offset", "start included", "end included")
