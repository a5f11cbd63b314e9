"""Memory of the process and of those that it started: the empty window, with the file open, after edits."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from engine.bpmn import FlowNode
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
    nodes = list(document.elements(FlowNode))
    for number in range(EDITS if nodes else 0):
        rename(document, nodes[number % len(nodes)], f"Renamed {number}")
    settle(canvas)
    bench.meter.figures["memory.after_edit_mb"] = resident()
    document.history.mark_saved()
    window.close()


def resident() -> float:
    """The resident set of the process tree in MiB."""
    return sum(map(resident_of, tree_of(os.getpid()))) / 1024


def tree_of(process: int) -> list[int]:
    """A process and all that it started, and those in their turn."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    children = [int(each) for file in lists for each in read(file).split()]
    return [process, *(below for child in children for below in tree_of(child))]


def resident_of(process: int) -> int:
    """The resident set of one process in KiB; nothing of one that has ended."""
    lines = read(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def read(file: Path) -> str:
    """A file of the system; empty where the process has ended."""
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        return ""
