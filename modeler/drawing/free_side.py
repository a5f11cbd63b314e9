"""Which side of an event or gateway is free for its label: none that a connection uses or its host covers (R-T2)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import BoundaryEvent, BPMNEdge, BPMNShape, Document, Element
from engine.bpmn.geometry import Bounds, Point
from modeler.drawing.outlines import center_of
from modeler.drawing.subject import Side

_PREFERENCE: tuple[Side, ...] = ("bottom", "top", "right", "left")


def free_side(shape: BPMNShape, element: Element, bounds: Bounds) -> Side:
    """The first free side of bottom, top, right and left; a corner if all are taken."""
    document = shape.document
    if not isinstance(document, Document):
        return "bottom"
    covered = set(_covered(document, element, bounds))
    taken = set(covered)
    for connection in document.connections_of(element):
        edge = next((each for each in document.shapes_of(connection) if each.parent is shape.parent), None)
        if isinstance(edge, BPMNEdge):
            taken.update(_used(edge.waypoints, bounds))
    free = next((side for side in _PREFERENCE if side not in taken), None)
    return free or ("above-left" if "bottom" in covered and "top" not in covered else "below-left")


def _covered(document: Document, element: Element, bounds: Bounds) -> Iterator[Side]:
    """The sides of a boundary event that lie inside its host."""
    host = element.attached_to if isinstance(element, BoundaryEvent) else None
    shape = document.shape_of(host) if host is not None else None
    if shape is None:
        return
    area, middle = shape.bounds, center_of(bounds)
    if middle.x - area.x > bounds.width / 2:
        yield "left"
    if area.right - middle.x > bounds.width / 2:
        yield "right"
    if middle.y - area.y > bounds.height / 2:
        yield "top"
    if area.bottom - middle.y > bounds.height / 2:
        yield "bottom"


def _used(points: tuple[Point, ...], bounds: Bounds) -> Iterator[Side]:
    """The side on which a line leaves or enters the box."""
    if len(points) < 2:
        return
    middle = center_of(bounds)
    reach = max(bounds.width, bounds.height)
    for end, after in ((points[0], points[1]), (points[-1], points[-2])):
        if abs(end.x - middle.x) <= reach and abs(end.y - middle.y) <= reach:
            yield _side(after, middle)


def _side(point: Point, middle: Point) -> Side:
    dx, dy = point.x - middle.x, point.y - middle.y
    if abs(dx) >= abs(dy):
        return "right" if dx > 0 else "left"
    return "bottom" if dy > 0 else "top"
