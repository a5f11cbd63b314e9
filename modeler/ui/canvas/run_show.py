"""Puts a previewed Request on a canvas: marks, moving tokens, buttons at what waits; repaints only what changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEasingCurve, QObject, QRectF, QTimer, QVariantAnimation, Signal
from PySide6.QtWidgets import QStyle, QWidget

from modeler.services.preview.stops import Stop
from modeler.ui.canvas.marks import RunMarks
from modeler.ui.canvas.run_overlay import RunOverlay
from modeler.ui.canvas.stage import Stage

DOT = 12.0
MOST_MOVING = 200


class RunShow(QObject):
    """`arrived` tells that the tokens which were on their way are there."""

    arrived = Signal()

    def __init__(self, stage: Stage, overlay: RunOverlay, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._stage = stage
        self._overlay = overlay
        self._canvas = canvas
        self._next_frame = QTimer(self)
        self._next_frame.setSingleShot(True)
        self._next_frame.setInterval(0)
        self._next_frame.timeout.connect(canvas.update)
        overlay.unfinished = self._next_frame.start
        self._motion = QVariantAnimation(self)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._motion.valueChanged.connect(self._moved)
        self._motion.finished.connect(self._end)

    def set_marks(self, marks: RunMarks) -> None:
        """Show how a Request stands."""
        rects = self._overlay.show(marks)
        if rects is None:
            self._canvas.update()
        for rect in rects or ():
            self._canvas.update(rect.toAlignedRect())

    def set_stops(self, stops: Mapping[str, Stop], pins: frozenset[str]) -> None:
        """Show breakpoints and pins."""
        self._overlay.stops, self._overlay.pins = stops, pins
        self._canvas.update()

    def move_tokens(self, flows: Sequence[str], duration: int) -> None:
        """Let tokens move along flows; without time, or where the system wants no motion, they are there at once."""
        self._end()
        document = self._stage.document
        if document is None or duration <= 0 or not flows or not self.is_motion_wanted:
            return
        items = (self._stage.scene.item(document.find(flow)) for flow in flows[:MOST_MOVING])
        self._overlay.travels.start([item.points for item in items if item is not None])
        if self._overlay.travels.is_moving:
            self._motion.setDuration(duration)
            self._motion.start()

    @property
    def is_motion_wanted(self) -> bool:
        """Whether the system's settings allow animations."""
        return self._canvas.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self._canvas) > 0

    @property
    def is_moving(self) -> bool:
        """Whether tokens are on their way."""
        return self._overlay.travels.is_moving

    def _moved(self, progress: float) -> None:
        self._refresh()
        self._overlay.travels.go_on(progress)
        self._refresh()

    def _refresh(self) -> None:
        """Repaint only where the moving tokens are."""
        for point in self._overlay.travels.points:
            x, y = self._stage.viewport.to_view(point.x, point.y)
            self._canvas.update(QRectF(x - DOT, y - DOT, 2 * DOT, 2 * DOT).toAlignedRect())

    def _end(self) -> None:
        if self._overlay.travels.is_moving:
            self._refresh()
            self._motion.stop()
            self._overlay.travels.stop()
            self.arrived.emit()
