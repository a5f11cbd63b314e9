"""The compiler: every process, sub-process and global task of a document becomes one frozen graph.

It never raises for a model: what is broken or not executable is a Problem here and an incident when a token gets there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.bpmn import (
    Association,
    CatchEvent,
    CompensateEventDefinition,
    Document,
    FlowNode,
    GlobalTask,
    Process,
    SequenceFlow,
    SubProcess,
)
from engine.runtime.compiling.checking import check
from engine.runtime.compiling.context import Context, note_foreign
from engine.runtime.compiling.conversation import Conversation, conversation_of
from engine.runtime.compiling.correlating import readings_of, subscriptions_of
from engine.runtime.compiling.nodes import Placed, build_node
from engine.runtime.compiling.people import lanes_of
from engine.runtime.graph import Flow, KeyReading, Node, ProcessGraph, Scope


@dataclass
class Draft:
    """A scope while it is read: its nodes and flows as views."""

    index: int
    context: Context
    view: Process | SubProcess | GlobalTask
    parent: int
    host: int
    nodes: list[int] = field(default_factory=list)
    flows: list[SequenceFlow] = field(default_factory=list)


def compile_graph(document: Document, profile: str | None = None, library: Sequence[Document] = ()) -> ProcessGraph:
    """The executable graph of a document, with the problems that a run would meet.

    `profile` says whose semantics hold, if not those that the file shows by itself. `library` are further documents
    whose processes can be called; their elements have ids such as `Process_2/Task_1`.
    """
    main = Context(document, profile or document.profile)
    others = [Context(other, profile or other.profile) for other in library if other is not document]
    return Compiler([main, *others]).graph()


ROOTS = (Process, GlobalTask)


class Compiler:
    """Reads scopes from a work list, numbers their nodes, connects flows, then builds the nodes."""

    def __init__(self, contexts: list[Context]) -> None:
        self.contexts = contexts
        self.context = contexts[0]
        self.document = self.context.document
        self.drafts: list[Draft] = []
        self.placed: list[Placed] = []
        self.by_id: dict[str, int] = {}
        self.flows: list[Flow] = []

    def graph(self) -> ProcessGraph:
        """Everything put together."""
        self.read_scopes()
        nodes, scopes = self.built()
        processes = roots_of(scopes)
        self.note_start(any(scope.starts for scope in scopes if scope.kind == "process" and not scope.lent))
        readings = readings_of(self.contexts)
        conversation = conversation_of(self.document, nodes, processes, scopes)
        self.note_deaf(conversation)
        subscriptions = self.subscriptions()
        return ProcessGraph(
            self.document.name,
            self.context.profile,
            nodes,
            tuple(self.flows),
            scopes,
            self.by_id,
            processes,
            conversation.targets,
            tuple(noted.problem for noted in self.context.found),
            readings,
            subscriptions,
            conversation.senders,
            conversation.hidden,
        )

    def built(self) -> tuple[tuple[Node, ...], tuple[Scope, ...]]:
        """The nodes and scopes of what was read, connected and checked."""
        for draft in self.drafts:
            self.connect(draft)
        self.fill_lanes()
        self.attach_boundaries()
        self.attach_compensation()
        for draft in self.drafts:
            if draft.host < 0:
                draft.context.at = draft.view
                note_foreign(draft.context, draft.view)
        nodes = tuple(self.build(placed) for placed in self.placed)
        scopes = tuple(self.scope(draft, nodes) for draft in self.drafts)
        check(self.placed, nodes, scopes, self.flows)
        for context in self.contexts:
            context.at = None
        return nodes, scopes

    def build(self, placed: Placed) -> Node:
        """One finished node, with what is to be said about it."""
        placed.context.at = placed.view
        note_foreign(placed.context, placed.view)
        return build_node(placed)

    def note_start(self, is_there: bool) -> None:
        """Say where nothing can begin."""
        if not is_there:
            self.context.problem(None, "no-start", "no process in this file has anything to start with")

    def note_deaf(self, conversation: Conversation) -> None:
        """Say which messages nobody hears."""
        for flow, deaf in conversation.deaf:
            self.context.at = flow
            heard = self.context.document.find(deaf)
            name = " ".join((heard.get("name") or "").split()) if heard is not None else ""
            to = f"“{name}”" if name else deaf
            told = f"{flow.id}: the message goes to {to}, which waits for none: only events and receive tasks do"
            self.context.problem(flow, "message-flow", told, "warning")
        self.context.at = None

    def subscriptions(self) -> dict[int, tuple[KeyReading, ...]]:
        """What each process expects of correlation keys."""
        found = {}
        for draft in self.drafts:
            if isinstance(draft.view, Process):
                draft.context.at = draft.view
                if subscribed := subscriptions_of(draft.context, draft.view):
                    found[draft.index] = subscribed
        return found

    def read_scopes(self) -> None:
        """All scopes, outer ones first, without recursion."""
        waiting: list[tuple[Context, Process | SubProcess | GlobalTask, int, int]] = []
        for context in reversed(self.contexts):
            roots = [child for child in context.document.definitions.children if isinstance(child, ROOTS)]
            waiting.extend((context, root, -1, -1) for root in reversed(roots))
        while waiting:
            context, view, parent, host = waiting.pop()
            if parent < 0 and context is not self.context:
                context.prefix = f"{view.id}/"
            draft = Draft(len(self.drafts), context, view, parent, host)
            self.drafts.append(draft)
            if host >= 0:
                self.placed[host].inner = draft.index
            inner = [self.place(draft, node) for node in self.contents(draft)]
            waiting.extend(
                (context, placed.view, draft.index, placed.index)
                for placed in reversed(inner)
                if isinstance(placed.view, SubProcess)
            )

    def contents(self, draft: Draft) -> Iterator[FlowNode | GlobalTask]:
        """The flow nodes of a scope; its sequence flows are kept for later. A global task is its own only node."""
        if isinstance(draft.view, GlobalTask):
            yield draft.view
            return
        for element in draft.view.flow_elements:
            if isinstance(element, SequenceFlow):
                draft.flows.append(element)
            elif isinstance(element, FlowNode):
                yield element

    def place(self, draft: Draft, view: FlowNode | GlobalTask) -> Placed:
        """Give a node its number; the first node with an id keeps it."""
        index, context = len(self.placed), draft.context
        id = view.id or f"{view.tag}_{index + 1}"
        placed = Placed(index, context.prefix + id, view, draft.index, context)
        context.at = view
        if id in context.places:
            context.problem(view, "duplicate-id", f"{id}: another element has this id; flows go to the first one")
        else:
            context.places[id] = index
            self.by_id.setdefault(placed.id, index)
        self.placed.append(placed)
        draft.nodes.append(index)
        return placed

    def connect(self, draft: Draft) -> None:
        """The sequence flows of a scope, in document order."""
        for view in draft.flows:
            context = draft.context
            context.at = view
            source, target = self.end(context, view, view.source_ref), self.end(context, view, view.target_ref)
            if source is None or target is None:
                continue
            if source.scope != target.scope:
                context.problem(view, "flow-crosses-scope", f"{view.id}: the flow crosses a sub-process border")
                continue
            index = len(self.flows)
            condition = context.condition(view.condition, view)
            id = context.prefix + (view.id or f"flow_{index + 1}")
            flow = Flow(index, id, view.name or "", source.index, target.index, condition)
            self.flows.append(flow)
            source.outgoing.append(flow)
            target.incoming.append(index)

    def end(self, context: Context, flow: SequenceFlow, reference: str | None) -> Placed | None:
        """The node at one end of a flow; a missing one is a problem."""
        place = context.place(reference)
        if place is None:
            message = f'{flow.id}: the flow leads nowhere: there is no flow node "{reference or ""}"'
            context.problem(flow, "dangling-reference", message)
            return None
        return self.placed[place]

    def attach_boundaries(self) -> None:
        """Tell each activity which boundary events it has."""
        for placed in self.placed:
            reference = placed.view.get("attachedToRef")
            if placed.view.tag != "boundaryEvent":
                continue
            host = placed.context.place(reference)
            placed.context.at = placed.view
            if host is None:
                message = f'{placed.id}: the boundary event is attached to "{reference or ""}", which is not there'
                placed.context.problem(placed.view, "dangling-reference", message)
                continue
            placed.attached_to = host
            self.placed[host].boundaries.append(placed.index)

    def fill_lanes(self) -> None:
        """Tell each node in which lane it stands."""
        for draft in self.drafts:
            if isinstance(draft.view, Process):
                for id, lane in lanes_of(draft.view).items():
                    place = draft.context.place(id)
                    if place is not None:
                        self.placed[place].lane = lane

    def attach_compensation(self) -> None:
        """Tell each activity what undoes it: the target of its compensation event's association, or what is inside."""
        for draft in self.drafts:
            if isinstance(draft.view, GlobalTask):
                continue
            for association in draft.view.artifacts:
                if isinstance(association, Association):
                    source = draft.context.place(association.source_ref)
                    target = draft.context.place(association.target_ref)
                    if source is not None and target is not None and _compensates(self.placed[source]):
                        self.placed[self.placed[source].attached_to].compensation = target
            if draft.host >= 0 and _by_event(self.placed[draft.host]):
                starts = [self.placed[place] for place in draft.nodes if self.placed[place].view.tag == "startEvent"]
                outer = self.drafts[draft.parent].host
                if outer >= 0 and any(_compensates(start) for start in starts):
                    self.placed[outer].compensation = draft.host

    def scope(self, draft: Draft, nodes: tuple[Node, ...]) -> Scope:
        """One finished scope."""
        view = draft.view
        own = [nodes[index] for index in draft.nodes]
        kind = "process" if draft.parent < 0 else view.tag
        executable = not isinstance(view, Process) or view.is_executable is not False
        return Scope(
            draft.index,
            (draft.context.prefix if draft.host >= 0 else "") + (view.id or f"scope_{draft.index + 1}"),
            view.name or "",
            kind,
            draft.parent,
            tuple(draft.nodes),
            _event_starts(own) if draft.host >= 0 and nodes[draft.host].by_event else starts_of(own),
            tuple(node.index for node in own if node.by_event and self.starts_by_event(nodes, node)),
            draft.host,
            executable,
            draft.context is not self.context,
        )

    def starts_by_event(self, nodes: tuple[Node, ...], host: Node) -> bool:
        """Whether an event sub-process has a start event that can be armed."""
        return host.inner >= 0 and bool(_event_starts([nodes[place] for place in self.drafts[host.inner].nodes]))


