"""The executable form of a document: nodes, flows and scopes by index, frozen, shared by all its Requests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from engine.bpmn import Problem
from engine.expressions import Expression
from engine.runtime.token import Token

Behavior = Callable[[Any, Token, "Node"], None]
"""What an element does with a token; given the `Run` first, which this module does not know: it knows the graph."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is None where it is always open."""

    index: int
    id: str
    name: str
    source: int
    target: int
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event definition: its `kind` (`message`, `timer`, …) and what it names.

    `name` is the message, signal, link or activity; `code` the error or escalation code; `expression` a condition or
    a time, whose form is `time` (`date`, `duration` or `cycle`).
    """

    kind: str
    name: str = ""
    code: str | None = None
    expression: Expression | None = None
    time: str = ""
    variable: str | None = None
    wait: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)
    named: Expression | None = None
    """What computes the name at run time; `name` is its text then."""


@dataclass(frozen=True, slots=True)
class LoopEvent:
    """An event that a multi-instance activity throws: when the first round ends, or each, or under a condition."""

    trigger: Trigger
    first_only: bool = False
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Loop:
    """How an activity repeats: `standard`, `parallel` or `sequential`."""

    kind: str
    condition: Expression | None = None
    test_before: bool = False
    exits_when_true: bool = False
    maximum: Expression | int | None = None
    collection: Expression | None = None
    collection_name: str = ""
    item: str = ""
    output_collection: str = ""
    output_item: str = ""
    output_expression: Expression | None = None
    behavior: str = "All"
    events: tuple[LoopEvent, ...] = ()
    """What its rounds throw as they end."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One assignment of an input or output mapping: `target` (a variable or dotted path) gets `source`'s value."""

    target: str
    source: Expression


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How a failed call is tried again by the file's own words: so many times, after a pause on the virtual clock.

    `technical` ones are for failures of the call only, not for errors that the model knows. One attempt may take
    `timeout` seconds; when the last one has failed the process manager hears of it in the ways of `notify`.
    """

    attempts: int = 0
    wait: timedelta = timedelta()
    technical: bool = False
    timeout: float | None = None
    notify: tuple[str, ...] = ()


PAYLOAD = "_payload"
"""Under this name the data associations of an event see what it has brought."""
NO_RETRIES = RetryPolicy()
BY_MAIL = "e-mail"
"""The way of notifying that leaves the program."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a task does: its implementation or script, and its settings as the file has them.

    `computed` gives the implementation at run time where the file says so; `implementation` is its text then.
    """

    implementation: str = ""
    script: str = ""
    language: str = ""
    expression: Expression | None = None
    result: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    decision: Expression | None = None
    """The id of the DMN decision that it calls."""
    retries: RetryPolicy = NO_RETRIES
    mapping: str = ""
    """What Camunda 7 makes of the decision's result: `singleEntry`, `singleResult`, `collectEntries`, `resultList`."""
    computed: Expression | None = None


NO_WORK = Work()


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node. `enter` runs when a token comes, `resume` when what it waited for is there.

    `perform` is an activity's own work and `finish` its end, for one round where the activity repeats.
    """

    index: int
    id: str
    kind: str
    name: str
    scope: int
    enter: Behavior
    resume: Behavior
    perform: Behavior
    finish: Behavior
    incoming: tuple[int, ...] = ()
    outgoing: tuple[Flow, ...] = ()
    only: Flow | None = None
    """The one way out, where there is just one and it has no condition."""
    default: Flow | None = None
    triggers: tuple[Trigger, ...] = ()
    boundaries: tuple[int, ...] = ()
    attached_to: int = -1
    interrupting: bool = True
    parallel_multiple: bool = False
    inner: int = -1
    loop: Loop | None = None
    work: Work = NO_WORK
    called: str = ""
    inputs: tuple[Assignment, ...] = ()
    outputs: tuple[Assignment, ...] = ()
    condition: Expression | None = None
    start_quantity: int = 1
    completion_quantity: int = 1
    for_compensation: bool = False
    by_event: bool = False
    """Whether it is an event sub-process, which no token enters by itself."""
    compensation: int = -1
    copies: tuple[Assignment, ...] = ()
    """Data associations on the way out: each target gets a value where there is one."""
    assignment: Mapping[str, object] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    has_work: bool = False
    """Whether it is an activity, which is answered, rather than an event, which happens."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A process or sub-process: which nodes it has and where it starts."""

    index: int
    id: str
    name: str
    kind: str
    parent: int
    nodes: tuple[int, ...]
    starts: tuple[int, ...]
    """Where a token starts when the scope is entered: its none start events, else all nodes without a way in."""
    event_subprocesses: tuple[int, ...] = ()
    host: int = -1
    executable: bool = True
    lent: bool = False
    """Whether it belongs to another document and only waits to be called."""


