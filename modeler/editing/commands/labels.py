"""Names and their labels: renaming, and moving and resizing labels that stand outside."""

from __future__ import annotations

from engine.bpmn import Bounds, BPMNDiagram, BPMNEdge, BPMNShape, Document, Element, Group, TextAnnotation
from engine.bpmn.factory import set_label_bounds
from modeler.editing.commands.categories import name_group
from modeler.editing.drawn import label_bounds
from modeler.editing.facts import PropertyChanged
from modeler.editing.layout.geometry import translate
from modeler.editing.layout.labels import default_label, flow_label, text_size
from modeler.editing.refusals import CommandRefused
from modeler.editing.structure import CONNECTIONS, called, describe, has_outside_label, text_of


def rename(document: Document, element: Element, name: str | None) -> None:
    """Set what the label of an element says: its name, an annotation's text, a group's category.

    An emptied name removes the label (R-X3).
    """
    if not isinstance(element, TextAnnotation | Group) and not hasattr(type(element), "name"):
        raise CommandRefused(f"{describe(element)} has no name")
    text = name if name else None
    if (text or "") == text_of(element):
        return
    with document.edit(f"Rename {called(element)}" if text else f"Remove name of {called(element)}") as edit:
        if isinstance(element, TextAnnotation):
            element.text = text or ""
        elif isinstance(element, Group):
            name_group(document, element, text or "")
        else:
            element.set("name", text)
        if text is None:
            _remove_labels(document, element)
        edit.note(PropertyChanged(element, "name"))


def move_label(document: Document, element: Element, dx: float, dy: float, diagram: BPMNDiagram | None = None) -> None:
    """Move the outside label of an element by a distance."""
    with document.edit(f"Move label of {called(element)}"):
        drawn = _labeled(document, element, diagram)
        set_label_bounds(drawn, translate(label_place(element, drawn), dx, dy))


def resize_label(document: Document, element: Element, bounds: Bounds, diagram: BPMNDiagram | None = None) -> None:
    """Give the outside label of an element another box; its text wraps to the width."""
    if bounds.width < 0 or bounds.height < 0:
        raise CommandRefused("A label cannot be smaller than nothing")
    with document.edit(f"Resize label of {called(element)}"):
        set_label_bounds(_labeled(document, element, diagram), bounds)


def label_place(element: Element, drawn: BPMNShape | BPMNEdge) -> Bounds:
    """Where an outside label stands: as the file says, or else its default place (R-T1)."""
    known = label_bounds(drawn)
    if known is not None:
        return known
    size = text_size(text_of(element))
    if isinstance(drawn, BPMNShape):
        return default_label(element, drawn.bounds, size)
    return flow_label(drawn.waypoints, size)


def _labeled(document: Document, element: Element, diagram: BPMNDiagram | None) -> BPMNShape | BPMNEdge:
    if has_outside_label(element):
        shape = document.shape_of(element, diagram)
        if shape is not None:
            return shape
    edge = document.edge_of(element, diagram) if isinstance(element, CONNECTIONS) else None
    if edge is None or len(edge.waypoints) < 2:
        raise CommandRefused(f"{describe(element)} has no label of its own")
    return edge


def _remove_labels(document: Document, element: Element) -> None:
    for drawn in document.shapes_of(element):
        if drawn.label is not None:
            drawn.label = None
