"""The edit journal: five primitive changes of the tree, the steps made of them, and the one history.

No command has revert code. A command writes through views, each write is one of the primitives below, and undo plays
them backwards; the same node objects come back, so views and references stay valid.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from engine.bpmn.problems import EditOutsideStep

Node: TypeAlias = etree._Element
END: Final = 2**31 - 1
"""The index behind all other children: reached without counting them."""


def put(parent: Node, index: int, node: Node) -> None:
    """Put a node among a parent's children; behind the last in constant time."""
    if index == END:
        parent.append(node)
    else:
        parent.insert(index, node)


def place_of(parent: Node, node: Node) -> int:
    """The index to put a node back at after it was taken out."""
    return END if node.getnext() is None else parent.index(node)


children_of: Final[Callable[[Node], list[Node]]] = itemgetter(slice(None))
"""All children of a node at once, comments included: faster than going through them one by one."""


def attributes_of(node: Node) -> dict[str, str]:
    """A node's attributes by name in Clark notation, in their order."""
    return dict(node.items())  # type: ignore[arg-type]  # of parsed XML, names and values are always str


class SetAttribute(NamedTuple):
    """Write or, with `value` None, remove one attribute; `name` is in Clark notation where it has a namespace."""

    node: Node
    name: str
    value: str | None
    before: dict[str, str]

    def apply(self) -> None:
        """Make the change."""
        if self.value is None:
            self.node.attrib.pop(self.name, "")
        else:
            self.node.set(self.name, self.value)

    def revert(self) -> None:
        """Bring back the old value and, where an attribute came or went, the old order."""
        if self.name not in self.before:
            self.node.attrib.pop(self.name, "")
            return
        self.node.set(self.name, self.before[self.name])
        if self.value is None:
            self._restore_order()

    def _restore_order(self) -> None:
        """Put back behind the attribute what stood there; names with a prefix that nothing declares cannot be moved."""
        names = list(self.before)
        behind = names[names.index(self.name) + 1 :]
        if any(":" in name and name[0] != "{" for name in behind):
            return
        for name in behind:
            value = self.node.attrib.pop(name)
            self.node.set(name, value)


class SetText(NamedTuple):
    """Write the text between a node's start tag and its first child or end tag."""

    node: Node
    value: str | None
    before: str | None

    def apply(self) -> None:
        """Make the change."""
        self.node.text = self.value

    def revert(self) -> None:
        """Bring back the old text."""
        self.node.text = self.before


class Shift(NamedTuple):
    """Write one attribute, which they all have already, of very many nodes: what moves far more than a few things.

    `whole` are the shapes and edges that move by `distance` with this, each with all that it holds; `others` are the
    written nodes that a change is reported for on their own account.
    """

    name: str
    nodes: Sequence[Node]
    values: Sequence[str]
    before: Sequence[str]
    whole: Sequence[Node] = ()
    distance: float = 0.0
    others: Sequence[Node] = ()

    def apply(self) -> None:
        """Make the change."""
        name = self.name
        for node, value in zip(self.nodes, self.values, strict=True):
            node.set(name, value)

    def revert(self) -> None:
        """Bring back the old values; the attributes stay in their order."""
        self.inverse().apply()

    def inverse(self) -> Shift:
        """The change that takes this one back."""
        return self._replace(values=self.before, before=self.values, distance=-self.distance)


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a detached node into a parent; `index` counts all children, comments included, or is `END`.

    One that takes the place of another (an element of another type) names it in `origin`, for the writer.
    """

    parent: Node
    node: Node
    index: int
    origin: Node | None = None

    def apply(self) -> None:
        """Make the change."""
        put(self.parent, self.index, self.node)

    def revert(self) -> None:
        """Take the node out again."""
        self.parent.remove(self.node)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a node out of its parent; text that follows the node travels with it."""

    parent: Node
    node: Node
    index: int

    def apply(self) -> None:
        """Make the change."""
        self.parent.remove(self.node)

    def revert(self) -> None:
        """Put the same node back where it was."""
        put(self.parent, self.index, self.node)


