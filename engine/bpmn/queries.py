"""Questions about a document that its index answers: what has this id, what draws it, what is connected to it.

Each takes time by the size of its answer, not by the size of the document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from engine.bpmn.definitions import Definitions
from engine.bpmn.diagram import BPMNDiagram, BPMNEdge, BPMNPlane, BPMNShape
from engine.bpmn.elements import Element, FlowNode, SequenceFlow
from engine.bpmn.events import BoundaryEvent
from engine.bpmn.identifiers import nearest
from engine.bpmn.index import Index
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import bpmn, kind_of, local_name
from engine.bpmn.registry import VIEWS, tags_of

E = TypeVar("E", bound=Element)
D = TypeVar("D", BPMNShape, BPMNEdge, BPMNShape | BPMNEdge)
CONNECTIONS = frozenset(("sequenceFlow", "messageFlow", "association", "conversationLink"))
_ENDS = ("sourceRef", "targetRef")
DATA_ASSOCIATIONS = frozenset(("dataInputAssociation", "dataOutputAssociation"))


class Queries:
    """The reading half of a document; `Document` gives it the tree, the index and the views."""

    _index: Index
    _root: Node
    _views: dict[Node, Element]
    view: Callable[[Node], Element]

    @property
    def definitions(self) -> Definitions:
        """The root element."""
        root = self.view(self._root)
        assert isinstance(root, Definitions)
        return root

    @property
    def index(self) -> Index:
        """What has which id and what refers to it, node by node: for those who look at very many."""
        return self._index

    @property
    def diagrams(self) -> list[BPMNDiagram]:
        """All diagrams of the file, in its order."""
        return [child for child in self.definitions.children if isinstance(child, BPMNDiagram)]

    @property
    def has_colors(self) -> bool:
        """Whether anything in the file may have a color of its own."""
        return self._index.has_colors

    def find(self, id: str) -> Element | None:
        """The first element with this id."""
        nodes = self._index.ids.get(id)
        node = nodes[0] if nodes else self._index.find(id)
        return None if node is None else self._views.get(node) or self.view(node)

    def get(self, id: str, kind: type[E] = Element) -> E:  # type: ignore[assignment]  # the default is the bound
        """The element with this id; raises KeyError, naming near misses, where there is none of this kind."""
        found = self.find(id)
        if isinstance(found, kind):
            return found
        if found is not None:
            raise KeyError(f"{id!r} is a {found.tag}, not a {kind.__name__}")
        hint = ", ".join(nearest(id, self._index.ids))
        raise KeyError(f"No element has the id {id!r}" + (f"; did you mean {hint}?" if hint else ""))

    def elements(self, kind: type[E] = Element) -> Iterator[E]:  # type: ignore[assignment]  # as above
        """All elements of a kind, in document order; walks the whole tree."""
        views = map(self.view, self._root.iter(*tags_of(kind)))
        return (view for view in views if isinstance(view, kind))

    def called(self, kinds: Iterable[str]) -> Iterator[Element]:
        """All elements with one of some names such as `bpmn:userTask`, in document order."""
        wanted = frozenset(kinds)
        tags = [tag for tag in VIEWS if kind_of(tag) in wanted]
        return map(self.view, self._root.iter(*tags)) if tags else iter(())

    def shapes_of(self, element: Element) -> list[BPMNShape | BPMNEdge]:
        """Every shape and edge that draws an element, in all diagrams."""
        id = element.node.get("id")
        views = map(self.view, self._index.drawn(id)) if id else ()
        return [view for view in views if isinstance(view, (BPMNShape, BPMNEdge))]

    def shown_by(self, drawn: Iterable[D]) -> list[tuple[D, Element | None]]:
        """Shapes and edges, each with the element that it shows: for those who look at very many."""
        ids, views = self._index.ids, self._views
        found: list[tuple[D, Element | None]] = []
        for each in drawn:
            nodes = ids.get(each.node.get("bpmnElement", ""))
            known = views.get(nodes[0]) if nodes else None
            found.append((each, each.element if known is None else known))
        return found

    def shape_of(self, element: Element, diagram: BPMNDiagram | None = None) -> BPMNShape | None:
        """The first shape of an element, or its shape in one diagram."""
        return self._drawing_of(element, diagram, BPMNShape)

    def edge_of(self, element: Element, diagram: BPMNDiagram | None = None) -> BPMNEdge | None:
        """The first edge of a connection, or its edge in one diagram."""
        return self._drawing_of(element, diagram, BPMNEdge)

    def _drawing_of(self, element: Element, diagram: BPMNDiagram | None, kind: type[E]) -> E | None:
        for node in self._index.drawn(element.node.get("id") or ""):
            drawn = self.view(node)
            if isinstance(drawn, kind) and (diagram is None or _stands_in(drawn, diagram)):
                return drawn
        return None

    def planes_of(self, element: Element) -> list[BPMNPlane]:
        """The diagram planes that show the inside of an element."""
        views = map(self.view, self._index.referrers(element.id or ""))
        return [view for view in views if isinstance(view, BPMNPlane)]

    def incoming(self, node: FlowNode) -> list[SequenceFlow]:
        """Sequence flows that end at a node by their `targetRef`, in document order."""
        return self._flows(node, "targetRef")

    def outgoing(self, node: FlowNode) -> list[SequenceFlow]:
        """Sequence flows that start at a node by their `sourceRef`, in document order."""
        return self._flows(node, "sourceRef")

    def connections_of(self, element: Element) -> list[Element]:
        """All connections at an element: sequence and message flows, associations, data associations, links."""
        found: dict[Element, None] = {}
        id = element.node.get("id") or ""
        for node in self._index.referrers(id):
            name = local_name(node.tag)
            if name in CONNECTIONS and any(_is(node.get(end), id) for end in _ENDS):
                found[self.view(node)] = None
            elif name in _ENDS:
                found.update(self._data_association(node))
        return list(found)

    def attached_to(self, activity: Element) -> list[BoundaryEvent]:
        """The boundary events on an activity's border."""
        nodes = self._index.referrers(activity.node.get("id") or "")
        views = [self.view(node) for node in nodes if node.get("attachedToRef") is not None]
        return [view for view in views if isinstance(view, BoundaryEvent)]

    def referrers(self, element: Element) -> list[Element]:
        """Every element that refers to one: by an attribute, or by a child whose text is its id."""
        return [self.view(node) for node in self._index.referrers(element.id or "")]

    def sharing(self, id: str) -> list[Element]:
        """All elements with an id: one, unless the file gives it to several."""
        return [self.view(node) for node in self._index.ids.get(id, ())]

    def duplicate_ids(self) -> list[str]:
        """Ids that more than one element has."""
        return list(self._index.duplicates())

    def _flows(self, node: Element, end: str) -> list[SequenceFlow]:
        tag = bpmn("sequenceFlow")
        id = node.id or ""
        nodes = [flow for flow in self._index.referrers(id) if flow.tag == tag and _is(flow.get(end), id)]
        if len(nodes) > 1:
            nodes.sort(key=_position)
        return [view for view in map(self.view, nodes) if isinstance(view, SequenceFlow)]

    def _data_association(self, end: Node) -> dict[Element, None]:
        parent = end.getparent()
        if parent is None or local_name(str(parent.tag)) not in DATA_ASSOCIATIONS:
            return {}
        return {self.view(parent): None}


def diagram_of(drawn: Element) -> Element | None:
    """The diagram in which a shape or edge stands."""
    climbing: Element | None = drawn
    while climbing is not None and not isinstance(climbing, BPMNDiagram):
        climbing = climbing.parent
    return climbing


def _stands_in(drawn: Element, diagram: BPMNDiagram) -> bool:
    around = diagram.node
    return any(node is around for node in drawn.node.iterancestors())


def _is(reference: str | None, id: str) -> bool:
    return reference is not None and (reference == id or reference.strip().rpartition(":")[2] == id)


def _position(node: Node) -> int:
    parent = node.getparent()
    return 0 if parent is None else parent.index(node)
