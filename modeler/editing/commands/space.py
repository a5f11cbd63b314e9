"""The space tool: making and removing room across a line (R-S3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from engine.bpmn import (
    BoundaryEvent,
    BPMNEdge,
    BPMNPlane,
    BPMNShape,
    Document,
    Element,
    Group,
    Lane,
    Participant,
)
from engine.bpmn.diagram import along, span_of
from engine.bpmn.index import local
from engine.bpmn.shifting import move_all
from modeler.editing.layout.geometry import Side, shift, with_side_moved
from modeler.editing.layout.sizes import least_size
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import set_path
from modeler.editing.structure import CONNECTIONS, is_expanded, pool_of, source_of, target_of

Span: TypeAlias = tuple[float, float]
_ATTACHED: Final = 60.0


@dataclass(frozen=True, slots=True)
class Cut:
    """Where room is made: beyond a line, towards a side, by an amount (negative to remove room)."""

    line: float
    side: Side
    amount: float

    @property
    def by(self) -> tuple[float, float]:
        """The distance that things beyond the line move."""
        sign = -1 if self.side in ("top", "left") else 1
        return (sign * self.amount, 0) if self.side in ("left", "right") else (0, sign * self.amount)

    @property
    def axis(self) -> Literal["x", "y"]:
        """The direction in which things move."""
        return "x" if self.side in ("left", "right") else "y"

    def is_beyond(self, span: Span) -> bool:
        """Whether a box from here to there lies wholly beyond the line."""
        return span[1] <= self.line if self.side in ("left", "top") else span[0] >= self.line

    def crosses(self, span: Span) -> bool:
        """Whether the line cuts a box from here to there."""
        return span[0] < self.line < span[1]

    def passed_on(self, edge: BPMNEdge) -> list[bool]:
        """Which points of an edge lie beyond the line."""
        places = along(edge, self.axis)
        if self.side in ("left", "top"):
            return [place <= self.line for place in places]
        return [place >= self.line for place in places]


def make_space(document: Document, plane: BPMNPlane, cut: Cut, *, within: Element | None = None) -> None:
    """Move everything beyond the line, and stretch pools, lanes, sub-processes and groups that the line cuts.

    With `within`, only what stands in that process or sub-process moves, and the containers around it stretch.
    """
    with document.edit("Make room" if cut.amount > 0 else "Remove room"):
        shapes = [each for each in plane.shapes if within is None or _concerns(document, each, within)]
        spans = {shape: span_of(shape, cut.axis) for shape in shapes}
        moved = _moved(spans, cut)
        crossed = [shape for shape, span in spans.items() if cut.crosses(span) and shape not in moved]
        stretched = [shape for shape in crossed if _stretches(document, shape)]
        cut = _limited([spans[shape] for shape in moved], stretched, cut)
        for shape in stretched:
            shape.bounds = with_side_moved(shape.bounds, cut.side, sum(cut.by))
        lines = follow_space(document, plane.edges, {*moved, *stretched}, cut)
        move_all((*moved, *lines), *cut.by)


def _concerns(document: Document, shape: BPMNShape, within: Element) -> bool:
    element = shape.element
    if element is None:
        return False
    return within in element.ancestors() or element in within.ancestors() or element is pool_of(document, within)


def follow_space(document: Document, edges: Iterable[BPMNEdge], moved: set[BPMNShape], cut: Cut) -> list[BPMNEdge]:
    """Shift the bends beyond the line, and the ends whose shape went along; returns the lines that move as they are."""
    refs = [ref for shape in moved if (ref := shape.element_ref)]
    ids = {*refs, *(local(ref) for ref in refs if ":" in ref)}
    whole: list[BPMNEdge] = []
    for edge in edges:
        passed = cut.passed_on(edge)
        connection = edge.element if True in passed else None
        if connection is None or len(passed) < 2:
            continue
        if False not in passed and connection.get("sourceRef") in ids and connection.get("targetRef") in ids:
            whole.append(edge)
            continue
        ends = {0: source_of(connection), len(passed) - 1: target_of(connection)}
        steady = {index for index, end in ends.items() if not _goes_along(end, ids)}
        shifted = [gone and index not in steady for index, gone in enumerate(passed)]
        if all(shifted):
            whole.append(edge)
        elif any(shifted):
            path = zip(edge.waypoints, shifted, strict=True)
            set_path(document, connection, edge, tuple(shift(at, *cut.by) if moves else at for at, moves in path))
    return whole


def _goes_along(end: Element | None, ids: set[str]) -> bool:
    """Whether an end of a line may move: its shape does, or it is a line itself."""
    return isinstance(end, CONNECTIONS) or (end is not None and end.id in ids)


def _moved(spans: Mapping[BPMNShape, Span], cut: Cut) -> dict[BPMNShape, None]:
    """The shapes beyond the line; boundary events go with their hosts, wherever they stand themselves."""
    near = {shape.element: span for shape, span in spans.items() if _is_near(span, cut)}
    found: dict[BPMNShape, None] = {}
    for shape, span in spans.items():
        element = shape.element if _is_near(span, cut) else None
        host = near.get(element.attached_to) if isinstance(element, BoundaryEvent) else None
        if cut.is_beyond(span if host is None or cut.crosses(host) else host):
            found[shape] = None
    return found


def _is_near(span: Span, cut: Cut) -> bool:
    """Whether a box, or one that it is attached to, may lie on both sides of the line."""
    return span[0] - _ATTACHED <= cut.line <= span[1] + _ATTACHED


def _stretches(document: Document, shape: BPMNShape) -> bool:
    element = shape.element
    if element is None:
        return False
    return isinstance(element, Participant | Lane | Group) or is_expanded(document, element)


def _limited(moved: Iterable[Span], stretched: Iterable[BPMNShape], cut: Cut) -> Cut:
    """Less room is removed than asked where something stands in the way, or a container would become too small."""
    if cut.amount >= 0:
        return cut
    near = 1 if cut.side in ("left", "top") else 0
    room = [abs(span[near] - cut.line) for span in moved]
    for shape in stretched:
        if shape.element is not None:
            bounds, least = shape.bounds, least_size(shape.element, horizontal=shape.is_horizontal is not False)
            room.append(max(0.0, bounds.width - least[0] if cut.axis == "x" else bounds.height - least[1]))
    amount = min([-cut.amount, *room])
    if amount <= 0:
        raise CommandRefused("There is no room to remove here")
    return Cut(cut.line, cut.side, -amount)
