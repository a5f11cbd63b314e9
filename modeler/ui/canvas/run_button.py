"""A button at an element that a previewed Request waits for, as a value; light enough for the window's start."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunButton:
    """One button: at which element, with which icon, saying what it does."""

    element: str
    icon: str
    words: str
