"""What compiling says about parts of a document alone: about a few elements as about the whole file.

    told_of(document)                    # everything, each problem with the element at which it was found
    told_of(document, touched)           # the same for some elements, in time by their number

A part is compiled by the compiler itself, from the elements that are asked about and what stands around them: the ends
of their flows, their hosts, what is attached to them. So nothing is said here that the whole graph would not say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import Final, NamedTuple, TypeGuard

from engine.bpmn import (
    BoundaryEvent,
    CatchEvent,
    Collaboration,
    CompensateEventDefinition,
    Document,
    Element,
    FlowNode,
    GlobalTask,
    MessageFlow,
    Process,
    SequenceFlow,
    StartEvent,
    SubProcess,
    ThrowEvent,
    Transaction,
)
from engine.bpmn.index import local
from engine.bpmn.journal import Node as TreeNode
from engine.bpmn.namespaces import bpmn
from engine.bpmn.units import NO_UNITS, UNITS
from engine.runtime.compiling.checking import looks_far
from engine.runtime.compiling.compiler import ROOTS, Compiler, Draft, roots_of, starts_of
from engine.runtime.compiling.context import BPMN_TAG, Context, Noted, is_plain
from engine.runtime.compiling.conversation import conversation_of, deaf_of
from engine.runtime.compiling.correlating import readings_of
from engine.runtime.graph import Node

COMPILED: Final = (FlowNode, SequenceFlow, MessageFlow, Process, GlobalTask)
"""What the compiler looks at one by one."""
_END, _SUB_PROCESS = "endEvent", "subProcess"
_SILENT: Final = frozenset(
    (
        *("task", "userTask", "serviceTask", "scriptTask", "sendTask", "receiveTask", "manualTask", "businessRuleTask"),
        *("exclusiveGateway", "parallelGateway", "inclusiveGateway", "startEvent", _END, _SUB_PROCESS),
    )
)
"""Elements that nothing can be wrong with as long as they are plain."""
_INSIDE: Final = frozenset(tag for tag in UNITS if tag.startswith(BPMN_TAG))
"""What a plain sub-process may hold."""
_DEARER: Final = 2
"""So many times dearer is an element among others than in the whole."""
_FAR: Final = tuple(
    map(bpmn, ("cancelEventDefinition", "linkEventDefinition", "compensateEventDefinition", "eventDefinitionRef"))
)
_START: Final = bpmn("startEvent")
_CATCH: Final = bpmn("intermediateCatchEvent")
_MOST_STARTS: Final = 20


class Told(NamedTuple):
    """What compiling found; `far` are the elements whose findings depend on more than what stands around them."""

    noted: list[Noted]
    far: Sequence[Element]


def told_of(document: Document, parts: Iterable[Element] | None = None) -> Told:
    """What compiling a document says about some of its elements, or about all of it.

    What is about no single element (nothing to start with, correlation) is noted at None, always.
    """
    context = Context(document, document.profile)
    if parts is None:
        return _Whole(context).told()
    return _Part(context, [part for part in parts if not _is_silent(document, part)]).told()


def told_of_all(document: Document, elements: Iterable[Element]) -> Told:
    """What compiling the whole says, by the shorter way: `elements` are all those of the document."""
    every = list(compiled(elements))
    telling = [element for element in every if not _is_silent(document, element)]
    if len(telling) * _DEARER > len(every):
        return told_of(document)
    return told_of(document, dict.fromkeys((*telling, *compiled(in_doubt(document)))))


def compiled(elements: Iterable[Element]) -> Iterator[Element]:
    """Those of some elements that are compiled one by one."""
    return (element for element in elements if isinstance(element, COMPILED))


def _is_silent(document: Document, element: Element) -> bool:
    """Whether nothing can be found at an element: it says nothing but its name and its flows, as most of a drawing."""
    node = element.node
    if isinstance(element, SequenceFlow):
        parent = node.getparent()
        ends = [document.find(node.get(name) or "") for name in ("sourceRef", "targetRef")]
        return len(node) == 0 and all(end is not None and end.node.getparent() is parent for end in ends)
    if element.tag not in _SILENT or not is_plain(element, _INSIDE if element.tag == _SUB_PROCESS else NO_UNITS):
        return False
    id = element.id or ""
    return element.tag != _END or all(local(each.get("sourceRef")) != id for each in document.index.referrers(id))


def around(document: Document, part: Element) -> Iterator[Element]:
    """The elements next to one whose findings depend on it: where the one has changed, they are to be asked again."""
    if isinstance(part, SequenceFlow):
        yield from _named(document, part.source_ref)
        yield from _named(document, part.target_ref)
    elif isinstance(part, FlowNode):
        for flow in document.outgoing(part):
            yield from _named(document, flow.target_ref)
        for flow in document.incoming(part):
            yield from _named(document, flow.source_ref)
        yield from document.attached_to(part)
        if isinstance(part, BoundaryEvent):
            yield from _named(document, part.attached_to_ref)
        if isinstance(part, SubProcess):
            yield from map(document.view, part.node.iterchildren(_START))
        if isinstance(part.parent, SubProcess):
            yield part.parent


def in_doubt(document: Document) -> Iterator[Element]:
    """The elements that share their ids with others, and those that name them: which is meant depends on all."""
    for id in document.duplicate_ids():
        for element in document.sharing(id):
            yield element
            yield from document.referrers(element)


def _named(document: Document, reference: str | None) -> list[Element]:
    """Everything that a reference may mean, with or without a prefix."""
    wanted = (reference or "").strip()
    return document.sharing(wanted) or document.sharing(wanted.rpartition(":")[2])


class _Whole(Compiler):
    """A compiler that makes no graph and only tells what is to be said."""

    def __init__(self, context: Context) -> None:
        super().__init__([context])

    def told(self) -> Told:
        """What is to be said about everything."""
        self.read_scopes()
        nodes, scopes = self.built()
        self.note_start(any(scope.starts for scope in scopes if scope.kind == "process"))
        readings_of(self.contexts)
        self.note_deaf(conversation_of(self.document, nodes, roots_of(scopes), scopes))
        self.subscriptions()
        return Told(self.context.found, [placed.view for placed in self.placed if looks_far(nodes[placed.index])])

    def fill_lanes(self) -> None:
        """Nothing is said of lanes."""

    def attach_compensation(self) -> None:
        """Nothing is said of what compensates."""


class _Part(_Whole):
    """One that reads no more than it is asked about and what stands around that."""

    def __init__(self, context: Context, parts: Collection[Element]) -> None:
        super().__init__(context)
        self._parts = frozenset(parts)
        self._drafts: dict[Element, Draft] = {}
        self._paths: dict[TreeNode, tuple[int, ...]] = {}
        self._sequence: dict[SequenceFlow, None] = {}
        self._around: dict[FlowNode | GlobalTask, None] = {}

    def told(self) -> Told:
        """What is to be said about the parts, and about no single element."""
        beginnings, is_all = self._beginnings()
        self._look_around(beginnings)
        self.read_scopes()
        nodes, _ = self.built()
        self.note_start(self._can_start(beginnings, is_all, nodes))
        readings_of(self.contexts)
        self.note_deaf(deaf_of([part for part in self._parts if self._is_message(part)], nodes))
        self.subscriptions()
        noted = [each for each in self.context.found if each.at is None or each.at in self._parts]
        far = [placed.view for placed in self.placed if placed.view in self._parts and looks_far(nodes[placed.index])]
        return Told(noted, far)

    def read_scopes(self) -> None:
        """The places of what was found around, in the order in which the whole file would give them."""
        for part in self._parts:
            if isinstance(part, Process):
                self._draft(part)
        for view in sorted(self._around, key=self._place_of):
            draft = self._new_draft(view, -1, -1) if isinstance(view, GlobalTask) else self._draft(view.parent)
            if draft is not None:
                placed = self.place(draft, view)
                if isinstance(view, SubProcess):
                    placed.inner = self._new_draft(view, draft.index, placed.index).index
        for flow in sorted(self._sequence, key=self._place_of):
            draft = self._draft(flow.parent)
            if draft is not None:
                draft.flows.append(flow)

    def _draft(self, view: Element | None) -> Draft | None:
        """The scope of a process or sub-process; None where the compiler never comes."""
        if isinstance(view, Process) and view not in self._drafts and self._is_root(view):
            return self._new_draft(view, -1, -1)
        return None if view is None else self._drafts.get(view)

    def _new_draft(self, view: Process | SubProcess | GlobalTask, parent: int, host: int) -> Draft:
        draft = self._drafts[view] = Draft(len(self.drafts), self.context, view, parent, host)
        self.drafts.append(draft)
        return draft

    def _is_root(self, view: Element) -> bool:
        return view.parent is self.document.definitions

    def _is_message(self, part: Element) -> TypeGuard[MessageFlow]:
        around = part.parent if isinstance(part, MessageFlow) else None
        return isinstance(around, Collaboration) and self._is_root(around)

    def _place_of(self, view: Element) -> tuple[tuple[int, ...], int]:
        """Where the compiler comes to an element: its scope among the scopes, then its place in it."""
        parent = view.node.getparent()
        return ((), 0) if parent is None else (self._path(parent), parent.index(view.node))

    def _path(self, node: TreeNode) -> tuple[int, ...]:
        if node not in self._paths:
            chain = [node, *node.iterancestors()]
            steps = [outer.index(inner) for inner, outer in pairwise(chain)]
            self._paths[node] = tuple(reversed(steps))
        return self._paths[node]

    # What stands around -------------------------------------------------------------------------------------------

    def _look_around(self, beginnings: Iterable[FlowNode | GlobalTask]) -> None:
        for part in (*self._parts, *beginnings):
            if isinstance(part, SequenceFlow):
                self._sequence[part] = None
            elif isinstance(part, FlowNode):
                flows = (*self.document.incoming(part), *self.document.outgoing(part))
                self._sequence.update(dict.fromkeys(flows))
                self._add((part, *self._near(part)))
            elif isinstance(part, MessageFlow):
                self._add(_named(self.document, part.target_ref))
            else:
                self._add((part,))
        for flow in self._sequence:
            self._add((*_named(self.document, flow.source_ref), *_named(self.document, flow.target_ref)))
        for view in (*self._around, *self._sequence):
            self._add(view.ancestors())

    def _add(self, views: Iterable[Element]) -> None:
        for view in views:
            if isinstance(view, FlowNode) or (isinstance(view, GlobalTask) and self._is_root(view)):
                self._around[view] = None

    def _near(self, view: FlowNode) -> Iterator[Element]:
        """What else is looked at where a node is checked."""
        look, node = self.document.view, view.node
        if isinstance(view, BoundaryEvent):
            yield from _named(self.document, view.attached_to_ref)
        if isinstance(view, SubProcess) and view.triggered_by_event:
            yield from map(look, node.iterchildren(_START))
        if next(node.iterchildren(*_FAR), None) is None:
            return
        parent = node.getparent()
        if parent is not None:
            yield from map(look, parent.iterchildren(_CATCH))
        for around in view.ancestors():
            if isinstance(around, Transaction):
                yield from self.document.attached_to(around)
        yield from self._compensated(view)

    def _compensated(self, view: FlowNode) -> Iterator[Element]:
        if isinstance(view, CatchEvent | ThrowEvent):
            for definition in (*view.event_definitions, *view.referenced_event_definitions):
                if isinstance(definition, CompensateEventDefinition) and definition.activity_ref:
                    yield from self.document.sharing(definition.activity_ref)

    # Where a Request can begin ------------------------------------------------------------------------------------

    def _beginnings(self) -> tuple[list[FlowNode | GlobalTask], bool]:
        """Some nodes at which a process may begin, one if it surely does; whether these are all there are."""
        roots = [child for child in self.document.definitions.iterate_children() if isinstance(child, ROOTS)]
        for root in roots:
            sure = (
                root
                if isinstance(root, GlobalTask)
                else next(map(self.document.view, root.node.iterchildren(_START)), None)
            )
            if isinstance(sure, StartEvent | GlobalTask):
                return [sure], True
        found: list[FlowNode | GlobalTask] = list(islice(self._unreached(roots), _MOST_STARTS))
        return found, len(found) < _MOST_STARTS

    def _unreached(self, roots: Iterable[Element]) -> Iterator[FlowNode]:
        for root in roots:
            for view in root.iterate_children():
                if isinstance(view, FlowNode) and not any(
                    self._leads_to(view, flow) for flow in self.document.incoming(view)
                ):
                    yield view

    def _leads_to(self, view: FlowNode, flow: SequenceFlow) -> bool:
        """Whether the compiler connects a flow that ends at a node: its start stands in the same scope."""
        is_read = isinstance(flow.parent, Process | SubProcess)
        return is_read and any(each.parent is view.parent for each in _named(self.document, flow.source_ref))

    def _can_start(self, beginnings: Collection[Element], is_all: bool, nodes: Sequence[Node]) -> bool:
        own = [nodes[placed.index] for placed in self.placed if placed.view in beginnings]
        if any(isinstance(view, StartEvent | GlobalTask) for view in beginnings) or any(map(starts_of, zip(own))):
            return True
        return not is_all and all(each.problem.rule != "no-start" for each in told_of(self.document).noted)
