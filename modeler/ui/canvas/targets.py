"""Where dragged things would go if they were dropped now: into a container, on a flow or on a host's border."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.bpmn import (
    Activity,
    BoundaryEvent,
    BPMNEdge,
    Collaboration,
    Element,
    FlowNode,
    Participant,
    Point,
    SequenceFlow,
)
from modeler.editing import commands
from modeler.editing.layout.geometry import distance, nearest_on_segment
from modeler.editing.rules import can_attach, can_detach, can_insert_on_flow, can_move, is_boundary_candidate
from modeler.editing.structure import describe
from modeler.ui.canvas.items import Part, SceneItem
from modeler.ui.canvas.marks import Verdict
from modeler.ui.canvas.stage import Stage

_REACH = 12.0


@dataclass(frozen=True, slots=True)
class Drop:
    """What a drop would mean; `part` is what to mark."""

    verdict: Verdict = "neutral"
    parent: Element | None = None
    flow: Element | None = None
    host: Element | None = None
    part: Part | None = None
    rest: tuple[float, float] | None = None
    """Where the middle rests on a level or upright stretch of the flow, so that the flow stays straight."""


def drop_at(
    stage: Stage, elements: Sequence[Element], x: float, y: float, without: Collection[SceneItem], is_new: bool = False
) -> Drop:
    """What dropping elements means whose (first one's) middle is at a point."""
    if stage.document is None or not elements:
        return Drop("forbidden")
    if len(elements) == 1:
        special = _on_host(stage, elements[0], x, y, without) or _on_flow(stage, elements[0], x, y, without, is_new)
        if special is not None:
            return special
    if is_new and isinstance(elements[0], BoundaryEvent):
        return Drop("forbidden", part=_part(frame_at(stage, x, y, without)))
    return _into(stage, elements, x, y, without)


def frame_at(stage: Stage, x: float, y: float, without: Collection[SceneItem]) -> SceneItem | None:
    """The innermost pool, lane or open sub-process at a point."""
    frames = [
        item
        for item in stage.scene.touching((x, y, x, y))
        if item.role in ("container", "pool", "lane") and item not in without and item.is_at(x, y, 0.0)
    ]
    return frames[-1] if frames else None


def root_of(stage: Stage) -> Element | None:
    """What the diagram itself shows: a process, collaboration or sub-process; in a file without diagrams, will show."""
    document, diagram = stage.document, stage.scene.diagram
    if document is None:
        return None
    if diagram is not None:
        return commands.shown_by(document, diagram)
    return None if document.diagrams else commands.first_root(document)


def _into(stage: Stage, elements: Sequence[Element], x: float, y: float, without: Collection[SceneItem]) -> Drop:
    assert stage.document is not None
    item = frame_at(stage, x, y, without)
    parent = item.element if item is not None else root_of(stage)
    if any(isinstance(each, BoundaryEvent) and not can_detach(each) for each in elements):
        return Drop("forbidden", parent, part=_part(item))
    if parent is None or not can_move(stage.document, elements, parent):
        return Drop("forbidden", parent, part=_part(item))
    return Drop("allowed", parent, part=_part(item))


def _on_host(stage: Stage, element: Element, x: float, y: float, without: Collection[SceneItem]) -> Drop | None:
    if stage.document is None or not is_boundary_candidate(element):
        return None
    around = (x - _REACH, y - _REACH, x + _REACH, y + _REACH)
    for item in reversed(stage.scene.touching(around)):
        host = item.element
        if item in without or not isinstance(host, Activity):
            continue
        if can_attach(stage.document, element, host, Point(x, y)):
            return Drop("allowed", host=host, part=Part(item.view))
    return None


def _on_flow(
    stage: Stage, element: Element, x: float, y: float, without: Collection[SceneItem], is_new: bool
) -> Drop | None:
    if stage.document is None or not isinstance(element, FlowNode):
        return None
    if not is_new and stage.document.incoming(element) and stage.document.outgoing(element):
        return None
    for item in _edges_at(stage, x, y):
        if (
            item not in without
            and item.element is not None
            and can_insert_on_flow(stage.document, element, item.element)
        ):
            return Drop("allowed", flow=item.element, part=Part(item.view), rest=_on_line(item.view, x, y))
    return None


def _edges_at(stage: Stage, x: float, y: float) -> Iterator[SceneItem]:
    around = (x - _REACH, y - _REACH, x + _REACH, y + _REACH)
    for item in reversed(stage.scene.touching(around)):
        if item.role == "edge" and item.is_at(x, y, _REACH):
            yield item


def flow_at(stage: Stage, x: float, y: float) -> tuple[SequenceFlow, tuple[float, float]] | None:
    """The sequence flow at a point, and the point on it where something put there rests."""
    for item in _edges_at(stage, x, y):
        if isinstance(item.element, SequenceFlow):
            return item.element, _on_line(item.view, x, y) or (x, y)
    return None


def _on_line(drawn: Element, x: float, y: float) -> tuple[float, float] | None:
    """A point moved across to the stretch of a flow that it is nearest to; None where that runs aslant."""
    if not isinstance(drawn, BPMNEdge):
        return None
    _, segment = min(
        (distance(Point(x, y), nearest_on_segment(Point(x, y), *each)), each) for each in pairwise(drawn.waypoints)
    )
    first, second = segment
    if first.y == second.y:
        return x, first.y
    return (first.x, y) if first.x == second.x else None


def _part(item: SceneItem | None) -> Part | None:
    return Part(item.view) if item is not None else None


def refusal(name: str, element: Element, drop: Drop) -> str:
    """Why something cannot be dropped, in a designer's words."""
    subject = name[:1].upper() + name[1:]
    if isinstance(element, BoundaryEvent):
        return f"{subject} belongs on the border of an activity"
    if isinstance(element, Participant):
        return f"{subject} cannot stand inside a pool, lane or sub-process"
    if isinstance(drop.parent, Collaboration):
        return f"{subject} belongs inside a pool"
    where = describe(drop.parent) if drop.parent is not None else "this place"
    return f"{subject} cannot be put into {where}"
