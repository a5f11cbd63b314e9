"""Editing: each command from its call until it is painted, its undo and its redo."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.bpmn import Bounds, Document, Element, FlowNode, Participant, Task
from modeler.editing import commands
from tests.benchmarks.bench import Bench
from tests.benchmarks.pictures import look_at
from tests.benchmarks.window import open_file, open_window, settle, turn

if TYPE_CHECKING:
    from modeler.ui.canvas.widget import CanvasWidget
    from modeler.ui.main_window import MainWindow

SINGLE = ("move", "resize", "rename", "property", "replace", "append", "connect", "delete", "color")
MANY = ("move_group", "align_group", "move_pool", "space_tool")
NAMES = (
    "edit.select",
    *(f"edit.{name}{part}" for name in (*SINGLE, *MANY) for part in ("", "_sync")),
    *(f"edit.{kind}_{name}" for name in (*SINGLE, *MANY) for kind in ("undo", "redo")),
)
GROUP = 100
Step = Callable[[Document, int], object]


def run(bench: Bench) -> None:
    """Run each command on the document that the real window shows, as its tools and menus run them."""
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    canvas.zoom_to(1.0)
    settle(canvas)
    tasks = [task for task in canvas.document.elements(Task) if canvas.document.shapes_of(task)]
    for number in bench.meter.rounds():
        with bench.meter.time("edit.select"):
            canvas.select([tasks[number % len(tasks)]])
            canvas.repaint()
    for name, step in steps(canvas.document, tasks).items():
        measure(bench, window, canvas, name, step)
    look_at(bench, canvas)
    window.close()


def measure(bench: Bench, window: MainWindow, canvas: CanvasWidget, name: str, step: Step) -> None:
    """A command, its undo, its redo, and undo again, the latter as the menu gives them."""
    meter, document = bench.meter, canvas.document
    for number in meter.rounds(12):
        settle(canvas)
        start = document.history.position
        with meter.time(f"edit.{name}"):
            with meter.time(f"edit.{name}_sync"):
                canvas.stage.run(lambda: step(document, number))  # noqa: B023  # called at once
            canvas.repaint()
        if document.history.position == start:
            continue  # all was as wanted already: a script task that shall become one
        for kind in ("undo", "redo"):
            turn()  # what is possible now is told to the menus
            before = document.history.position
            with meter.time(f"edit.{kind}_{name}"):
                window.actions_by_id[f"edit.{kind}"].trigger()
                canvas.repaint()
            assert document.history.position != before, f"{kind} did nothing"
        document.history.undo()


def steps(document: Document, tasks: list[Task]) -> dict[str, Step]:
    """The commands by metric name."""
    middle = len(tasks) // 2

    def task(number: int) -> Task:
        return tasks[(middle + number) % len(tasks)]

    def bounds(element: Element) -> Bounds:
        place = document.shapes_of(element)[0].bounds
        return Bounds(place.x, place.y, place.width + 20, place.height + 10)

    group = [node for node in document.elements(FlowNode) if document.shapes_of(node)][:GROUP]
    pools = [pool for pool in document.elements(Participant) if document.shapes_of(pool)]
    plane = document.diagrams[0].plane
    cut = commands.Cut(document.shapes_of(tasks[middle])[0].bounds.x - 1, "right", 50)
    single: dict[str, Step] = {
        "move": lambda document, number: commands.move(document, [task(number)], 10, 10),
        "resize": lambda document, number: commands.resize(document, task(number), bounds(task(number))),
        "rename": lambda document, number: commands.rename(document, task(number), f"Renamed {number}"),
        "property": lambda document, number: commands.set_documentation(document, task(number), f"Text {number}"),
        "replace": lambda document, number: commands.replace(document, task(number), "bpmn:scriptTask"),
        "append": lambda document, number: commands.append(document, task(number), "bpmn:userTask"),
        "connect": lambda document, number: commands.connect(document, task(0), task(number % 3 + 2)),
        "delete": lambda document, number: commands.delete(document, [task(number)]),
        "color": lambda document, number: commands.set_color(document, [task(number)], "#ffe0b2", "#fb8c00"),
        "move_group": lambda document, number: commands.move(document, group, 10, 10),
        "align_group": lambda document, number: commands.align(document, group, "top"),
        "space_tool": lambda document, number: commands.make_space(document, plane, cut),
    }
    if pools:
        single["move_pool"] = lambda document, number: commands.move(document, pools[:1], 10, 10)
    return single
