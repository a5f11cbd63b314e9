"""How fast a preview goes on: at once, or step by step with time to see the tokens move."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

STEP_TIME = {"instant": 0, "fast": 350, "slow": 1000}
"""Milliseconds for each step."""


class Pace(QObject):
    """Asks for the next step after the present one has been seen; `stop` asks for no more."""

    def __init__(self, next_step: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._next = next_step
        self._speed = "instant"
        self.is_walking = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._due)

    @property
    def speed(self) -> str:
        """`instant`, `fast` or `slow`."""
        return self._speed

    def set_speed(self, speed: str) -> None:
        """Another speed, from the next step on."""
        self._speed = speed if speed in STEP_TIME else "instant"

    @property
    def is_instant(self) -> bool:
        """Whether nothing is shown between two stops."""
        return self._speed == "instant"

    @property
    def step_time(self) -> int:
        """Milliseconds that a token takes along a flow; none where steps are not shown one by one."""
        return STEP_TIME[self._speed]

    def walk(self) -> None:
        """From now on one step follows the other."""
        self.is_walking = True

    def stop(self) -> None:
        """No further step by itself."""
        self.is_walking = False
        self._timer.stop()

    def after_step(self) -> None:
        """A step was shown: the next one follows in a while."""
        if self.is_walking:
            self._timer.start(self.step_time)

    def _due(self) -> None:
        if self.is_walking:
            self._next()
