"""What is painted over what (reference R-O4), and what stands on a diagram."""

from __future__ import annotations

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


class Level(NamedTuple):
    """A place in the drawing order: first by how deep in sub-processes, then by kind, then lanes in lanes."""

    depth: int
    kind: int
    nesting: int = 0


def contents(diagram: BPMNDiagram) -> list[BPMNShape | BPMNEdge]:
    """The shapes and edges of a diagram in drawing order."""
    plane = diagram.plane
    if plane is None:
        return []
    drawn = [each for each in plane.elements if isinstance(each, BPMNShape | BPMNEdge)]
    known: dict[Element, Around] = {}
    return sorted(drawn, key=lambda each: level_of(each, known))


def title(diagram: BPMNDiagram) -> str:
    """What to call a diagram on a tab: its own name, that of what it shows, or its id."""
    shown = diagram.plane.element if diagram.plane is not None else None
    names = (diagram.name, shown.get("name") if shown is not None else None, shown.id if shown is not None else None)
    return next((name for name in names if name), diagram.id or "Diagram")


def level_of(drawn: BPMNShape | BPMNEdge, known: dict[Element, Around] | None = None) -> Level:
    """Where a shape or edge stands in the drawing order; equal ones keep the file's order.

    `known` remembers, from call to call, what is around the elements inside a container.
    """
    element = drawn.element
    if element is None:
        return Level(0, 1)
    if isinstance(drawn, BPMNShape) and drawn.participant_band_kind:
        return Level(0, 6, 1)
    depth, nesting = _around(element, {} if known is None else known)
    if isinstance(element, CallActivity) and isinstance(drawn, BPMNShape) and drawn.is_expanded:
        return Level(depth, 0)
    if isinstance(element, Lane):
        return Level(depth, -1, nesting)
    return Level(depth, 9 if isinstance(drawn, BPMNEdge) and not isinstance(element, Association) else _kind(element))


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
    for kinds, level in _LEVELS:
        if isinstance(element, kinds):
            return level
    return 1


_LEVELS: tuple[tuple[type[Element] | tuple[type[Element], ...], int], ...] = (
    (BoundaryEvent, 8),
    ((SubProcess, ChoreographyActivity, Association), 6),
    (FlowNode, 5),
    (Participant, -2),
    (Group, 10),
    (TextAnnotation, 9),
    (Artifact, 9),
)
