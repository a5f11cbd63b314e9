"""The least document that views can live in: every write is applied and remembered, ids are looked up in the tree."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.elements import Element
from engine.bpmn.journal import Change, Node
from engine.bpmn.namespaces import PREFERRED_PREFIXES
from engine.bpmn.registry import view_class

SCOPE = " ".join(f'xmlns:{prefix}="{uri}"' for uri, prefix in PREFERRED_PREFIXES.items())


class Tree:
    """A host for views: `Tree.of(xml)` wraps an element, `changes` are what was written."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.changes: list[Change] = []
        self._views: dict[Node, Element] = {}

    @classmethod
    def of(cls, xml: str) -> Tree:
        """A tree of one element that uses the usual prefixes without declaring them."""
        name_end = min(position for position in (xml.find(end) for end in (" ", ">", "/")) if position > 0)
        return cls(etree.fromstring(f"{xml[:name_end]} {SCOPE}{xml[name_end:]}"))

    @property
    def element(self) -> Element:
        """The view of the root."""
        return self.view(self.root)

    def record(self, change: Change) -> None:
        """Apply and remember a change."""
        change.apply()
        self.changes.append(change)

    def view(self, node: Node) -> Element:
        """The one view of a node."""
        if node not in self._views:
            self._views[node] = view_class(node)(self, node)
        return self._views[node]

    def find(self, id: str) -> Element | None:
        """The first element with an id."""
        found = self.root.xpath("//*[@id=$id]", id=id)
        return self.view(found[0]) if found else None

    def prefix_for(self, uri: str, node: Node) -> str:
        """The usual prefix."""
        return PREFERRED_PREFIXES[uri]

    def undo(self) -> None:
        """Take everything back."""
        while self.changes:
            self.changes.pop().revert()

    def xml(self) -> str:
        """The tree as text, without the declarations of the scope."""
        text = etree.tostring(self.root, encoding="unicode")
        for declaration in SCOPE.split(" "):
            text = text.replace(f" {declaration}", "", 1)
        return text
