"""A Request: one running instance of a process, to run, step, answer, inspect, snapshot and step back.

    request = start(compile_graph(document), {"amount": 1200})
    request.run()
    request.status, request.data, request.path

A Request never touches the outside: handlers do the work of tasks, and time passes only by `advance`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from engine.expressions import ExpressionError
from engine.runtime.behaviors.activities import answer
from engine.runtime.behaviors.asking import equip
from engine.runtime.behaviors.assigning import assign_by_hand
from engine.runtime.behaviors.beginning import begin_again, take_away
from engine.runtime.behaviors.firing import ATTEMPTS, fire
from engine.runtime.behaviors.messages import broadcast, post
from engine.runtime.breakpoints import Breakpoints, Stops, conditions_of, stops_at
from engine.runtime.clock import VirtualClock
from engine.runtime.errors import IncidentError, RequestError, RunawayError
from engine.runtime.graph import ProcessGraph
from engine.runtime.handlers import NO_DATA, Data, Handlers, Outcome, completed, error
from engine.runtime.history import step_places
from engine.runtime.pools import start_by_hand
from engine.runtime.request_facts import RequestFacts
from engine.runtime.scheduler import BETWEEN_GUARDS, LIMITS, Limits, Run
from engine.runtime.settling import leave_to_notice, notice, settle
from engine.runtime.starting import begin
from engine.runtime.state import State, fold
from engine.runtime.token import FAILED, READY, WAITING, Token, Watch

Functions = Mapping[str, Callable[..., object]]
NO_HANDLERS: Handlers = MappingProxyType({})
NO_FUNCTIONS: Functions = MappingProxyType({})
MAX_TIMERS = 10_000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A Request's state at one moment; give it to `restore` as often as you like."""

    state: State
    events: int
    marks: tuple[int, ...]


