"""The document: an open BPMN file as a lossless tree with typed views, one edit journal and one history.

    document = Document.from_bytes(path.read_bytes(), path.name)
    with document.edit("Rename task"):
        document.get("Task_1", Task).name = "Check order"
    path.write_bytes(document.to_bytes())

The tree changes only inside `edit`. Edits nest (an inner one joins the outer), roll back on an exception, run the
behaviors on the facts that commands note, become one step of the history and publish one `ChangeSet`. Observers only
read. Everything here belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

from engine.bpmn import content
from engine.bpmn.baseline import Baseline
from engine.bpmn.changes import ChangeKind, ChangeSet, EditClosing, SortedNodes, Touched
from engine.bpmn.elements import Element
from engine.bpmn.identifiers import Identifiers
from engine.bpmn.index import INDEXED, Index
from engine.bpmn.journal import Change, Edit, History, Insert, Node, Remove, SetAttribute, SetText, Shift
from engine.bpmn.loader import load
from engine.bpmn.markup import Names
from engine.bpmn.problems import EditOutsideStep, Problem
from engine.bpmn.profiles import platform_version_of, profile_of
from engine.bpmn.queries import Queries
from engine.bpmn.registry import view_class
from engine.bpmn.transcript import Numbers, decode, encode
from engine.bpmn.writer import write

E = TypeVar("E", bound=Element)
Behavior: TypeAlias = Callable[["Document", object], None]
Observer: TypeAlias = Callable[[ChangeSet], None]
Recorder: TypeAlias = Callable[[dict[str, Any]], None]
MAX_FACTS = 100_000
EMPTY = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Processwright">
  <bpmn:process id="Process_1" isExecutable="true">
  </bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1">
    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="Process_1">
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""


class Document(Queries):
    """One open BPMN file; see the module for its life. `name` is what to call it, usually the file's name."""

    def __init__(self, data: bytes, name: str = "", behaviors: Sequence[Behavior] = ()) -> None:
        loaded = load(data)
        self.name = name
        self.problems: tuple[Problem, ...] = loaded.problems
        self.history = History(self._replay)
        self._source = loaded.source
        self._root = loaded.root
        self._behaviors = tuple(behaviors)
        self._views: dict[Node, Element] = {}
        self._numbers = Numbers(loaded.root)
        self._read = len(self._numbers.nodes)
        self._baseline = Baseline()
        self._index = Index(loaded.root)
        self._identifiers = Identifiers(self._index.ids)
        self._touched = Touched(loaded.root, lambda id: bool(self._index.drawn(id)))
        self._edit: Edit | None = None
        self._publishing = False
        self._observers: list[Observer] = []
        self._recorder: Recorder | None = None
        self._record: list[Any] = []
        self.profile = profile_of(loaded.root)

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "", behaviors: Sequence[Behavior] = ()) -> Document:
        """Open the bytes of a file.

        Raises `DocumentError` (with one clear line) for what is hostile, no XML or no BPMN. What is only wrong is in
        `problems`. `behaviors` react to the facts that commands note, in the order given.
        """
        return cls(data, name, behaviors)

    @classmethod
    def new(cls, name: str = "", behaviors: Sequence[Behavior] = ()) -> Document:
        """A new document: one executable process and its empty diagram."""
        document = cls(EMPTY, name, behaviors)
        document.history.mark_unsaved()
        return document

    def to_bytes(self) -> bytes:
        """The file: bytes as they were read wherever no edit differs from them."""
        return write(self._source, self._root, self._numbers.by_node, self._baseline)

    def prepare(self, tags: int = 2_000) -> bool:
        """Do the next portion of what the first save would have to do; true when nothing is left."""
        return self._source.prepare(tags)

    @property
    def platform_version(self) -> str:
        """The version of the engine that the file is made for; empty where it does not say."""
        return platform_version_of(self._root)

    @property
    def original(self) -> bytes:
        """The bytes that were read."""
        return self._source.data

    # Views --------------------------------------------------------------------------------------------------------

    def view(self, node: Node) -> Element:
        """The one view of a node."""
        known = self._views.get(node)
        if known is None:
            known = self._views[node] = view_class(node)(self, node)
        return known

    def prefix_for(self, uri: str, node: Node) -> str:
        """The prefix for QName values of a namespace at a node, empty for the default namespace."""
        known = [prefix for prefix, declared in node.nsmap.items() if declared == uri]
        if known:
            return (node.prefix if node.prefix in known else known[0]) or ""
        climbing: Node | None = node
        while climbing is not None:
            number = self._numbers.by_node.get(climbing)
            if number is not None and number < len(self._source.spans):
                return Names(self._source).prefix_in(uri, self._source.scope(number))
            climbing = climbing.getparent()
        return Names(self._source).prefix_in(uri, self._source.scope(0))

    def is_new(self, element: Element) -> bool:
        """Whether an element came after the file was opened."""
        return self._numbers.by_node.get(element.node, self._read) >= self._read

    def order_of(self, node: Node) -> int:
        """Which of two nodes was there first: those of the file in its order, then those that came."""
        return self._numbers.by_node.get(node, len(self._numbers.by_node))

    def line_of(self, element: Element) -> int | None:
        """The line of the opened file on which an element starts; None for what came later."""
        number = self._numbers.by_node.get(element.node)
        return self._source.line(number) if number is not None and number < len(self._source.spans) else None

    def new_id(self, prefix: str) -> str:
        """An id that nothing in the document has; the same document gives the same ids."""
        return self._identifiers.new(prefix)

    # Editing ------------------------------------------------------------------------------------------------------

    @contextmanager
    def edit(self, label: str, merge: Hashable | None = None) -> Iterator[Edit]:
        """One step of editing, with the label that the Edit menu shows.

        Steps with the same `merge` key that follow each other directly become one. An exception inside takes back
        everything the outermost step did. Raises `EditOutsideStep` when an observer tries to edit.
        """
        if self._edit is not None:
            yield self._edit
            return
        if self._publishing:
            raise EditOutsideStep("An observer of changes must not edit the document")
        edit = self._edit = Edit(label, merge)
        self._record = []
        known = len(self._numbers.nodes)
        try:
            yield edit
            sorted_changes = self._run_behaviors(edit)
        except BaseException:
            self._roll_back(edit)
            self._numbers.forget(known)
            raise
        finally:
            self._edit = None
        self._commit(edit, sorted_changes)

    def record(self, change: Change) -> None:
        """Make one primitive change as part of the running step; raises `EditOutsideStep` without one."""
        if self._edit is None:
            raise EditOutsideStep("The document may only be changed inside document.edit(...)")
        self._baseline.remember(change)
        if self._recorder is not None:
            line = encode(change, self._numbers)
            if line is not None:
                self._record.append(line)
        self._apply(change)
        self._edit.changes.append(change)

    def insert(self, parent: Element, child: Element, before: Element | None = None) -> None:
        """Put an element into a parent: before a sibling, or where the schema wants it, behind its equals."""
        content.insert(parent, child, before)

    def append_all(self, parent: Element, children: Iterable[Element]) -> None:
        """Put many new elements behind everything in a parent whose children all have one place in the schema."""
        content.append_all(parent, children)

    def remove(self, child: Element) -> None:
        """Take an element, with all that is in it, out of the tree."""
        content.remove(child)

    def subscribe(self, observer: Observer) -> Callable[[], None]:
        """Call `observer` with the `ChangeSet` of every step, undo and redo; returns what ends it."""
        self._observers.append(observer)
        return lambda: self._observers.remove(observer)

    def load_set(self) -> ChangeSet:
        """Everything the document holds, as a change set: what an observer starts from."""
        views = frozenset(self.view(node) for nodes in self._index.ids.values() for node in nodes)
        return ChangeSet("load", "Open", views, frozenset(), frozenset())

    def _run_behaviors(self, edit: Edit) -> SortedNodes | None:
        """Let the behaviors do their part; returns what the step touched, where they had to be told."""
        if not self._behaviors:
            return None
        done = 0
        closings = -1
        found: SortedNodes | None = None
        while len(edit.changes) != closings:
            done = self._react(edit, done)
            closings = len(edit.changes)
            found = self._touched.sort(edit.changes)
            edit.note(EditClosing(frozenset(map(self.view, found.added | found.changed))))
            done = self._react(edit, done)
        return found

    def _react(self, edit: Edit, done: int) -> int:
        while done < len(edit.facts):
            if done > MAX_FACTS:
                raise RuntimeError(f"The behaviors of {edit.label!r} do not come to an end")
            for behavior in self._behaviors:
                behavior(self, edit.facts[done])
            done += 1
        return done

    def _roll_back(self, edit: Edit) -> None:
        for change in reversed(edit.changes):
            self._revert(change)

    def _commit(self, edit: Edit, touched: SortedNodes | None) -> None:
        if not edit.changes:
            return
        merged = self.history.push(edit)
        if self._recorder is not None:
            self._recorder({"do": "edit", "label": edit.label, "merged": merged, "changes": self._record})
        self._publish("edit", edit.label, edit.changes, touched)

    def _publish(
        self, kind: ChangeKind, label: str, changes: Sequence[Change], touched: SortedNodes | None = None
    ) -> None:
        if not self._observers:
            return
        found = self._touched.sort(changes) if touched is None else touched
        added, changed, removed = (frozenset(map(self.view, nodes)) for nodes in found[:3])
        shifted = {self.view(node): by for node, by in found.shifted.items()}
        change_set = ChangeSet(kind, label, added, changed, removed, shifted, tuple(changes))
        self._publishing = True
        try:
            for observer in tuple(self._observers):
                observer(change_set)
        finally:
            self._publishing = False

    # Applying changes, with the index kept current ------------------------------------------------------------------

    def _apply(self, change: Change) -> None:
        if isinstance(change, Shift) or (isinstance(change, SetAttribute) and change.name not in INDEXED):
            change.apply()
        elif isinstance(change, (SetAttribute, SetText)):
            self._written(change, change.apply)
        elif isinstance(change, Insert):
            change.apply()
            self._came(change.parent, change.node)
        else:
            self._index.remove(change.node)
            change.apply()

    def _revert(self, change: Change) -> None:
        if isinstance(change, Shift) or (isinstance(change, SetAttribute) and change.name not in INDEXED):
            change.revert()
        elif isinstance(change, (SetAttribute, SetText)):
            self._written(change, change.revert)
        elif isinstance(change, Insert):
            self._index.remove(change.node)
            change.revert()
        else:
            change.revert()
            self._came(change.parent, change.node)

    def _came(self, parent: Node, node: Node) -> None:
        if parent in self._numbers.by_node:
            self._numbers.admit(node)
        self._index.add(node)

    def _written(self, change: SetAttribute | SetText, write_it: Callable[[], None]) -> None:
        """Write what the index follows."""
        node = change.node
        if isinstance(change, SetText):
            before = node.text
            write_it()
            self._index.update(node, None, before)
        else:
            before = node.get(change.name)
            write_it()
            self._index.update(node, change.name, before)

    # History and transcript -----------------------------------------------------------------------------------------

    def _replay(self, edit: Edit, forwards: bool) -> None:
        if self._edit is not None or self._publishing:
            raise EditOutsideStep("Undo and redo are not possible inside a step")
        for change in edit.changes if forwards else reversed(edit.changes):
            if forwards:
                self._apply(change)
            else:
                self._revert(change)
        kind: ChangeKind = "redo" if forwards else "undo"
        if self._recorder is not None:
            self._recorder({"do": kind})
        self._publish(kind, edit.label, edit.changes if forwards else tuple(inverse(edit.changes)))

    def transcribe(self, recorder: Recorder | None) -> None:
        """Give every committed step, undo and redo to `recorder` as JSON-able data, for the crash journal."""
        self._recorder = recorder

    def replay(self, line: dict[str, Any]) -> None:
        """Make a recorded step, undo or redo again; raises `TranscriptError` where it does not fit.

        Behaviors do not run: what they did is part of the record.
        """
        if line.get("do") == "undo":
            self.history.undo()
        elif line.get("do") == "redo":
            self.history.redo()
        else:
            self._replay_edit(line)

    def _replay_edit(self, line: dict[str, Any]) -> None:
        merge = "recorded" if line.get("merged") else None
        if not line.get("changes") and not merge:
            self.history.push(Edit(str(line.get("label", ""))))  # a step all the same: undo counts it
            return
        behaviors, self._behaviors = self._behaviors, ()
        try:
            with self.edit(str(line.get("label", "")), merge):
                for change in line.get("changes", ()):
                    self.record(decode(change, self._numbers))
            if merge:
                self.history.join_last()
        finally:
            self._behaviors = behaviors


def inverse(changes: Sequence[Change]) -> Iterator[Change]:
    """The changes that undo makes, in its order: for telling what came and what went."""
    for change in reversed(changes):
        if isinstance(change, Insert):
            yield Remove(change.parent, change.node, change.index)
        elif isinstance(change, Remove):
            yield Insert(change.parent, change.node, change.index)
        elif isinstance(change, Shift):
            yield change.inverse()
        else:
            yield change
