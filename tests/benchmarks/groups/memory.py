"""Memory of the process: the empty window, with the file open, after edits."""

from __future__ import annotations

import shutil
from pathlib import Path

from engine.bpmn import Task
from modeler.editing.commands.labels import rename
from tests.benchmarks.bench import Bench
from tests.benchmarks.window import open_file, open_window, settle

NAMES = ("memory.empty_mb", "memory.open_mb", "memory.after_edit_mb")
EDITS = 200


def run(bench: Bench) -> None:
    """Needs a process of its own."""
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    bench.meter.figures["memory.empty_mb"] = resident()
    canvas = open_file(window, path, bench.viewport)
    bench.meter.figures["memory.open_mb"] = resident()
    document = canvas.document
    tasks = list(document.elements(Task))
    for number in range(EDITS):
        rename(document, tasks[number % len(tasks)], f"Renamed {number}")
    settle(canvas)
    bench.meter.figures["memory.after_edit_mb"] = resident()
    document.history.mark_saved()
    window.close()


def resident() -> float:
    """The resident set of this process in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
