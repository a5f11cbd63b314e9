"""Which units of a document may have other findings after an edit: what changed, and all that speaks of it.

    touched = Touched(document)
    for change in change_set.changes:
        for _ in touched.follow(change):    # in portions: one change may bring or take very much
            ...
    touched.units                           # to be checked again, as far as they are still in the tree

A unit is touched by a change inside it, by a change of what it refers to, and when something comes or goes that it
names: by reference, as the other end of a flow, as what it draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from engine.bpmn.document import Document
from engine.bpmn.index import DRAWN, REFERENCE_CHILDREN, REFERENCE_SET, local
from engine.bpmn.journal import Change, Insert, Node, Remove, SetAttribute, SetText, Shift
from engine.bpmn.namespaces import BPMNDI, bpmn, clark
from engine.bpmn.roles import ranks_in
from engine.bpmn.units import UNITS, unit_of, units

_PORTION: Final = 50
_MANY: Final = frozenset((bpmn("process"), clark(BPMNDI, "BPMNPlane")))
"""Containers of any number of units, of which the schema wants none."""
_LISTS: Final = frozenset((bpmn("flowNodeRef"), *DRAWN))
"""What names an element and says the same of it whatever the element says."""


class Touched:
    """Collects units; `is_all` says that every unit is touched, `is_moved` that very many shapes and edges moved.

    `is_sound` tells whether nothing was found at a container.
    """

    def __init__(self, document: Document, is_sound: Callable[[Node], bool]) -> None:
        self.units: dict[Node, None] = {}
        self.is_all = False
        self.is_moved = False
        self._is_sound = is_sound
        self._root = document.definitions.node
        self._index = document.index

    def follow(self, change: Change) -> Iterator[None]:
        """Add what a change touches, in portions. What it was before it says itself; all else is asked of the tree."""
        if isinstance(change, Shift):
            self.is_moved = True
        elif isinstance(change, Insert | Remove):
            if not self._keeps_order(change):
                self._content(change.parent)
            self.units.update(dict.fromkeys(units(change.node)))
            for number, node in enumerate(change.node.iter("*")):
                self._came_or_went(node)
                if number % _PORTION == 0:
                    yield
        else:
            self._content(change.node)
            self._written(change)
            if isinstance(change, SetAttribute) and change.name == "id":
                yield from self._renamed(change.node)
        yield

    def _keeps_order(self, change: Insert | Remove) -> bool:
        """Whether the container says of itself what it said before: one of many came to its place, or went."""
        parent, node = change.parent, change.node
        if (
            parent.tag not in _MANY
            or node.tag not in UNITS
            or unit_of(parent) is not parent
            or not self._is_sound(parent)
        ):
            return False
        if node.getparent() is not parent:
            return True
        before, after = node.getprevious(), node.getnext()
        ranks, texts = ranks_in(parent.tag), (node.tail, None if before is None else before.tail)
        known = [ranks[each.tag] for each in (before, node, after) if each is not None and isinstance(each.tag, str)]
        return min(known) >= 0 and known == sorted(known) and all((text or " ").isspace() for text in texts)

    def _written(self, change: SetAttribute | SetText) -> None:
        """What a written value names, and what the value before it named."""
        node = change.node
        if isinstance(change, SetText):
            if node.tag in REFERENCE_CHILDREN:
                self._named(change.before)
                self._named(change.value)
            return
        self.is_all = self.is_all or node is self._root
        before = change.before.get(change.name)
        if change.name == "id":
            self._identified(before)
            self._identified(change.value)
        elif change.name in REFERENCE_SET:
            self._named(before)
            self._named(change.value)

    def _renamed(self, node: Node) -> Iterator[None]:
        """What is told under the id of an element: also what is wrong with its place, and with those without an id."""
        around = node.getparent()
        if around is not None:
            self.units[unit_of(around)] = None
        for number, unit in enumerate(units(node)):
            if not unit.get("id"):
                self.units[unit] = None
            if number % _PORTION == 0:
                yield

    def _came_or_went(self, node: Node) -> None:
        """All that names a node, or is named by it, that is now there or no more."""
        for name, value in node.items():
            if name == "id":
                self._identified(str(value))
            elif name in REFERENCE_SET:
                self._named(str(value))
        if node.tag in REFERENCE_CHILDREN:
            self._named(node.text)

    def _content(self, node: Node) -> None:
        """A unit that says something else than before, and those that refer to it for what it says."""
        unit = unit_of(node)
        self.units[unit] = None
        climbing: Node | None = node
        while climbing is not None:
            for referrer in self._index.referrers(climbing.get("id") or ""):
                if referrer.tag not in _LISTS:
                    self.units[unit_of(referrer)] = None
            climbing = None if climbing is unit else climbing.getparent()

    def _identified(self, id: str | None) -> None:
        """All that has an id, and all that names it."""
        self._named(id)
        for referrer in self._index.referrers(local(id)):
            self.units[unit_of(referrer)] = None

    def _named(self, reference: str | None) -> None:
        """All that a reference may mean."""
        for id in {reference or "", local(reference)}:
            for node in self._index.ids.get(id, ()):
                self.units[unit_of(node)] = None
