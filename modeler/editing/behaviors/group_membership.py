"""Flow elements wholly inside a group carry its category value (R-O5).

Only what comes into a group or leaves it is written; what a file says about the rest stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn import Bounds, BPMNDiagram, BPMNShape, Document, Element, FlowElement, Group
from engine.bpmn.content import Children
from engine.bpmn.namespaces import bpmn
from modeler.editing.drawn import bounds_of, plane_of
from modeler.editing.facts import ShapeCreated, ShapeResized, ShapesMoved
from modeler.editing.layout.geometry import holds, translate

_GROUPS: Final = Children(Group, bpmn("group"))


def assign_categories(document: Document, fact: object) -> None:
    """Update the categories of elements that entered or left a group, and of all when a group itself changed."""
    if isinstance(fact, ShapesMoved):
        _after_move(document, fact)
    elif isinstance(fact, ShapeCreated | ShapeResized) and isinstance(fact.element, Group):
        before = fact.before if isinstance(fact, ShapeResized) else None
        _sweep(document, fact.element, before, fact.diagram, frozenset())
    elif isinstance(fact, ShapeCreated):
        shape = document.shape_of(fact.element, fact.diagram)
        if shape is not None:
            _place(fact.element, None, shape.bounds, list(_groups(document, shape)))


def _after_move(document: Document, fact: ShapesMoved) -> None:
    first = next((document.shape_of(each, fact.diagram) for each in fact.elements), None)
    groups = [] if first is None else list(_groups(document, first))
    still = [(group, area) for group, area in groups if group not in fact.moved]
    for element in fact.moved if still else ():
        now = bounds_of(document, element, fact.diagram)
        if now is not None:
            _place(element, translate(now, -fact.dx, -fact.dy), now, still)
    for group, area in groups:
        if group in fact.moved:
            _sweep(document, group, translate(area, -fact.dx, -fact.dy), fact.diagram, fact.moved)


def _groups(document: Document, shape: BPMNShape) -> Iterator[tuple[Group, Bounds]]:
    """The groups on the plane of a shape: those of what it shows, and of the processes of its pools."""
    plane = plane_of(shape)
    root = None if plane is None else plane.element
    inner = None if shape.element is None else shape.element.parent
    for holder in {each for each in (root, inner) if each is not None}:
        for group in _GROUPS.__get__(holder, type(holder)):
            bounds = bounds_of(document, group)
            if bounds is not None and group.category_value is not None:
                yield group, bounds


def _place(element: Element, before: Bounds | None, now: Bounds, groups: list[tuple[Group, Bounds]]) -> None:
    for group, area in groups:
        was = before is not None and holds(area, before)
        if was != holds(area, now):
            _write(element, group, not was)


def _sweep(
    document: Document, group: Group, before: Bounds | None, diagram: BPMNDiagram | None, moved: frozenset[Element]
) -> None:
    """Look at everything on the plane: a group came, moved or was resized."""
    frame = document.shape_of(group, diagram)
    plane = None if frame is None else plane_of(frame)
    if frame is None or plane is None:
        return
    for shape in plane.shapes:
        element = shape.element
        if element is not None and element not in moved:
            was = before is not None and holds(before, shape.bounds)
            if was != holds(frame.bounds, shape.bounds):
                _write(element, group, not was)


def _write(element: Element, group: Group, inside: bool) -> None:
    value = group.category_value
    if not isinstance(element, FlowElement) or value is None or not value.id:
        return
    listed = element.category_value_refs.refers_to(value)
    if inside and not listed:
        element.category_value_refs.append(value)
    elif listed and not inside:
        element.category_value_refs.remove(value)
