"""How long the window is blocked: a session on a document of five hundred elements, by real mouse and key events.

A clock in the window's own event loop ticks every few milliseconds; what it is late by is how long nothing else could
happen. Each act counts with the longest block from its events until well after them, with all that works beside it:
checks, pictures, the history of runs. The time for which other programs had the processors, while the window's thread
could have gone on, is told apart where the system says it (Linux), and is no fault of the program.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from tests.benchmarks.generate import generate
from tests.reliability.figures import Figures

if TYPE_CHECKING:
    from modeler.ui.main_window import MainWindow

NODES = 200
"""Flow nodes; with flows, lanes, pools and definitions, five hundred elements."""
BEAT, AFTER = 4, 90
"""Milliseconds between two ticks, and after an act until the next one."""
SCHEDULED = Path("/proc/thread-self/schedstat")
USUAL_MOST, MOST = 100.0, 500.0
"""Milliseconds that 99 of 100 acts may block the window, and that any may."""


@dataclass(frozen=True, slots=True)
class Block:
    """What an act did to the window: milliseconds without what other programs took, with it, and of the processor."""

    act: str
    own: float
    wall: float
    cpu: float


def prove(count: int, seed: int) -> Figures:
    """Do `count` things in the window, one after the other."""
    figures = Figures()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        blocks = session(Path(folder), count, random.Random(seed), figures)
    told(blocks, figures)
    return figures


def told(blocks: list[Block], figures: Figures) -> None:
    """The figures of a session, and what is longer than promised."""
    ordered = sorted(block.own for block in blocks)
    usual = ordered[round(0.99 * (len(ordered) - 1))]
    figures.count("acts", len(blocks))
    figures.count("ms blocked by half of them at most", round(ordered[len(ordered) // 2]))
    figures.count("ms by 99 of 100", round(usual))
    figures.count("ms at most", round(ordered[-1]))
    figures.count("ms at most with what other programs took", round(max(block.wall for block in blocks)))
    figures.check(usual <= USUAL_MOST, f"one of 100 acts blocks the window for {usual:.0f} ms")
    for block in sorted(blocks, key=lambda block: -block.own)[:8]:
        words = f"{block.act} blocks the window for {block.own:.0f} ms ({block.cpu:.0f} of the processor)"
        figures.check(block.own <= MOST, words)


def session(folder: Path, count: int, chance: random.Random, figures: Figures) -> list[Block]:
    """Open the window and a document in it, and use it."""
    from tests.benchmarks.window import open_file, open_window

    def broken(kind: type[BaseException], error: BaseException, _: TracebackType | None) -> None:
        figures.check(False, f"{kind.__name__}: {error}")

    path = folder / "order.bpmn"
    path.write_text(generate(NODES), encoding="utf-8")
    window = open_window(folder / "profile")
    canvas = open_file(window, path, (1200, 800))
    before, sys.excepthook = sys.excepthook, broken
    try:
        from tests.reliability.using import Hands

        hands, heartbeat = Hands(window, canvas, chance), Heartbeat(window)
        return [heartbeat.during(*hands.next()) for _ in range(count)]
    finally:
        sys.excepthook = before
        window.quit_now()


class Heartbeat:
    """Ticks in the event loop of a window, and notes the longest time without a tick."""

    def __init__(self, window: MainWindow) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._wall, self._cpu, self._taken = time.perf_counter(), time.thread_time(), taken_by_others()
        self._longest = (0.0, 0.0, 0.0)
        timer = QTimer(window)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._beat)
        timer.start(BEAT)

    def during(self, name: str, act: Callable[[], object]) -> Block:
        """Do something, let happen what follows, and tell the longest block."""
        from PySide6.QtTest import QTest

        self._beat()
        self._longest = (0.0, 0.0, 0.0)
        act()
        QTest.qWait(AFTER)
        return Block(name, *self._longest)

    def _beat(self) -> None:
        wall, cpu, taken = time.perf_counter(), time.thread_time(), taken_by_others()
        late = (wall - self._wall) * 1e3 - BEAT
        own = late - (taken - self._taken) * 1e3
        if own > self._longest[0]:
            self._longest = (own, late, (cpu - self._cpu) * 1e3)
        self._wall, self._cpu, self._taken = wall, cpu, taken


def taken_by_others() -> float:
    """The seconds for which this thread was ready to go on, and others had the processors."""
    try:
        return int(SCHEDULED.read_text().split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0
