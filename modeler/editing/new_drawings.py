"""New shapes and edges on a plane, with ids in the file's style."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn import Bounds, BPMNDiagram, BPMNEdge, BPMNPlane, BPMNShape, Document, Element, Point
from engine.bpmn.factory import create, create_edge, create_shape
from modeler.editing.naming import drawn_id_for


def draw_shape(
    document: Document,
    plane: BPMNPlane,
    element: Element,
    bounds: Bounds,
    *,
    is_expanded: bool | None = None,
    is_horizontal: bool | None = None,
) -> BPMNShape:
    """Draw an element on a plane."""
    id = drawn_id_for(document, plane, element)
    shape = create_shape(document, plane, element, bounds, is_expanded=is_expanded, is_horizontal=is_horizontal)
    shape.id = id
    return shape


def draw_connection(document: Document, plane: BPMNPlane, connection: Element, path: Sequence[Point]) -> BPMNEdge:
    """Draw a connection on a plane."""
    id = drawn_id_for(document, plane, connection)
    edge = create_edge(document, plane, connection, path)
    edge.id = id
    return edge


def new_plane(document: Document, element: Element) -> BPMNPlane:
    """The plane of a new diagram that shows an element."""
    id = f"{element.id}_plane"
    plane = create(
        document,
        BPMNPlane,
        id=id if document.find(id) is None else document.new_id("BPMNPlane"),
        element_ref=element.id,
    )
    diagram = create(document, BPMNDiagram, id=document.new_id("BPMNDiagram"), contents=[plane])
    document.insert(document.definitions, diagram)
    return plane
