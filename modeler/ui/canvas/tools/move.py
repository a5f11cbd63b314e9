"""Moving what is selected: it is lifted out of the picture, follows the pointer and snaps; connections follow it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from engine.bpmn import Element, Lane
from modeler.editing import commands
from modeler.editing.commands.moving import Closure, closure_of, outermost
from modeler.editing.structure import CONNECTIONS, describe, pool_of
from modeler.ui.canvas.index import Rect, union
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.previews import LiveEdges, Sprite, paint_in_diagram
from modeler.ui.canvas.snapping import TOLERANCE, Snap, SnapLines
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.targets import Drop, drop_at, refusal
from modeler.ui.canvas.tools.gesture import Gesture

_MOST_NEIGHBORS = 300


class Move(Gesture):
    """Drags the selected shapes with all that belongs to them. Shift keeps to one axis, Control does not snap."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def begin(self) -> None:
        """Find what moves, lift it, and prepare what it may snap to."""
        self._elements = self._chosen()
        self._closure = self._find_closure()
        self._lifted = self._items()
        self._box = self._around()
        self._lines = SnapLines(self._neighbors())
        self._edges: LiveEdges | None = None
        if self.stage.document is not None and self._closure is not None:
            self._edges = LiveEdges(
                self.stage, self.stage.document, self._closure.outer, frozenset(self._closure.shapes)
            )
        self._whole = [item for item in self._lifted if item.view not in self._outer_views()]
        self._sprite = Sprite(self.stage, self._whole)
        self._by = (0.0, 0.0)
        self._drop = Drop()
        self.stage.lift(self._lifted)
        self.stage.hint("Release to move; Shift keeps one axis, Ctrl does not snap, Esc gives up")

    def move(self, pointer: Pointer) -> None:
        """Follow the pointer, rest on guides, and ask the rules about the place."""
        self.last = pointer
        dx, dy = pointer.x - self.start.x, pointer.y - self.start.y
        if pointer.shift:
            dx, dy = (dx, 0.0) if abs(dx) >= abs(dy) else (0.0, dy)
        snap = Snap() if pointer.control else self._snap(dx, dy)
        keep_x, keep_y = pointer.shift and dx == 0.0, pointer.shift and dy == 0.0
        self._by = (dx if keep_x else dx + snap.dx, dy if keep_y else dy + snap.dy)
        self._drop = self._target(pointer)
        if self._drop.rest is not None and not pointer.control and not pointer.shift:
            middle = (self._box[0] + self._box[2]) / 2, (self._box[1] + self._box[3]) / 2
            snap = snap.resting(middle[0] + dx, middle[1] + dy, *self._drop.rest)
            self._by = dx + snap.dx, dy + snap.dy
        marks = self.stage.marks
        marks.guides = snap.guides
        marks.target, marks.verdict = self._drop.part, self._drop.verdict
        self.stage.refresh()

    def finish(self, pointer: Pointer) -> None:
        """Move for good: one command."""
        self.move(pointer)
        document, drop, (dx, dy) = self.stage.document, self._drop, self._by
        if document is None or (dx, dy) == (0.0, 0.0) or not self._elements:
            return
        if drop.verdict == "forbidden":
            self.stage.refused.emit(refusal(describe(self._elements[0]), self._elements[0], drop))
            return
        self.stage.run(
            lambda: commands.move(
                document,
                self._elements,
                dx,
                dy,
                drop.parent,
                host=drop.host,
                flow=drop.flow,
                diagram=self.stage.scene.diagram,
            )
        )

    def paint(self, painter: QPainter) -> None:
        """What is dragged, and its connections, over everything."""
        dx, dy = self._by
        if self._edges is not None:
            painter.save()
            paint_in_diagram(painter, self.stage.viewport)
            self._edges.paint(painter, dx, dy)
            painter.restore()
        self._sprite.paint(painter, dx, dy)

    def clean_up(self) -> None:
        """Put everything back into the picture."""
        self.stage.lift(self._lifted, lifted=False)
        super().clean_up()

    def _chosen(self) -> Sequence[Element]:
        document = self.stage.document
        elements = [part.element for part in self.stage.selection if not part.is_label and part.element is not None]
        shapes = [each for each in elements if not isinstance(each, CONNECTIONS)]
        if document is not None and len(shapes) == 1 and isinstance(shapes[0], Lane):
            pool = pool_of(document, shapes[0])
            return [pool] if pool is not None else []
        return outermost(shapes)

    def _find_closure(self) -> Closure | None:
        document = self.stage.document
        return closure_of(document, self._elements, self.stage.scene.diagram) if document is not None else None

    def _items(self) -> list[SceneItem]:
        if self._closure is None:
            return []
        views = (*self._closure.shapes.values(), *self._closure.inner, *self._closure.outer)
        items = [self.stage.scene.item(view) for view in views]
        return sorted((item for item in items if item is not None), key=lambda item: item.key)

    def _outer_views(self) -> set[Element]:
        return set(self._closure.outer) if self._closure is not None else set()

    def _around(self) -> Rect:
        items = [self.stage.scene.item(element) for element in self._elements]
        return union(item.box for item in items if item is not None) or (0.0, 0.0, 0.0, 0.0)

    def _neighbors(self) -> list[Rect]:
        return neighbors(self.stage, set(self._lifted))

    def _snap(self, dx: float, dy: float) -> Snap:
        left, top, right, bottom = self._box
        moved = (left + dx, top + dy, right + dx, bottom + dy)
        return self._lines.snap(moved, TOLERANCE / self.stage.viewport.scale)

    def _target(self, pointer: Pointer) -> Drop:
        dx, dy = self._by
        x, y = pointer.x, pointer.y
        if len(self._elements) == 1:
            x, y = (self._box[0] + self._box[2]) / 2 + dx, (self._box[1] + self._box[3]) / 2 + dy
        drop = drop_at(self.stage, self._elements, x, y, self._lifted)
        return self._stays_if_same(drop)

    def _stays_if_same(self, drop: Drop) -> Drop:
        """Moving about inside the same container needs no mark."""
        item = self.stage.scene.item(drop.part.view) if drop.part is not None else None
        if drop.verdict != "allowed" or drop.flow is not None or drop.host is not None:
            return drop
        if item is None or self._stood_in(item):
            return Drop("neutral", drop.parent)
        return drop

    def _stood_in(self, item: SceneItem) -> bool:
        x, y = (self._box[0] + self._box[2]) / 2, (self._box[1] + self._box[3]) / 2
        return item.is_at(x, y, 0.0)


def neighbors(stage: Stage, without: set[SceneItem]) -> list[Rect]:
    """The boxes of nodes in view that a dragged thing may snap to."""
    seen = stage.scene.touching(stage.viewport.rect)
    boxes = [item.box for item in seen if item.role in ("node", "text", "container") and item not in without]
    return boxes[:_MOST_NEIGHBORS]
