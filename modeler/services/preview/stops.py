"""A breakpoint as a value, light enough for the window's start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """Stop before the element, or before the end of the flow, with this id; with a condition only where it holds."""

    place: str
    condition: str = ""
    is_on: bool = True
