"""What a step changed, in terms of BPMN elements: computed from its primitive changes, published once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from engine.bpmn.elements import Element
from engine.bpmn.index import DRAWN
from engine.bpmn.journal import Change, Insert, Node, Remove, Shift

Distance: TypeAlias = tuple[float, float]
ChangeKind: TypeAlias = Literal["load", "edit", "undo", "redo"]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The elements that came, changed or went in one step, undo, redo or load.

    Semantic elements and diagram shapes and edges alike; a change of bounds, way-points or a label reports its shape
    or edge, a change inside an element (an event definition, documentation) reports the element as well. `shifted` are
    those of the changed shapes and edges that moved as they are, among very many, with the distance. `changes` are
    the primitive changes in the order they were made, for observers that keep something about nodes.
    """

    kind: ChangeKind
    label: str
    added: frozenset[Element]
    changed: frozenset[Element]
    removed: frozenset[Element]
    shifted: Mapping[Element, Distance] = field(default_factory=dict)
    changes: Sequence[Change] = ()


class SortedNodes(NamedTuple):
    """Nodes that were added, changed and removed; of some changed ones, how far they moved and nothing else."""

    added: set[Node]
    changed: set[Node]
    removed: set[Node]
    shifted: dict[Node, Distance]


@dataclass(frozen=True, slots=True)
class EditClosing:
    """The last fact of a step: behaviors that work in one batch react to it; `elements` were touched so far."""

    elements: frozenset[Element]


class Touched:
    """Sorts the nodes of some changes into added, changed and removed."""

    def __init__(self, root: Node, is_drawn: Callable[[str], bool]) -> None:
        self._root = root
        self._is_drawn = is_drawn

    def sort(self, changes: Iterable[Change]) -> SortedNodes:
        """Nodes with an id of their own that were added, changed, removed by changes in the order they were made."""
        first: dict[Node, bool] = {}
        changed: dict[Node, None] = {}
        shifted: dict[Node, Distance] = {}
        for change in changes:
            if isinstance(change, (Insert, Remove)):
                first.setdefault(change.node, isinstance(change, Remove))
                changed[change.parent] = None
            elif isinstance(change, Shift):
                _add_up(shifted, change)
                changed.update(dict.fromkeys(change.others))
            else:
                changed[change.node] = None
        added: set[Node] = set()
        removed: set[Node] = set()
        for node, was_there in first.items():
            self._place(node, was_there, added, removed, changed)
        reported: set[Node] = set()
        for node in changed:
            parent = node.getparent()
            if parent is not None and parent.tag in DRAWN and not node.get("id"):
                reported.add(node if node.tag in DRAWN else parent)
            else:
                reported.update(self._owners(node))
        came_or_went = added | removed
        moved = {node: by for node, by in shifted.items() if node not in reported and node not in came_or_went}
        changed_ones = (reported | shifted.keys()) - came_or_went
        return SortedNodes(added, changed_ones, removed - added, moved)

    def _place(
        self, node: Node, was_there: bool, added: set[Node], removed: set[Node], changed: dict[Node, None]
    ) -> None:
        is_there = self._attached(node)
        own = set(identified(node))
        if is_there and was_there:
            changed.update(dict.fromkeys(own))
        elif is_there:
            added |= own
        elif was_there:
            removed |= own

    def _attached(self, node: Node) -> bool:
        climbing: Node | None = node
        while climbing is not None:
            if climbing is self._root:
                return True
            climbing = climbing.getparent()
        return False

    def _owners(self, node: Node) -> Iterator[Node]:
        """The elements that a change in a node is reported for: those with an id, up to one that is drawn."""
        climbing: Node | None = node
        while climbing is not None:
            id = climbing.get("id") if isinstance(climbing.tag, str) else None
            if climbing.tag in DRAWN:
                yield climbing
                return
            if id:
                yield climbing
                if self._is_drawn(id):
                    return
            climbing = climbing.getparent()


def _add_up(distances: dict[Node, Distance], change: Shift) -> None:
    """Add what a change moves to how far it was moved before."""
    dx, dy = (change.distance, 0.0) if change.name == "x" else (0.0, change.distance)
    for node in change.whole:
        before = distances.get(node)
        distances[node] = (dx, dy) if before is None else (before[0] + dx, before[1] + dy)


def identified(subtree: Node) -> Iterator[Node]:
    """The nodes of a subtree that can be spoken of: those with an id, and shapes and edges."""
    return (node for node in subtree.iter("*") if node.get("id") or node.tag in DRAWN)
