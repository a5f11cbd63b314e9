"""Tokens on their way along flows: where each of them is at a moment of the animation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

from engine.bpmn import Point


@dataclass(frozen=True)
class Way:
    """A line that a token follows."""

    points: tuple[Point, ...]

    def at(self, progress: float) -> Point:
        """The place after a part of the whole length, from 0 to 1."""
        lengths = [hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(self.points)]
        left = sum(lengths) * min(max(progress, 0.0), 1.0)
        for (a, b), length in zip(pairwise(self.points), lengths, strict=True):
            if length and left <= length:
                part = left / length
                return Point(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part)
            left -= length
        return self.points[-1]


class Travels:
    """The tokens that move now; all of them arrive together."""

    def __init__(self) -> None:
        self._ways: tuple[Way, ...] = ()
        self._progress = 0.0

    def start(self, lines: Sequence[Sequence[Point]]) -> None:
        """Tokens set out on these lines."""
        self._ways = tuple(Way(tuple(line)) for line in lines if len(line) > 1)
        self._progress = 0.0

    def go_on(self, progress: float) -> None:
        """They have come so far, from 0 to 1."""
        self._progress = progress

    def stop(self) -> None:
        """They have arrived."""
        self._ways = ()

    @property
    def is_moving(self) -> bool:
        """Whether a token is on its way."""
        return bool(self._ways)

    @property
    def points(self) -> list[Point]:
        """Where the tokens are."""
        return [way.at(self._progress) for way in self._ways]
