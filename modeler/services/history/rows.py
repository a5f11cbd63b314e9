"""What the history knows of a run, as values: a line of the list, all of it, and how much of all runs is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.sdk.values import JsonObject


class HistoryError(Exception):
    """The history cannot do something; the message says why and what to do. No run is ever stopped by it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The document to which runs belong; `key` tells it from every other, `path` and `title` are for people."""

    key: str
    path: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept: so many runs, bytes and days; the oldest that nobody marked to be kept go first."""

    runs: int = 10_000
    bytes: int = 256_000_000
    days: int = 180


@dataclass(frozen=True, slots=True)
class Usage:
    """How much the history holds, and how many of its runs are `beyond` the limits."""

    runs: int = 0
    bytes: int = 0
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class RunHead:
    """A run as a list shows it.

    `status` is that of the Request when it was last seen; `summary` tells its start data in a few words; `model` is
    the hash of the process that it ran on; `born` and `real` are real time, `virtual` is what passed on its clock.
    """

    id: str
    name: str = ""
    is_kept: bool = False
    is_live: bool = False
    status: str = "running"
    born: datetime = datetime.min
    real: timedelta = timedelta()
    virtual: timedelta = timedelta()
    steps: int = 0
    effects: int = 0
    process: str = ""
    start: str = ""
    start_name: str = ""
    summary: str = ""
    problem: str = ""
    model: str = ""
    place: str = ""
    parent: str = ""
    at_step: int = 0


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A process as it was: its bytes, name and profile."""

    hash: str
    content: bytes = field(repr=False)
    name: str = ""
    profile: str = "standard"


@dataclass(frozen=True, slots=True)
class StoredEffect:
    """One effect of a run: what is known of it as JSON, and the content of its files, one after the other."""

    number: int
    facts: str
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a run, which came at a `position` of its history; one that was too large has no content."""

    position: int
    name: str
    media_type: str
    size: int
    is_whole: bool = True
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class DeletedRun:
    """All rows of a run that was deleted, by table, to bring it back."""

    id: str
    rows: Mapping[str, list[dict[str, object]]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RunDetails:
    """What is known of a run beside its events: how it was started, and what was done to it, in order."""

    data: JsonObject = field(default_factory=dict)
    start: str | None = None
    seed: int = 0
    clock: str | None = None
    user: JsonObject | None = None
    pins: Mapping[str, JsonObject] = field(default_factory=dict)
    acts: tuple[tuple[int, JsonObject], ...] = ()
    marks: tuple[int, ...] = ()
    files: tuple[JsonObject, ...] = ()
    """`name`, `size` and whether it is `whole` of each file; what was too large is not kept."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """All of a run: the lines of its trace, its effects, and the process with those that it called."""

    head: RunHead
    details: RunDetails
    lines: str = field(repr=False)
    effects: tuple[StoredEffect, ...] = ()
    model: StoredModel | None = None
    lent: tuple[StoredModel, ...] = ()
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenRun:
    """A run as it stands, ready to be stored; `lines` gives those of its trace from a number on.

    The first of `models` is the process itself, the others are those that it calls; `words` are what a search looks at.
    """

    head: RunHead
    details: RunDetails
    lines: Callable[[int], Iterable[str]] = field(repr=False)
    effects: tuple[StoredEffect, ...] = ()
    models: tuple[StoredModel, ...] = ()
    files: tuple[StoredFile, ...] = ()
    words: str = ""
