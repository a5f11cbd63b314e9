"""Placing something new: a ghost follows the pointer, the rules mark where it may go, a click or release puts it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.bpmn import Bounds, Element, Point, Process, TextAnnotation
from modeler.editing import commands
from modeler.editing.commands.create import chosen_type
from modeler.editing.commands.pools import pool_bounds
from modeler.editing.layout.geometry import center, centered
from modeler.editing.layout.outlines import border_point, outline_of
from modeler.editing.structure import type_name
from modeler.ui.canvas.creation import Creation, Ghost
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.marking import view_rect
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.previews import paint_in_diagram, paint_new_edge
from modeler.ui.canvas.snapping import TOLERANCE, Snap, SnapLines
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.targets import Drop, drop_at, refusal, root_of
from modeler.ui.canvas.tools.gesture import Gesture
from modeler.ui.canvas.tools.move import neighbors

_SHOWN, _SHOWN_OVER = 0.75, 0.35
"""How much of the ghost is seen; less of one that lies over everything."""


class Create(Gesture):
    """Places a creation, connected to `source` when it is appended. `created` hears about the new element."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self,
        stage: Stage,
        start: Pointer,
        creation: Creation,
        created: Callable[[Element], None],
        source: SceneItem | None = None,
    ) -> None:
        super().__init__(stage, start)
        self._creation = creation
        self._created = created
        self._source = source

    def begin(self) -> None:
        """Prepare the ghost and what it may snap to."""
        self._cover = self._content_to_cover()
        self._size = (self._cover.width, self._cover.height) if self._cover is not None else None
        self._ghost = Ghost(self.stage, self._creation, self._size)
        self._lines = SnapLines(neighbors(self.stage, set()))
        self._at = center(self._cover) if self._cover is not None else Point(self.start.x, self.start.y)
        self._drop = Drop()
        self._is_shown = False
        self.stage.selection.clear()
        self.stage.hint("Click to place; Ctrl does not snap, Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer and ask the rules about the place."""
        self.last = pointer
        self._is_shown = True
        if self._cover is None:
            self._follow(pointer)
        marks = self.stage.marks
        marks.target, marks.verdict = self._drop.part, self._drop.verdict
        self.stage.refresh()

    def _follow(self, pointer: Pointer) -> None:
        width, height = self._ghost.size
        rect = (pointer.x - width / 2, pointer.y - height / 2, pointer.x + width / 2, pointer.y + height / 2)
        snap = Snap() if pointer.control else self._lines.snap(rect, TOLERANCE / self.stage.viewport.scale)
        self._at = Point(pointer.x + snap.dx, pointer.y + snap.dy)
        element = self._ghost.element
        if element is not None:
            self._drop = drop_at(self.stage, [element], self._at.x, self._at.y, (), is_new=True)
        if self._drop.rest is not None and not pointer.control:
            snap = snap.resting(pointer.x, pointer.y, *self._drop.rest)
            self._at = Point(*self._drop.rest)
        self.stage.marks.guides = snap.guides

    def _content_to_cover(self) -> Bounds | None:
        """The first pool of a process goes round all that is drawn, wherever the pointer is (R-O1)."""
        document, root = self.stage.document, root_of(self.stage)
        if document is None or not isinstance(root, Process):
            return None
        return pool_bounds(document, root) if chosen_type(self._creation).kind == "bpmn:participant" else None

    def finish(self, pointer: Pointer) -> None:
        """Create it: one command."""
        self.move(pointer)
        document, drop = self.stage.document, self._drop
        if document is None:
            return
        if drop.verdict == "forbidden":
            if self._ghost.element is not None:
                name = f"the {type_name(self._ghost.element)}"
                self.stage.refused.emit(refusal(name, self._ghost.element, drop))
            return
        made = self.stage.run(
            lambda: commands.create(
                document,
                self._creation,
                at=self._at,
                after=self._source.element if self._source is not None else None,
                flow=drop.flow,
                host=drop.host,
                parent=drop.parent,
                size=self._size,
                diagram=self.stage.scene.diagram,
                make_room=not pointer.control,
            )
        )
        if made is not None:
            self.stage.select_elements([made])
            self._created(made)

    def leave(self) -> None:
        """The pointer left the canvas: so does the ghost."""
        self._is_shown = False
        self.stage.marks.clear()
        self.stage.refresh()

    def paint(self, painter: QPainter) -> None:
        """The ghost, and its future connection."""
        if not self._is_shown:
            return
        painter.save()
        paint_in_diagram(painter, self.stage.viewport)
        self._paint_connection(painter)
        self._ghost.paint(painter, self._at.x, self._at.y, _SHOWN if self._cover is None else _SHOWN_OVER)
        painter.restore()
        self._paint_verdict(painter)

    def _paint_verdict(self, painter: QPainter) -> None:
        """A frame around the ghost where a drop means more than its place: on a flow, on a host, or not at all."""
        style, drop = self.stage.style, self._drop
        if drop.verdict == "forbidden" or drop.flow is not None or drop.host is not None:
            color = style.forbidden if drop.verdict == "forbidden" else style.allowed
            bounds = centered(self._at, *self._ghost.size)
            rect = (bounds.x, bounds.y, bounds.x + bounds.width, bounds.y + bounds.height)
            painter.setPen(QPen(QColor(color), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(view_rect(rect, self.stage.viewport, 4.0), 6.0, 6.0)

    def _paint_connection(self, painter: QPainter) -> None:
        source, document, target = self._source, self.stage.document, self._ghost.element
        if source is None or source.element is None or document is None or target is None:
            return
        shape = document.shape_of(source.element, self.stage.scene.diagram)
        if shape is None or self._drop.verdict == "forbidden":
            return
        middle = Point(*source.center)
        start = border_point(outline_of(source.element, shape.bounds), middle, self._at)
        end = border_point(outline_of(target, centered(self._at, *self._ghost.size)), self._at, middle)
        kind = "association" if isinstance(target, TextAnnotation) else "sequenceFlow"
        painter.setOpacity(0.6)
        paint_new_edge(painter, self.stage, kind, (start, end))
        painter.setOpacity(1.0)