def _compensates(placed: Placed) -> bool:
    """Whether an event is one of compensation, on a boundary or at the start of an event sub-process."""
    view = placed.view
    return isinstance(view, CatchEvent) and any(
        isinstance(definition, CompensateEventDefinition) for definition in view.event_definitions
    )


def _by_event(placed: Placed) -> bool:
    return isinstance(placed.view, SubProcess) and placed.view.triggered_by_event is True


def _event_starts(nodes: list[Node]) -> tuple[int, ...]:
    """The start events of an event sub-process that wait for something."""
    return tuple(node.index for node in nodes if node.kind == "startEvent" and node.triggers)


def roots_of(scopes: Sequence[Scope]) -> dict[str, int]:
    """The processes and global tasks by id; the first with an id keeps it."""
    found: dict[str, int] = {}
    for scope in scopes:
        if scope.parent < 0:
            found.setdefault(scope.id, scope.index)
    return found


def starts_of(nodes: Sequence[Node]) -> tuple[int, ...]:
    """The start events of a scope; without any, every node that nothing leads to (BPMN 2.0, 10.3.1)."""
    starts = [node for node in nodes if node.kind == "startEvent"]
    if starts:
        none = [node for node in starts if not node.triggers]
        return tuple(node.index for node in none or starts)
    return tuple(
        node.index
        for node in nodes
        if not node.incoming
        and node.kind not in ("boundaryEvent",)
        and not node.for_compensation
        and not node.by_event
        and not (node.kind == "intermediateCatchEvent" and any(item.kind == "link" for item in node.triggers))
    )
