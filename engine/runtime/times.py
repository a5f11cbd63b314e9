"""Times as models write them: ISO 8601 dates, durations and repeating intervals, lists of these, and cron."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?"
    r"(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?\Z"
)
_PARTS = ("years", "months", "weeks", "days", "hours", "minutes", "seconds")


@dataclass(frozen=True, slots=True)
class Period:
    """A duration: whole months, which differ in length, and exact time."""

    months: int
    exact: timedelta

    def after(self, moment: datetime, times: int = 1) -> datetime:
        """The moment that many periods later; the day is cut where a month is shorter."""
        months = moment.month - 1 + self.months * times
        year, month = moment.year + months // 12, months % 12 + 1
        day = min(moment.day, calendar.monthrange(year, month)[1])
        return moment.replace(year=year, month=month, day=day) + self.exact * times

    def skip(self, first: datetime, moment: datetime) -> tuple[datetime, int]:
        """The first repetition of `first` that is not before a moment, and how many were; without looking at each."""
        if first >= moment or self.after(first) <= first:
            return first, 0
        passed = 0
        if not self.months:
            passed = -(-(moment - first) // self.exact)
            return first + self.exact * passed, passed
        while self.after(first, passed) < moment:
            passed += 1
        return self.after(first, passed), passed


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a timer fires first, how often in all (-1 for ever), and how it goes on."""

    first: datetime
    rounds: int = 1
    period: Period | None = None
    end: datetime | None = None
    cron: str = ""


def schedule(form: str, value: object, now: datetime) -> Schedule:
    """The schedule of a `date`, `duration` or `cycle`; raises ValueError with the reason."""
    if isinstance(value, datetime):
        return Schedule(_aware(value))
    if isinstance(value, timedelta):
        return Schedule(now + value)
    text = str(value).strip()
    if not text:
        raise ValueError("the time is empty")
    if form == "date":
        return Schedule(relative_moment(text, now) or parse_moment(text))
    if form == "duration":
        return Schedule(_limited(parse_period(text), now))
    return parse_cycle(text, now)


MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}


def parse_cycle(text: str, now: datetime) -> Schedule:
    """`R3/PT10M`, `R/start/period/end`, several of these separated by `|`, or cron: fields or `@daily`."""
    if "|" in text:
        plans = [parse_cycle(part.strip(), now) for part in text.split("|") if part.strip()]
        return min(plans, key=lambda plan: plan.first)
    if not text.startswith("R"):
        return _plain_cycle(text, now)
    count, *parts = text.split("/")
    rounds = int(count[1:]) if count[1:].isdigit() else -1
    if count[1:] and not count[1:].isdigit():
        raise ValueError(f'"{count}" is no number of repetitions')
    periods = [part for part in parts if part.startswith("P")]
    if len(periods) != 1 or rounds == 0:
        raise ValueError(f'"{text}" is no repeating interval such as R3/PT10M')
    period = parse_period(periods[0])
    place = parts.index(periods[0])
    first = parse_moment(parts[0]) if place == 1 else _limited(period, now)
    end = parse_moment(parts[place + 1]) if len(parts) > place + 1 else None
    return Schedule(period.skip(first, now)[0], rounds, period, end)


def _plain_cycle(text: str, now: datetime) -> Schedule:
    if text.startswith("P"):
        period = parse_period(text)
        return Schedule(_limited(period, now), -1, period)
    fields = MACROS.get(text, text)
    if len(fields.split()) in (5, 6):
        return Schedule(next_cron(fields, now), -1, cron=fields)
    raise ValueError(f'"{text}" is no repeating interval such as R3/PT10M')


def _limited(period: Period, now: datetime) -> datetime:
    try:
        return period.after(now)
    except (OverflowError, ValueError):
        raise ValueError("the duration reaches past the year 9999") from None


