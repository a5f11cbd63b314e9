"""Where an appended element goes (R-P1 to R-P5)."""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from typing import Final

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    Bounds,
    BPMNDiagram,
    DataObjectReference,
    DataStoreReference,
    Document,
    Element,
    FlowNode,
    Point,
    TextAnnotation,
)
from modeler.editing.drawn import bounds_of, is_horizontal_at, path_of
from modeler.editing.layout.geometry import bottom, center, centered, overlaps, point, right
from modeler.editing.layout.plans import attach_side
from modeler.editing.structure import CONNECTIONS, DATA, other_end

DISTANCE: Final = 50.0
_FURTHEST: Final = 250.0
_LOOK_AT: Final = 80
_MARGIN: Final = 30.0
_GRID: Final = 10.0


def autoplace(
    document: Document,
    source: Element,
    element: Element,
    size: tuple[float, float],
    diagram: BPMNDiagram | None = None,
) -> Bounds | None:
    """The box for an element appended to a drawn source; None where the source is not drawn."""
    if isinstance(source, CONNECTIONS):
        return _remark_on_flow(document, source, size, diagram)
    around = bounds_of(document, source, diagram)
    if around is None:
        return None
    if isinstance(element, TextAnnotation):
        start = centered(Point(right(around) + size[0] / 2, around.y - 50 - size[1] / 2), *size)
        return _free(document, source, start, (0, -_MARGIN), diagram)
    if isinstance(element, DataObjectReference | DataStoreReference):
        start = Bounds(right(around) - 10, bottom(around) + 40, *size)
        return _free(document, source, start, (_MARGIN + size[0], 0), diagram)
    if is_horizontal_at(document, source):
        return _beside(document, source, around, size, diagram)
    return _below(document, source, around, size, diagram)


def usual_gap(document: Document, source: Element, horizontal: bool, diagram: BPMNDiagram | None = None) -> float:
    """The most frequent gap between a node and those it is connected to, or the default (R-P2)."""
    around = bounds_of(document, source, diagram)
    if around is None or not isinstance(source, FlowNode):
        return DISTANCE
    votes: Counter[float] = Counter()
    flows = [(flow.target, 1) for flow in document.outgoing(source)]
    flows += [(flow.source, -1) for flow in document.incoming(source)]
    for other, weight in flows:
        bounds = None if other is None else bounds_of(document, other, diagram)
        if bounds is not None:
            first, second = (around, bounds) if weight > 0 else (bounds, around)
            gap = second.x - right(first) if horizontal else second.y - bottom(first)
            if 0 <= gap <= _FURTHEST:
                votes[gap] += weight
    best = max(votes.items(), key=lambda vote: vote[1], default=(DISTANCE, 0))
    return best[0] if best[1] > 0 else DISTANCE


def _beside(
    document: Document, source: Element, around: Bounds, size: tuple[float, float], diagram: BPMNDiagram | None
) -> Bounds:
    gap = usual_gap(document, source, True, diagram)
    x = _snapped(right(around) + gap + size[0] / 2, 1)
    upward, y = False, center(around).y
    if isinstance(source, BoundaryEvent):
        side = _attached_at(document, source, around, diagram)
        upward = side == "top"
        y = _snapped(y - 80, -1) if upward else _snapped(y + 80, 1) if side == "bottom" else y
    return _stacked(document, source, centered(Point(x, y), *size), upward, True, diagram)


def _below(
    document: Document, source: Element, around: Bounds, size: tuple[float, float], diagram: BPMNDiagram | None
) -> Bounds:
    gap = usual_gap(document, source, False, diagram)
    y = _snapped(bottom(around) + gap + size[1] / 2, 1)
    backward, x = False, center(around).x
    if isinstance(source, BoundaryEvent):
        side = _attached_at(document, source, around, diagram)
        backward = side == "left"
        x = _snapped(x - 90, -1) if backward else _snapped(x + 90, 1) if side == "right" else x
    return _stacked(document, source, centered(Point(x, y), *size), backward, False, diagram)


