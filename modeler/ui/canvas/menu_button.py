"""The right button: held and dragged it pans, pressed and released it opens the menu, whenever the system asks for one.

X11 and macOS ask for the menu when the button goes down, Windows when it comes up, also after a drag.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent


class MenuButton:
    """Follows the right button and says when the menu is due."""

    def __init__(self) -> None:
        self._is_down = False
        self._is_due = False
        self._did_something = False

    def press(self, event: QMouseEvent, is_busy: bool) -> None:
        """A button went down; a right button that ends a gesture opens no menu."""
        if event.button() == Qt.MouseButton.RightButton:
            self._is_down, self._is_due, self._did_something = True, False, is_busy

    def release(self, event: QMouseEvent, is_busy: bool) -> bool:
        """A button came up; true when the menu that was asked for is due now."""
        if event.button() != Qt.MouseButton.RightButton:
            return False
        self._is_down = False
        self._did_something = self._did_something or is_busy
        return self._is_due and not self._did_something

    def may_ask(self) -> bool:
        """The system asks for the menu: whether it opens at once."""
        if self._is_down:
            self._is_due = True
            return False
        did_something, self._did_something = self._did_something, False
        return not did_something
