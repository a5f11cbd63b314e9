"""Cyclic garbage goes on the window's thread alone, in its pauses.

The interpreter collects in whichever thread has made enough objects. A collection in a worker destroys there widgets
and timers that are garbage by then, and Qt wants them to be destroyed in the thread in which they live. So automatic
collection is off while the window works.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PAUSE = 1000
"""Milliseconds from one look to the next."""


class WindowCollection(QObject):
    """Collects for the whole process from now on, by the interpreter's own thresholds, until it is stopped."""

    def __init__(self, parent: QObject | None = None, pause: int = PAUSE) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to the interpreter again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()

    def _look(self) -> None:
        """Collect the oldest generation that is due; younger ones go with it."""
        due = [
            age
            for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > most
        ]
        if due:
            gc.collect(due[-1])
