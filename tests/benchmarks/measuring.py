"""Times an action as often as the ceilings allow, and says what came out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

FEWEST = 3


@dataclass
class Samples:
    """Wall and processor times of one step, in milliseconds."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def as_json(self) -> dict[str, float]:
        """What the protocol asks for."""
        ordered = sorted(self.wall)
        return {
            "median": rounded(statistics.median(ordered)),
            "p95": rounded(ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]),
            "min": rounded(ordered[0]),
            "max": rounded(ordered[-1]),
            "cpu_median": rounded(statistics.median(self.cpu)),
            "n": len(ordered),
        }


def rounded(value: float) -> float:
    return round(value, 3)


class Meter:
    """Collects samples by metric name, within ceilings of repetitions and of seconds for one step."""

    def __init__(self, repeat: int, seconds: float) -> None:
        self.repeat, self.seconds = repeat, seconds
        self.samples: dict[str, Samples] = {}
        self.figures: dict[str, float] = {}
        self.checks: dict[str, object] = {}

    @contextmanager
    def time(self, name: str) -> Iterator[None]:
        """Time what stands inside, as one more sample."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.add(name, wall * 1e3, cpu * 1e3)

    def add(self, name: str, wall: float, cpu: float = 0.0) -> None:
        """One sample that was timed elsewhere."""
        samples = self.samples.setdefault(name, Samples())
        samples.wall.append(wall)
        samples.cpu.append(cpu)

    def rounds(self, most: int | None = None) -> Iterator[int]:
        """Numbers of repetitions: at least three, then as many as the ceilings allow."""
        started, most = time.perf_counter(), min(most or self.repeat, self.repeat)
        for number in range(max(most, FEWEST)):
            if number >= FEWEST and time.perf_counter() - started > self.seconds:
                return
            yield number

    def measure(self, name: str, action: Callable[[], object], most: int | None = None) -> None:
        """Time an action again and again."""
        for _ in self.rounds(most):
            with self.time(name):
                action()

    def as_json(self) -> dict[str, dict[str, float]]:
        """All metrics."""
        timed = {name: samples.as_json() for name, samples in self.samples.items()}
        return timed | {name: {"median": rounded(value)} for name, value in self.figures.items()}