def parse_period(text: str) -> Period:
    """An ISO 8601 duration such as `P1DT2H`; raises ValueError."""
    match = _DURATION.match(text.strip())
    if match is None or not any(match[part] for part in _PARTS):
        raise ValueError(f'"{text}" is no duration such as PT15M')
    years, months, weeks, days, hours, minutes, seconds = (float(match[part] or 0) for part in _PARTS)
    sign = -1 if match["sign"] == "-" else 1
    try:
        exact = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise ValueError(f'the duration "{text}" is too long') from None
    period = Period(sign * int(years * 12 + months), sign * exact)
    if not period.months and not period.exact:
        return Period(0, timedelta())
    return period


def parse_moment(text: str) -> datetime:
    """An ISO 8601 date with or without time and zone; without zone it is UTC. Raises ValueError."""
    try:
        return _aware(datetime.fromisoformat(text.strip()))
    except ValueError:
        raise ValueError(f'"{text}" is no date such as 2026-01-31T09:00:00Z') from None


_DAYS = {"now": None, "today": 0, "midnight": 0, "yesterday": -1, "tomorrow": 1}
_STEP = re.compile(
    r"\s*([+-]?)\s*(\d{1,6})\s*(year|month|week|day|hour|min(?:ute)?|sec(?:ond)?)s?(\s+ago)?\b", re.IGNORECASE
)
_UNITS = {"y": "P{}Y", "mo": "P{}M", "w": "P{}W", "d": "P{}D", "h": "PT{}H", "mi": "PT{}M", "s": "PT{}S"}


def relative_moment(text: str, now: datetime) -> datetime | None:
    """A moment as PHP writes it beside ISO dates, such as `tomorrow` or `+2 days 3 hours`; None for another text."""
    word, _, rest = text.strip().partition(" ")
    moment = now
    if word.lower() in _DAYS:
        days = _DAYS[word.lower()]
        if days is not None:
            moment = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=days)
    else:
        rest = text.strip()
        if not rest:
            return None
    while rest.strip():
        step = _STEP.match(rest)
        if step is None:
            return None
        unit = step[3].lower()
        form = next(form for start, form in _UNITS.items() if unit.startswith(start))
        back = (step[1] == "-") != bool(step[4])
        moment = parse_period(("-" if back else "") + form.format(step[2])).after(moment)
        rest = rest[step.end() :]
    return moment


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def next_cron(text: str, now: datetime) -> datetime:
    """The next moment that matches five or six fields of cron (with seconds); raises ValueError."""
    fields = text.split()
    if len(fields) == 6:
        fields = fields[1:]
    minutes, hours = _cron_field(fields[0], 0, 59), _cron_field(fields[1], 0, 23)
    days, months = _cron_field(fields[2], 1, 31), _cron_field(_month_numbers(fields[3]), 1, 12)
    weekdays = {day % 7 for day in _cron_field(_day_numbers(fields[4]), 0, 7)}
    moment = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    for _ in range(366 * 5):
        if moment.month in months and moment.day in days and moment.isoweekday() % 7 in weekdays:
            for hour in sorted(hours):
                for minute in sorted(minutes):
                    candidate = moment.replace(hour=hour, minute=minute)
                    if candidate >= moment:
                        return candidate
        moment = moment.replace(hour=0, minute=0) + timedelta(days=1)
    raise ValueError(f'"{text}" never comes')


def _cron_field(text: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        if span in ("*", "?", ""):
            start, end = low, high
        elif first.isdigit() and (not dash or last.isdigit()):
            start = int(first)
            end = int(last) if dash else (high if step else start)
        else:
            raise ValueError(f'"{text}" is no field of cron')
        if not low <= start <= end <= high or (step and not step.isdigit()) or step == "0":
            raise ValueError(f'"{text}" is no field of cron from {low} to {high}')
        found.update(range(start, end + 1, int(step or 1)))
    return found


def _month_numbers(text: str) -> str:
    for number, name in enumerate(calendar.month_abbr):
        if name:
            text = re.sub(name, str(number), text, flags=re.IGNORECASE)
    return text


def _day_numbers(text: str) -> str:
    for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")):
        text = re.sub(name, str(number), text, flags=re.IGNORECASE)
    return text
