"""What the preview panel shows of a Request, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["idle", "running", "paused", "waiting", "completed", "error", "canceled"]
StepState = Literal["done", "active", "waiting", "error"]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the path: which element, what happened there."""

    element_id: str
    title: str
    detail: str = ""
    state: StepState = "done"


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """Somebody has to answer: which task, for whom, what an answer could look like, and which ones are offered."""

    id: str
    element_id: str
    title: str
    suggestion: dict[str, object] = field(default_factory=dict)
    offers: tuple[tuple[str, Mapping[str, object]], ...] = ()


@dataclass(frozen=True, slots=True)
class RunView:
    """The Request as it is now."""

    status: Status = "idle"
    message: str = ""
    steps: tuple[StepRow, ...] = ()
    waiting: tuple[WaitingTask, ...] = ()
    data: dict[str, object] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in ("idle", "completed", "error", "canceled")
