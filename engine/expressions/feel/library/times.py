"""FEEL's functions on dates, times and durations."""

from __future__ import annotations

from decimal import Decimal

from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.signature import define, define_with_evaluation
from engine.expressions.feel.temporal import (
    MIDNIGHT_UTC,
    MONTHS,
    NANOS,
    WEEKDAYS,
    Date,
    DateTime,
    MonthsDuration,
    Time,
    days_in,
    from_ordinal,
    from_python,
    make_date,
    make_time,
    parse_date,
    parse_date_time,
    parse_duration,
    parse_time,
)
from engine.expressions.feel.values import Value, kind_of


def date(source: Value, *parts: Value) -> Value:
    """A day from its text, of a date and time, or from its year, month and day."""
    if parts:
        return make_date(int(source), int(parts[0]), int(parts[1]))
    if isinstance(source, str):
        return parse_date(source)
    return source.date if isinstance(source, DateTime) else source


def time(source: Value, *parts: Value) -> Value:
    """A time from its text, of a date and time, or from its parts; of a day its midnight in UTC."""
    if parts:
        return _time_of_parts(source, *parts)
    if isinstance(source, str):
        return parse_time(source)
    if isinstance(source, Date):
        return MIDNIGHT_UTC
    return source.time if isinstance(source, DateTime) else source


def _time_of_parts(hour: Value, minute: Value, second: Value, offset: Value = None) -> Value:
    """A time from its numbers and, where given, its offset from UTC."""
    whole = int(second)
    nanos = int((Decimal(second) - whole) * NANOS)
    seconds = None if offset is None else offset.nanos // NANOS
    return make_time(int(hour), int(minute), whole, nanos, seconds)


def date_and_time(source: Value, of_day: Time | None = None) -> Value:
    """A date and time from its text, where a day's text means its midnight; or from a day and a time."""
    if of_day is not None:
        return DateTime(_day(source), of_day)
    found = parse_date_time(source)
    if found is not None:
        return found
    day = parse_date(source)
    return None if day is None else DateTime(day, Time(0, 0, 0))


def duration(source: Value) -> Value:
    """A duration from its text."""
    return parse_duration(source) if isinstance(source, str) else source


def months_between(start: Value, end: Value) -> Value:
    """The whole months from one day to another; times of day do not count."""
    first, last = _day(start), _day(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    if months < 0 and last.day > first.day:
        months += 1
    return MonthsDuration(months)


def _day(value: Value) -> Date:
    day: Date = value.date if isinstance(value, DateTime) else value
    return day


def now(evaluation: Evaluation) -> Value:
    """The present moment of the host's clock."""
    return from_python(evaluation.now)


def today(evaluation: Evaluation) -> Value:
    """The present day of the host's clock."""
    return from_python(evaluation.now).date


def week_of_year(value: Value) -> Value:
    """The week by ISO 8601."""
    day = _day(value)
    thursday = day.ordinal - day.weekday + 4
    year_start = Date(from_ordinal(thursday).year, 1, 1).ordinal
    return (thursday - year_start) // 7 + 1


def last_day_of_month(value: Value) -> Value:
    """The last day of a day's month."""
    day = _day(value)
    return Date(day.year, day.month, days_in(day.year, day.month))


def same(left: Value, right: Value) -> Value:
    """FEEL's `is`: the same value with the same parts, offsets and zones too."""
    return kind_of(left) == kind_of(right) and bool(left == right)


def cycle(*parts: Value) -> Value:
    """Camunda's repeating interval for timers: so many times, or for ever, once in each interval."""
    count, interval = parts if len(parts) == 2 else (None, parts[0])
    return f"R{'' if count is None else int(count)}/{interval}"


INTERVAL = "interval: days and time duration | years and months duration"
DAY = "date | date and time"
TIMES = dict(
    (
        define("date", date, "from: string | date and time | date", "year: number, month: number, day: number"),
        define(
            "time",
            time,
            "from: string | date and time | time | date",
            "hour: number, minute: number, second: number, offset?: days and time duration?",
        ),
        define("date and time", date_and_time, "from: string", f"date: {DAY}, time: time"),
        define("duration", duration, "from: string | days and time duration | years and months duration"),
        define("years and months duration", months_between, f"from: {DAY}, to: {DAY}"),
        define("day of year", lambda value: _day(value).day_of_year, f"date: {DAY}"),
        define("day of week", lambda value: WEEKDAYS[_day(value).weekday - 1], f"date: {DAY}"),
        define("month of year", lambda value: MONTHS[_day(value).month - 1], f"date: {DAY}"),
        define("week of year", week_of_year, f"date: {DAY}"),
        define("last day of month", last_day_of_month, f"date: {DAY}"),
        define("cycle", cycle, INTERVAL, f"repetitions: number?, {INTERVAL}"),
        define("is", same, "value1: Any, value2: Any"),
        define_with_evaluation("now", now, ""),
        define_with_evaluation("today", today, ""),
    )
)
