"""Resizing shapes: connections, boundary events and labels keep their place on the border (R-D10, R-T4)."""

from __future__ import annotations

from engine.bpmn import Bounds, BPMNDiagram, Document, Element, Lane, Participant, SubProcess
from engine.bpmn.diagram import move_by
from engine.bpmn.factory import set_label_bounds
from modeler.editing.commands.lanes import lanes_of, resize_lane, resize_with_lanes
from modeler.editing.drawn import diagram_on, label_bounds
from modeler.editing.facts import ShapeResized
from modeler.editing.layout.geometry import center
from modeler.editing.layout.labels import shifted_with_border
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import connections_at, follow, mapped
from modeler.editing.rules.resizing import can_resize, smallest
from modeler.editing.structure import called, describe, has_outside_label


def resize(document: Document, element: Element, bounds: Bounds, *, diagram: BPMNDiagram | None = None) -> None:
    """Give an element another box, as one step.

    A lane takes its neighbors and its pool along. Raises `CommandRefused` for what has a fixed size or when the box is
    too small.
    """
    _check(document, element, bounds, diagram)
    with document.edit(f"Resize {called(element)}"):
        if isinstance(element, Lane):
            resize_lane(document, element, bounds)
        else:
            set_bounds(document, element, bounds, diagram)


def set_bounds(document: Document, element: Element, bounds: Bounds, diagram: BPMNDiagram | None = None) -> None:
    """Write the box of an element and let everything at its border follow; asks no rule."""
    shape = document.shape_of(element, diagram)
    if shape is None or shape.bounds == bounds:
        return
    diagram = diagram or diagram_on(shape)
    with document.edit("Resize") as edit:
        before = shape.bounds
        if isinstance(element, Participant | SubProcess) and lanes_of(element):
            resize_with_lanes(document, element, bounds)
        shape.bounds = bounds
        label = label_bounds(shape)
        if label is not None and has_outside_label(element):
            set_label_bounds(shape, shifted_with_border(before, bounds, label))
        changed = {element: before, **_move_attached(document, element, before, bounds, diagram)}
        for connection in connections_at(document, changed):
            edge = document.edge_of(connection, diagram)
            if edge is not None:
                follow(document, edge, changed, diagram)
        edit.note(ShapeResized(element, before, diagram))


def _move_attached(
    document: Document, element: Element, before: Bounds, bounds: Bounds, diagram: BPMNDiagram | None
) -> dict[Element, Bounds]:
    """Boundary events keep their relative place on the border; returns where they were."""
    found: dict[Element, Bounds] = {}
    for event in document.attached_to(element):
        shape = document.shape_of(event, diagram)
        if shape is not None:
            old = shape.bounds
            middle, place = center(old), mapped(center(old), before, bounds)
            if place != middle:
                found[event] = old
                move_by(shape, place.x - middle.x, place.y - middle.y)
    return found


def _check(document: Document, element: Element, bounds: Bounds, diagram: BPMNDiagram | None) -> None:
    if document.shape_of(element, diagram) is None:
        raise CommandRefused(f"{describe(element)} is not drawn in this diagram")
    if not can_resize(document, element):
        raise CommandRefused(f"{describe(element)} has a fixed size")
    if not can_resize(document, element, bounds):
        width, height = smallest(document, element)
        raise CommandRefused(f"{describe(element)} needs at least {width:g} × {height:g}")
