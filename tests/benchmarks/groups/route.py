"""Where connections run, and what is at a point: routes of sequence flows, and hit tests.

A route is what connecting two nodes, or laying a flow out anew, computes: from both drawn ends to way-points. Nothing
is written. The product routes each flow by itself, by the places of its two ends.
"""

from __future__ import annotations

import random
import shutil
import time

from engine.bpmn import Document, SequenceFlow
from modeler.editing.layout.connections import new_path
from tests.benchmarks.bench import Bench
from tests.benchmarks.window import open_file, open_window

NAMES = ("route.one_ms", "route.all_ms", "hit.point_us")
POINTS = 300
MOST = 10


def run(bench: Bench) -> None:
    """On the document and the fitted canvas of the real window."""
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    document = canvas.document
    flows = [flow for flow in document.elements(SequenceFlow) if document.shapes_of(flow)]
    if flows:
        routes(bench, document, flows)
    hit(bench, canvas)
    window.close()


def routes(bench: Bench, document: Document, flows: list[SequenceFlow]) -> None:
    """One flow after another, then all of them at once."""
    for number in bench.meter.rounds():
        flow = flows[number * 37 % len(flows)]
        with bench.meter.time("route.one_ms"):
            route(document, flow)
    for _ in bench.meter.rounds(MOST):
        with bench.meter.time("route.all_ms"):
            found = [route(document, flow) for flow in flows]
        bench.meter.checks["route.all_found"] = all(found)


def route(document: Document, flow: SequenceFlow) -> bool:
    """Whether a flow gets way-points; the diagram is that of the first edge."""
    source, target = flow.source, flow.target
    path = None if source is None or target is None else new_path(document, flow.kind, source, target)
    return path is not None and len(path) > 1


def hit(bench: Bench, canvas) -> None:
    """The topmost thing at random points of the diagram, the same ones each time; the figures are microseconds."""
    stage = canvas.stage
    left, top, right, bottom = stage.scene.bounds()
    chance = random.Random(1)
    points = [(chance.uniform(left, right), chance.uniform(top, bottom)) for _ in range(POINTS)]
    found = 0
    for x, y in points:
        wall, cpu = time.perf_counter(), time.process_time()
        part = stage.hit(x, y)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        bench.meter.add("hit.point_us", wall * 1e6, cpu * 1e6)
        found += part is not None
    bench.meter.checks["hit.found"] = found
