"""Starting: from the spawn of the interpreter to the first paint of the window."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.benchmarks.bench import Bench

NAMES = ("start.window_ms", "start.file_ms")


def run(bench: Bench) -> None:
    """Start a process for each sample; it tells when it has painted."""
    for name, arguments in (("start.window_ms", []), ("start.file_ms", [str(bench.file)])):
        for _ in bench.meter.rounds(8):
            started = time.perf_counter()
            command = [sys.executable, "-m", "tests.benchmarks.started", *arguments]
            run = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
            painted, cpu = map(float, run.stdout.split())
            bench.meter.add(name, (painted - started) * 1e3, cpu * 1e3)
