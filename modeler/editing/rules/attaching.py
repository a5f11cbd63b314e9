"""Boundary events: where they attach, and what becomes of them away from a host (R-D6, R-D7)."""

from __future__ import annotations

from typing import Final

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    Bounds,
    ConditionalEventDefinition,
    Document,
    Element,
    IntermediateCatchEvent,
    IntermediateThrowEvent,
    MessageEventDefinition,
    Point,
    ReceiveTask,
    SignalEventDefinition,
    TimerEventDefinition,
)
from modeler.editing.layout.geometry import grow, holds_point
from modeler.editing.structure import definitions_of, follows_event_gateway, is_event_sub_process, is_for_compensation

ATTACH_DISTANCE: Final = 15.0
_COMMON: Final = (
    MessageEventDefinition,
    TimerEventDefinition,
    SignalEventDefinition,
    ConditionalEventDefinition,
)


def is_boundary_candidate(element: Element) -> bool:
    """Whether an event may become a boundary event, or is one."""
    if isinstance(element, IntermediateThrowEvent):
        return not definitions_of(element)
    if isinstance(element, IntermediateCatchEvent):
        found = definitions_of(element)
        return bool(found) and all(isinstance(each, _COMMON) for each in found)
    return isinstance(element, BoundaryEvent)


def can_host(document: Document, host: Element) -> bool:
    """Whether boundary events may be attached to an element."""
    if not isinstance(host, Activity) or is_for_compensation(host) or is_event_sub_process(host):
        return False
    return not (isinstance(host, ReceiveTask) and follows_event_gateway(document, host))


def can_attach(document: Document, element: Element, host: Element, at: Point | None = None) -> bool:
    """Whether an event may be attached to a host, at a place if one is given: near the host's border."""
    if not is_boundary_candidate(element) or not can_host(document, host):
        return False
    shape = document.shape_of(host)
    return at is None or (shape is not None and is_near_border(shape.bounds, at))


def is_near_border(bounds: Bounds, at: Point) -> bool:
    """Whether a point is near enough to a border to attach there."""
    if not holds_point(grow(bounds, ATTACH_DISTANCE), at):
        return False
    return not holds_point(grow(bounds, -ATTACH_DISTANCE), at)


def can_detach(event: Element) -> bool:
    """Whether a boundary event may be dropped off its host, to become an intermediate event."""
    if not isinstance(event, BoundaryEvent) or not event.cancel_activity:
        return False
    return all(isinstance(each, _COMMON) for each in definitions_of(event))


def detached_kind(event: BoundaryEvent) -> str:
    """What a boundary event becomes without a host."""
    return "bpmn:intermediateCatchEvent" if definitions_of(event) else "bpmn:intermediateThrowEvent"
