"""What the window's menus, the keys and the context pad ask of the canvas, as methods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from engine.bpmn import Document, Element, Point
from modeler.editing import commands
from modeler.editing.refusals import CommandRefused
from modeler.ui.canvas.index import union
from modeler.ui.canvas.items import Part
from modeler.ui.canvas.navigation import Direction, first_item, next_item
from modeler.ui.canvas.snapping import GRID, grid_shift
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.targets import flow_at, frame_at
from modeler.ui.canvas.viewport import stepped_scale

_SEEN_FROM, _READABLE = 0.25, 0.8
"""Below the one scale nothing of an element can be told, at the other its name can be read."""


class CanvasActions:
    """Acts on a stage; each editing method is one command and so one undo step."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def fit(self) -> None:
        """Show the whole diagram."""
        around = self._stage.scene.bounds()
        if around is not None:
            self._stage.viewport = self._stage.viewport.fitted(around)

    def zoom_in(self) -> None:
        """To the next larger step."""
        self._stage.zoom_to(stepped_scale(self._stage.viewport.scale, 1))

    def zoom_out(self) -> None:
        """To the next smaller step."""
        self._stage.zoom_to(stepped_scale(self._stage.viewport.scale, -1))

    def zoom_to(self, scale: float) -> None:
        """To a scale; 1.0 is 100 %."""
        self._stage.zoom_to(scale)

    def pan(self, dx: float, dy: float) -> None:
        """Shift the picture by pixels."""
        self._stage.pan(dx, dy)

    def has_selection(self) -> bool:
        """Whether anything is selected."""
        return len(self._stage.selection) > 0

    def select(self, elements: Iterable[Element]) -> None:
        """Select what shows these elements."""
        self._stage.select_elements(elements)

    def select_all(self) -> None:
        """Select everything of this diagram."""
        self._stage.selection.set(Part(item.view) for item in self._stage.scene)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._stage.selection.clear()

    def reveal(self, element: Element) -> bool:
        """Select an element and bring it into view, large enough to be seen; false where the diagram has it not."""
        item = self._stage.scene.item(element)
        if item is None:
            return False
        if self._stage.viewport.scale < _SEEN_FROM:
            self._stage.viewport = replace(self._stage.viewport, scale=_READABLE).centered(*item.center)
        self._stage.selection.set([Part(item.view)])
        self._stage.show_rect(item.extent)
        return True

    def walk(self, direction: Direction) -> None:
        """Select the next thing in a direction, or the first thing when nothing is selected."""
        only = next(iter(self._stage.selection), None)
        start = self._stage.scene.item(only.view) if only is not None else None
        found = next_item(self._stage.scene, start, direction) if start is not None else first_item(self._stage.scene)
        if found is not None:
            self._stage.selection.set([Part(found.view)])
            self._stage.show_rect(found.box)

    def move_selection(self, dx: float, dy: float) -> None:
        """Move what is selected, as the arrow keys do; a label alone moves away from its owner."""
        document, diagram = self._stage.document, self._stage.scene.diagram
        label, elements = self._label(), self._bodies()
        if document is None:
            return
        if label is not None:
            self._stage.run(lambda: commands.move_label(document, label, dx, dy, diagram))
        elif elements:
            self._stage.run(lambda: commands.nudge(document, elements, dx, dy, diagram))

    def delete_selection(self) -> None:
        """Delete what is selected; deleting a label takes the name away (R-X3)."""
        document, diagram = self._stage.document, self._stage.scene.diagram
        label, elements = self._label(), self._bodies()
        if document is None:
            return
        if label is not None:
            self._stage.run(lambda: commands.rename(document, label, None))
        elif elements:
            self._stage.run(lambda: commands.delete(document, elements, diagram=diagram))

    def _label(self) -> Element | None:
        """The owner of the label, when a label is all that is selected."""
        only = self._stage.selection.only
        return only.element if only is not None and only.is_label else None

    def _bodies(self) -> list[Element]:
        """The elements of which not only the label is selected."""
        items = self._stage.items_of(part for part in self._stage.selection if not part.is_label)
        return list(dict.fromkeys(item.element for item in items if item.element is not None))

    def copy(self) -> str:
        """What is selected, as text for the clipboard; empty when there is nothing to copy."""
        document, elements = self._stage.document, self._bodies()
        if document is None or not elements:
            return ""
        return self._stage.run(lambda: commands.copy(document, elements, self._stage.scene.diagram)) or ""

    def cut(self) -> str:
        """As `copy`, and delete it."""
        document, elements = self._stage.document, self._bodies()
        if document is None or not elements:
            return ""
        return self._stage.run(lambda: commands.cut(document, elements, self._stage.scene.diagram)) or ""

    def paste(self, text: str, x: float, y: float, is_pointed: bool = True) -> None:
        """Paste what `copy` gave around a point, into what surrounds it; the new things are selected.

        A single node pasted on a sequence flow that somebody points at becomes part of it (R-I5).
        """
        document = self._stage.document
        if document is not None and text:
            self._show_new(self._stage.run(lambda: self._pasted(document, text, x, y, is_pointed)))

    def _pasted(self, document: Document, text: str, x: float, y: float, is_pointed: bool) -> list[Element]:
        diagram, frame = self._stage.scene.diagram, frame_at(self._stage, x, y, ())
        parent = frame.element if frame is not None else None
        found = flow_at(self._stage, x, y) if is_pointed else None
        if found is not None:
            flow, rest = found
            with suppress(CommandRefused):
                return commands.paste(document, text, at=Point(*rest), parent=parent, flow=flow, diagram=diagram)
        at = Point(x + grid_shift(x, GRID), y + grid_shift(y, GRID))
        return commands.paste(document, text, at=at, parent=parent, diagram=diagram)

    def duplicate(self) -> None:
        """Copy what is selected, beside it; the copies are selected."""
        document, elements = self._stage.document, self._bodies()
        if document is not None and elements:
            diagram = self._stage.scene.diagram
            self._show_new(self._stage.run(lambda: commands.duplicate(document, elements, diagram)))

    def _show_new(self, made: Sequence[Element] | None) -> None:
        if made:
            self._stage.select_elements(made)
            rects = [rect for rect in map(self._stage.scene.part_rect, self._stage.selection) if rect is not None]
            around = union(rects)
            if around is not None:
                self._stage.show_rect(around)
