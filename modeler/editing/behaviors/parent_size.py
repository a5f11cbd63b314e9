"""Parents grow when a child comes too close to their border (R-S1)."""

from __future__ import annotations

from typing import Final

from engine.bpmn import (
    Artifact,
    BoundaryEvent,
    Bounds,
    BPMNDiagram,
    DataStoreReference,
    Document,
    Element,
    Lane,
    Participant,
    SubProcess,
)
from modeler.editing.commands.resize import set_bounds
from modeler.editing.drawn import bounds_of
from modeler.editing.facts import ParentChanged, ShapeCreated, ShapeResized, ShapesMoved
from modeler.editing.layout.geometry import Side, bottom, right, translate, with_side_moved
from modeler.editing.structure import is_expanded, pool_of

_CLOSEST: Final[dict[Side, float]] = {"top": 2, "bottom": 2, "left": 15, "right": 15}
_ROOM: Final[dict[Side, float]] = {"top": 60, "bottom": 60, "left": 100, "right": 100}


def grow_parents(document: Document, fact: object) -> None:
    """Make room round what was created, moved or resized."""
    if isinstance(fact, ShapeCreated):
        _grow(document, fact.element, None, fact.diagram)
    elif isinstance(fact, ShapeResized):
        _grow(document, fact.element, fact.before, fact.diagram)
    elif isinstance(fact, ParentChanged):
        _grow(document, fact.element, None, fact.diagram)
    elif isinstance(fact, ShapesMoved):
        for element in fact.elements:
            now = bounds_of(document, element, fact.diagram)
            if now is not None:
                _grow(document, element, translate(now, -fact.dx, -fact.dy), fact.diagram)


def _grow(document: Document, element: Element, before: Bounds | None, diagram: BPMNDiagram | None) -> None:
    if isinstance(element, Artifact | DataStoreReference | Lane | Participant | BoundaryEvent):
        return
    parent = _drawn_parent(document, element)
    child = bounds_of(document, element, diagram)
    around = None if parent is None else bounds_of(document, parent, diagram)
    if parent is None or child is None or around is None or element.parent is None:
        return
    wanted = grown(around, child, before)
    if wanted != around:
        set_bounds(document, parent, wanted, diagram)


def grown(around: Bounds, child: Bounds, before: Bounds | None) -> Bounds:
    """The box of a parent with room on each side to which its child came too close; `before` is where it was."""
    now, was = _gaps(around, child), None if before is None else _gaps(around, before)
    found = around
    for side, gap in now.items():
        if gap < _CLOSEST[side] and (was is None or gap < was[side]):
            room = _ROOM[side] - gap
            found = with_side_moved(found, side, -room if side in ("left", "top") else room)
    return found


def _gaps(around: Bounds, child: Bounds) -> dict[Side, float]:
    return {
        "left": child.x - around.x,
        "top": child.y - around.y,
        "right": right(around) - right(child),
        "bottom": bottom(around) - bottom(child),
    }


def _drawn_parent(document: Document, element: Element) -> Element | None:
    parent = element.parent
    if isinstance(parent, SubProcess):
        return parent if is_expanded(document, parent) else None
    return pool_of(document, element)
