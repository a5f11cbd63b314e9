"""What the panel of the history shows, as values, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "completed": ("success", "success"),
    "waiting": ("clock", "warning"),
    "error": ("error", "error"),
    "canceled": ("stop", "muted"),
    "running": ("pause", "muted"),
}
"""The icon of each outcome and the role of its color."""
MINUTE, HOUR, WEEK = 60, 3_600, 7
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in the list: its name or what it started with, how it came out, when, and how long it took."""

    id: str
    title: str
    outcome: str
    born: datetime
    detail: str = ""
    is_named: bool = False
    is_kept: bool = False
    is_live: bool = False


@dataclass(frozen=True, slots=True)
class RunSheet:
    """One run looked at more closely: facts as pairs of words, its start data, and what was done to it."""

    row: RunRow
    facts: Sequence[tuple[str, str]] = ()
    problem: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    acts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Everything beside the rows: how many there are, what is chosen, and what can be done."""

    total: int = 0
    found: int = 0
    text: str = ""
    sheet: RunSheet | None = None
    is_recording: bool = True
    can_compare: bool = False
    message: str = ""
    deleted: str = ""
    """What the run that was deleted last is called, as long as it can be brought back."""


def when_words(born: datetime, now: datetime) -> str:
    """How long ago something was, as people say it: `5 min ago`, `yesterday 14:02`, `24 Nov`."""
    there, here = born.astimezone(), now.astimezone()
    seconds = int((here - there).total_seconds())
    days = (here.date() - there.date()).days
    if seconds < MINUTE:
        return _tr("just now")
    if seconds < HOUR:
        return _tr("{} min ago").format(seconds // MINUTE)
    if days == 0:
        return _tr("{} h ago").format(seconds // HOUR)
    if days == 1:
        return _tr("yesterday {}").format(f"{there:%H:%M}")
    if days < WEEK:
        return f"{there:%a %H:%M}"
    return f"{there.day} {there:%b}" if there.year == here.year else f"{there.day} {there:%b %Y}"


def moment_words(born: datetime) -> str:
    """When something was, to the minute: `Mon 30 Nov 2026 14:02`."""
    there = born.astimezone()
    return f"{there:%a} {there.day} {there:%b %Y %H:%M}"


def past_moment(born: datetime) -> str:
    """When a run was, in few letters: `30 Nov 14:02`."""
    there = born.astimezone()
    return f"{there.day} {there:%b %H:%M}"


def past_title(name: str, born: datetime) -> str:
    """What a past run is called where it is looked at: `Past run of 30 Nov 14:02 “Approved”`."""
    words = _tr("Past run of {}").format(past_moment(born))
    short = f"{name[:LONGEST_NAME].rstrip()}…" if len(name) > LONGEST_NAME else name
    return f"{words} “{short}”" if short else words


def real_words(span: timedelta) -> str:
    """A stretch of real time, fine where it is short: `0.4 s`, `2 min 10 s`."""
    seconds = span.total_seconds()
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(int(seconds), MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    parts = [(hours, "h"), (minutes, "min"), (rest if not hours else 0, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def outcome_words(status: str) -> str:
    """How a run came out."""
    words = {
        "completed": _tr("completed"),
        "waiting": _tr("left waiting"),
        "error": _tr("failed"),
        "canceled": _tr("stopped"),
        "running": _tr("left in between"),
    }
    return words.get(status, status)


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
