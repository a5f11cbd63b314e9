"""Each hostile file in a process of its own, with its time and memory measured."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.reliability.figures import Figures
from tests.reliability.hostile import corpus

SECONDS, MEBIBYTES = 10, 512


def prove(count: int, seed: int) -> Figures:
    """Check every hostile file (`count` and `seed` are of no use here)."""
    figures = Figures()
    for name, data in corpus().items():
        with tempfile.TemporaryDirectory() as folder:
            run_one(name, data, Path(folder), figures)
    return figures


def run_one(name: str, data: bytes, folder: Path, figures: Figures) -> None:
    """Run `check` on one file and compare what it took and left with the promise."""
    path = folder / "hostile.bpmn"
    path.write_bytes(data)
    command = [sys.executable, "-m", "modeler", "check", str(path)]
    environment = os.environ | {"PROCESSWRIGHT_PROFILE": str(folder / "profile")}
    started = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    errors = run.stderr.read() if run.stderr else b""
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    seconds, size = time.perf_counter() - started, usage.ru_maxrss / 1024
    figures.count("files")
    figures.check(run.returncode in (0, 1, 2), f"{name}: status {run.returncode}")
    figures.check(b"Traceback" not in errors and b"fault of Processwright" not in errors, f"{name}: {errors[:200]!r}")
    figures.check(seconds <= SECONDS, f"{name}: {seconds:.1f} s")
    figures.check(size <= MEBIBYTES, f"{name}: {size:.0f} MiB")
    figures.check(sorted(os.listdir(folder)) in (["hostile.bpmn"], ["hostile.bpmn", "profile"]), f"{name}: left files")
