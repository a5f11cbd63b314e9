"""Bending an edge: drag a way-point or a segment; an end dragged onto another shape reconnects."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from engine.bpmn import Element, Point
from modeler.editing import commands
from modeler.editing.drawn import outline_on
from modeler.editing.layout.connections import new_path
from modeler.editing.layout.geometry import without_redundant
from modeler.editing.layout.outlines import Outline
from modeler.editing.layout.segments import shifted_segment
from modeler.editing.rules import can_reconnect
from modeler.editing.structure import describe, source_of, target_of, type_name
from modeler.ui.canvas.handles import BendHandle
from modeler.ui.canvas.items import Part, SceneItem, nearest_segment
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.previews import paint_edge, paint_in_diagram
from modeler.ui.canvas.snapping import Snap, SnapLines
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.gesture import Gesture
from modeler.ui.canvas.tools.move import neighbors

_TOLERANCE = 10.0
_AXIS = 1.0


class Bend(Gesture):
    """Drags what the grip says; without one, the segment under the pointer. Control does not snap."""

    cursor = Qt.CursorShape.SizeAllCursor

    def __init__(self, stage: Stage, start: Pointer, part: Part, grip: BendHandle | None) -> None:
        super().__init__(stage, start)
        self._part = part
        self._grip = grip

    def begin(self) -> None:
        """Take the line as it is, and out of the picture."""
        self._item = self.stage.scene.item(self._part.view)
        self._before = self._item.points if self._item is not None else ()
        self._points = self._before
        if self._grip is None:
            number = nearest_segment(self._before, self.start.x, self.start.y)
            self._grip = BendHandle("segment", number, self.start.view_x, self.start.view_y)
        self._end: Element | None = None
        self._outlines = self._find_outlines()
        self._lines = SnapLines(neighbors(self.stage, set()))
        self.stage.lift(self._items())
        self.stage.hint("Drop an end on another shape to reconnect; Ctrl does not snap, Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer."""
        self.last = pointer
        if self._grip is None or len(self._before) < 2:
            return
        if self._grip.kind == "segment":
            self._points = self._with_segment(pointer)
        else:
            self._points = self._with_point(pointer)
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Keep the new line, or the new end."""
        self.move(pointer)
        document, connection = self.stage.document, self._part.element
        if document is None or connection is None or self._points == self._before:
            return
        diagram = self.stage.scene.diagram
        if self._side() is not None and self._end is not None and self._end is not self._present_end():
            end = self._end
            if self._side() == "source":
                self.stage.run(lambda: commands.reconnect(document, connection, source=end, diagram=diagram))
            else:
                self.stage.run(lambda: commands.reconnect(document, connection, target=end, diagram=diagram))
        elif self._side() is not None and self._end is None and self.stage.marks.verdict == "forbidden":
            self._refuse(connection)
        elif self._side() is None or self._end is not None:
            points = without_redundant(self._points)
            self.stage.run(lambda: commands.set_waypoints(document, connection, points, diagram=diagram))

    def _refuse(self, connection: Element) -> None:
        """Say why the end went back to where it was."""
        target = self.stage.marks.target
        if target is not None and target.element is not None:
            verb = "start at" if self._side() == "source" else "lead to"
            self.stage.refused.emit(f"A {type_name(connection)} cannot {verb} {describe(target.element)}")

    def paint(self, painter: QPainter) -> None:
        """The line as it would run."""
        painter.save()
        paint_in_diagram(painter, self.stage.viewport)
        if self._item is not None:
            paint_edge(painter, self.stage, self._item, self._points)
        painter.restore()

    def clean_up(self) -> None:
        """Put the line back into the picture."""
        self.stage.lift(self._items(), lifted=False)
        super().clean_up()

    def _items(self) -> list[SceneItem]:
        return [self._item] if self._item is not None else []

    def _find_outlines(self) -> tuple[Outline | None, Outline | None]:
        document, connection, diagram = self.stage.document, self._part.element, self.stage.scene.diagram
        if document is None or connection is None:
            return None, None
        ends = source_of(connection), target_of(connection)
        return outline_on(document, ends[0], diagram), outline_on(document, ends[1], diagram)

    def _side(self) -> str | None:
        """Which end is dragged, if one is."""
        if self._grip is None or self._grip.kind == "segment":
            return None
        if self._grip.index == 0:
            return "source"
        return "target" if self._grip.index == len(self._before) - 1 else None

    def _present_end(self) -> Element | None:
        connection = self._part.element
        if connection is None:
            return None
        return source_of(connection) if self._side() == "source" else target_of(connection)

    def _with_point(self, pointer: Pointer) -> tuple[Point, ...]:
        assert self._grip is not None
        number = self._grip.index
        at = self._snapped(pointer, number)
        if self._side() is not None:
            self._ask(pointer)
            laid_out = self._reconnected()
            if laid_out:
                return laid_out
        return (*self._before[:number], at, *self._before[number + 1 :])

    def _reconnected(self) -> tuple[Point, ...]:
        """The line to the other shape that the end is over, as the command will lay it out."""
        document, connection, end = self.stage.document, self._part.element, self._end
        if document is None or connection is None or end is None or end is self._present_end():
            return ()
        source, target = source_of(connection), target_of(connection)
        first, last = (end, target) if self._side() == "source" else (source, end)
        if first is None or last is None:
            return ()
        return tuple(new_path(document, connection.kind, first, last, self.stage.scene.diagram) or ())

    def _snapped(self, pointer: Pointer, number: int) -> Point:
        if pointer.control:
            return Point(pointer.x, pointer.y)
        beside = [self._before[other] for other in (number - 1, number + 1) if 0 <= other < len(self._before)]
        lines = SnapLines([(point.x, point.y, point.x, point.y) for point in beside])
        snap = lines.snap_point(pointer.x, pointer.y, _TOLERANCE / self.stage.viewport.scale)
        self.stage.marks.guides = snap.guides
        return Point(pointer.x + snap.dx, pointer.y + snap.dy)

    def _with_segment(self, pointer: Pointer) -> tuple[Point, ...]:
        """A level or upright segment keeps its axis; others get a new bend at the pointer."""
        assert self._grip is not None
        number = self._grip.index
        a, b = self._before[number], self._before[number + 1]
        is_level, is_upright = abs(a.y - b.y) <= _AXIS, abs(a.x - b.x) <= _AXIS
        if not (is_level or is_upright):
            at = self._snapped(pointer, number)
            return (*self._before[: number + 1], at, *self._before[number + 1 :])
        snap = (
            Snap()
            if pointer.control
            else self._lines.snap_point(
                pointer.x, pointer.y, _TOLERANCE / self.stage.viewport.scale, axes="y" if is_level else "x"
            )
        )
        self.stage.marks.guides = snap.guides
        place = pointer.y + snap.dy if is_level else pointer.x + snap.dx
        return shifted_segment(self._before, number, place, *self._outlines)

    def _ask(self, pointer: Pointer) -> None:
        document, connection = self.stage.document, self._part.element
        part = self.stage.hit(pointer.x, pointer.y, self._items())
        self._end = None
        marks = self.stage.marks
        marks.target, marks.verdict = part, "neutral"
        if document is None or connection is None or part is None or part.element is None:
            return
        source, target = source_of(connection), target_of(connection)
        ends = (part.element, target) if self._side() == "source" else (source, part.element)
        if ends[0] is not None and ends[1] is not None and can_reconnect(document, connection, ends[0], ends[1]):
            self._end = part.element
        item = self.stage.scene.item(part.view)
        frame = item is not None and item.is_frame
        marks.verdict = "allowed" if self._end is not None else "neutral" if frame else "forbidden"
