"""Collapsing a sub-process onto a diagram of its own, and expanding it in its place again (R-E1 to R-E4)."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn import (
    Association,
    Bounds,
    BPMNDiagram,
    BPMNEdge,
    BPMNPlane,
    BPMNShape,
    Document,
    Element,
    SubProcess,
    TextAnnotation,
)
from engine.bpmn.diagram import move_by
from engine.bpmn.factory import default_size
from modeler.editing.commands.connections import point_at
from modeler.editing.commands.resize import set_bounds
from modeler.editing.drawn import plane_of
from modeler.editing.layout.geometry import box_around, center, centered, union
from modeler.editing.new_drawings import new_plane
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import connections_at, lay_out_anew
from modeler.editing.structure import called, describe, is_expanded, other_end, source_of

_LEFT, _TOP = 180.0, 160.0
_ROOM = 40.0


def toggle_expansion(document: Document, element: Element) -> None:
    """Collapse an expanded sub-process, expand a collapsed one, as one step."""
    if not isinstance(element, SubProcess):
        raise CommandRefused(f"{describe(element)} has nothing inside")
    if is_expanded(document, element):
        collapse(document, element)
    else:
        expand(document, element)


def collapse(document: Document, element: SubProcess) -> None:
    """Show a sub-process as a small shape; what is in it goes to a diagram of its own."""
    shape = document.shape_of(element)
    plane = None if shape is None else plane_of(shape)
    if shape is None or plane is None:
        raise CommandRefused(f"{describe(element)} is not drawn in this diagram")
    with document.edit(f"Collapse {called(element)}"):
        _take_remarks_along(document, element)
        _redirect_crossing(document, element)
        drawn = list(_drawn_inside(document, element, plane))
        own = next(iter(document.planes_of(element)), None) or new_plane(document, element)
        _move(document, drawn, own, _LEFT, _TOP)
        shape.is_expanded = False
        size = default_size(document, element)
        set_bounds(document, element, centered(center(shape.bounds), *size))


def expand(document: Document, element: SubProcess) -> None:
    """Show a sub-process with its content in its place; its own diagram goes."""
    shape = document.shape_of(element)
    plane = None if shape is None else plane_of(shape)
    if shape is None or plane is None:
        raise CommandRefused(f"{describe(element)} is not drawn in this diagram")
    with document.edit(f"Expand {called(element)}"):
        planes = document.planes_of(element)
        drawn = [each for own in planes for each in own.elements if isinstance(each, BPMNShape | BPMNEdge)]
        around = _around(drawn)
        least = default_size(document, element, is_expanded=True)
        width = least[0] if around is None else max(least[0], around.width + 2 * _ROOM)
        height = least[1] if around is None else max(least[1], around.height + 2 * _ROOM)
        shape.is_expanded = True
        place = centered(center(shape.bounds), width, height)
        set_bounds(document, element, place)
        if around is not None:
            left, top = place.center.x - around.width / 2, place.center.y - around.height / 2
            _move(document, drawn, plane, left, top)
        for own in planes:
            if isinstance(own.parent, BPMNDiagram):
                document.remove(own.parent)


def _drawn_inside(document: Document, element: Element, plane: BPMNPlane) -> Iterator[BPMNShape | BPMNEdge]:
    """The shapes and edges of everything inside, as far as they stand on this plane."""
    for child in element.children:
        for drawn in document.shapes_of(child):
            if drawn.parent is plane:
                yield drawn
        yield from _drawn_inside(document, child, plane)


def _move(document: Document, drawn: list[BPMNShape | BPMNEdge], plane: BPMNPlane, left: float, top: float) -> None:
    """Put drawings on another plane so that their upper left corner is at a place."""
    around = _around(drawn)
    if around is None:
        return
    dx, dy = left - around.x, top - around.y
    for each in drawn:
        document.insert(plane, each)
        move_by(each, dx, dy)


def _around(drawn: list[BPMNShape | BPMNEdge]) -> Bounds | None:
    boxes = [each.bounds for each in drawn if isinstance(each, BPMNShape)]
    lines = [box_around(each.waypoints) for each in drawn if isinstance(each, BPMNEdge)]
    return union([*boxes, *(each for each in lines if each is not None)])


def _take_remarks_along(document: Document, element: SubProcess) -> None:
    """Annotations about the inside go inside; one that is also about the outside loses its links to it (R-E4)."""
    for link in _crossing(document, element):
        remark = _outside(link, element)
        if not isinstance(link, Association) or not isinstance(remark, TextAnnotation):
            continue
        others = [other_end(each, remark) for each in document.connections_of(remark)]
        if all(each is not None and element in each.ancestors() for each in others):
            document.insert(element, remark)
            for each in document.connections_of(remark):
                document.insert(element, each)
        else:
            for drawn in document.shapes_of(link):
                document.remove(drawn)
            document.remove(link)


def _redirect_crossing(document: Document, element: SubProcess) -> None:
    """Connections from the inside to the outside start and end at the sub-process itself (R-E1)."""
    for link in _crossing(document, element):
        outside = _outside(link, element)
        if source_of(link) is outside:
            point_at(document, link, target=element)
        else:
            point_at(document, link, source=element)
        lay_out_anew(document, link)


def _crossing(document: Document, element: SubProcess) -> list[Element]:
    inside = list(_inner(element))
    links = connections_at(document, inside)
    return [each for each in links if _outside(each, element) is not None]


def _outside(link: Element, element: SubProcess) -> Element | None:
    """The end of a connection that is outside of a sub-process, if the other one is inside."""
    source = source_of(link)
    target = None if source is None else other_end(link, source)
    if source is None or target is None:
        return None
    within = [element in each.ancestors() for each in (source, target)]
    if within == [True, False] and target is not element:
        return target
    return source if within == [False, True] and source is not element else None


def _inner(element: Element) -> Iterator[Element]:
    for child in element.children:
        if child.id:
            yield child
        yield from _inner(child)
