"""Looking around: panning, zooming, and the time until nothing is coarse."""

from __future__ import annotations

import shutil
import time

from tests.benchmarks.bench import Bench
from tests.benchmarks.pictures import look_at
from tests.benchmarks.window import open_file, open_window, settle

NAMES = ("view.pan_fit", "view.pan_full", "view.zoom_sweep", "view.zoom_fit", "view.settle_ms")
STEPS = 60
NEAR = 0.18


def run(bench: Bench) -> None:
    """Move the view of the real window frame by frame."""
    meter, path = bench.meter, bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    fitted = canvas.zoom
    pan(bench, canvas, "view.pan_fit", 7, 4)
    canvas.zoom_to(1.0)
    settle(canvas)
    pan(bench, canvas, "view.pan_full", 13, 5)
    factor = (1.0 / fitted) ** (1 / STEPS)
    for _ in meter.rounds(5):
        canvas.fit()
        settle(canvas)
        for _ in range(STEPS):
            with meter.time("view.zoom_sweep"):
                canvas.zoom_by(factor)
                canvas.repaint()
        started, cpu = time.perf_counter(), time.process_time()
        settle(canvas)
        meter.add("view.settle_ms", (time.perf_counter() - started) * 1e3, (time.process_time() - cpu) * 1e3)
    for _ in meter.rounds(5):
        canvas.fit()
        settle(canvas)
        for step in range(STEPS):
            forwards = step % 20 < 10
            with meter.time("view.zoom_fit"):
                canvas.zoom_by((1 + NEAR) ** (0.1 if forwards else -0.1))
                canvas.repaint()
    look_at(bench, canvas)
    window.close()


def pan(bench: Bench, canvas, name: str, dx: int, dy: int) -> None:
    """Shift the view there and back."""
    for round_number in bench.meter.rounds(4):
        for step in range(STEPS):
            sign = 1 if (round_number + step // 30) % 2 else -1
            with bench.meter.time(name):
                canvas.pan(sign * dx, sign * dy)
                canvas.repaint()
    settle(canvas)
