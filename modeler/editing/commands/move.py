"""Moving elements, and dropping them on another parent, a flow or a host."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn import (
    BoundaryEvent,
    BPMNDiagram,
    Document,
    Element,
    FlowNode,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    Lane,
    Point,
)
from modeler.editing.commands.attachment import attach, detach, is_at_host
from modeler.editing.commands.insertion import insert_on_flow
from modeler.editing.commands.moving import closure_of, move_closure, outermost
from modeler.editing.commands.reparenting import is_elsewhere, reparent
from modeler.editing.drawn import bounds_of, diagram_on, is_shown_elsewhere
from modeler.editing.facts import ShapesMoved
from modeler.editing.layout.geometry import center
from modeler.editing.refusals import CommandRefused
from modeler.editing.rules.attaching import can_attach, can_detach
from modeler.editing.rules.dropping import can_insert_on_flow, can_move
from modeler.editing.structure import CONNECTIONS, called, describe, pool_of


def move(
    document: Document,
    elements: Sequence[Element],
    dx: float,
    dy: float,
    parent: Element | None = None,
    *,
    host: Element | None = None,
    flow: Element | None = None,
    diagram: BPMNDiagram | None = None,
) -> None:
    """Move elements by a distance, as one step, with everything that belongs to them.

    They stay where they belong unless dropped: into `parent` (a process, sub-process, pool, lane or collaboration), on
    a `flow` of which a single node becomes part, or on the border of a `host` to which a single event is attached.
    What is not drawn has no place that could change; it can still get another parent.
    Raises `CommandRefused` where the rules forbid it.
    """
    chosen = _movable(document, elements)
    diagram = diagram or _diagram_of(document, chosen)
    _check(document, chosen, parent, host, flow, diagram)
    with document.edit(_label("Move", chosen)) as edit:
        closure = closure_of(document, chosen, diagram)
        move_closure(document, closure, dx, dy, diagram)
        edit.note(ShapesMoved(chosen, frozenset(closure.shapes), dx, dy, diagram))
        _drop(document, chosen, parent, host, flow, diagram)


def nudge(
    document: Document, elements: Sequence[Element], dx: float, dy: float, diagram: BPMNDiagram | None = None
) -> None:
    """Move by the arrow keys: strokes in a row are one step, and a boundary event needs its host along (R-D9)."""
    chosen = outermost(elements)
    for element in chosen:
        if isinstance(element, BoundaryEvent) and element.attached_to not in chosen:
            raise CommandRefused(f"{describe(element)} moves with its activity only")
    with document.edit(_label("Move", chosen), merge=("nudge", *(each.id for each in chosen))):
        move(document, chosen, dx, dy, diagram=diagram)


def _movable(document: Document, elements: Sequence[Element]) -> tuple[Element, ...]:
    """What a selection moves: its outermost shapes; a single lane stands for its pool."""
    if len(elements) == 1 and isinstance(elements[0], Lane):
        pool = pool_of(document, elements[0])
        return (pool,) if pool is not None else ()
    shapes = [each for each in elements if not isinstance(each, CONNECTIONS)]
    return outermost(shapes)


def _diagram_of(document: Document, chosen: Sequence[Element]) -> BPMNDiagram | None:
    """The diagram that shows the first of some elements."""
    shapes = (document.shape_of(each) for each in chosen)
    shape = next((each for each in shapes if each is not None), None)
    return None if shape is None else diagram_on(shape)


def _check(
    document: Document,
    chosen: Sequence[Element],
    parent: Element | None,
    host: Element | None,
    flow: Element | None,
    diagram: BPMNDiagram | None,
) -> None:
    if not chosen:
        raise CommandRefused("There is nothing to move")
    if not can_move(document, chosen, None if host is not None else parent, diagram):
        names = ", ".join(describe(each) for each in chosen[:3])
        where = "" if parent is None else f" into {describe(parent)}"
        raise CommandRefused(f"{names} cannot be moved{where}")
    if parent is not None and is_shown_elsewhere(document, parent, diagram):
        raise CommandRefused(f"{describe(parent)} is drawn on another diagram than {describe(chosen[0])}")
    if flow is not None and (len(chosen) != 1 or not can_insert_on_flow(document, chosen[0], flow)):
        raise CommandRefused(f"{describe(chosen[0])} cannot become part of {describe(flow)}")
    if host is not None and (len(chosen) != 1 or not can_attach(document, chosen[0], host)):
        raise CommandRefused(f"{describe(chosen[0])} cannot be attached to {describe(host)}")
    for element in chosen:
        leaves = isinstance(element, BoundaryEvent) and host is None and parent is not None
        if leaves and not can_detach(element) and not can_move_with_host(element, chosen):
            raise CommandRefused(f"{describe(element)} cannot stand without an activity")


def can_move_with_host(event: Element, chosen: Sequence[Element]) -> bool:
    """Whether the activity that a boundary event sits on moves along."""
    return isinstance(event, BoundaryEvent) and event.attached_to in chosen


def _drop(
    document: Document,
    chosen: tuple[Element, ...],
    parent: Element | None,
    host: Element | None,
    flow: Element | None,
    diagram: BPMNDiagram | None,
) -> None:
    single = chosen[0]
    if host is not None and isinstance(single, BoundaryEvent | IntermediateCatchEvent | IntermediateThrowEvent):
        attach(document, single, host, diagram)
        return
    if isinstance(single, BoundaryEvent) and len(chosen) == 1:
        _drop_boundary(document, single, parent, diagram)
        return
    if parent is not None:
        for element in chosen:
            if is_elsewhere(element, parent):
                reparent(document, element, parent, diagram)
    if flow is not None and isinstance(single, FlowNode):
        insert_on_flow(document, single, flow, _middle(document, single, diagram), diagram)


def _drop_boundary(
    document: Document, event: BoundaryEvent, parent: Element | None, diagram: BPMNDiagram | None
) -> None:
    """A boundary event dropped away from its host becomes an intermediate event, one dropped near it stays."""
    if parent is None or is_at_host(document, event, diagram):
        return
    detached = detach(document, event)
    if is_elsewhere(detached, parent):
        reparent(document, detached, parent, diagram)


def _middle(document: Document, element: Element, diagram: BPMNDiagram | None) -> Point:
    bounds = bounds_of(document, element, diagram)
    return center(bounds) if bounds is not None else Point(0, 0)


def _label(verb: str, elements: Sequence[Element]) -> str:
    return f"{verb} {called(elements[0])}" if len(elements) == 1 else f"{verb} {len(elements)} elements"
