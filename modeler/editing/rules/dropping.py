"""Where elements may be dropped: on containers (R-D1 to R-D5) and on flows (R-I1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.bpmn import (
    Artifact,
    BoundaryEvent,
    BPMNDiagram,
    Collaboration,
    DataStoreReference,
    Definitions,
    Document,
    Element,
    FlowElement,
    FlowNode,
    Group,
    Lane,
    MessageFlow,
    Participant,
    Process,
    RootElement,
    SequenceFlow,
    SubProcess,
)
from engine.bpmn.diagram import DiagramElement
from modeler.editing.rules.connecting import can_connect_as
from modeler.editing.structure import CONNECTIONS, describe, is_expanded, scope_of, source_of, target_of

_UNMOVED: Final = (Lane, RootElement, Definitions, DiagramElement, BPMNDiagram)
"""What has no place of its own on a diagram; a drawing moves with what it shows."""


def can_drop(document: Document, element: Element, target: Element, diagram: BPMNDiagram | None = None) -> bool:
    """Whether an element may stand inside a target: a process, sub-process, pool, lane or collaboration.

    A collapsed sub-process takes things only on the diagram that shows its inside.
    """
    if isinstance(element, (Group, *CONNECTIONS)):
        return True
    if isinstance(element, Participant):
        return isinstance(target, Process | Collaboration)
    if isinstance(element, Lane):
        return isinstance(target, Participant | Lane)
    if not _is_open(document, target, diagram) or target is element or element in target.ancestors():
        return False
    if isinstance(element, DataStoreReference):
        return isinstance(target, Collaboration) or _takes_flow(target)
    if isinstance(element, Artifact):
        return isinstance(target, Collaboration) or _takes_flow(target)
    return isinstance(element, FlowElement) and _takes_flow(target)


def can_move(
    document: Document, elements: Sequence[Element], target: Element | None, diagram: BPMNDiagram | None = None
) -> bool:
    """Whether these elements may be moved together, into `target` or, with None, within what they are in."""
    if not elements or any(isinstance(each, _UNMOVED) for each in elements):
        return False
    return target is None or all(can_drop(document, each, target, diagram) for each in elements)


def can_insert_on_flow(document: Document, node: Element, flow: Element) -> bool:
    """Whether a node dropped on a flow may become part of it (R-I1); `node` may be one that is not placed yet."""
    if not isinstance(flow, SequenceFlow | MessageFlow) or not isinstance(node, FlowNode):
        return False
    source, target = source_of(flow), target_of(flow)
    if isinstance(node, BoundaryEvent) or source is None or target is None or node in (source, target):
        return False
    if node.parent is not None and scope_of(node) is scope_of(flow):
        return can_connect_as(document, flow.kind, source, node) or can_connect_as(document, flow.kind, node, target)
    return isinstance(flow, SequenceFlow)


def _takes_flow(target: Element) -> bool:
    return isinstance(target, Process | SubProcess | Participant | Lane)


def _is_open(document: Document, target: Element, diagram: BPMNDiagram | None) -> bool:
    if isinstance(target, Participant):
        return target.process is not None
    if not isinstance(target, SubProcess) or document.shape_of(target) is None or is_expanded(document, target):
        return True
    return diagram is not None and diagram.plane is not None and diagram.plane.element is target


def why_not_into(what: str, target: Element) -> str:
    """The words for something that must not stand in a target, with where it may where that is plain."""
    into_pool = "; it belongs into a pool" if isinstance(target, Collaboration) else ""
    return f"{what} cannot be put into {describe(target)}{into_pool}"
