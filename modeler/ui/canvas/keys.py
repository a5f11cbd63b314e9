"""The canvas's own keys. Shortcuts with Control belong to the window's actions, except panning by arrows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from modeler.ui.canvas.navigation import Direction
from modeler.ui.canvas.tools.controller import Controller, ToolName

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
}
_STEPS: dict[Direction, tuple[int, int]] = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_TOOLS: dict[int, ToolName] = {
    Qt.Key.Key_H: "hand",
    Qt.Key.Key_L: "lasso",
    Qt.Key.Key_C: "connect",
    Qt.Key.Key_S: "space",
    Qt.Key.Key_V: "select",
}
_NEAR, _FAR = 50, 200
_STEP, _LEAP = 1, 10


class KeyTarget(Protocol):
    """What keys can ask for."""

    def delete_selection(self) -> None:
        """Delete what is selected."""

    def edit_label(self) -> None:
        """Edit the label of what is selected."""

    def move_selection(self, dx: float, dy: float) -> None:
        """Move what is selected."""

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by pixels."""

    def walk(self, direction: Direction) -> None:
        """Select the next thing in a direction."""

    def clear_selection(self) -> None:
        """Select nothing."""

    def has_selection(self) -> bool:
        """Whether anything is selected."""

    def request(self, menu: str) -> None:
        """Ask the window for a menu: `append`, `replace` or `create`."""


class KeyBindings:
    """Translates key events into calls."""

    def __init__(self, target: KeyTarget, controller: Controller) -> None:
        self._target = target
        self._controller = controller
        self._plain: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Delete: target.delete_selection,
            Qt.Key.Key_Backspace: target.delete_selection,
            Qt.Key.Key_E: target.edit_label,
            Qt.Key.Key_F2: target.edit_label,
            Qt.Key.Key_Return: target.edit_label,
            Qt.Key.Key_Enter: target.edit_label,
            Qt.Key.Key_Escape: self._escape,
            Qt.Key.Key_A: lambda: target.request("append"),
            Qt.Key.Key_R: lambda: target.request("replace"),
            Qt.Key.Key_N: lambda: target.request("create"),
        }

    def press(self, event: QKeyEvent) -> bool:
        """Handle a key that went down; false when it is not ours."""
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        if key in _ARROWS:
            self._arrow(_ARROWS[key], control, shift, bool(modifiers & Qt.KeyboardModifier.AltModifier))
            return True
        if control or modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if key == Qt.Key.Key_Space:
            self._hand(event, True)
        elif key in _TOOLS:
            self._controller.use(_TOOLS[key])
        elif key in self._plain and (key == Qt.Key.Key_Escape or not self._controller.is_busy):
            self._plain[key]()
        else:
            return False
        return True

    def release(self, event: QKeyEvent) -> bool:
        """Handle a key that went up; false when it is not ours."""
        if event.key() == Qt.Key.Key_Space:
            self._hand(event, False)
            return True
        return False

    def _hand(self, event: QKeyEvent, held: bool) -> None:
        if not event.isAutoRepeat():
            self._controller.hold_hand(held)

    def _arrow(self, direction: Direction, control: bool, shift: bool, alt: bool) -> None:
        dx, dy = _STEPS[direction]
        if control:
            distance = _FAR if shift else _NEAR
            self._target.pan(-dx * distance, -dy * distance)
        elif alt or not self._target.has_selection():
            self._target.walk(direction)
        elif not self._controller.is_busy:
            distance = _LEAP if shift else _STEP
            self._target.move_selection(dx * distance, dy * distance)

    def _escape(self) -> None:
        if self._controller.cancel():
            return
        if self._controller.tool.name != "select":
            self._controller.use("select")
        else:
            self._target.clear_selection()
