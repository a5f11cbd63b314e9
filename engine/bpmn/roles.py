"""What the integrity rules ask of elements by their name: which references they have, whether they are drawn, in which
order their children stand. Tables, derived from the views' own declarations, so that looking at a node is quick.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from engine.bpmn.artifacts import Association, Group, TextAnnotation
from engine.bpmn.collaboration import MessageFlow, Participant
from engine.bpmn.content import rank_of
from engine.bpmn.conversations import ConversationLink, ConversationNode
from engine.bpmn.data import DataObjectReference, DataStoreReference
from engine.bpmn.diagram import BOUNDS, WAYPOINT, BPMNEdge, BPMNPlane, BPMNShape
from engine.bpmn.elements import Documentation, Element, ExtensionElements, FlowNode, Relationship, SequenceFlow
from engine.bpmn.events import BoundaryEvent, ImplicitThrowEvent
from engine.bpmn.fields import Ref
from engine.bpmn.journal import Node
from engine.bpmn.mentions import ChildRef, TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.processes import Lane
from engine.bpmn.registry import VIEWS

INCOMING: Final = bpmn("incoming")
OUTGOING: Final = bpmn("outgoing")
FLOWS: Final = (SequenceFlow, MessageFlow, Association, ConversationLink)
_DRAWABLE: Final = (
    *(FlowNode, SequenceFlow, Participant, Lane, MessageFlow, DataObjectReference, DataStoreReference),
    *(TextAnnotation, Association, Group, ConversationNode, ConversationLink),
)
_PLAIN: Final = (Documentation, ExtensionElements)
_ENDS: Final = frozenset(("sourceRef", "targetRef"))
_OUTSIDE: Final = frozenset(("calledElement", "bpmnElement"))
_NCNAME: Final = re.compile(r"[^\W\d][\w.\-·]*")


@dataclass(frozen=True, slots=True)
class Role:
    """What the rules look at in elements of one name."""

    references: frozenset[str] = frozenset()
    is_text: bool = False
    is_flow: bool = False
    is_drawn: bool = False
    is_attached: bool = False
    draws: bool = False


NO_ROLE: Final = Role()


def is_plain_drawing(node: Node) -> bool:
    """Whether a shape or edge holds nothing but its place; a plane holds shapes, also when it is a single one."""
    if len(node) == 0:
        return True
    last = node[-1].tag
    return last == WAYPOINT or (len(node) == 1 and last == BOUNDS)


def is_identifier(identifier: str) -> bool:
    """Whether XML allows an id."""
    return identifier.isidentifier() or _NCNAME.fullmatch(identifier) is not None


class Ranks(dict[str, int]):
    """Where children of one kind of element belong, by tag; -1 for what the schema does not know there."""

    def __init__(self, owner: type[Element]) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, tag: str) -> int:
        rank = rank_of(self._owner, tag, VIEWS.get(tag, Element))
        self[tag] = -1 if rank is None else rank
        return self[tag]


@cache
def ranks_in(tag: str) -> Ranks:
    """Where the children of an element of this name belong."""
    return Ranks(VIEWS.get(tag, Element))


def _fields(kind: type[Element]) -> list[object]:
    return [value for part in kind.__mro__ for value in vars(part).values()]


def _role(kind: type[Element]) -> Role:
    names = {value.xml_name for value in _fields(kind) if isinstance(value, Ref)}
    return Role(
        references=frozenset(names - _OUTSIDE - (_ENDS if issubclass(kind, FLOWS) else set())),
        is_flow=issubclass(kind, FLOWS),
        is_drawn=issubclass(kind, _DRAWABLE) and not issubclass(kind, ImplicitThrowEvent),
        is_attached=issubclass(kind, BoundaryEvent),
        draws=issubclass(kind, BPMNShape | BPMNEdge | BPMNPlane),
    )


def _text_tags(kind: type[Element]) -> set[str]:
    values = _fields(kind)
    listed = {value.tags[0] for value in values if isinstance(value, TextRefs)}
    return listed | {value.text.tags[0] for value in values if isinstance(value, ChildRef)}


def _roles() -> dict[str, Role]:
    kinds = {tag: kind for tag, kind in VIEWS.items() if not issubclass(kind, _PLAIN)}
    numbers = ("BoundsElement", "PointElement", "Font")
    roles = {tag: _role(kind) for tag, kind in kinds.items() if kind.__name__ not in numbers}
    texts = {tag for kind in kinds.values() if kind is not Relationship for tag in _text_tags(kind)}
    return roles | {tag: Role(is_text=True) for tag in texts - roles.keys()}


ROLES: Final = _roles()
"""By tag; what has no role is left alone, with all that is in it."""
