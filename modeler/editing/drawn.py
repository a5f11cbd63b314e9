"""What stands on a diagram: boxes, lines and labels of elements, read and written.

`diagram` chooses among several diagrams that draw the same element; None takes the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn import (
    Artifact,
    Bounds,
    BPMNDiagram,
    BPMNEdge,
    BPMNPlane,
    BPMNShape,
    Collaboration,
    Document,
    Element,
    FlowElement,
    Lane,
    LaneSet,
    Participant,
    Process,
    SubProcess,
)
from engine.bpmn.content import Children
from engine.bpmn.namespaces import bpmn
from modeler.editing.layout.geometry import Path, center, holds
from modeler.editing.layout.outlines import Outline, outline_of
from modeler.editing.structure import CONNECTIONS, pool_of

_REMARKS: Final = Children(Artifact, bpmn("group"), bpmn("textAnnotation"))


def bounds_of(document: Document, element: Element, diagram: BPMNDiagram | None = None) -> Bounds | None:
    """The box of an element, if it is drawn."""
    shape = document.shape_of(element, diagram)
    return None if shape is None else shape.bounds


def outline_on(document: Document, element: Element | None, diagram: BPMNDiagram | None = None) -> Outline | None:
    """The outline of an element, if it is drawn as a shape."""
    bounds = None if element is None else bounds_of(document, element, diagram)
    return None if element is None or bounds is None else outline_of(element, bounds)


def path_of(document: Document, connection: Element, diagram: BPMNDiagram | None = None) -> Path:
    """The way-points of a connection; none where it is not drawn."""
    edge = document.edge_of(connection, diagram)
    return () if edge is None else edge.waypoints


def plane_of(drawn: Element) -> BPMNPlane | None:
    """The plane on which a shape or edge stands."""
    return next((each for each in drawn.ancestors() if isinstance(each, BPMNPlane)), None)


def diagram_on(drawn: Element) -> BPMNDiagram | None:
    """The diagram to which a shape or edge belongs."""
    return next((each for each in drawn.ancestors() if isinstance(each, BPMNDiagram)), None)


def label_bounds(drawn: BPMNShape | BPMNEdge) -> Bounds | None:
    """Where the file puts a label, if it says so; some tools write nothing but zeros for a label without a place."""
    bounds = None if drawn.label is None else drawn.label.bounds
    return bounds if bounds is not None and any(bounds) else None


def is_shown_elsewhere(document: Document, container: Element, diagram: BPMNDiagram | None) -> bool:
    """Whether what stands in a container is drawn on other diagrams than this one."""
    if diagram is None or diagram.plane is None or document.shape_of(container, diagram) is not None:
        return False
    shown = diagram.plane.element
    pools = shown.participants if isinstance(shown, Collaboration) else ()
    if shown is None or shown is container or any(each.process is container for each in pools):
        return False
    return bool(document.shape_of(container) or document.planes_of(container))


def is_horizontal_at(document: Document, element: Element) -> bool:
    """Whether the flow at an element runs from left to right: its pool says so, and without one it does."""
    pool = pool_of(document, element)
    shape = None if pool is None else document.shape_of(pool)
    return shape is None or shape.is_horizontal is not False


def content_of(element: Element) -> Iterator[Element]:
    """The elements directly inside a container that can be drawn: nodes, data, artifacts, lanes, not connections."""
    if isinstance(element, Participant):
        if element.process is not None:
            yield from content_of(element.process)
        return
    if isinstance(element, Process | SubProcess):
        for lane_set in element.lane_sets:
            yield from lanes_in(lane_set)
    if isinstance(element, Collaboration):
        yield from element.participants
    for child in element.children:
        if isinstance(child, FlowElement | Artifact) and not isinstance(child, CONNECTIONS):
            yield child


def lanes_in(lane_set: LaneSet) -> Iterator[Lane]:
    """The lanes of a set and, each after its parent, those inside them."""
    for lane in lane_set.lanes:
        yield lane
        if lane.child_lane_set is not None:
            yield from lanes_in(lane.child_lane_set)


def remarks_within(document: Document, element: Element, diagram: BPMNDiagram | None) -> Iterator[Element]:
    """Annotations and groups that lie wholly inside a pool or sub-process but belong to what is around it (R-X4)."""
    bounds = bounds_of(document, element, diagram)
    around = element.parent
    if bounds is None or around is None:
        return
    for other in _REMARKS.__get__(around, type(around)):
        inner = bounds_of(document, other, diagram)
        if inner is not None and holds(bounds, inner):
            yield other


def is_inside(bounds: Bounds, inner: Bounds) -> bool:
    """Whether the middle of a box lies inside another."""
    middle = center(inner)
    return bounds.x <= middle.x <= bounds.x + bounds.width and bounds.y <= middle.y <= bounds.y + bounds.height
