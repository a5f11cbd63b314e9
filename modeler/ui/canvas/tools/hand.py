"""The hand tool: every drag moves the paper."""

from __future__ import annotations

from PySide6.QtCore import Qt

from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.tools.controller import Tool
from modeler.ui.canvas.tools.gesture import Gesture
from modeler.ui.canvas.tools.pan import Pan


class HandTool(Tool):
    """Pans, and never touches an element."""

    name = "hand"
    cursor = Qt.CursorShape.OpenHandCursor

    def gesture(self, start: Pointer) -> Gesture:
        """Pan from anywhere."""
        return Pan(self.stage, start)