@dataclass(frozen=True, slots=True)
class KeyReading:
    """Where the values of a correlation key stand: one path for each of its properties."""

    key: str
    paths: tuple[Expression, ...]


@dataclass(frozen=True)
class ProcessGraph:
    """All processes of a document, ready to run; `problems` say what cannot."""

    name: str
    profile: str
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    scopes: tuple[Scope, ...]
    by_id: Mapping[str, int]
    processes: Mapping[str, int]
    message_flows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    correlation: Mapping[str, tuple[KeyReading, ...]] = field(default_factory=dict)
    """For each message by its name, the correlation keys that it carries."""
    subscriptions: Mapping[int, tuple[KeyReading, ...]] = field(default_factory=dict)
    """For each process, the correlation keys that it knows from its own data."""
    senders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each node, the names of the pools without a process that send to it."""
    hidden: Mapping[str, str] = field(default_factory=dict)
    """The pools without a process, by id: a person answers for them."""
    _reach: dict[int, Mapping[int, int]] = field(default_factory=dict, repr=False, compare=False)

    def node(self, id: str) -> Node:
        """The node with this id; raises KeyError."""
        return self.nodes[self.by_id[id]]

    def process_of(self, node: Node) -> Scope:
        """The process in which a node stands."""
        scope = self.scopes[node.scope]
        while scope.parent >= 0:
            scope = self.scopes[scope.parent]
        return scope

    def reach(self, gateway: int) -> Mapping[int, int]:
        """For each node, as bits, by which ways in a token there can still come to the gateway; computed once."""
        known = self._reach.get(gateway)
        if known is None:
            known = self._reach[gateway] = _reach(self, self.nodes[gateway])
        return known


def receives(node: Node) -> bool:
    """Whether a message can make something of a node happen."""
    return node.kind == "receiveTask" or (
        node.kind in ("startEvent", "intermediateCatchEvent", "boundaryEvent")
        and any(trigger.kind == "message" for trigger in node.triggers)
    )


def predecessors(graph: ProcessGraph, node: Node) -> list[int]:
    """The nodes from which a token can come directly: by flow, from a boundary's activity, from a link's throw."""
    found = [graph.flows[flow].source for flow in node.incoming]
    if node.attached_to >= 0:
        found.append(node.attached_to)
    names = {trigger.name for trigger in node.triggers if trigger.kind == "link"}
    if names and node.kind == "intermediateCatchEvent":
        found.extend(other.index for other in _link_throws(graph, node.scope, names))
    return found


def _link_throws(graph: ProcessGraph, scope: int, names: set[str]) -> list[Node]:
    throws = (graph.nodes[index] for index in graph.scopes[scope].nodes)
    return [
        node
        for node in throws
        if node.kind == "intermediateThrowEvent"
        and any(trigger.kind == "link" and trigger.name in names for trigger in node.triggers)
    ]


def _reach(graph: ProcessGraph, gateway: Node) -> Mapping[int, int]:
    reached: dict[int, int] = {}
    for place, flow in enumerate(gateway.incoming):
        bit = 1 << place
        waiting = [graph.flows[flow].source]
        while waiting:
            index = waiting.pop()
            if index == gateway.index or reached.get(index, 0) & bit:
                continue
            reached[index] = reached.get(index, 0) | bit
            waiting.extend(predecessors(graph, graph.nodes[index]))
    return reached
