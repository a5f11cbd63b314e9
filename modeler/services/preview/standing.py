"""How a previewed Request stands, as a value; light enough to be loaded with the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from modeler.services.preview.local_data import LocalData
from modeler.services.preview.outbox import Effect

if TYPE_CHECKING:
    from connectors.sdk.connector import Answer


class PreviewRefused(Exception):  # noqa: N818 - says what happened; the message is for the designer
    """The Request cannot start or go on like this."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What went wrong at an element."""

    element: str | None
    message: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class MessageWay:
    """A message that went: from an element (None: from outside) to an element, or a pool that hides what is in it."""

    sender: str | None
    receiver: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of the history: at which element, what it was, when, and along which flows tokens went on.

    `kind` is `entered`, `event`, `went on`, `answered`, `given`, `repeats`, `waits`, `failed`, `time`, `data`,
    `message`, `moved`, `removed` or `canceled`.
    """

    element: str | None
    kind: str
    time: datetime
    flows: tuple[str, ...] = ()
    messages: tuple[MessageWay, ...] = ()
    """The messages that arrived."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What a script printed in one call; `position` is its place in the history, as an effect has one."""

    position: int
    element: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Listening:
    """An event that can happen now: at which element, of which kind, under which name, and when by itself."""

    element: str
    kind: str
    name: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class Startable:
    """A start event of another process that can be let happen by hand: no message of this Request comes to it."""

    element: str
    process: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class RunName:
    """One of the runs of this document that can be looked at and compared."""

    number: int
    steps: int
    status: str
    parent: int = 0
    at_step: int = 0
    title: str = ""
    """What a run of the history is called."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a Request stands: everything that panels and the canvas show of it.

    `step` is the step that is looked at, from 0 to `steps`; before the last one everything is as it was then.
    """

    status: str = "idle"
    path: tuple[str, ...] = ()
    flows: frozenset[str] = frozenset()
    messages: frozenset[MessageWay] = frozenset()
    """The ways of the messages that have arrived."""
    tokens: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    incidents: tuple[Incident, ...] = ()
    effects: tuple[Effect, ...] = ()
    printed: tuple[Printed, ...] = ()
    step: int = 0
    steps: int = 0
    moments: tuple[Moment, ...] = ()
    told: Mapping[int, str] = field(default_factory=dict)
    """For each moment with an effect, the title of the last one."""
    local: LocalData = field(default_factory=LocalData)
    """The data of the place that is looked at."""
    listening: tuple[Listening, ...] = ()
    startable: tuple[Startable, ...] = ()
    """Where other pools can be started by hand."""
    failed: tuple[str, ...] = ()
    """Where a token has stopped with an incident and can be tried again."""
    spent: Mapping[str, timedelta] = field(default_factory=dict)
    """How much virtual time was spent in each element so far."""
    begun: datetime | None = None
    now: datetime | None = None
    stopped_at: str | None = None
    """The breakpoint that stopped it."""
    ahead: str | None = None
    """The element at which the next step happens."""
    runs: tuple[RunName, ...] = ()
    run: int = 0
    pins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    is_record: bool = False
    """Whether it is a run of the history, which is only looked at."""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        if self.is_record:
            return not self.is_past
        return self.status in ("idle", "completed", "canceled", "error") and not (self.failed or self.is_past)

    @property
    def is_past(self) -> bool:
        """Whether an earlier step is looked at."""
        return self.step < self.steps

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each element was entered."""
        return Counter(self.path)
