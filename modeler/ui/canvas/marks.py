"""What is shown over the diagram and is not part of it, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from modeler.ui.canvas.items import Part
from modeler.ui.canvas.snapping import Guide

Verdict = Literal["allowed", "forbidden", "neutral"]
RunState = Literal["active", "waiting", "done", "error"]
Severity = Literal["error", "warning", "info"]


@dataclass(slots=True)
class Marks:
    """Decorations of the current interaction: hovered thing, drop target with its verdict, snap guides.

    `recent` is what undo or redo has just changed; it outlives interactions and goes by itself.
    """

    hover: Part | None = None
    target: Part | None = None
    verdict: Verdict = "neutral"
    guides: tuple[Guide, ...] = ()
    recent: tuple[Part, ...] = ()

    def clear(self) -> None:
        """Show nothing."""
        self.hover = self.target = None
        self.verdict = "neutral"
        self.guides = ()


@dataclass(frozen=True, slots=True)
class RunMarks:
    """A previewed Request on the canvas, by element id: tokens there now, visits so far, state, and the path taken.

    `spent` are words for the virtual time that was spent in an element.
    """

    tokens: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    states: Mapping[str, RunState] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    spent: Mapping[str, str] = field(default_factory=dict)
