"""Watching a Request: frames while tokens move over a diagram whose whole path is taken, steps shown, and the timeline.

The path is made of everything that the diagram shows, so that the figures are those of the worst case.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

from tests.benchmarks.bench import Bench
from tests.benchmarks.window import open_file, open_window, settle, turn

NAMES = ("run.frame_fit", "run.frame_full", "run.step_fit", "run.step_full", "run.pan_fit", "run.words")
FRAMES = 60
DURATION = 100_000


def run(bench: Bench) -> None:
    """Measure on the real canvas, fitted and at 100 %."""
    from engine.bpmn import FlowNode, SequenceFlow
    from modeler.ui.canvas.marks import RunMarks

    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    document = canvas.document
    nodes = [each.id for each in document.elements(FlowNode) if each.id]
    flows = [each.id for each in document.elements(SequenceFlow) if each.id]
    marks = RunMarks({}, dict.fromkeys(nodes, 2), dict.fromkeys(nodes, "done"), frozenset(flows))
    canvas.set_run(marks)
    for view in ("fit", "full"):
        if view == "full":
            canvas.zoom_to(1.0)
        settle(canvas)
        frames(bench, canvas, flows, f"run.frame_{view}")
        steps(bench, canvas, marks, nodes, f"run.step_{view}")
    canvas.fit()
    settle(canvas)
    for _ in bench.meter.rounds(4):
        for step in range(FRAMES):
            with bench.meter.time("run.pan_fit"):
                canvas.pan(3 if step % 20 < 10 else -3, 2)
                canvas.repaint()
    words(bench, document, nodes)
    window.close()


def frames(bench: Bench, canvas, flows: list[str], name: str) -> None:
    """Tokens on ten flows, painted frame by frame where they are."""
    show = canvas.run_show
    for _ in bench.meter.rounds(4):
        show.move_tokens(flows[:10], DURATION)
        show._motion.pause()
        for frame in range(FRAMES):
            with bench.meter.time(name):
                show._moved(frame / FRAMES)
                turn()
        show._end()


def steps(bench: Bench, canvas, marks, nodes: list[str], name: str) -> None:
    """One token goes from element to element."""
    for _ in bench.meter.rounds(4):
        for node in nodes[:FRAMES]:
            states = {**marks.states, node: "active"}
            with bench.meter.time(name):
                canvas.set_run(replace(marks, tokens={node: 1}, states=states))
                turn()


def words(bench: Bench, document, nodes: list[str]) -> None:
    """What the panel says of a run with a step for each element."""
    from datetime import UTC, datetime

    from modeler.services.preview.standing import Moment, Standing
    from modeler.ui.preview.words import RunWords

    now = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    moments = tuple(Moment(node, "entered", now) for node in nodes)
    standing = Standing("completed", tuple(nodes), moments=moments, steps=len(nodes), step=len(nodes), now=now)
    speaker = RunWords(document)
    speaker.view(standing)
    for _ in bench.meter.rounds(10):
        with bench.meter.time("run.words"):
            speaker.view(standing)
