"""Opening: from bytes in memory to the whole diagram, painted and fitted."""

from __future__ import annotations

import shutil
import time

from engine.bpmn import Document
from engine.bpmn.loader import load
from modeler.editing import behaviors
from modeler.services.collection import paused_collection, thaw_collection
from tests.benchmarks.bench import Bench
from tests.benchmarks.pictures import look_at
from tests.benchmarks.window import open_file, open_window, settle

NAMES = (
    "open.total_ms",
    "open.first_paint_ms",
    "open.parse_ms",
    "open.model_ms",
    "open.scene_ms",
    "open.full_scale_ms",
)


def run(bench: Bench) -> None:
    """Open again and again on one canvas of the real window."""
    meter, data = bench.meter, bench.data
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    look_at(bench, canvas)
    for _ in meter.rounds():
        with paused_collection(), meter.time("open.parse_ms"):
            load(data)
        thaw_collection()
    for _ in meter.rounds():
        canvas.set_document(None)
        thaw_collection()
        started, cpu = time.perf_counter(), time.process_time()
        with paused_collection():
            document = Document.from_bytes(data, bench.file.name, behaviors.ALL)
            modeled = time.perf_counter()
            canvas.set_document(document)
        shown = time.perf_counter()
        canvas.repaint()
        first = time.perf_counter()
        settle(canvas)
        meter.add("open.total_ms", (time.perf_counter() - started) * 1e3, (time.process_time() - cpu) * 1e3)
        meter.add("open.first_paint_ms", (first - started) * 1e3)
        meter.add("open.model_ms", (modeled - started) * 1e3)
        meter.add("open.scene_ms", (shown - modeled) * 1e3)
    for _ in meter.rounds():
        canvas.set_document(None)
        thaw_collection()
        with meter.time("open.full_scale_ms"):
            with paused_collection():
                canvas.set_document(Document.from_bytes(data, bench.file.name, behaviors.ALL))
            canvas.zoom_to(1.0)
            settle(canvas)
    window.close()
