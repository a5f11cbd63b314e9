"""What is where in the tree: ids, references, and the diagram shapes of each element, kept current edit by edit."""

from __future__ import annotations

from collections.abc import Iterator

from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMN, BPMNDI, COLORS

REFERENCE_ATTRIBUTES = (
    "bpmnElement",
    "sourceRef",
    "targetRef",
    "attachedToRef",
    "default",
    "processRef",
    "messageRef",
    "errorRef",
    "signalRef",
    "escalationRef",
    "operationRef",
    "dataObjectRef",
    "dataStoreRef",
    "itemSubjectRef",
    "structureRef",
    "categoryValueRef",
    "activityRef",
    "calledElement",
    "participantRef",
    "initiatingParticipantRef",
    "partitionElementRef",
    "choreographyActivityShape",
    "sourceElement",
    "targetElement",
    "labelStyle",
    "correlationKeyRef",
    "correlationPropertyRef",
    "calledChoreographyRef",
    "calledCollaborationRef",
    "definitionalCollaborationRef",
    "parameterRef",
    "implementationRef",
    "itemRef",
    "evaluatesToTypeRef",
    "inputDataRef",
    "outputDataRef",
    "oneBehaviorEventRef",
    "noneBehaviorEventRef",
    "innerMessageFlowRef",
    "outerMessageFlowRef",
    "innerConversationNodeRef",
    "outerConversationNodeRef",
)
REFERENCE_CHILDREN = frozenset(
    f"{{{BPMN}}}{name}"
    for name in (
        "incoming",
        "outgoing",
        "flowNodeRef",
        "sourceRef",
        "targetRef",
        "categoryValueRef",
        "dataInputRefs",
        "dataOutputRefs",
        "optionalInputRefs",
        "whileExecutingInputRefs",
        "optionalOutputRefs",
        "whileExecutingOutputRefs",
        "inputSetRefs",
        "outputSetRefs",
        "loopDataInputRef",
        "loopDataOutputRef",
        "oneBehaviorEventRef",
        "noneBehaviorEventRef",
        "eventDefinitionRef",
        "participantRef",
        "messageFlowRef",
        "choreographyRef",
        "interfaceRef",
        "endPointRef",
        "innerParticipantRef",
        "outerParticipantRef",
        "innerConversationNodeRef",
        "outerConversationNodeRef",
        "innerMessageFlowRef",
        "outerMessageFlowRef",
        "supportedInterfaceRef",
        "supports",
        "resourceRef",
        "errorRef",
        "inMessageRef",
        "outMessageRef",
        "operationRef",
        "correlationPropertyRef",
        "source",
        "target",
        "partitionElement",
    )
)
REFERENCE_SET = frozenset(REFERENCE_ATTRIBUTES)
INDEXED = REFERENCE_SET | COLORS | {"id"}
"""Attributes that the index follows."""
DRAWN = frozenset(f"{{{BPMNDI}}}{name}" for name in ("BPMNShape", "BPMNEdge"))
SILENT_NAMESPACES = ("{http://www.omg.org/spec/DD/20100524/",)


