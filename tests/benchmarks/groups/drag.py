"""Dragging with the mouse: one task at full scale and fitted, and a hundred nodes."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from engine.bpmn import Element, FlowNode, Task
from tests.benchmarks.bench import Bench
from tests.benchmarks.pictures import look_at
from tests.benchmarks.window import open_file, open_window, settle

if TYPE_CHECKING:
    from modeler.ui.canvas.widget import CanvasWidget

KINDS = ("one_full", "one_fit", "group")
NAMES = tuple(f"drag.{kind}{part}" for kind in KINDS for part in ("", "_start", "_drop"))
GROUP = 100
MOVES = 40
ENDS = ((9, 6), (9, 0), (-9, 0), (14, 0), (-14, 0), (5, 0), (-5, 0), (0, 5), (0, -5))


def run(bench: Bench) -> None:
    """Drag with real mouse events; each drag is undone."""
    path = bench.scratch / bench.file.name
    shutil.copyfile(bench.file, path)
    window = open_window(bench.scratch / "profile")
    canvas = open_file(window, path, bench.viewport)
    nodes = [node for node in canvas.document.elements(FlowNode) if canvas.document.shapes_of(node)]
    task = [node for node in nodes if type(node) is Task or isinstance(node, Task)][len(nodes) // 4]
    drag(bench, canvas, "drag.one_fit", task, [task])
    drag(bench, canvas, "drag.group", task, [task, *(node for node in nodes if node is not task)][:GROUP])
    canvas.zoom_to(1.0)
    canvas.reveal(task)
    settle(canvas)
    drag(bench, canvas, "drag.one_full", task, [task])
    look_at(bench, canvas)
    window.close()


def drag(bench: Bench, canvas: CanvasWidget, name: str, task: Element, chosen: list[Element]) -> None:
    """Select, press on the task, move, release; undo."""
    meter = bench.meter
    for _ in meter.rounds(5):
        canvas.select(chosen)
        settle(canvas)
        start = place_of(canvas, task)
        with meter.time(f"{name}_start"):
            send(canvas, QEvent.Type.MouseButtonPress, start)
            send(canvas, QEvent.Type.MouseMove, start + QPointF(9, 6))
            canvas.repaint()
        at = start
        for step in range(1, MOVES + 1):
            out = min(step, MOVES - step)
            at = start + QPointF(9 + 3 * out, 6 + out)
            with meter.time(name):
                send(canvas, QEvent.Type.MouseMove, at)
                canvas.repaint()
        at = allowed_end(canvas, start)
        position = canvas.document.history.position
        with meter.time(f"{name}_drop"):
            send(canvas, QEvent.Type.MouseButtonRelease, at)
            canvas.repaint()
        if canvas.document.history.position == position:
            meter.checks[f"{name}_dropped"] = False
        else:
            canvas.document.history.undo()
        settle(canvas)


def allowed_end(canvas: CanvasWidget, start: QPointF) -> QPointF:
    """Drag to a place near the start where the rules let things be dropped: fitted, few pixels lead out of a pool."""
    at = start
    for end in ENDS:
        at = start + QPointF(*end)
        send(canvas, QEvent.Type.MouseMove, at)
        canvas.repaint()
        if canvas.stage.marks.verdict != "forbidden":
            break
    return at


def place_of(canvas: CanvasWidget, element: Element) -> QPointF:
    """A point of an element on the widget, off its middle so that no label is in the way."""
    bounds = canvas.document.shapes_of(element)[0].bounds
    return QPointF(*canvas.stage.viewport.to_view(bounds.x + bounds.width * 0.2, bounds.y + bounds.height * 0.8))


def send(canvas: CanvasWidget, kind: QEvent.Type, at: QPointF) -> None:
    """One mouse event with the left button, as the window system would send it."""
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    button = none if kind == QEvent.Type.MouseMove else left
    held = none if kind == QEvent.Type.MouseButtonRelease else left
    place = canvas.mapToGlobal(at)
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, place, button, held, Qt.KeyboardModifier.NoModifier))