Change: TypeAlias = SetAttribute | SetText | Shift | Insert | Remove


@dataclass(slots=True)
class Edit:
    """One undoable step: its label as the Edit menu shows it, the changes it made, and the facts told about it."""

    label: str
    merge: Hashable | None = None
    changes: list[Change] = field(default_factory=list)
    facts: list[object] = field(default_factory=list)

    def note(self, fact: object) -> None:
        """Tell the behaviors what a command did; they react inside this same step."""
        self.facts.append(fact)


class History:
    """The undo stack of one document, with the mark of what is on disk.

    `replay` applies one step's changes forwards (True) or backwards (False) and publishes the result; the document
    gives it.
    """

    def __init__(self, replay: Callable[[Edit, bool], None]) -> None:
        self._replay = replay
        self._steps: list[Edit] = []
        self._position = 0
        self._saved: int | None = 0
        self._sealed = True

    @property
    def position(self) -> int:
        """How many steps are done and not undone."""
        return self._position

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to undo."""
        return self._position > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to redo."""
        return self._position < len(self._steps)

    @property
    def undo_label(self) -> str | None:
        """Label of the step that undo would take back."""
        return self._steps[self._position - 1].label if self.can_undo else None

    @property
    def redo_label(self) -> str | None:
        """Label of the step that redo would make again."""
        return self._steps[self._position].label if self.can_redo else None

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of all steps, oldest first, undone ones included."""
        return tuple(step.label for step in self._steps)

    @property
    def is_modified(self) -> bool:
        """Whether the document differs from what was last saved or opened."""
        return self._position != self._saved

    def mark_saved(self) -> None:
        """Remember that the present state is on disk; a later edit never joins the step before."""
        self._saved = self._position
        self._sealed = True

    def mark_unsaved(self) -> None:
        """Remember that no state of this history is on disk (recovered work, a new document)."""
        self._saved = None

    def seal(self) -> None:
        """End coalescing: the next edit is a step of its own even if its merge key is the same."""
        self._sealed = True

    def push(self, edit: Edit) -> bool:
        """Add a finished step, dropping undone ones; returns whether it was joined to the step before."""
        if self._position < len(self._steps):
            del self._steps[self._position :]
            if self._saved is not None and self._saved > self._position:
                self._saved = None
        if self._can_merge(edit):
            self._steps[-1].changes.extend(edit.changes)
            return True
        self._steps.append(edit)
        self._position += 1
        self._sealed = edit.merge is None
        return False

    def join_last(self) -> None:
        """Make the last two done steps one; how a recorded coalescing is made again."""
        if self._position == len(self._steps) > 1:
            last = self._steps.pop()
            self._position -= 1
            self._steps[-1].changes.extend(last.changes)

    def _can_merge(self, edit: Edit) -> bool:
        if self._sealed or edit.merge is None or not self._steps:
            return False
        return self._steps[-1].merge == edit.merge and self._saved != self._position

    def undo(self, steps: int = 1) -> int:
        """Undo up to `steps` steps; returns how many were undone."""
        done = 0
        while done < steps and self.can_undo:
            self._go(self._position - 1, self._steps[self._position - 1], False)
            done += 1
        self._sealed = True
        return done

    def redo(self, steps: int = 1) -> int:
        """Redo up to `steps` steps; returns how many were redone."""
        done = 0
        while done < steps and self.can_redo:
            self._go(self._position + 1, self._steps[self._position], True)
            done += 1
        self._sealed = True
        return done

    def _go(self, position: int, edit: Edit, forwards: bool) -> None:
        """Replay a step; who is told of it finds the history where it is then."""
        before, self._position = self._position, position
        try:
            self._replay(edit, forwards)
        except EditOutsideStep:
            self._position = before
            raise
