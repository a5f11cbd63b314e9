"""Everything at once: select, move, copy and delete all."""

from __future__ import annotations

import shutil

from tests.benchmarks.bench import Bench
from tests.benchmarks.window import open_file, open_window, settle

NAMES = (
    "bulk.select_all",
    "bulk.deselect_all",
    "bulk.move_all",
    "bulk.undo_move_all",
    "bulk.copy_all",
    "bulk.delete_all",
)
MOST = 3


def run(bench: Bench) -> None:
    """Each action on the canvas of the real window, as its keys call it; what changes is undone."""
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    meter, history = bench.meter, canvas.document.history
    for _ in meter.rounds(MOST):
        canvas.clear_selection()
        settle(canvas)
        for name, action in (("select_all", canvas.select_all), ("copy_all", canvas.copy)):
            with meter.time(f"bulk.{name}"):
                action()
                canvas.repaint()
        with meter.time("bulk.move_all"):
            canvas.move_selection(10, 10)
            canvas.repaint()
        with meter.time("bulk.undo_move_all"):
            history.undo()
            canvas.repaint()
        canvas.select_all()
        with meter.time("bulk.deselect_all"):
            canvas.clear_selection()
            canvas.repaint()
        canvas.select_all()
        with meter.time("bulk.delete_all"):
            canvas.delete_selection()
            canvas.repaint()
        while history.can_undo:
            history.undo()
    window.close()
