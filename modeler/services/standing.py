"""How a previewed Request stands, as a value; light enough to be loaded with the window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.sdk.connector import Answer
from modeler.services.outbox import Effect


class PreviewRefused(Exception):  # noqa: N818 - says what happened; the message is for the designer
    """The Request cannot start or go on like this."""


@dataclass(frozen=True, slots=True)
class Incident:
    """What went wrong at an element."""

    element: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a Request stands: everything that panels and the canvas show of it."""

    status: str = "idle"
    path: tuple[str, ...] = ()
    flows: frozenset[str] = frozenset()
    tokens: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)
    data: Mapping[str, object] = field(default_factory=dict)
    incidents: tuple[Incident, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.status in ("idle", "completed", "canceled", "error")

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each element was entered."""
        return Counter(self.path)
