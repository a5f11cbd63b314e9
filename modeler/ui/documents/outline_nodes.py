"""The document's tree for the outline: pools, processes, flow nodes and what they contain."""

from __future__ import annotations

from engine.bpmn import Artifact, Collaboration, Document, Element, FlowElement, Lane, Participant, Process
from modeler.ui.forms.element_kinds import display_name, kind_name
from modeler.ui.panels.outline import OutlineNode

MOST = 20_000
DEFINITION = "EventDefinition"
SHOWN = (Participant, Process, FlowElement, Artifact, Lane)


def outline_nodes(document: Document) -> tuple[OutlineNode, ...]:
    """Pools with their processes, then processes without a pool."""
    builder = _Builder(document)
    pooled: set[Element] = set()
    nodes = []
    for collaboration in document.elements(Collaboration):
        for participant in (child for child in collaboration.children if isinstance(child, Participant)):
            process = participant.process
            if process is not None:
                pooled.add(process)
            inner = builder.children(process) if process is not None else ()
            nodes.append(builder.node(participant, inner))
    for process in document.elements(Process):
        if process not in pooled:
            nodes.append(builder.node(process, builder.children(process)))
    return tuple(nodes)


class _Builder:
    """Makes nodes until there are too many to be of use."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = MOST

    def children(self, container: Element) -> tuple[OutlineNode, ...]:
        """What a container holds, without flows."""
        found = []
        for child in container.children:
            if self._left <= 0:
                break
            if isinstance(child, SHOWN) and child.id and not child.tag.endswith("Flow"):
                self._left -= 1
                found.append(self.node(child, self.children(child)))
        return tuple(found)

    def node(self, element: Element, children: tuple[OutlineNode, ...]) -> OutlineNode:
        """One element."""
        return OutlineNode(element.id or "", display_name(element), kind_name(element), sign_of(element), children)


def sign_of(element: Element) -> str:
    """The kind of an element as `EntryPictures.of_sign` draws it."""
    names = (
        [child.tag for child in element.children if child.tag.endswith(DEFINITION)] if "Event" in element.tag else []
    )
    return f"{element.tag}/{names[0].removesuffix(DEFINITION)}" if len(names) == 1 else element.tag
