"""Turns pointer and key events into tools and gestures: press, threshold, drag, release, click, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter

from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.gesture import Gesture
from modeler.ui.canvas.tools.pan import Pan

ToolName = Literal["select", "hand", "lasso", "connect", "space"]


class Tool:
    """What the pointer does while no gesture is active."""

    name: ToolName = "select"
    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def gesture(self, start: Pointer) -> Gesture | None:
        """What a drag from here is."""
        return None

    def click(self, pointer: Pointer) -> Gesture | None:
        """A click; may answer with a gesture that follows the pointer until the next click."""
        return None

    def double_click(self, pointer: Pointer) -> None:
        """A double click."""

    def hover(self, pointer: Pointer) -> Qt.CursorShape:
        """The pointer moves with no button held; answers with the cursor to show."""
        return self.cursor

    def leave(self) -> None:
        """Another tool takes over."""
        self.stage.marks.clear()
        self.stage.refresh()


class Controller(QObject):
    """Holds the tool and the gesture in progress."""

    tool_changed = Signal(str)
    busy_changed = Signal(bool)
    cursor_changed = Signal(Qt.CursorShape)

    def __init__(self, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._make_tool: Callable[[ToolName], Tool] = lambda _name: Tool(stage)
        self.tool = Tool(stage)
        self.gesture: Gesture | None = None
        self._pressed: Pointer | None = None
        self._follows = False
        self._hand_before: ToolName | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is in progress."""
        return self.gesture is not None

    def set_tools(self, make_tool: Callable[[ToolName], Tool]) -> None:
        """Say what the tools are; the selection tool is taken at once."""
        self._make_tool = make_tool
        self.tool = make_tool("select")

    def use(self, name: ToolName) -> None:
        """Take another tool."""
        self.cancel()
        if name != self.tool.name:
            self.tool.leave()
            self.tool = self._make_tool(name)
            self.cursor_changed.emit(self.tool.cursor)
            self.tool_changed.emit(name)

    def start(self, gesture: Gesture, follows: bool = True) -> None:
        """Start a gesture by other means than a drag; it follows the pointer until the next click or release."""
        self.cancel()
        self._follows = follows
        self._begin(gesture)

    def press(self, pointer: Pointer) -> None:
        """A button went down."""
        if self.gesture is not None:
            if pointer.button == Qt.MouseButton.RightButton:
                self.cancel()
            return
        self._pressed = pointer

    def move(self, pointer: Pointer) -> None:
        """The pointer moved."""
        if self.gesture is not None:
            self.gesture.move(pointer)
            return
        if self._pressed is None:
            self.cursor_changed.emit(self.tool.hover(pointer))
        elif pointer.is_beyond(self._pressed):
            gesture = self._gesture(self._pressed)
            if gesture is not None:
                self._begin(gesture)
                gesture.move(pointer)

    def release(self, pointer: Pointer) -> None:
        """A button went up."""
        pressed, self._pressed = self._pressed, None
        if self.gesture is not None:
            self._finish(pointer)
        elif pressed is not None and pressed.button == Qt.MouseButton.LeftButton:
            following = self.tool.click(pointer)
            if following is not None:
                self.start(following)

    def double_click(self, pointer: Pointer) -> None:
        """A double click with the left button."""
        if self.gesture is None:
            self.tool.double_click(pointer)

    def let_go(self) -> None:
        """No button is held any more, though no release was told, as after a menu or dialog came between."""
        if self._pressed is not None or (self.gesture is not None and not self._follows):
            self.cancel()

    def cancel(self) -> bool:
        """Give up what is in progress; true when there was something."""
        self._pressed = None
        gesture, self.gesture = self.gesture, None
        if gesture is None:
            return False
        gesture.cancel()
        self._ended()
        return True

    def paint(self, painter: QPainter) -> None:
        """Draw the preview of the gesture."""
        if self.gesture is not None:
            self.gesture.paint(painter)

    def hold_hand(self, held: bool) -> None:
        """The hand tool, as long as Space is held."""
        if held and self._hand_before is None and self.tool.name != "hand":
            self._hold_hand(self.tool.name)
        elif not held and self._hand_before is not None:
            before, self._hand_before = self._hand_before, None
            self.use(before)

    def _hold_hand(self, before: ToolName) -> None:
        self.use("hand")
        self._hand_before = before

    def _gesture(self, start: Pointer) -> Gesture | None:
        if start.button in (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton):
            return Pan(self._stage, start)
        return self.tool.gesture(start)

    def _begin(self, gesture: Gesture) -> None:
        gesture.begin()
        self.gesture = gesture
        self.busy_changed.emit(True)
        if gesture.cursor is not None:
            self.cursor_changed.emit(gesture.cursor)

    def _finish(self, pointer: Pointer) -> None:
        gesture, self.gesture = self.gesture, None
        if gesture is None:
            return
        try:
            gesture.finish(pointer)
        finally:
            gesture.clean_up()
            self._ended()

    def _ended(self) -> None:
        self._follows = False
        self.busy_changed.emit(False)
        self.cursor_changed.emit(self.tool.cursor)
