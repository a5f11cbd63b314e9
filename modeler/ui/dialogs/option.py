"""A button of a question: what it answers, what it says, and what kind of answer that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["accept", "reject", "destroy"]


@dataclass(frozen=True, slots=True)
class Option:
    """A button: what it answers, what it says."""

    answer: str
    text: str
    role: Role = "accept"
