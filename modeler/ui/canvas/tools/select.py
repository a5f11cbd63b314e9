"""The selection tool: click, drag, double click; decides which gesture a drag is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from engine.bpmn import Element
from modeler.editing.rules import can_resize
from modeler.ui.canvas.handles import BendHandle, ResizeHandle, at_handle, bend_handles, label_handles, resize_handles
from modeler.ui.canvas.items import Part, SceneItem
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.bend import Bend
from modeler.ui.canvas.tools.controller import Tool
from modeler.ui.canvas.tools.gesture import Gesture
from modeler.ui.canvas.tools.lasso import Lasso
from modeler.ui.canvas.tools.move import Move
from modeler.ui.canvas.tools.move_label import MoveLabel
from modeler.ui.canvas.tools.pan import Pan
from modeler.ui.canvas.tools.resize import Resize
from modeler.ui.canvas.tools.resize_label import ResizeLabel

_CURSORS = {
    "n": Qt.CursorShape.SizeVerCursor,
    "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor,
    "w": Qt.CursorShape.SizeHorCursor,
    "nw": Qt.CursorShape.SizeFDiagCursor,
    "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor,
    "sw": Qt.CursorShape.SizeBDiagCursor,
}
_SMALLEST_HANDLED_SCALE = 0.3


class SelectTool(Tool):
    """The default tool."""

    name = "select"

    def __init__(self, stage: Stage, edit_label: Callable[[Part], None], create_at: Callable[[Pointer], None]) -> None:
        super().__init__(stage)
        self._edit_label = edit_label
        self._create_at = create_at

    def gesture(self, start: Pointer) -> Gesture | None:
        """Resize or bend from a grip; move from a thing; lasso with Shift, pan without, from empty canvas."""
        grip = grip_at(self.stage, start)
        only = self.stage.selection.only
        if isinstance(grip, ResizeHandle) and only is not None and only.is_label:
            return ResizeLabel(self.stage, start, only, grip.side)
        if isinstance(grip, ResizeHandle) and only is not None:
            return Resize(self.stage, start, only, grip.side)
        if isinstance(grip, BendHandle) and only is not None:
            return Bend(self.stage, start, only, grip)
        part = self.stage.hit(start.x, start.y)
        item = self.stage.scene.item(part.view) if part is not None else None
        if part is None or item is None or (item.is_frame and start.shift):
            return Lasso(self.stage, start, adds=True) if start.shift else Pan(self.stage, start)
        return self._drag(start, part, item)

    def _drag(self, start: Pointer, part: Part, item: SceneItem) -> Gesture | None:
        if part.is_label:
            self.stage.selection.set([part])
            return MoveLabel(self.stage, start, part)
        if item.role == "edge":
            if part in self.stage.selection and len(self.stage.selection) > 1:
                return Move(self.stage, start)
            self.stage.selection.set([part])
            return Bend(self.stage, start, part, None)
        if not item.is_handle(start.x, start.y, 6.0 / self.stage.viewport.scale) and part not in self.stage.selection:
            return Pan(self.stage, start)
        if part not in self.stage.selection:
            self.stage.selection.set([part])
        return Move(self.stage, start)

    def click(self, pointer: Pointer) -> None:
        """Select what was clicked; Shift or Control adds and takes away; empty canvas selects nothing."""
        part = self.stage.hit(pointer.x, pointer.y)
        if part is None:
            if not pointer.shift:
                self.stage.selection.clear()
        elif pointer.shift or pointer.control:
            self.stage.selection.toggle(part)
        else:
            self.stage.selection.set([part])

    def double_click(self, pointer: Pointer) -> None:
        """Edit the label of what is there; on empty canvas, offer to create something."""
        part = self.stage.hit(pointer.x, pointer.y)
        if part is not None:
            self._edit_label(part)
        else:
            self._create_at(pointer)

    def hover(self, pointer: Pointer) -> Qt.CursorShape:
        """Outline what a click would select; the cursor tells what a drag would do."""
        grip = grip_at(self.stage, pointer)
        part = None if grip is not None else self.stage.hit(pointer.x, pointer.y)
        if part != self.stage.marks.hover:
            self.stage.marks.hover = part
            self.stage.refresh()
        if isinstance(grip, ResizeHandle):
            return _CURSORS[grip.side]
        if grip is not None:
            return Qt.CursorShape.SizeAllCursor
        return self._cursor_over(part, pointer)

    def _cursor_over(self, part: Part | None, pointer: Pointer) -> Qt.CursorShape:
        item = self.stage.scene.item(part.view) if part is not None else None
        if item is None or item.role == "edge":
            return Qt.CursorShape.ArrowCursor
        is_handle = item.is_handle(pointer.x, pointer.y, 6.0 / self.stage.viewport.scale)
        return Qt.CursorShape.SizeAllCursor if is_handle else Qt.CursorShape.ArrowCursor


def grips(stage: Stage) -> list[ResizeHandle] | list[BendHandle]:
    """The grips of the selected thing, when it is the only one and large enough on the screen."""
    only = stage.selection.only
    item = stage.scene.item(only.view) if only is not None else None
    if only is None or item is None or stage.viewport.scale < _SMALLEST_HANDLED_SCALE:
        return []
    if only.is_label:
        rect = stage.scene.label_rect(item)
        return label_handles(rect, stage.viewport) if rect is not None else []
    if item.role == "edge":
        return bend_handles(item.points, stage.viewport)
    return resize_handles(item.box, stage.viewport) if _is_resizable(stage, item.element) else []


def grip_at(stage: Stage, pointer: Pointer) -> ResizeHandle | BendHandle | None:
    """The grip under the pointer."""
    for handle in grips(stage):
        if at_handle(handle, pointer.view_x, pointer.view_y):
            return handle
    return None


def _is_resizable(stage: Stage, element: Element | None) -> bool:
    return stage.document is not None and element is not None and can_resize(stage.document, element)
