"""The space tool: making and removing room across a line (R-S3)."""

from __future__ import annotations

from collections.abc import Iterable
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
    Point,
)
from engine.bpmn.diagram import move_by
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

    def passed(self, at: Point) -> bool:
        """Whether a point lies beyond the line."""
        place = at.x if self.side in ("left", "right") else at.y
        return place <= self.line if self.side in ("left", "top") else place >= self.line


def make_space(document: Document, plane: BPMNPlane, cut: Cut, *, within: Element | None = None) -> None:
    """Move everything beyond the line, and stretch pools, lanes, sub-processes and groups that the line cuts.

    With `within`, only what stands in that process or sub-process moves, and the containers around it stretch.
    """
    with document.edit("Make room" if cut.amount > 0 else "Remove room"):
        shapes = [each for each in plane.shapes if within is None or _concerns(document, each, within)]
        moved = _moved(shapes, cut)
        cut = _limited(document, shapes, moved, cut)
        stretched = [shape for shape in shapes if shape not in moved and _stretches(document, shape, cut)]
        for shape in stretched:
            shape.bounds = with_side_moved(shape.bounds, cut.side, sum(cut.by))
        for shape in moved:
            move_by(shape, *cut.by)
        follow_space(document, plane.edges, {*moved, *stretched}, cut)


def _concerns(document: Document, shape: BPMNShape, within: Element) -> bool:
    element = shape.element
    if element is None:
        return False
    return within in element.ancestors() or element in within.ancestors() or element is pool_of(document, within)


def follow_space(document: Document, edges: Iterable[BPMNEdge], moved: set[BPMNShape], cut: Cut) -> None:
    """Shift the affected way-points only: bends beyond the line, and ends whose shape went along."""
    elements = {shape.element for shape in moved}
    ids = {ref for shape in moved if (ref := shape.element_ref)}
    for edge in edges:
        path = edge.waypoints
        passed = [cut.passed(at) for at in path]
        connection = edge.element if any(passed) else None
        if connection is None or len(path) < 2:
            continue
        if all(passed) and connection.get("sourceRef") in ids and connection.get("targetRef") in ids:
            move_by(edge, *cut.by)
            continue
        ends = {0: source_of(connection), len(path) - 1: target_of(connection)}
        steady = {index for index, end in ends.items() if end not in elements and not isinstance(end, CONNECTIONS)}
        shifted = [gone and index not in steady for index, gone in enumerate(passed)]
        if all(shifted):
            move_by(edge, *cut.by)
        elif any(shifted):
            points = [shift(at, *cut.by) if moves else at for at, moves in zip(path, shifted, strict=True)]
            set_path(document, connection, edge, tuple(points))


def _moved(shapes: list[BPMNShape], cut: Cut) -> dict[BPMNShape, None]:
    """The shapes beyond the line; boundary events go with their hosts, wherever they stand themselves."""
    boxes = [(shape, shape.bounds) for shape in shapes]
    near = {shape.element: bounds for shape, bounds in boxes if _is_near(bounds, cut)}
    found: dict[BPMNShape, None] = {}
    for shape, bounds in boxes:
        element = shape.element if _is_near(bounds, cut) else None
        host = near.get(element.attached_to) if isinstance(element, BoundaryEvent) else None
        if cut.is_beyond(bounds if host is None or cut.crosses(host) else host):
            found[shape] = None
    return found


def _is_near(bounds: Bounds, cut: Cut) -> bool:
    """Whether a box, or one that it is attached to, may lie on both sides of the line."""
    first, size = (bounds.x, bounds.width) if cut.side in ("left", "right") else (bounds.y, bounds.height)
    return first - _ATTACHED <= cut.line <= first + size + _ATTACHED


def _stretches(document: Document, shape: BPMNShape, cut: Cut) -> bool:
    element = shape.element
    if element is None or not cut.crosses(shape.bounds):
        return False
    return isinstance(element, Participant | Lane | Group) or is_expanded(document, element)


def _limited(document: Document, shapes: list[BPMNShape], moved: dict[BPMNShape, None], cut: Cut) -> Cut:
    """Less room is removed than asked where something stands in the way, or a container would become too small."""
    if cut.amount >= 0:
        return cut
    along = cut.side in ("left", "right")
    room = [abs(_near(shape.bounds, cut.side) - cut.line) for shape in moved]
    for shape in shapes:
        if shape not in moved and shape.element is not None and _stretches(document, shape, cut):
            least = least_size(shape.element, horizontal=shape.is_horizontal is not False)
            room.append(max(0.0, shape.bounds.width - least[0] if along else shape.bounds.height - least[1]))
    amount = min([-cut.amount, *room])
    if amount <= 0:
        raise CommandRefused("There is no room to remove here")
    return Cut(cut.line, cut.side, -amount)


def _near(bounds: Bounds, side: Side) -> float:
    return {"left": right(bounds), "top": bottom(bounds), "right": bounds.x, "bottom": bounds.y}[side]
