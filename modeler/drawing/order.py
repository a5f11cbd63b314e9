"""What is painted over what (reference R-O4), and what stands on a diagram."""

from __future__ import annotations

from functools import cache
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


class Standing(NamedTuple):
    """A shape or edge, and what it shows: found once, for all who ask."""

    drawn: Drawn
    element: Element | None


def contents(diagram: BPMNDiagram) -> list[Drawn]:
    """The shapes and edges of a diagram in drawing order."""
    return [each.drawn for each in standing_on(diagram)]


def standing_on(diagram: BPMNDiagram) -> list[Standing]:
    """The shapes and edges of a diagram in drawing order, with what they show."""
    plane = diagram.plane
    if plane is None:
        return []
    standing = [Standing(each, each.element) for each in plane.elements if isinstance(each, (BPMNShape, BPMNEdge))]
    known: dict[Element, Around] = {}
    return sorted(standing, key=lambda each: _level(each.drawn, each.element, known))


def title(diagram: BPMNDiagram) -> str:
    """What to call a diagram on a tab: its own name, that of what it shows, or its id."""
    shown = diagram.plane.element if diagram.plane is not None else None
    names = (diagram.name, shown.get("name") if shown is not None else None, shown.id if shown is not None else None)
    return next((name for name in names if name), diagram.id or "Diagram")


def _level(drawn: Drawn, element: Element | None, known: dict[Element, Around]) -> _Level:
    """Where it stands in the drawing order; equal ones keep the file's order.

    `known` remembers, from call to call, what is around the elements inside a container.
    """
    if element is None:
        return _Level(0, 1)
    if isinstance(drawn, BPMNShape):
        return _level_of_shape(drawn, element, known)
    depth, nesting = _around(element, known)
    if isinstance(element, Lane):
        return _Level(depth, _KIND_OF_LANES, nesting)
    return _Level(depth, _kind_of(element) if isinstance(element, Association) else _KIND_OF_EDGES)


def _level_of_shape(shape: BPMNShape, element: Element, known: dict[Element, Around]) -> _Level:
    if shape.node.get("participantBandKind"):
        return _Level(0, 6, 1)
    depth, nesting = _around(element, known)
    kind = _kind_of(element)
    if kind == _KIND_OF_LANES:
        return _Level(depth, kind, nesting)
    return _Level(depth, 0 if isinstance(element, CallActivity) and shape.is_expanded else kind)


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


def _kind_of(element: Element) -> int:
    return _kind(type(element))  # type: ignore[arg-type]  # mypy takes classes for unhashable


@cache
def _kind(kind: type[Element]) -> int:
    return next((level for kinds, level in _LEVELS if issubclass(kind, kinds)), 1)


_KIND_OF_LANES, _KIND_OF_EDGES = -1, 9
_LEVELS: tuple[tuple[type[Element] | tuple[type[Element], ...], int], ...] = (
    (BoundaryEvent, 8),
    ((SubProcess, ChoreographyActivity, Association), 6),
    (FlowNode, 5),
    (Lane, _KIND_OF_LANES),
    (Participant, -2),
    (Group, 10),
    (TextAnnotation, 9),
    (Artifact, 9),
)