class Request(RequestFacts):
    """One Request; see the module. All its methods leave it in a state that can be inspected and gone on with."""

    __slots__ = ("holds",)

    def __init__(self, run: Run, begin: datetime, marks: Sequence[int] = ()) -> None:
        """Made by `start`, `branch` or `replay`."""
        super().__init__(run, begin, marks)
        self.holds = False
        """Whether an act only happens, and what follows from it is left to `run` and `step`."""

    # Running ------------------------------------------------------------------------------------------------------

    def run(self) -> Request:
        """Go on until it is completed or waits; returns itself."""
        run = self._run
        run.steps = run.granted = 0
        try:
            self._run_queue()
        except RunawayError as runaway:
            run.events.append(("error", 0, run.graph.by_id.get(runaway.element, -1), _said(runaway)))
            run.emit(("closing", "error"))
        return self

    def _run_queue(self) -> None:
        run, mark, queue = self._run, self._marks.append, self._run.state.queue
        while True:
            while queue:
                mark(len(run.events))
                run.step()
                if run.changed:
                    notice(run)
                if run.steps % BETWEEN_GUARDS == 0:
                    run.guard()
            if not settle(run):
                return
            run.guard()

    def step(self) -> bool:
        """One element enters, or goes on after what ran inside it; False when there is nothing to do."""
        run = self._run
        self._marks.append(len(run.events))
        if run.state.queue:
            run.step()
            notice(run)
            return True
        if settle(run):
            return True
        self._marks.pop()
        return False

    def step_back(self) -> bool:
        """Take the last step or act back; False at the very beginning."""
        if not self._marks:
            return False
        mark = self._marks.pop()
        del self._run.events[mark:]
        self._run.state = fold(self._run.events, self._begin)
        self._run.changed = self._run.state.changed
        self._run.weight = self._run.limits.data
        return True

    def run_to(self, element: str) -> bool:
        """Step until a token is about to enter an element; False when it ends or waits before."""
        wanted = self._run.graph.by_id[element]
        for _ in range(100_000):
            queue = self._run.state.queue
            head = self._run.state.tokens[queue[0]] if queue else None
            if head is not None and head.node == wanted and head.state is READY:
                return True
            if not self.step():
                return False
        return False

    def run_on(self, breakpoints: Breakpoints) -> str | None:
        """Go on to the next element with a breakpoint, which is not entered yet; None when it ends or waits before.

        In a mapping each element or flow may have a condition, in the file's dialect: it stops there only where that
        holds; one that cannot be evaluated yet does not. Raises `ExpressionError` for one that cannot be read.
        """
        stops = conditions_of(breakpoints, self._run.graph.profile)
        came_to_rest = self.run_while(lambda: not stops_at(self._run, stops))
        return None if came_to_rest or self.ahead is None else self.ahead[0]

    def is_before(self, stops: Stops) -> bool:
        """Whether the next step would pass a breakpoint that holds; `conditions_of` makes `stops`."""
        return stops_at(self._run, stops)

    def run_while(self, goes_on: Callable[[], bool]) -> bool:
        """Step until nothing is left to do, which is True, or until `goes_on`, asked after each step, says no."""
        self._run.steps = self._run.granted = 0
        try:
            while self.step():
                self._run.guard()
                if not goes_on():
                    return False
        except RunawayError:
            self.run()
        return True

    # Acting -------------------------------------------------------------------------------------------------------

    def complete(self, element: str, outputs: Data = NO_DATA) -> Request:
        """Answer a waiting element with outputs and go on; raises `RequestError` where it does not wait."""
        return self.give(element, completed(outputs))

    def fail(self, element: str, message: str, code: str | None = None) -> Request:
        """Answer a waiting element with an error and go on."""
        return self.give(element, error(message, code))

    def give(self, element: str, outcome: Outcome) -> Request:
        """Answer a waiting element with any outcome and go on."""
        token = self._token(element, WAITING)
        node = self._run.graph.nodes[token.node]
        own = [watch for watch in self._run.watches_of(token) if watch.node == node.index and watch.trigger >= 0]
        if node.kind == "eventBasedGateway":
            names = ", ".join(self._run.graph.nodes[flow.target].id for flow in node.outgoing)
            raise RequestError(f'"{element}" waits for the first of its events: let one of {names} happen')
        if not node.has_work and own and outcome.kind == "completed":
            return self._act(lambda: fire(self._run, own[0], outcome.outputs), token)
        return self._act(lambda: answer(self._run, token, node, outcome), token)

    def retry(self, element: str) -> Request:
        """Let a failed element begin again, after the data or a handler was put right."""
        token = self._token(element, FAILED)
        return self._act(lambda: begin_again(self._run, token), token)

    def break_off_at(self, element: str, call: int) -> Request:
        """Let a call of an element's handler, the first one being 1, end as if a person had broken it off."""
        self._run.broken_off |= {(element, call)}
        return self

    def assign(self, element: str, assignee: object, why: str = "given by hand") -> Request:
        """Give a waiting task to somebody by hand; the trace says so. Raises `RequestError` where nothing waits."""
        token = self._token(element, WAITING)
        return self._act(lambda: assign_by_hand(self._run, token, assignee, why))

    def move(self, element: str, target: str) -> Request:
        """Take the token at an element away by hand and begin at another of the same scope; the trace says so.

        Raises `RequestError` where no token stands at the element, or the target lies in another scope.
        """
        token, nodes = self._token(element), self._run.graph.nodes
        place = self._run.graph.by_id.get(target)
        if place is None or nodes[place].scope != nodes[token.node].scope:
            raise RequestError(f'a token cannot be moved from "{element}" to "{target}": both must be in one scope')

        def begin_there() -> None:
            self._run.emit(("created", self._run.state.last_id + 1, place, token.frame, -1))
            take_away(self._run, token, "moved by hand")

        return self._act(begin_there)

    def cancel_token(self, element: str) -> Request:
        """Take the token at an element away by hand; the trace says so. The rest of the Request goes on.

        A sub-process or call in which nothing is left is taken away too.
        """
        token = self._token(element)
        return self._act(lambda: take_away(self._run, token, "canceled by hand"))

    def message(self, name: str, data: Data = NO_DATA, key: object = None) -> Request:
        """Send a message from outside; it waits until somebody takes it. `key` correlates where the model does."""
        return self._act(lambda: post(self._run, name, (), data, key))

    def signal(self, name: str, data: Data = NO_DATA) -> Request:
        """Throw a signal from outside."""
        return self._act(lambda: broadcast(self._run, name, data))

    def trigger(self, element: str, data: Data = NO_DATA) -> Request:
        """Let the event of an element happen by hand, whatever its kind: one that is armed, or that starts a pool.

        Raises `RequestError` where neither is so.
        """
        watch = next((watch for watch in self._run.state.watches.values() if self._is_at(watch, element)), None)
        if watch is None:
            if any(each["element"] == element for each in self.startable):
                return self._act(lambda: start_by_hand(self._run, element, data))
            raise RequestError(f'nothing waits for the event "{element}" now')
        return self._act(lambda: fire(self._run, watch, data), self._run.state.tokens.get(watch.token))

    def _is_at(self, watch: Watch, element: str) -> bool:
        node = self._run.graph.nodes[watch.node]
        scope = self._run.graph.scopes[node.scope]
        return element in (node.id, scope.id) if scope.host >= 0 else node.id == element

    def advance(self, to: datetime | timedelta | None = None) -> Request:
        """Let time pass to a moment, for a span or to the next timer; timers fire in the order in which they are due.

        A Request that holds stops at the first timer.
        """
        target = self.now + to if isinstance(to, timedelta) else to or self.next_due
        if target is None:
            raise RequestError("no timer is waiting")
        fired = 0
        while (due := self.next_due) is not None and due <= target:
            if fired == MAX_TIMERS:
                raise RequestError(f"more than {MAX_TIMERS:,} timers fire until {target.isoformat()}")
            watch = min((w for w in self._run.state.watches.values() if w.due == due), key=lambda w: w.id)
            self._act(partial(self._fire_at, due, watch), self._trying(watch))
            if self.holds:
                return self
            fired += 1
        if target > self.now:
            self._act(lambda: self._run.emit(("ticked", target)))
        return self

    def _trying(self, watch: Watch) -> Token | None:
        """The token of whose attempts this watch is: what fails when it is due is its incident."""
        return self._run.state.tokens.get(watch.token) if watch.trigger in ATTEMPTS else None

    def _fire_at(self, due: datetime, watch: Watch) -> None:
        if due > self.now:
            self._run.emit(("ticked", due))
        fire(self._run, watch)

    def catch_up(self, moment: datetime) -> Request:
        """After a pause until `moment`: every timer that was missed meanwhile fires once, the earliest first."""
        missed = sorted((w for w in self._run.state.watches.values() if w.due and w.due <= moment), key=_due_order)
        if moment > self.now:
            self._act(lambda: self._run.emit(("ticked", moment)))
        for watch in missed:
            if watch.id in self._run.state.watches:
                self._act(partial(fire, self._run, watch), self._trying(watch))
        return self

    def set_data(self, updates: Data, erased: Collection[str] = (), place: int = 0) -> Request:
        """Change the Request data, or those of one of `data_places`, by hand; take the `erased` variables out of them.

        Raises `RequestError` where the place is not there.
        """
        frames = self._run.state.frames
        frame = place or next(iter(frames))
        if frame not in frames or frames[frame].data is None:
            raise RequestError("the place whose data shall be changed is not there any more")

        def write() -> None:
            self._run.weigh(updates)
            self._run.emit(("edited", 0, -1, {"names": [*updates, *erased]}))
            if updates or not erased:
                self._run.emit(("written", frame, dict(updates)))
            if erased:
                self._run.emit(("erased", frame, tuple(erased)))
            self._run.changed = True

        return self._act(write)

    def cancel(self) -> Request:
        """End it now."""
        self._marks.append(len(self._run.events))
        for frame in [frame for frame in self._run.state.frames.values() if not frame.parent]:
            self._run.clear_frame(frame.id, "canceled")
            self._run.disarm_frame(frame)
        self._run.emit(("closing", "canceled"))
        return self

    def _act(self, act: Callable[[], object], token: Token | None = None) -> Request:
        self._marks.append(len(self._run.events))
        try:
            act()
        except (IncidentError, ExpressionError) as incident:
            if token is None or token.id not in self._run.state.tokens:
                raise
            self._run.incident(token, self._run.graph.nodes[token.node], incident)
        if not self.holds:
            return self.run()
        leave_to_notice(self._run)
        return self

    # Values -------------------------------------------------------------------------------------------------------

    def snapshot(self) -> Snapshot:
        """Its state now, to come back to."""
        return Snapshot(self._run.state.copy(), len(self._run.events), tuple(self._marks))

    def restore(self, snapshot: Snapshot) -> Request:
        """Go back to a snapshot of this Request; what happened since is forgotten."""
        self._run.state = snapshot.state.copy()
        self._run.changed = self._run.state.changed
        self._run.weight = self._run.limits.data
        del self._run.events[snapshot.events :]
        self._marks = list(snapshot.marks)
        return self

    def branch(self, at: int | None = None) -> Request:
        """An equal Request that goes on by itself; with `at`, one of `marks`, as this one stood then.

        Another number of events stands for the mark before it: a step happens as a whole.
        """
        if at is not None and at < len(self._run.events):
            at = max((mark for mark in self._marks if mark <= at), default=min(self._marks, default=None))
        past = at is not None and at < len(self._run.events)
        state = fold(self._run.events[:at], self._begin) if past else self._run.state.copy()
        run = Run(self._run.graph, state, self._run.handlers, self._run.functions, self._run.seed)
        run.events = self._run.events[:at] if past else list(self._run.events)
        equip(run, self._run.limits)
        run.weight = self._run.limits.data if past else self._run.weight
        run.broken_off = self._run.broken_off
        twin = Request(run, self._begin, [mark for mark in self._marks if at is None or mark < at])
        twin.holds = self.holds
        return twin


