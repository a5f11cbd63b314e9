"""One walk over the tree that collects what integrity rules ask about: ids, references, flows, what is drawn.

Speed counts here: 10,000 flow nodes with their diagram are some 110,000 nodes. So the walk works on nodes, decides by
tables that are derived from the views' own declarations, and leaves alone what no rule asks about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from engine.bpmn.artifacts import Association, Group, TextAnnotation
from engine.bpmn.collaboration import MessageFlow, Participant
from engine.bpmn.content import rank_of
from engine.bpmn.conversations import ConversationLink, ConversationNode
from engine.bpmn.data import DataObjectReference, DataStoreReference
from engine.bpmn.diagram import BOUNDS, WAYPOINT, BPMNDiagram, BPMNEdge, BPMNPlane, BPMNShape
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
_MESSAGE_FLOW_REF: Final = bpmn("messageFlowRef")
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
    """What the walk does with elements of one name."""

    references: tuple[str, ...] = ()
    is_text: bool = False
    is_flow: bool = False
    is_drawn: bool = False
    is_attached: bool = False
    draws: bool = False
    is_diagram: bool = False


@dataclass(slots=True)
class Survey:
    """What one walk found. References are as written; `drawn` are the elements that shapes and edges name."""

    root: Node
    ids: dict[str, Node] = field(default_factory=dict)
    same_ids: dict[str, list[Node]] = field(default_factory=dict)
    odd_ids: list[Node] = field(default_factory=list)
    misplaced: list[Node] = field(default_factory=list)
    references: list[tuple[Node, str, str]] = field(default_factory=list)
    mentions: list[tuple[Node, str, str]] = field(default_factory=list)
    conversing: set[str] = field(default_factory=set)
    incoming: set[tuple[Node, str]] = field(default_factory=set)
    outgoing: set[tuple[Node, str]] = field(default_factory=set)
    flows: list[Node] = field(default_factory=list)
    drawable: list[tuple[Node, Node]] = field(default_factory=list)
    attached: list[Node] = field(default_factory=list)
    drawing: list[tuple[Node, str]] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    has_diagram: bool = False

    def find(self, raw: str | None) -> Node | None:
        """The node that a reference means: by exact id, then without its prefix."""
        if not raw:
            return None
        found = self.ids.get(raw)
        return self.ids.get(local(raw)) if found is None else found

    def has(self, raw: str) -> bool:
        """Whether a reference means anything in this file."""
        return raw in self.ids or local(raw) in self.ids


def local(raw: str) -> str:
    """The id that a reference means: without white space and prefix."""
    return raw.strip().rpartition(":")[2]


def survey(root: Node) -> Survey:
    """Walk the tree once."""
    found = Survey(root)
    stack = [root]
    _note_id(found, root)
    while stack:
        parent = stack.pop()
        _look_at_children(found, parent, stack)
    return found


def _look_at_children(found: Survey, parent: Node, stack: list[Node]) -> None:
    ranks, roles = _ranks(parent.tag), _ROLES
    last = -1
    for child in parent.iterchildren("*"):
        tag = child.tag
        rank = ranks[tag]
        if rank >= last:
            last = rank
        elif rank >= 0:
            found.misplaced.append(child)
        role = roles.get(tag)
        if role is None:
            continue
        if role.is_text:
            _mention(found, parent, tag, child.text or "")
            continue
        _note(found, parent, child, role)
        if len(child) and not (role.draws and _is_plain_drawing(child)):
            stack.append(child)


def _mention(found: Survey, parent: Node, tag: str, text: str) -> None:
    if tag == INCOMING:
        found.incoming.add((parent, text))
    elif tag == OUTGOING:
        found.outgoing.add((parent, text))
    elif text:
        found.mentions.append((parent, tag, text))
        if tag == _MESSAGE_FLOW_REF:
            found.conversing.add(local(text))


def _is_plain_drawing(node: Node) -> bool:
    """Whether a shape or edge holds nothing but its place; a plane holds shapes, also when it is a single one."""
    last = node[-1].tag
    return last == WAYPOINT or (len(node) == 1 and last == BOUNDS)


def _note(found: Survey, parent: Node, node: Node, role: Role) -> None:
    _note_id(found, node)
    for name in role.references:
        raw = node.get(name)
        if raw:
            found.references.append((node, name, raw))
    if role.is_flow:
        found.flows.append(node)
    if role.is_drawn:
        found.drawable.append((node, parent))
        if role.is_attached:
            found.attached.append(node)
    elif role.draws:
        raw = node.get("bpmnElement") or ""
        found.drawing.append((node, raw))
        found.drawn.add(local(raw) if ":" in raw else raw)
    elif role.is_diagram:
        found.has_diagram = True


def _note_id(found: Survey, node: Node) -> None:
    identifier = node.get("id")
    if identifier is None:
        return
    first = found.ids.setdefault(identifier, node)
    if first is not node:
        found.same_ids.setdefault(identifier, [first]).append(node)
    elif not identifier.isidentifier() and _NCNAME.fullmatch(identifier) is None:
        found.odd_ids.append(node)


class _Ranks(dict[str, int]):
    """Where children of one kind of element belong, by tag; -1 for what the schema does not know there."""

    def __init__(self, owner: type[Element]) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, tag: str) -> int:
        rank = rank_of(self._owner, tag, VIEWS.get(tag, Element))
        self[tag] = -1 if rank is None else rank
        return self[tag]


@cache
def _ranks(tag: str) -> _Ranks:
    return _Ranks(VIEWS.get(tag, Element))


def _fields(kind: type[Element]) -> list[object]:
    return [value for part in kind.__mro__ for value in vars(part).values()]


def _role(kind: type[Element]) -> Role:
    names = {value.xml_name for value in _fields(kind) if isinstance(value, Ref)}
    return Role(
        references=tuple(sorted(names - _OUTSIDE - (_ENDS if issubclass(kind, FLOWS) else set()))),
        is_flow=issubclass(kind, FLOWS),
        is_drawn=issubclass(kind, _DRAWABLE) and not issubclass(kind, ImplicitThrowEvent),
        is_attached=issubclass(kind, BoundaryEvent),
        draws=issubclass(kind, BPMNShape | BPMNEdge | BPMNPlane),
        is_diagram=issubclass(kind, BPMNDiagram),
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


_ROLES: Final = _roles()