def _stacked(
    document: Document, source: Element, start: Bounds, back: bool, horizontal: bool, diagram: BPMNDiagram | None
) -> Bounds:
    """The first free place beyond the neighbors that are in the way, downward (or upward) one by one (R-P4)."""
    neighbors = list(_neighbors(document, source, diagram))
    found, sign = start, -1 if back else 1
    for _ in range(len(neighbors) + 1):
        hit = next((each for each in neighbors if overlaps(each, found)), None)
        if hit is None:
            return found
        middle = center(found)
        if horizontal:
            far = hit.y if back else bottom(hit)
            y = _further(sign, far + sign * (_MARGIN + start.height / 2), middle.y + sign * (80 + _MARGIN))
            found = centered(Point(middle.x, y), start.width, start.height)
        else:
            far = hit.x if back else right(hit)
            x = _further(sign, far + sign * (_MARGIN + start.width / 2), middle.x + sign * (90 + _MARGIN))
            found = centered(Point(x, middle.y), start.width, start.height)
    return found


def _free(
    document: Document, source: Element, start: Bounds, step: tuple[float, float], diagram: BPMNDiagram | None
) -> Bounds:
    """The first free place in steps from a start."""
    neighbors = list(_neighbors(document, source, diagram, with_remarks=True))
    found = start
    for _ in range(100):
        if not any(overlaps(each, found) for each in neighbors):
            break
        found = Bounds(found.x + step[0], found.y + step[1], found.width, found.height)
    return found


def _neighbors(
    document: Document, source: Element, diagram: BPMNDiagram | None, *, with_remarks: bool = False
) -> Iterator[Bounds]:
    """The boxes of what lies near along the flows: from the source, its host and its boundary events on."""
    ends: dict[Element, None] = {source: None}
    if isinstance(source, BoundaryEvent) and source.attached_to is not None:
        ends.update(dict.fromkeys((source.attached_to, *document.attached_to(source.attached_to))))
    if isinstance(source, Activity):
        ends.update(dict.fromkeys(document.attached_to(source)))
    known = (FlowNode, TextAnnotation, *DATA) if with_remarks else (FlowNode,)
    for other in _nearest(document, ends, known):
        bounds = bounds_of(document, other, diagram)
        if bounds is not None:
            yield bounds


def _nearest(document: Document, ends: Mapping[Element, None], known: tuple[type[Element], ...]) -> Iterator[Element]:
    """What can be reached from some elements along their connections, nearest first, as far as it matters here."""
    seen = set(ends)
    waiting = deque(ends)
    while waiting and len(seen) < _LOOK_AT:
        end = waiting.popleft()
        for connection in document.connections_of(end):
            other = other_end(connection, end)
            if isinstance(other, known) and other not in seen:
                seen.add(other)
                waiting.append(other)
                yield other


def _remark_on_flow(
    document: Document, connection: Element, size: tuple[float, float], diagram: BPMNDiagram | None
) -> Bounds | None:
    path = path_of(document, connection, diagram)
    if len(path) < 2:
        return None
    index = (len(path) - 1) // 2
    middle = point((path[index].x + path[index + 1].x) / 2, (path[index].y + path[index + 1].y) / 2)
    return centered(Point(middle.x + 100, middle.y - 50), *size)


def _attached_at(document: Document, event: BoundaryEvent, own: Bounds, diagram: BPMNDiagram | None) -> str:
    host = None if event.attached_to is None else bounds_of(document, event.attached_to, diagram)
    return "bottom" if host is None else attach_side(host, own)


def _further(sign: int, first: float, second: float) -> float:
    return max(first, second) if sign > 0 else min(first, second)


def _snapped(value: float, sign: int) -> float:
    """On the grid, away from the source (R-P6)."""
    return sign * math.ceil(sign * value / _GRID) * _GRID
