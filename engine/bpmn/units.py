"""The units in which a document is checked: elements that stand for themselves, each with what is inside it alone.

An event with its definitions and its extensions is a unit, and so is a flow, a lane, a shape. A process is one without
its flow elements, a plane without its shapes: those are units of their own. Each node belongs to exactly one unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.bpmn.activities import SubProcess
from engine.bpmn.choreography import Choreography, SubChoreography
from engine.bpmn.collaboration import Collaboration, MessageFlow, Participant
from engine.bpmn.conversations import ConversationLink, ConversationNode, SubConversation
from engine.bpmn.definitions import Definitions
from engine.bpmn.diagram import BPMNDiagram, BPMNEdge, BPMNPlane, BPMNShape
from engine.bpmn.elements import Artifact, Element, FlowElement, RootElement
from engine.bpmn.index import DRAWN
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMNDI, bpmn, clark
from engine.bpmn.processes import Lane, LaneSet, Process
from engine.bpmn.registry import VIEWS

_KINDS: Final = (
    *(FlowElement, Artifact, RootElement, Participant, MessageFlow, Lane, LaneSet, ConversationNode, ConversationLink),
    *(BPMNDiagram, BPMNPlane, BPMNShape, BPMNEdge),
)
_AROUND: Final = (
    *(Definitions, Process, SubProcess, Collaboration, Choreography, SubChoreography, LaneSet, SubConversation),
    *(BPMNDiagram, BPMNPlane),
)


_PLANE: Final = clark(BPMNDI, "BPMNPlane")
_INNER: Final = bpmn("childLaneSet")
"""The lanes in a lane belong to it: the schema knows them nowhere else."""


def _tags(kinds: tuple[type[Element], ...]) -> frozenset[str]:
    return frozenset(tag for tag, kind in VIEWS.items() if issubclass(kind, kinds)) - {_INNER}


UNITS: Final = _tags(_KINDS)
"""Tags of what stands for itself, where it stands in a unit that is one of the `CONTAINERS`."""
NO_UNITS: Final = frozenset[str]()
CONTAINERS: Final = _tags(_AROUND)
"""Tags of units that hold others."""


def unit_of(node: Node) -> Node:
    """The unit that a node belongs to: the innermost that is reached from the root through nothing but containers."""
    path = [node, *node.iterancestors()]
    unit = path.pop()
    while path and path[-1].tag in UNITS and unit.tag in CONTAINERS:
        unit = path.pop()
    return unit


def is_unit(node: Node) -> bool:
    """Whether a node is checked for itself."""
    return unit_of(node) is node


def holds_only_drawings(container: Node) -> bool:
    """Whether a plane holds nothing but shapes and edges, as nearly all do."""
    return container.tag == _PLANE and all(child.tag in DRAWN for child in container.iterchildren())


def units(root: Node) -> Iterator[Node]:
    """All units of a tree, or of a part of it, in document order."""
    stack = [root]
    while stack:
        unit = stack.pop()
        yield unit
        if unit.tag in CONTAINERS:
            stack.extend([child for child in unit.iterchildren("*", reversed=True) if child.tag in UNITS])
