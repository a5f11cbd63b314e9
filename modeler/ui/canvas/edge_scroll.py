"""Scrolls by itself while something is dragged near the border of the view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.controller import Controller

BORDER = 20.0
STEP = 10.0
INTERVAL = 15


class EdgeScroll(QObject):
    """Ten pixels each 15 milliseconds, as long as the pointer stays within twenty pixels of the border."""

    def __init__(self, stage: Stage, controller: Controller, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._controller = controller
        self._pointer: Pointer | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.timeout.connect(self.step)

    def follow(self, pointer: Pointer) -> None:
        """Take note of where the pointer is."""
        self._pointer = pointer
        gesture = self._controller.gesture
        is_wanted = gesture is not None and gesture.scrolls_at_edge and pointer.is_held
        if not is_wanted or self._direction(pointer) == (0.0, 0.0):
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """The drag is over."""
        self._timer.stop()

    def step(self) -> None:
        """Scroll once; the gesture moves on, because the diagram under the pointer did."""
        if self._controller.gesture is None or self._pointer is None:
            self._timer.stop()
            return
        self._stage.pan(*self._direction(self._pointer))
        self.catch_up()

    def catch_up(self) -> None:
        """The diagram moved under the pointer that rests: what is dragged comes along."""
        gesture, pointer = self._controller.gesture, self._pointer
        if gesture is not None and gesture.scrolls_at_edge and pointer is not None:
            self._controller.move(pointer.seen_in(self._stage.viewport))

    def _direction(self, pointer: Pointer) -> tuple[float, float]:
        view = self._stage.viewport
        return _pull(pointer.view_x, view.width), _pull(pointer.view_y, view.height)


def _pull(at: float, size: float) -> float:
    if at < BORDER:
        return STEP
    return -STEP if at > size - BORDER else 0.0
