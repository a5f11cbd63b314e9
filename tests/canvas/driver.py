"""Drives a real canvas with real mouse and key events, in the diagram's coordinates."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine.bpmn import Bounds, BPMNEdge, Document, Element, Point
from modeler.ui.canvas.widget import CanvasWidget

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Driver:
    """A canvas under test; coordinates are those of the diagram."""

    def __init__(self, canvas: CanvasWidget, document: Document) -> None:
        self.canvas = canvas
        self.document = document

    def element(self, id: str) -> Element:
        return self.document.get(id)

    def bounds(self, id: str) -> Bounds:
        shape = self.document.shape_of(self.element(id))
        assert shape is not None
        return shape.bounds

    def points(self, id: str) -> tuple[Point, ...]:
        edge = self.document.edge_of(self.element(id))
        assert isinstance(edge, BPMNEdge)
        return edge.waypoints

    def middle(self, id: str) -> tuple[float, float]:
        bounds = self.bounds(id)
        return bounds.x + bounds.width / 2, bounds.y + bounds.height / 2

    def pixel(self, at: tuple[float, float]) -> QPoint:
        x, y = self.canvas.stage.viewport.to_view(*at)
        return QPoint(round(x), round(y))

    def click(self, at: tuple[float, float] | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.canvas, LEFT, modifiers, self.pixel(self.place(at)))

    def double_click(self, at: tuple[float, float] | str) -> None:
        pixel = self.pixel(self.place(at))
        QTest.mouseClick(self.canvas, LEFT, NONE, pixel)
        QTest.mouseDClick(self.canvas, LEFT, NONE, pixel)
        QTest.mouseRelease(self.canvas, LEFT, NONE, pixel)

    def hover(self, at: tuple[float, float] | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self._move(self.place(at), Qt.MouseButton.NoButton, modifiers)

    def press(self, at: tuple[float, float] | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mousePress(self.canvas, LEFT, modifiers, self.pixel(self.place(at)))

    def move(self, at: tuple[float, float] | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self._move(self.place(at), LEFT, modifiers)

    def release(self, at: tuple[float, float] | str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseRelease(self.canvas, LEFT, modifiers, self.pixel(self.place(at)))

    def drag(
        self, start: tuple[float, float] | str, end: tuple[float, float] | str, modifiers: Qt.KeyboardModifier = NONE
    ) -> None:
        """All places are meant as they are before the drag, though it may move the view."""
        first, last = self.pixel(self.place(start)), self.pixel(self.place(end))
        QTest.mousePress(self.canvas, LEFT, modifiers, first)
        self._move_to(first + (last - first) / 2, LEFT, modifiers)
        self._move_to(last, LEFT, modifiers)
        QTest.mouseRelease(self.canvas, LEFT, modifiers, last)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, widget: QWidget | None = None) -> None:
        QTest.keyClick(widget or self.canvas, key, modifiers)

    def paint(self) -> None:
        """Paint until nothing is coarse."""
        for _ in range(200):
            self.canvas.repaint()
            if self.canvas.is_complete:
                return
        raise AssertionError("the canvas does not come to an end")

    def place(self, at: tuple[float, float] | str) -> tuple[float, float]:
        return self.middle(at) if isinstance(at, str) else at

    def _move(self, at: tuple[float, float], buttons: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        self._move_to(self.pixel(at), buttons, modifiers)

    def _move_to(self, at: QPoint, buttons: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> None:
        pixel = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            pixel,
            QPointF(self.canvas.mapToGlobal(pixel)),
            Qt.MouseButton.NoButton,
            buttons,
            modifiers,
        )
        QApplication.sendEvent(self.canvas, event)
