"""What the context pad offers for a selection, and what its entries do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QPointF

from engine.bpmn import (
    Activity,
    Bounds,
    DataObjectReference,
    DataStoreReference,
    Element,
    Event,
    Gateway,
    Participant,
    SubChoreography,
    SubProcess,
    TextAnnotation,
)
from modeler.drawing import ShapeSubject
from modeler.editing import commands
from modeler.editing.rules import can_be_default, can_start_connection
from modeler.editing.structure import is_expanded
from modeler.ui.canvas.context_pad import PadEntry
from modeler.ui.canvas.creation import Creation
from modeler.ui.canvas.items import SceneItem
from modeler.ui.canvas.pad_lanes import change_lanes, is_lane_entry, lane_entries
from modeler.ui.canvas.pad_nodes import node_entries, node_type
from modeler.ui.canvas.pointer import Pointer
from modeler.ui.canvas.stage import Stage
from modeler.ui.canvas.tools.connect import Connect
from modeler.ui.canvas.tools.controller import Controller
from modeler.ui.canvas.tools.create import Create

_REPLACEABLE = (Activity, Event, Gateway, Participant, DataObjectReference, DataStoreReference)
_ANNOTATION = "annotation"


class PadHost(Protocol):
    """What the pad's actions need of the canvas."""

    def after_create(self, element: Element) -> None:
        """Something was created: show it and edit its label."""

    def delete_selection(self) -> None:
        """Delete what is selected."""

    def request(self, menu: str) -> None:
        """Ask the window for a menu."""

    def open_inside(self) -> None:
        """Ask for the diagram of the selected element's inside."""

    def mapFromGlobal(self, position: QPoint) -> QPoint:
        """A position in the canvas."""


class PadActions:
    """Entries and actions of the context pad."""

    def __init__(self, stage: Stage, controller: Controller, host: PadHost) -> None:
        self._stage = stage
        self._controller = controller
        self._host = host

    def entries(self) -> Sequence[PadEntry]:
        """What may be done with the selection."""
        if not len(self._stage.selection):
            return ()
        only = self._item()
        shown = [PadEntry("delete", "Delete (Del)", "delete")]
        if only is None or only.element is None:
            return PadEntry("align", "Align and distribute", "align-left"), PadEntry("color", "Color", "color"), *shown
        if self._stage.selection.only is not None and self._stage.selection.only.is_label:
            return tuple(shown)
        return (
            *self._appends(only.element),
            *self._links(only),
            *self._inside(only.element),
            *self._lanes(only.element),
            *self._changes(only),
            *shown,
        )

    def choose(self, entry: str) -> None:
        """An entry was clicked."""
        item = self._item()
        if entry == "delete":
            self._host.delete_selection()
        elif entry == "inside":
            self._host.open_inside()
        elif entry == "expansion" and item is not None:
            self._toggle(item)
        elif entry in ("replace", "align", "color"):
            self._host.request(entry)
        elif entry == "connect" and item is not None:
            self._controller.start(Connect(self._stage, self._pointer_at(item), item))
        elif is_lane_entry(entry) and item is not None:
            self._change_lanes(item, entry)
        elif (creation := _creation(entry)) is not None:
            self.append(creation)

    def drag(self, entry: str, at: QPoint) -> None:
        """An entry was pulled off the pad."""
        item = self._item()
        local = self._host.mapFromGlobal(at)
        pointer = Pointer.at(local.x(), local.y(), self._stage.viewport)
        if item is None:
            return
        if entry == "connect":
            self._controller.start(Connect(self._stage, pointer, item))
        elif (creation := _creation(entry)) is not None:
            gesture = Create(self._stage, pointer, creation, self._host.after_create, item)
            self._controller.start(gesture)

    def append(self, creation: Creation) -> None:
        """Append something to the selected node, where the layout finds room."""
        document, item = self._stage.document, self._item()
        source = item.element if item is not None else None
        if document is None or source is None:
            return
        diagram = self._stage.scene.diagram
        made = self._stage.run(lambda: commands.append(document, source, creation, diagram=diagram))
        if made is not None:
            self._stage.select_elements([made])
            self._host.after_create(made)

    def _appends(self, element: Element) -> list[PadEntry]:
        document = self._stage.document
        return node_entries(document, element) if document is not None else []

    def _lanes(self, element: Element) -> list[PadEntry]:
        document = self._stage.document
        return lane_entries(document, element) if document is not None else []

    def _change_lanes(self, item: SceneItem, entry: str) -> None:
        document, element = self._stage.document, item.element
        if document is not None and element is not None:
            changed = self._stage.run(lambda: change_lanes(document, element, entry))
            if changed is not None:
                self._stage.select_elements([changed])

    def _links(self, item: SceneItem) -> list[PadEntry]:
        if item.element is None or item.role == "edge" or not can_start_connection(item.element):
            return []
        found = [PadEntry("connect", "Connect (C)", "connect", can_drag=True)]
        if not isinstance(item.element, TextAnnotation):
            found.append(_annotation_entry())
        return found

    def _toggle(self, item: SceneItem) -> None:
        document, element = self._stage.document, item.element
        if document is not None and element is not None:
            self._stage.run(lambda: commands.toggle_expansion(document, element))
            self._stage.select_elements([element])

    def _inside(self, element: Element) -> list[PadEntry]:
        """The way into a sub-process that has a diagram of its own, and from one look to the other."""
        document = self._stage.document
        if document is None or not isinstance(element, SubProcess | SubChoreography):
            return []
        found = [PadEntry("inside", "Open its diagram", "diagram")] if document.planes_of(element) else []
        if isinstance(element, SubProcess):
            is_open = is_expanded(document, element)
            icon, title = ("chevron-up", "Collapse") if is_open else ("chevron-down", "Expand")
            found.append(PadEntry("expansion", title, icon))
        return found

    def _changes(self, item: SceneItem) -> list[PadEntry]:
        found = [PadEntry("color", "Color", "color")]
        if item.element is None:
            return found
        if isinstance(item.element, _REPLACEABLE) or can_be_default(item.element):
            found.insert(0, PadEntry("replace", "Change type (R)", "shapes"))
        return found

    def _item(self) -> SceneItem | None:
        only = self._stage.selection.only
        return self._stage.scene.item(only.view) if only is not None else None

    def _pointer_at(self, item: SceneItem) -> Pointer:
        at = QPointF(*self._stage.viewport.to_view(*item.center))
        return Pointer.at(at.x(), at.y(), self._stage.viewport)


def _creation(entry: str) -> Creation | None:
    return "bpmn:textAnnotation" if entry == _ANNOTATION else node_type(entry)


def _annotation_entry() -> PadEntry:
    figure = ShapeSubject("textAnnotation", Bounds(0, 0, 18, 30))
    return PadEntry(_ANNOTATION, "Add text annotation", figure=figure, can_drag=True)
