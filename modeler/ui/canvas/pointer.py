"""Where the pointer is and what is held down with it, in pixels and in diagram units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

from PySide6.QtCore import Qt
from PySide6.QtGui import QSinglePointEvent

from modeler.ui.canvas.viewport import Viewport

DRAG_THRESHOLD = 4.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """One pointer event."""

    x: float
    y: float
    view_x: float
    view_y: float
    shift: bool = False
    control: bool = False
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    is_held: bool = False

    @classmethod
    def of(cls, event: QSinglePointEvent, view: Viewport) -> Pointer:
        """The pointer of a Qt event."""
        position = event.position()
        pointer = cls.at(position.x(), position.y(), view, event.modifiers(), event.button())
        return replace(pointer, is_held=event.buttons() != Qt.MouseButton.NoButton)

    @classmethod
    def at(
        cls,
        view_x: float,
        view_y: float,
        view: Viewport,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        button: Qt.MouseButton = Qt.MouseButton.NoButton,
    ) -> Pointer:
        """A pointer at a pixel."""
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        return cls(*view.to_diagram(view_x, view_y), view_x, view_y, shift, control, button)

    def is_beyond(self, other: Pointer, threshold: float = DRAG_THRESHOLD) -> bool:
        """Whether the pointer went far enough from another place to mean a drag."""
        return hypot(self.view_x - other.view_x, self.view_y - other.view_y) >= threshold

    def seen_in(self, view: Viewport) -> Pointer:
        """The same pixel after the view moved under it."""
        x, y = view.to_diagram(self.view_x, self.view_y)
        return replace(self, x=x, y=y)
