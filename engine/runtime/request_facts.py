"""What can be read of a Request at any time, without changing it: how it stands, its data, path, events and history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from engine.runtime.behaviors.activities import OVERDUE, inputs_of
from engine.runtime.behaviors.failing import FAILED_POOL
from engine.runtime.behaviors.naming import heard_name
from engine.runtime.errors import RequestError
from engine.runtime.graph import Node, ProcessGraph
from engine.runtime.history import History
from engine.runtime.pools import running_pools, startable
from engine.runtime.scheduler import Run
from engine.runtime.state import Event, State
from engine.runtime.token import FAILED, JOINING, READY, WAITING, Token, Watch
from engine.runtime.trace import PATH_KINDS, TraceEvent, seeded_id, trace_events

Status = Literal["running", "completed", "waiting", "error", "canceled"]
FLOW_KINDS = frozenset(("moved", "created"))
"""The events with which a token goes along a flow."""
_PLACING = frozenset(("created", "spawned", "instance", "redirected", "looped"))
_WENT_WELL = frozenset(("completed", "waiting"))


class RequestFacts:
    """The reading half of `engine.runtime.request.Request`."""

    __slots__ = ("_begin", "_marks", "_run")

    def __init__(self, run: Run, begin: datetime, marks: Sequence[int] = ()) -> None:
        """`marks` are the numbers of events before each step."""
        self._run = run
        self._begin = begin
        self._marks = list(marks)

    @property
    def graph(self) -> ProcessGraph:
        """The model that it runs."""
        return self._run.graph

    @property
    def now(self) -> datetime:
        """The virtual time."""
        return self._run.state.now

    @property
    def status(self) -> Status:
        """`running` while there is something to do; then how it stands."""
        state = self._run.state
        if state.outcome and state.outcome != FAILED_POOL:
            return "canceled" if state.outcome == "canceled" else "error"
        if state.queue:
            return "running"
        if any(token.state is FAILED for token in state.tokens.values()):
            return "error"
        if state.tokens:
            return "waiting"
        return "error" if state.outcome else "completed"

    @property
    def data(self) -> dict[str, object]:
        """The Request data of the process that was started first."""
        frames = self._run.state.frames
        return dict(self._run.state.data_of(next(iter(frames)))) if frames else {}

    def data_at(self, element: str) -> dict[str, object]:
        """The data as an expression on this element would read it now, with the inputs of a task that waits there."""
        place = self._run.graph.by_id.get(element)
        waits = any(token.node == place and token.state is WAITING for token in self._run.state.tokens.values())
        token = self._token(element, WAITING if waits else None)
        node = self._run.graph.nodes[token.node]
        own = inputs_of(self._run, token, node, pinned=True) if waits and node.has_work else {}
        return {**self._run.view(token.frame), **own}

    @property
    def path(self) -> list[str]:
        """The ids of the elements in the order in which they were entered."""
        nodes = self._run.graph.nodes
        return [nodes[event[2]].id for event in self._run.events if event[0] in PATH_KINDS]

    @property
    def flows(self) -> list[str]:
        """The ids of the sequence flows in the order in which they were taken."""
        flows = self._run.graph.flows
        taken = (event[2] if event[0] == "moved" else event[4] for event in self._run.events if event[0] in FLOW_KINDS)
        return [flows[flow].id for flow in taken if flow >= 0]

    def work_began(self, token: int) -> int:
        """The number of events before the work that a token does now began for the first time.

        It is the same for all attempts at it, those that the file asks for and those that a person lets begin again,
        until one ends well: what an attempt that failed has done already need not be done twice.
        """
        events = self._run.events
        for at in range(len(events) - 1, -1, -1):
            kind, *rest = events[at]
            if kind in _PLACING or kind == "moved":
                if rest[0] == token and not (kind == "moved" and at and events[at - 1] == ("resumed", token)):
                    return at
            elif kind == "called" and rest[0] == token and rest[2]["outcome"] in _WENT_WELL:
                return at
        return 0

    @property
    def waiting(self) -> list[str]:
        """The elements at which it waits for something from outside; else those where tokens wait for each other."""
        nodes, tokens = self._run.graph.nodes, self._run.state.tokens.values()
        held = [token.node for token in tokens if token.state is WAITING]
        stuck = [token.node for token in tokens if token.state is JOINING]
        return [nodes[place].id for place in dict.fromkeys(held or stuck)]

    @property
    def reasons(self) -> dict[str, str]:
        """What each waiting element waits for, in words."""
        found: dict[str, str] = {}
        tokens, nodes = self._run.state.tokens, self._run.graph.nodes
        for event in self._run.events:
            if event[0] == "waiting" and event[1] in tokens and tokens[event[1]].state is WAITING:
                found[nodes[tokens[event[1]].node].id] = event[2]
        return found

    @property
    def watches(self) -> list[dict[str, object]]:
        """The events that can happen now: element, kind, name, when it is due, and `from` which pools by hand."""
        nodes = self._run.graph.nodes
        senders = self._run.graph.senders
        return [
            {**_describe(self._run, nodes[watch.node], watch), "from": list(senders.get(nodes[watch.node].id, ()))}
            for watch in self._run.state.watches.values()
        ]

    @property
    def pools(self) -> list[dict[str, object]]:
        """The processes that run or have run in it: `process`, `name`, whether it is `over`, and its `data`."""
        return running_pools(self._run)

    @property
    def startable(self) -> list[dict[str, object]]:
        """The start events of other pools that `trigger` can let happen now: element, process, kind, name, `from`."""
        return startable(self._run)

    @property
    def tokens(self) -> list[tuple[str, str]]:
        """Where its tokens are and what they do: pairs of element id and state."""
        nodes = self._run.graph.nodes
        return [(nodes[token.node].id, token.state.value) for token in self._run.state.tokens.values()]

    @property
    def errors(self) -> list[dict[str, object]]:
        """What went wrong, in order: element, code, message."""
        nodes = self._run.graph.nodes
        return [
            {"element": nodes[event[2]].id if event[2] >= 0 else None, **event[3]}
            for event in self._run.events
            if event[0] == "error"
        ]

    @property
    def trace(self) -> list[TraceEvent]:
        """Everything that happened, in order."""
        return list(trace_events(self._run.events, self._run.graph, self._begin, self._run.seed))

    @property
    def events(self) -> Sequence[Event]:
        """The history as it is stored; `fold` of it is the state."""
        return tuple(self._run.events)

    @property
    def marks(self) -> tuple[int, ...]:
        """For each step and act, in order, the number of events that had happened before it."""
        return tuple(self._marks)

    @property
    def ahead(self) -> tuple[str, str | None] | None:
        """Where the next step happens: the element, and the flow by which a token is about to enter it, if any."""
        if not self._run.state.queue:
            return None
        token, graph = self._run.state.tokens[self._run.state.queue[0]], self._run.graph
        enters = token.state is READY and token.flow >= 0
        return graph.nodes[token.node].id, graph.flows[token.flow].id if enters else None

    @property
    def history(self) -> History:
        """Its visits, decisions and assignments, up to now."""
        return History(self._run.events, self._run.graph, self._begin, self._run.seed)

    @property
    def begun(self) -> datetime:
        """The virtual time at which it began."""
        return self._begin

    @property
    def id(self) -> str:
        """Its id, which derives from its seed."""
        return seeded_id(self._run.seed)

    @property
    def seed(self) -> int:
        """The seed it was started with."""
        return self._run.seed

    @property
    def state(self) -> State:
        """The state, to read only."""
        return self._run.state

    @property
    def next_due(self) -> datetime | None:
        """When the next timer is due."""
        return min((watch.due for watch in self._run.state.watches.values() if watch.due), default=None)

    def _token(self, element: str, state: object = None) -> Token:
        place = self._run.graph.by_id.get(element)
        for token in self._run.state.tokens.values():
            if token.node == place and (state is None or token.state is state):
                return token
        raise RequestError(f'nothing waits at "{element}" now')


def _own_kind(watch: Watch) -> str:
    """What a watch is for that no event of the model has armed."""
    return "timeout" if watch.trigger == OVERDUE else "retry" if watch.due else "by hand"


def _describe(run: Run, node: Node, watch: Watch) -> dict[str, object]:
    trigger = node.triggers[watch.trigger] if watch.trigger >= 0 else None
    kind = trigger.kind if trigger else _own_kind(watch)
    name = heard_name(run, watch) if trigger and kind != "timer" else ""
    return {"element": node.id, "kind": kind, "name": name, "due": watch.due}
