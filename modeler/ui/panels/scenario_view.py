"""What the panel of scenarios shows, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

ScenarioState = Literal["unknown", "running", "passed", "failed", "refused"]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One difference: of which part, in words, and both sides as they are shown; lists have rows of their own."""

    part: str
    text: str
    expected: str = ""
    actual: str = ""
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario and how it came out last; `is_stale` where the process or the scenario has changed since."""

    file: Path
    name: str
    description: str = ""
    state: ScenarioState = "unknown"
    is_stale: bool = False
    problem: str = ""
    differences: tuple[DifferenceRow, ...] = ()
    expect: Mapping[str, object] = field(default_factory=dict)
    events: int = 0


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One element, flow or condition: what it is called, how often it was passed, and whether something is missing."""

    element: str
    kind: str
    name: str
    words: str
    is_missed: bool


@dataclass(frozen=True, slots=True)
class ScenariosView:
    """Everything that the panel shows."""

    title: str = ""
    refusal: str = ""
    """Why there can be no scenarios, such as for a process that has no file yet."""
    rows: tuple[ScenarioRow, ...] = ()
    selected: Path | None = None
    done: int = 0
    running: int = 0
    """How many of those that run now are done, and how many there are; 0 when none runs."""
    message: str = ""
    can_record: bool = False
    can_undo: bool = False
    coverage: tuple[CoverageRow, ...] = ()
    coverage_words: str = ""
    is_coverage_shown: bool = False

    @property
    def chosen(self) -> ScenarioRow | None:
        """The scenario that is looked at."""
        return next((row for row in self.rows if row.file == self.selected), None)
