"""What touched nodes were when the file was read: how the writer knows what differs now.

Compared with the tree as it is, not with the history: when undo has brought everything back, nothing differs and the
file's own bytes are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.bpmn.journal import Change, Insert, Node, Remove, SetAttribute, Shift, attributes_of


@dataclass(slots=True)
class Baseline:
    """The first known attributes, text and children of every node that any edit touched.

    `places` are, by name, the first known values of single attributes of nodes that were only shifted: all else about
    those is as it was. `origins` are nodes that took the place of another, as an element does that changed its type.
    """

    attributes: dict[Node, dict[str, str]] = field(default_factory=dict)
    places: dict[str, dict[Node, str]] = field(default_factory=dict)
    texts: dict[Node, str | None] = field(default_factory=dict)
    children: dict[Node, list[Node]] = field(default_factory=dict)
    origins: dict[Node, Node] = field(default_factory=dict)

    def remember(self, change: Change) -> None:
        """Note how a node is before its first change; call this before the change is applied."""
        if isinstance(change, SetAttribute):
            if change.node not in self.attributes:
                self.attributes[change.node] = self._unshifted(change.node, change.before)
        elif isinstance(change, Shift):
            known = self.places.setdefault(change.name, {})
            places = zip(change.nodes, change.before, strict=True)
            known.update([each for each in places if each[0] not in known and each[0] not in self.attributes])
        elif isinstance(change, (Insert, Remove)):
            if change.parent not in self.children:
                self.children[change.parent] = list(change.parent)
            if isinstance(change, Insert) and change.origin is not None:
                self.origins[change.node] = self.origin_of(change.origin)
        else:
            self.texts.setdefault(change.node, change.before)

    def origin_of(self, node: Node) -> Node:
        """The node of the file that a node took the place of; most are their own."""
        return self.origins.get(node, node)

    def attributes_before(self, node: Node) -> dict[str, str] | None:
        """What a node's attributes were; None for one that was never written."""
        before = self.attributes.get(node)
        if before is None and any(node in places for places in self.places.values()):
            return self._unshifted(node, attributes_of(node))
        return before

    def _unshifted(self, node: Node, attributes: dict[str, str]) -> dict[str, str]:
        """A node's attributes as they were before it was shifted."""
        before = {name: places[node] for name, places in self.places.items() if node in places}
        return {**attributes, **before} if before else attributes

    def attributes_differ(self, node: Node) -> bool:
        """Whether a node's attributes are not what they were."""
        before = self.attributes_before(node)
        return before is not None and attributes_of(node) != before

    def _shifted(self) -> Iterator[Node]:
        for name, places in self.places.items():
            yield from (node for node, before in places.items() if node.get(name) != before)

    def text_differs(self, node: Node) -> bool:
        """Whether a node's leading text is not what it was."""
        return node in self.texts and (self.texts[node] or "") != (node.text or "")

    def children_differ(self, node: Node) -> bool:
        """Whether a node's children are not the same nodes in the same order as before."""
        before = self.children.get(node)
        return before is not None and before != list(node)

    def differing(self) -> Iterator[Node]:
        """All nodes that are not as they were; a node may come more than once."""
        yield from filter(self.attributes_differ, self.attributes)
        yield from self._shifted()
        yield from filter(self.text_differs, self.texts)
        yield from filter(self.children_differ, self.children)
