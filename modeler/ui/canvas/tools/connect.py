"""Drawing a connection: the rules say which kind, green or red says whether, the line is laid out while hovering."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from engine.bpmn import Element, Point
from modeler.editing import commands
from modeler.editing.layout.connections import new_path
from modeler.editing.layout.outlines import border_point, outline_of
from modeler.editing.rules import can_connect, can_start_connection
from modeler.ui.canvas.items import Part, SceneItem
from modeler.ui.canvas.marks import Verdict
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.previews import paint_in_diagram, paint_new_edge
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.controller import Tool
from modeler.ui.canvas.tools.gesture import Gesture


class Connect(Gesture):
    """From a source to wherever the pointer is released."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, start: Pointer, source: SceneItem) -> None:
        super().__init__(stage, start)
        self._source = source
        self._target: Element | None = None
        self._kind = ""
        self._path: tuple[Point, ...] = ()

    def begin(self) -> None:
        """Say what to do."""
        self.stage.hint("Choose what to connect to; Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Ask the rules about what is under the pointer."""
        self.last = pointer
        part = self.stage.hit(pointer.x, pointer.y)
        self._target, self._kind = None, ""
        source, document = self._source.element, self.stage.document
        element = part.element if part is not None else None
        if source is None or document is None:
            return
        if element is not None and element is not source:
            self._ask(source, element)
        elif element is source and pointer.is_beyond(self.start, 40.0):
            self._ask(source, source)
        self.stage.marks.target = part if element is not source or self._target is not None else None
        self.stage.marks.verdict = self._verdict(part)
        self._path = self._line(pointer)
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Connect, when the rules allow it."""
        self.move(pointer)
        source, target, document = self._source.element, self._target, self.stage.document
        if source is not None and target is not None and document is not None:
            made = self.stage.run(lambda: commands.connect(document, source, target, diagram=self.stage.scene.diagram))
            if made is not None:
                self.stage.select_elements([made])

    def paint(self, painter: QPainter) -> None:
        """The line as it would run."""
        if len(self._path) < 2:
            return
        painter.save()
        paint_in_diagram(painter, self.stage.viewport)
        painter.setOpacity(1.0 if self._target is not None else 0.55)
        paint_new_edge(painter, self.stage, self._kind, self._path)
        painter.restore()

    def _ask(self, source: Element, target: Element) -> None:
        assert self.stage.document is not None
        found = can_connect(self.stage.document, source, target)
        if found is not None:
            self._target, self._kind = target, found.kind

    def _verdict(self, part: Part | None) -> Verdict:
        if self._target is not None:
            return "allowed"
        item = self.stage.scene.item(part.view) if part is not None else None
        return "neutral" if item is None or item.is_frame else "forbidden"

    def _line(self, pointer: Pointer) -> tuple[Point, ...]:
        source, document = self._source.element, self.stage.document
        if source is None or document is None:
            return ()
        if self._target is not None:
            return tuple(new_path(document, self._kind, source, self._target, self.stage.scene.diagram) or ())
        return self._loose_line(source, Point(pointer.x, pointer.y))

    def _loose_line(self, source: Element, end: Point) -> tuple[Point, ...]:
        if self._source.role == "edge":
            return (self._source.points[len(self._source.points) // 2], end)
        bounds = self._source.view.bounds if hasattr(self._source.view, "bounds") else None
        if bounds is None:
            return ()
        middle = Point(*self._source.center)
        return (border_point(outline_of(source, bounds), middle, end), end)


class ConnectTool(Tool):
    """Click or drag from a source, then click or release on a target."""

    name = "connect"
    cursor = Qt.CursorShape.CrossCursor

    def gesture(self, start: Pointer) -> Gesture | None:
        """A drag from a source."""
        item = self._source(start)
        return Connect(self.stage, start, item) if item is not None else None

    def click(self, pointer: Pointer) -> Gesture | None:
        """A click on a source; the next click chooses the target."""
        return self.gesture(pointer)

    def hover(self, pointer: Pointer) -> Qt.CursorShape:
        """Mark what a connection may start from."""
        part = self.stage.hit(pointer.x, pointer.y)
        item = self._source(pointer)
        self.stage.marks.target = part
        self.stage.marks.verdict = "allowed" if item is not None else "neutral"
        self.stage.refresh()
        return self.cursor

    def _source(self, pointer: Pointer) -> SceneItem | None:
        part = self.stage.hit(pointer.x, pointer.y)
        item = self.stage.scene.item(part.view) if part is not None else None
        if item is None or item.element is None or not can_start_connection(item.element):
            return None
        return item
