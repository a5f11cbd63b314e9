"""What is painted over what (reference R-O4), and what stands on a diagram."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias

from engine.bpmn import (
    Artifact,
    Association,
    BoundaryEvent,
    BPMNDiagram,
    BPMNEdge,
    BPMNShape,
    CallActivity,
    ChoreographyActivity,
    Element,
    FlowNode,
    Group,
    Lane,
    Participant,
    SubChoreography,
    SubProcess,
    TextAnnotation,
)

Around: TypeAlias = tuple[int, int]
Drawn: TypeAlias = BPMNShape | BPMNEdge


class _Level(NamedTuple):
    """A place in the drawing order: first by how deep in sub-processes, then by kind, then lanes in lanes."""

    depth: int
    kind: int
    nesting: int = 0


def contents(diagram: BPMNDiagram) -> list[Drawn]:
    """The shapes and edges of a diagram in drawing order; equal ones keep the file's order."""
    ranking = Ranking()
    ranking.add((drawn, drawn.element) for drawn in drawn_on(diagram))
    return ranking.in_order()


def drawn_on(diagram: BPMNDiagram) -> Iterator[Drawn]:
    """The shapes and edges of a diagram one by one, in the file's order."""
    plane = diagram.plane
    children = iter(()) if plane is None else plane.iterate_children()
    return (child for child in children if isinstance(child, (BPMNShape, BPMNEdge)))


def title(diagram: BPMNDiagram) -> str:
    """What to call a diagram on a tab: its own name, that of what it shows, or its id."""
    shown = diagram.plane.element if diagram.plane is not None else None
    names = (diagram.name, shown.get("name") if shown is not None else None, shown.id if shown is not None else None)
    return next((name for name in names if name), diagram.id or "Diagram")


class Ranking:
    """Puts shapes and edges in drawing order. What is alike inside one container is asked for once."""

    def __init__(self) -> None:
        self._rows: dict[_Level, list[Drawn]] = {}
        self._known: dict[tuple[type[Element | None], object, type[Drawn]], list[Drawn]] = {}
        self._around: dict[Element, Around] = {}

    def add(self, pairs: Iterable[tuple[Drawn, Element | None]]) -> None:
        """Put in shapes and edges, each with what it shows, behind those of the same level."""
        known = self._known
        for drawn, element in pairs:
            key = (type(element), None if element is None else element.node.getparent(), type(drawn))
            row = known.get(key)
            if row is None:
                row = self._rows.setdefault(self._found(drawn, element), [])
                if key[0] not in _DRAWN_IN_TWO_WAYS:
                    known[key] = row
            row.append(drawn)

    def in_order(self) -> list[Drawn]:
        """All that were put in, the lowest level first."""
        return [drawn for level in sorted(self._rows) for drawn in self._rows[level]]

    def _found(self, drawn: Drawn, element: Element | None) -> _Level:
        if element is None:
            return _UNKNOWN
        if isinstance(drawn, BPMNShape) and drawn.participant_band_kind:
            return _BAND
        depth, nesting = _around(element, self._around)
        if isinstance(element, Lane):
            return _Level(depth, _LANES, nesting)
        if isinstance(drawn, BPMNEdge):
            return _Level(depth, _kind(element) if isinstance(element, Association) else _EDGES)
        return _Level(depth, 0 if isinstance(element, CallActivity) and drawn.is_expanded else _kind(element))


def _around(element: Element, known: dict[Element, Around]) -> Around:
    """How many sub-processes and how many lanes are around an element."""
    parent = element.parent
    if parent is None:
        return 0, 0
    found = known.get(parent)
    if found is None:
        depth, nesting = _around(parent, known)
        is_deeper = isinstance(parent, SubProcess | SubChoreography)
        found = known[parent] = (depth + is_deeper, nesting + isinstance(parent, Lane))
    return found


def _kind(element: Element) -> int:
    return next((level for kinds, level in _KINDS if isinstance(element, kinds)), 1)


_LANES, _EDGES = -1, 9
_UNKNOWN, _BAND = _Level(0, 1), _Level(0, 6, 1)
_DRAWN_IN_TWO_WAYS = frozenset((CallActivity, Participant))
"""Shapes of these stand higher or lower by what the file says of the single shape."""
_KINDS: tuple[tuple[type[Element] | tuple[type[Element], ...], int], ...] = (
    (BoundaryEvent, 8),
    ((SubProcess, ChoreographyActivity, Association), 6),
    (FlowNode, 5),
    (Participant, -2),
    (Group, 10),
    (TextAnnotation, 9),
    (Artifact, 9),
)
