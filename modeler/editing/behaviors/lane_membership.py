"""A node belongs to the lanes whose box holds its middle (R-N5).

Only what moved is looked at, and only a node that came into other lanes than before changes its membership: what a
file says about nodes that stayed is left as its author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.bpmn import (
    BoundaryEvent,
    Bounds,
    Document,
    Element,
    FlowNode,
    Lane,
    Participant,
)
from engine.bpmn.index import local
from modeler.editing.commands.lanes import lanes_of
from modeler.editing.drawn import bounds_of, content_of, is_inside
from modeler.editing.facts import BoundaryAttached, LanesChanged, ParentChanged, ShapeCreated, ShapesMoved
from modeler.editing.layout.geometry import bottom, center, right, translate
from modeler.editing.structure import scope_of


def assign_lanes(document: Document, fact: object) -> None:
    """Update which lanes refer to the nodes that a fact is about."""
    if isinstance(fact, ShapesMoved):
        _after_move(document, fact)
    elif isinstance(fact, ShapeCreated | ParentChanged) and isinstance(fact.element, FlowNode):
        _assign(document, fact.element)
        for event in document.attached_to(fact.element):
            _assign(document, event)
    elif isinstance(fact, BoundaryAttached) and isinstance(fact.event, BoundaryEvent):
        _assign(document, fact.event)
    elif isinstance(fact, LanesChanged):
        _assign_all(document, fact.owner)


def _after_move(document: Document, fact: ShapesMoved) -> None:
    nodes: dict[Element, list[FlowNode]] = {}
    for node in fact.moved:
        scope = scope_of(node) if isinstance(node, FlowNode) else None
        if isinstance(node, FlowNode) and scope is not None:
            nodes.setdefault(scope, []).append(node)
    for scope, members in nodes.items():
        lanes = lanes_of(scope)
        if lanes and lanes[0] not in fact.moved:
            for node in members:
                _reassign(document, node, lanes, (fact.dx, fact.dy))


def _reassign(document: Document, node: FlowNode, lanes: list[Lane], by: tuple[float, float]) -> None:
    now = bounds_of(document, node)
    if now is None:
        return
    before, after = _around(document, lanes, translate(now, -by[0], -by[1])), _around(document, lanes, now)
    if before != after:
        _write(document, node, lanes, after)


def _assign(document: Document, node: FlowNode) -> None:
    bounds, scope = bounds_of(document, node), scope_of(node)
    if node.parent is None:
        return
    lanes = [] if scope is None else lanes_of(scope)
    for reference in _references(document, node):
        if reference.parent not in lanes:
            document.remove(reference)
    if bounds is not None and lanes:
        _write(document, node, lanes, _around(document, lanes, bounds))


def _assign_all(document: Document, owner: Element) -> None:
    if owner.parent is None:
        return
    holder = owner.process if isinstance(owner, Participant) else owner
    lanes = lanes_of(owner)
    if holder is None or not lanes:
        return
    listed = {lane: {local(each) for each in lane.flow_node_refs} for lane in lanes}
    areas = {lane: bounds_of(document, lane) for lane in lanes}
    for node in content_of(holder):
        bounds = bounds_of(document, node)
        if isinstance(node, FlowNode) and bounds is not None:
            wanted = _holding(areas, bounds)
            if {lane for lane in lanes if node.id in listed[lane]} != set(wanted):
                _write(document, node, lanes, wanted)


def _around(document: Document, lanes: Iterable[Lane], bounds: Bounds) -> list[Lane]:
    return _holding({lane: bounds_of(document, lane) for lane in lanes}, bounds)


def _holding(areas: Mapping[Lane, Bounds | None], bounds: Bounds) -> list[Lane]:
    """The lanes that hold the middle of a box; on the border of two it belongs to the one that begins there."""
    touching = [(lane, area) for lane, area in areas.items() if area is not None and is_inside(area, bounds)]
    middle = center(bounds)
    inside = [lane for lane, area in touching if middle.x < right(area) and middle.y < bottom(area)]
    return inside or [lane for lane, _ in touching]


def _write(document: Document, node: FlowNode, lanes: list[Lane], wanted: list[Lane]) -> None:
    holders = {each.parent: each for each in _references(document, node)}
    for lane in lanes:
        if lane in holders and lane not in wanted:
            document.remove(holders[lane])
        elif lane not in holders and lane in wanted:
            lane.flow_node_refs.append(node)


def _references(document: Document, node: FlowNode) -> list[Element]:
    """Where lanes list a node."""
    return [each for each in document.referrers(node) if isinstance(each.parent, Lane)]
