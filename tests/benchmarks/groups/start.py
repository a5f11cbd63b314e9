"""Starting: from the spawn of the interpreter to the first paint of the window."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from tests.benchmarks.bench import Bench

NAMES = ("start.window_ms", "start.file_ms")


def run(bench: Bench) -> None:
    """Start a process for each sample; it tells when it has painted. A first one compiles, as installing does."""
    compiling = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiling["PYTHONPYCACHEPREFIX"] = str(bench.scratch / "compiled")
    start(compiling, str(bench.file))
    compiled = compiling | {"PYTHONDONTWRITEBYTECODE": "1"}
    for name, arguments in (("start.window_ms", []), ("start.file_ms", [str(bench.file)])):
        for _ in bench.meter.rounds(8):
            started = time.perf_counter()
            painted, cpu = start(compiled, *arguments)
            bench.meter.add(name, (painted - started) * 1e3, cpu * 1e3)


def start(surroundings: dict[str, str], *arguments: str) -> tuple[float, float]:
    """When a new process had painted its window, and the processor time it took for that, in seconds."""
    command = [sys.executable, "-m", "tests.benchmarks.started", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=surroundings)
    painted, cpu = map(float, run.stdout.split())
    return painted, cpu
