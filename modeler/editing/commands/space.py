"""The space tool: making and removing room across a line (R-S3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from engine.bpmn import (
    BoundaryEvent,
    Bounds,
    BPMNEdge,
    BPMNPlane,
    BPMNShape,
    Document,
    Element,
    Group,
    Lane,
    Participant,
)
from engine.bpmn.diagram import along
from engine.bpmn.shifting import move_all
from modeler.editing.layout.geometry import Side, bottom, right, shift, with_side_moved
from modeler.editing.layout.sizes import least_size
from modeler.editing.refusals import CommandRefused
from modeler.editing.relayout import set_path
from modeler.editing.structure import CONNECTIONS, is_expanded, pool_of, source_of, target_of

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

    def is_beyond(self, bounds: Bounds) -> bool:
        """Whether a box lies wholly beyond the line."""
        if self.side == "right":
            return bounds.x >= self.line
        if self.side == "bottom":
            return bounds.y >= self.line
        return (bounds.x + bounds.width if self.side == "left" else bounds.y + bounds.height) <= self.line

    def crosses(self, bounds: Bounds) -> bool:
        """Whether the line cuts a box."""
        if self.side in ("left", "right"):
            return bounds.x < self.line < right(bounds)
        return bounds.y < self.line < bottom(bounds)

    def passed_on(self, edge: BPMNEdge) -> list[bool]:
        """Which points of an edge lie beyond the line."""
        places = along(edge, "x" if self.side in ("left", "right") else "y")
        if self.side in ("left", "top"):
            return [place <= self.line for place in places]
        return [place >= self.line for place in places]


def make_space(document: Document, plane: BPMNPlane, cut: Cut, *, within: Element | None = None) -> None:
    """Move everything beyond the line, and stretch pools, lanes, sub-processes and groups that the line cuts.

    With `within`, only what stands in that process or sub-process moves, and the containers around it stretch.
    """
    with document.edit("Make room" if cut.amount > 0 else "Remove room"):
        shapes = [each for each in plane.shapes if within is None or _concerns(document, each, within)]
        boxes = {shape: shape.bounds for shape in shapes}
        moved = _moved(boxes, cut)
        stretched = {
            shape: bounds
            for shape, bounds in boxes.items()
            if shape not in moved and _stretches(document, shape, bounds, cut)
        }
        cut = _limited([boxes[shape] for shape in moved], stretched, cut)
        for shape, bounds in stretched.items():
            shape.bounds = with_side_moved(bounds, cut.side, sum(cut.by))
        lines = follow_space(document, plane.edges, {*moved, *stretched}, cut)
        move_all((*moved, *lines), *cut.by)


def _concerns(document: Document, shape: BPMNShape, within: Element) -> bool:
    element = shape.element
    if element is None:
        return False
    return within in element.ancestors() or element in within.ancestors() or element is pool_of(document, within)


def follow_space(document: Document, edges: Iterable[BPMNEdge], moved: set[BPMNShape], cut: Cut) -> list[BPMNEdge]:
    """Shift the bends beyond the line, and the ends whose shape went along; returns the lines that move as they are."""
    ids = {ref for shape in moved if (ref := shape.element_ref)}
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


def _moved(boxes: Mapping[BPMNShape, Bounds], cut: Cut) -> dict[BPMNShape, None]:
    """The shapes beyond the line; boundary events go with their hosts, wherever they stand themselves."""
    near = {shape.element: bounds for shape, bounds in boxes.items() if _is_near(bounds, cut)}
    found: dict[BPMNShape, None] = {}
    for shape, bounds in boxes.items():
        element = shape.element if _is_near(bounds, cut) else None
        host = near.get(element.attached_to) if isinstance(element, BoundaryEvent) else None
        if cut.is_beyond(bounds if host is None or cut.crosses(host) else host):
            found[shape] = None
    return found


def _is_near(bounds: Bounds, cut: Cut) -> bool:
    """Whether a box, or one that it is attached to, may lie on both sides of the line."""
    first, size = (bounds.x, bounds.width) if cut.side in ("left", "right") else (bounds.y, bounds.height)
    return first - _ATTACHED <= cut.line <= first + size + _ATTACHED


def _stretches(document: Document, shape: BPMNShape, bounds: Bounds, cut: Cut) -> bool:
    element = shape.element if cut.crosses(bounds) else None
    if element is None:
        return False
    return isinstance(element, Participant | Lane | Group) or is_expanded(document, element)


def _limited(moved: Iterable[Bounds], stretched: Mapping[BPMNShape, Bounds], cut: Cut) -> Cut:
    """Less room is removed than asked where something stands in the way, or a container would become too small."""
    if cut.amount >= 0:
        return cut
    along = cut.side in ("left", "right")
    room = [abs(_near(bounds, cut.side) - cut.line) for bounds in moved]
    for shape, bounds in stretched.items():
        if shape.element is not None:
            least = least_size(shape.element, horizontal=shape.is_horizontal is not False)
            room.append(max(0.0, bounds.width - least[0] if along else bounds.height - least[1]))
    amount = min([-cut.amount, *room])
    if amount <= 0:
        raise CommandRefused("There is no room to remove here")
    return Cut(cut.line, cut.side, -amount)


def _near(bounds: Bounds, side: Side) -> float:
    return {"left": right(bounds), "top": bottom(bounds), "right": bounds.x, "bottom": bounds.y}[side]
