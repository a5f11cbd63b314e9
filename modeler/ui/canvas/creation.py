"""What the palette puts on the canvas, and the ghost of it that follows the pointer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtGui import QPainter

from engine.bpmn import Document, Element, Point
from modeler.drawing import Figure, contents, figure
from modeler.editing import commands
from modeler.editing.commands.create import chosen_type
from modeler.editing.commands.new_elements import new_element
from modeler.editing.element_types import ALL, type_for
from modeler.editing.refusals import CommandRefused
from modeler.ui.canvas.stage import Stage

Creation: TypeAlias = commands.Choice
"""What can be created: a type of the palette, a connector, or a BPMN name."""

CreationSource: TypeAlias = Callable[[str], Creation | None]
"""Finds what a palette entry's id creates."""


def plain_creations(entry: str) -> Creation | None:
    """The source that knows the types of BPMN elements only, by their ids or BPMN names."""
    found = next((each for each in ALL if each.id == entry), None)
    return found or type_for(entry if ":" in entry else f"bpmn:{entry}")


class Ghost:
    """The picture of something that is not there yet, and an unplaced element to ask the rules about.

    The picture comes from the same command, run on an empty document of its own.
    """

    def __init__(self, stage: Stage, creation: Creation, size: tuple[float, float] | None = None) -> None:
        self._stage = stage
        self._asked_size = size
        self.element: Element | None = None
        self.size = (100.0, 80.0)
        self._middle = (0.0, 0.0)
        self._figures: tuple[Figure, ...] = ()
        if stage.document is not None:
            self.element = new_element(stage.document, chosen_type(creation), "ghost", None)
        self._draw(creation)

    def paint(self, painter: QPainter, x: float, y: float, opacity: float = 0.75) -> None:
        """Paint it around a point; the painter is in diagram units."""
        painter.save()
        painter.setOpacity(opacity)
        painter.translate(x - self._middle[0], y - self._middle[1])
        self._stage.figures.paint_all(painter, self._figures)
        painter.restore()

    def _draw(self, creation: Creation) -> None:
        scratch = Document.new()
        try:
            made, host = _made(scratch, creation, self._asked_size)
        except CommandRefused:
            return
        shape = scratch.shape_of(made)
        if shape is None:
            return
        box = shape.bounds
        self.size = (box.width, box.height)
        self._middle = (box.x + box.width / 2, box.y + box.height / 2)
        scene = self._stage.scene
        drawn = [each for each in contents(scratch.diagrams[0]) if host is None or each.element is not host]
        self._figures = tuple(figure(each, scene.style, scene.metrics, icons=scene.icons) for each in drawn)


def _made(scratch: Document, creation: Creation, size: tuple[float, float] | None) -> tuple[Element, Element | None]:
    """The new element, and the task that a boundary event needs to sit on."""
    if chosen_type(creation).kind != "bpmn:boundaryEvent":
        return commands.create(scratch, creation, at=Point(0.0, 0.0), size=size), None
    host = commands.create(scratch, "bpmn:task", at=Point(0.0, 0.0))
    return commands.create(scratch, creation, host=host), host
