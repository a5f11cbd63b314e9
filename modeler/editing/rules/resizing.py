"""Which shapes may be resized, and how small."""

from __future__ import annotations

from engine.bpmn import Activity, Bounds, Document, Element, Group, Lane, Participant, TextAnnotation
from modeler.editing.layout.sizes import least_size
from modeler.editing.structure import is_expanded


def can_resize(document: Document, element: Element, bounds: Bounds | None = None) -> bool:
    """Whether an element may be resized at all and, if bounds are given, to those."""
    if not isinstance(element, Activity | Participant | Lane | Group | TextAnnotation):
        return False
    if bounds is None:
        return True
    width, height = smallest(document, element)
    return bounds.width >= width and bounds.height >= height


def smallest(document: Document, element: Element) -> tuple[float, float]:
    """The least size of an element as it is drawn now; what is smaller already may stay so."""
    shape = document.shape_of(element)
    horizontal = shape is None or shape.is_horizontal is not False
    width, height = least_size(element, expanded=is_expanded(document, element), horizontal=horizontal)
    if shape is None:
        return width, height
    return min(width, shape.bounds.width), min(height, shape.bounds.height)
