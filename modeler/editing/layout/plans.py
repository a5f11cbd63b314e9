"""Which routes a connection prefers, by its type, its ends and the direction of the diagram (R-L2)."""

from __future__ import annotations

from typing import Final

from engine.bpmn import BoundaryEvent, Bounds, Document, Element, Gateway, MessageFlow, Point
from modeler.editing.drawn import bounds_of, is_horizontal_at
from modeler.editing.layout.geometry import Side, bottom, center, holds_point, right, side_of
from modeler.editing.layout.routing import Plan
from modeler.editing.structure import is_expanded

_LOOPS: Final[dict[Side, Plan]] = {"top": "t:r", "right": "r:b", "left": "l:t", "bottom": "b:l"}
_UPRIGHT_LOOPS: Final[dict[Side, Plan]] = {"top": "t:l", "right": "r:t", "left": "l:b", "bottom": "b:r"}
_TURNED: Final = str.maketrans("hv", "vh")


def plans_for(document: Document, kind: str, source: Element, target: Element, start: Point) -> tuple[Plan, ...]:
    """The routes to try, best first, for a connection that starts at a dock of its source."""
    horizontal = is_horizontal_at(document, source)
    if kind == "bpmn:messageFlow":
        return ("straight", "v:v" if horizontal else "h:h")
    if source is target:
        return (_loop(document, source, start, horizontal),)
    if isinstance(source, BoundaryEvent) and source.attached_to is not None:
        plan = _from_boundary(document, source, target)
        if plan is not None:
            return (plan,)
    found = _between(document, source, target)
    return found if horizontal else tuple(each if each == "straight" else each.translate(_TURNED) for each in found)


def attach_side(host: Bounds, event: Bounds) -> Side:
    """The side of a host on which a boundary event sits."""
    return side_of(center(event), host)


def is_message_flow(connection: Element) -> bool:
    """Whether a connection is a message flow, which runs upright between level pools."""
    return isinstance(connection, MessageFlow)


def _between(document: Document, source: Element, target: Element) -> tuple[Plan, ...]:
    if is_expanded(document, source) or is_expanded(document, target):
        return ("straight", "h:h")
    if isinstance(source, Gateway):
        return ("v:h",)
    return ("h:v",) if isinstance(target, Gateway) else ("h:h",)


def _loop(document: Document, element: Element, start: Point, horizontal: bool) -> Plan:
    bounds = bounds_of(document, element)
    centered = bounds is None or holds_point(
        Bounds(bounds.x + 3, bounds.y + 3, bounds.width - 6, bounds.height - 6), start
    )
    side: Side = "bottom" if bounds is None or centered else side_of(start, bounds)
    return (_LOOPS if horizontal else _UPRIGHT_LOOPS)[side]


def _from_boundary(document: Document, event: BoundaryEvent, target: Element) -> Plan | None:
    host = None if event.attached_to is None else bounds_of(document, event.attached_to)
    own, other = bounds_of(document, event), bounds_of(document, target)
    if host is None or own is None or other is None:
        return None
    side = attach_side(host, own)
    if target is event.attached_to:
        return f"{side[0]}:{_free_side(side, host, own)}"
    if not _is_beyond(side, own, other):
        return f"{side[0]}:{side[0]}"
    return f"{side[0]}:{_entry(side, own, other)}"


def _free_side(side: Side, host: Bounds, own: Bounds) -> str:
    """The side by which a loop comes back into its own host: the nearer one."""
    middle, event = center(host), center(own)
    if side in ("top", "bottom"):
        return "r" if event.x >= middle.x else "l"
    return "b" if event.y >= middle.y else "t"


def _is_beyond(side: Side, own: Bounds, other: Bounds) -> bool:
    """Whether the middle of the target lies further out on the attached side."""
    middle = center(other)
    return {
        "top": middle.y < own.y,
        "bottom": middle.y > bottom(own),
        "left": middle.x < own.x,
        "right": middle.x > right(own),
    }[side]


def _entry(side: Side, own: Bounds, other: Bounds) -> str:
    """By which side the route enters a target further out: its flank where that is aside, else the facing side."""
    middle = center(own)
    if side in ("top", "bottom"):
        if middle.x < other.x:
            return "l"
        return "r" if middle.x > right(other) else ("b" if side == "top" else "t")
    if middle.y < other.y:
        return "t"
    return "b" if middle.y > bottom(other) else ("r" if side == "left" else "l")
