"""Measure the engine: `python -m tests.benchmarks.engine [--rivals] [MODEL…]`, CPU milliseconds for one Request.

Each figure is the median of several rounds, with history and events on. `--rivals` runs SpiffWorkflow on the same
models in the same process, in turn, where it is installed: the better of its two ways, and only where it reaches the
end of the model with as many completed tasks as ours.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable

from engine.bpmn import Document
from engine.runtime import Limits, ProcessGraph, compile_graph, start
from tests.benchmarks.engine.models import MODELS, Drawing, model_text, users
from tests.benchmarks.engine.rivals import completed_tasks, spiff_runs

FREE = Limits(steps=1_000_000, tokens=100_000)


def main() -> int:
    """Print one line for each model, then loading, snapshots and memory."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.engine", description=__doc__)
    parser.add_argument("--rivals", action="store_true")
    parser.add_argument("models", nargs="*", default=list(MODELS))
    options = parser.parse_args()
    for name in options.models:
        graph = compile_graph(Document.from_bytes(model_text(name).encode(), name))
        ours = milliseconds(lambda graph=graph: run(graph))
        theirs = rival(name, ours, tasks_done(graph)) if options.rivals else ""
        write(f"{name:16} {ours:10.4f} ms{theirs}")
    if options.models == list(MODELS):
        for line in (*loading(), *waiting()):
            write(line)
    return 0


def run(graph: ProcessGraph) -> None:
    """One Request from start to end."""
    request = start(graph, {"x": 0}, limits=FREE).run()
    if request.status != "completed":
        raise SystemExit(f"{request.status}: {request.errors}")


def tasks_done(graph: ProcessGraph) -> int:
    """How many plain and script tasks one Request completes."""
    path = start(graph, {"x": 0}, limits=FREE).run().path
    return sum(graph.node(id).kind in ("task", "scriptTask") for id in path)


def rival(name: str, ours: float, tasks: int) -> str:
    """The rival's figure for a model beside ours, or why there is none."""
    try:
        runs = spiff_runs(model_text(name, python_scripts=True))
    except Exception as error:  # its parser recurses once for each node in a row and wraps what comes of that
        return f"  spiff: does not read the model ({str(error)[:60]}…)"
    done = [completed_tasks(run()) for run in runs]
    figures = [milliseconds(run, 3) for run, number in zip(runs, done, strict=True) if number == tasks]
    if not figures:
        return f"  spiff: no run with {tasks} tasks to the end, but {done}" if runs else "  spiff: not installed"
    return f"  spiff {min(figures):10.3f} ms, {min(figures) / ours:7.0f} times, {tasks:5} tasks"


def milliseconds(work: Callable[[], object], rounds: int = 15) -> float:
    """The median CPU time of one call, repeated so often that a round takes a while."""
    work()
    begun = time.process_time()
    work()
    once = max(time.process_time() - begun, 1e-6)
    times = max(1, min(200, int(0.02 / once)))
    figures = []
    for _ in range(rounds if once < 1 else 3):
        gc.collect()
        begun = time.process_time()
        for _ in range(times):
            work()
        figures.append((time.process_time() - begun) / times * 1000)
    return statistics.median(figures)


def loading() -> list[str]:
    """From the bytes of a file to its executable graph."""
    lines = []
    for name in ("chain1000", "rand1000_all", "chain10000"):
        data = model_text(name).encode()
        taken = milliseconds(lambda data=data: compile_graph(Document.from_bytes(data)), 5)
        lines.append(f"load {name:11} {taken:10.1f} ms")
    return lines


def waiting() -> list[str]:
    """What a Request costs that waits at the first of five user tasks."""
    drawing = Drawing()
    users(drawing)
    graph = compile_graph(Document.from_bytes(drawing.text().encode()))
    request = start(graph).run()
    snapshot = request.snapshot()
    size = bytes_each(lambda: start(graph).run())
    return [
        f"snapshot         {milliseconds(request.snapshot) * 1000:10.1f} us",
        f"restore          {milliseconds(lambda: request.restore(snapshot)) * 1000:10.1f} us",
        f"waiting Request  {size:10.0f} bytes",
    ]


def bytes_each(make: Callable[[], object], number: int = 1000) -> float:
    """The memory that one more of something takes."""
    make()
    tracemalloc.start()
    kept = [make() for _ in range(number)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(kept)


def write(line: str) -> None:
    """A line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