def _due_order(watch: Watch) -> tuple[datetime | None, int]:
    return watch.due, watch.id


def _said(incident: IncidentError) -> dict[str, object]:
    return {"code": incident.code, "message": str(incident)}


def start(
    graph: ProcessGraph,
    data: Data = NO_DATA,
    start: str | None = None,
    seed: int = 0,
    handlers: Handlers = NO_HANDLERS,
    clock: VirtualClock | None = None,
    functions: Functions = NO_FUNCTIONS,
    user: Data | None = None,
    limits: Limits = LIMITS,
) -> Request:
    """A new Request with a token at a start event, not yet running: call `run` or `step`.

    `start` is the id of a start event or of a process; by default the first start of the first executable process.
    `functions` answer what expressions ask the server. Raises `RequestError` where there is nothing to start. Where an
    event sub-process cannot listen, it stands before its beginning, with an incident there.
    """
    moment = (clock or VirtualClock()).start
    run = equip(Run(graph, State(moment), handlers, functions, seed), limits)
    begin(run, dict(data), start, user)
    return Request(run, moment)


def resume(
    graph: ProcessGraph,
    events: Sequence[Any],
    begun: datetime,
    handlers: Handlers = NO_HANDLERS,
    seed: int = 0,
    functions: Functions = NO_FUNCTIONS,
    limits: Limits = LIMITS,
    marks: Sequence[int] | None = None,
) -> Request:
    """The Request that a stored history leads to, without running anything again.

    `marks` are the places of its steps where they were stored, too; else they are found by its events.
    """
    run = equip(Run(graph, fold(events, begun), handlers, functions, seed), limits)
    run.events = [tuple(event) for event in events]
    run.weight = run.limits.data
    return Request(run, begun, step_places(run.events, begun) if marks is None else marks)


def replay(graph: ProcessGraph, events: Sequence[Any], clock: VirtualClock | None = None) -> Request:
    """As `resume`, for a history that began at a clock's start."""
    return resume(graph, events, (clock or VirtualClock()).start)
