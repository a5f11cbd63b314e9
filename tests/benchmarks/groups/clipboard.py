"""Copying and pasting a hundred nodes."""

from __future__ import annotations

import shutil

from engine.bpmn import FlowNode
from tests.benchmarks.bench import Bench
from tests.benchmarks.window import open_file, open_window, settle, turn

NAMES = ("clipboard.copy_100", "clipboard.paste_100", "clipboard.undo_paste")
GROUP = 100
MOST = 8


def run(bench: Bench) -> None:
    """On the canvas of the real window, as its keys call it."""
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    document, meter = canvas.document, bench.meter
    group = [node for node in document.elements(FlowNode) if document.shapes_of(node)][:GROUP]
    middle = document.shapes_of(group[0])[0].bounds.center
    canvas.stage.viewport = canvas.stage.viewport.centered(middle.x, middle.y)
    for _ in meter.rounds(MOST):
        before = document.history.position
        canvas.select(group)
        settle(canvas)
        with meter.time("clipboard.copy_100"):
            text = canvas.copy()
        with meter.time("clipboard.paste_100"):
            canvas.paste(text)
            canvas.repaint()
        meter.checks["clipboard.pasted"] = document.history.position > before
        turn()  # what is possible now is told to the menus
        with meter.time("clipboard.undo_paste"):
            window.actions_by_id["edit.undo"].trigger()
            canvas.repaint()
        assert document.history.position == before, "the paste was not undone"
    window.close()
