"""What the preview panel shows of a Request, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Status = Literal["idle", "running", "paused", "waiting", "completed", "error", "canceled"]
StepState = Literal["done", "active", "waiting", "error"]
WaitKind = Literal["task", "message", "signal", "timer", "condition", "event", "incident", "start", "begin"]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the history: which element, what happened there, and when in virtual time."""

    element_id: str
    title: str
    detail: str = ""
    state: StepState = "done"
    time: str = ""


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """Something that the designer can bring about: an answer for a person, an event, or a way out of an incident.

    `suggestion` is what an answer could look like, `offers` are answers that the task itself knows, `due` is when a
    timer is due, `name` what a message or signal is called, `help` what to do about an incident, `again` when a call
    that failed is made again.
    """

    id: str
    element_id: str
    title: str
    suggestion: dict[str, object] = field(default_factory=dict)
    offers: tuple[tuple[str, Mapping[str, object]], ...] = ()
    kind: WaitKind = "task"
    detail: str = ""
    name: str = ""
    due: datetime | None = None
    help: str = ""
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class RunChoice:
    """A run that can be looked at."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place of the Request with data of its own, such as another pool; `depth` is how many others are around it."""

    id: int
    title: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class LocalView:
    """The data of the place that is looked at: now, a step earlier, at the start, and at the step to compare with."""

    data: dict[str, object] = field(default_factory=dict)
    before: dict[str, object] = field(default_factory=dict)
    first: dict[str, object] = field(default_factory=dict)
    base: int | None = None
    based: dict[str, object] = field(default_factory=dict)
    places: tuple[PlaceChoice, ...] = ()
    place: int = 0
    follows: bool = True


@dataclass(frozen=True, slots=True)
class RunView:
    """The Request as it is at the step that is looked at."""

    status: Status = "idle"
    message: str = ""
    steps: tuple[StepRow, ...] = ()
    waiting: tuple[WaitingTask, ...] = ()
    local: LocalView = field(default_factory=LocalView)
    step: int = 0
    runs: tuple[RunChoice, ...] = ()
    run: int = 0
    time: str = ""
    is_record: bool = False
    """Whether it is a run of the history, which is only looked at."""
    request: int = 0
    """Another number for each Request that is started; its branches have the same."""

    @property
    def data(self) -> dict[str, object]:
        """The data that are looked at."""
        return self.local.data

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in ("idle", "completed", "error", "canceled")

    @property
    def is_past(self) -> bool:
        """Whether an earlier step is looked at."""
        return self.step < len(self.steps)
