"""What is painted over what (reference R-O4), and what stands on a diagram."""

from __future__ import annotations

from typing import NamedTuple

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
    return sorted(drawn, key=level_of)


def title(diagram: BPMNDiagram) -> str:
    """What to call a diagram on a tab: its own name, that of what it shows, or its id."""
    shown = diagram.plane.element if diagram.plane is not None else None
    names = (diagram.name, shown.get("name") if shown is not None else None, shown.id if shown is not None else None)
    return next((name for name in names if name), diagram.id or "Diagram")


def level_of(drawn: BPMNShape | BPMNEdge) -> Level:
    """Where a shape or edge stands in the drawing order; equal ones keep the file's order."""
    element = drawn.element
    if element is None:
        return Level(0, 1)
    if isinstance(drawn, BPMNShape) and drawn.participant_band_kind:
        return Level(0, 6, 1)
    containers = [each for each in element.ancestors() if isinstance(each, SubProcess | SubChoreography | Lane)]
    depth = sum(not isinstance(each, Lane) for each in containers)
    if isinstance(element, CallActivity) and isinstance(drawn, BPMNShape) and drawn.is_expanded:
        return Level(depth, 0)
    if isinstance(element, Lane):
        return Level(depth, -1, len(containers) - depth)
    return Level(depth, 9 if isinstance(drawn, BPMNEdge) and not isinstance(element, Association) else _kind(element))


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