class Index:
    """Look-ups by id over one tree; every answer takes time by its own size, not the document's.

    `ids` are the nodes that have each id, `doubled` the ids that several have.
    """

    def __init__(self, root: Node) -> None:
        self.ids: dict[str, list[Node]] = {}
        self.doubled: dict[str, None] = {}
        self._referrers: dict[str, dict[Node, None]] = {}
        self._drawn: dict[str, dict[Node, None]] = {}
        self.has_colors = False
        """Whether an attribute that colors something ever came into the tree."""
        self.add(root)

    def find(self, id: str) -> Node | None:
        """The first node with an id; a reference written as a qualified name is tried without its prefix."""
        nodes = self.ids.get(id) or self.ids.get(id.rpartition(":")[2])
        return nodes[0] if nodes else None

    def drawn(self, id: str) -> list[Node]:
        """The BPMNShape and BPMNEdge nodes that draw an element, in document order of loading."""
        return list(self._drawn.get(id, ()))

    def is_drawn(self, id: str) -> bool:
        """Whether a shape or edge draws an element."""
        return id in self._drawn

    def referrers(self, id: str) -> list[Node]:
        """Nodes that hold a reference to an id: by an attribute, or as their text."""
        return list(self._referrers.get(id, ()))

    def unknown(self) -> set[str]:
        """Ids that are referred to and that nothing has."""
        return self._referrers.keys() - self.ids.keys()

    def add(self, subtree: Node) -> None:
        """Index a node that came into the tree, with all below it."""
        for node in subtree.iter("*"):
            if not node.tag.startswith(SILENT_NAMESPACES):
                self._add(node)

    def remove(self, subtree: Node) -> None:
        """Forget a node that left the tree, with all below it."""
        for node in subtree.iter("*"):
            self._remove(node)

    def update(self, node: Node, name: str | None, before: str | None) -> None:
        """Follow a written attribute of those in `INDEXED`, or text where `name` is None."""
        if name is None:
            if node.tag in REFERENCE_CHILDREN:
                self._unlink(self._referrers, before, node)
                self._link(self._referrers, node.text, node)
        elif name == "id":
            self._forget_id(before, node)
            self._note_id(node.get("id"), node)
        elif name in REFERENCE_SET:
            self._relink(node, name, before)
        else:
            self.has_colors = True

    def _relink(self, node: Node, name: str, before: str | None) -> None:
        still = {local(node.get(other)) for other in REFERENCE_ATTRIBUTES if node.get(other)}
        if local(before) not in still:
            self._unlink(self._referrers, before, node)
        self._link(self._referrers, node.get(name), node)
        if name == "bpmnElement" and node.tag in DRAWN:
            self._unlink(self._drawn, before, node)
            self._link(self._drawn, node.get(name), node)

    def _add(self, node: Node) -> None:
        tag = node.tag
        for name, value in node.items():
            if name == "id":
                self._note_id(value, node)  # type: ignore[arg-type]  # of parsed XML, always str
            elif name in REFERENCE_SET:
                self._link(self._referrers, value, node)  # type: ignore[arg-type]  # as above
                if name == "bpmnElement" and tag in DRAWN:
                    self._link(self._drawn, value, node)  # type: ignore[arg-type]  # as above
            elif name in COLORS:
                self.has_colors = True
        if tag in REFERENCE_CHILDREN:
            self._link(self._referrers, node.text, node)

    def _remove(self, node: Node) -> None:
        for name, value in node.items():
            if name == "id":
                self._forget_id(str(value), node)
            elif name in REFERENCE_SET:
                self._unlink(self._referrers, str(value), node)
                if name == "bpmnElement":
                    self._unlink(self._drawn, str(value), node)
        if node.tag in REFERENCE_CHILDREN:
            self._unlink(self._referrers, node.text, node)

    def _note_id(self, id: str | None, node: Node) -> None:
        if not id:
            return
        known = self.ids.get(id)
        if known is None:
            self.ids[id] = [node]
        else:
            known.append(node)
            self.doubled[id] = None

    def _forget_id(self, id: str | None, node: Node) -> None:
        nodes = self.ids.get(id or "")
        if id and nodes and node in nodes:
            nodes.remove(node)
            if len(nodes) == 1:
                self.doubled.pop(id, None)
            elif not nodes:
                del self.ids[id]

    @staticmethod
    def _link(table: dict[str, dict[Node, None]], reference: str | None, node: Node) -> None:
        id = local(reference)
        if not id:
            return
        known = table.get(id)
        if known is None:
            table[id] = {node: None}
        else:
            known[node] = None

    @staticmethod
    def _unlink(table: dict[str, dict[Node, None]], reference: str | None, node: Node) -> None:
        id = local(reference)
        nodes = table.get(id)
        if nodes is not None:
            nodes.pop(node, None)
            if not nodes:
                del table[id]

    def duplicates(self) -> Iterator[str]:
        """Ids that more than one node has."""
        return iter(tuple(self.doubled))


def local(reference: str | None) -> str:
    """The id that a reference means: without white space, without a qualified name's prefix."""
    if not reference:
        return ""
    return reference.strip().rpartition(":")[2] if ":" in reference else reference.strip()
