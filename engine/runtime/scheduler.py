"""The scheduler: takes tokens from the queue, one element at a time, and turns what behaviors say into events.

Behaviors call the methods of `Run`; nothing here recurses, whatever the model's depth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.expressions import Expression, ExpressionError
from engine.runtime.errors import BrokenOffError, IncidentError, RunawayError
from engine.runtime.graph import Flow, Node, ProcessGraph
from engine.runtime.handlers import Handlers, TaskHandler
from engine.runtime.runaway import loop_of
from engine.runtime.sizes import MIB, size_of
from engine.runtime.state import APPLY, HAPPENED, Data, Event, State, seen_from
from engine.runtime.token import FAILED, LOCAL, READY, ROUNDS, Frame, Token, Watch


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a model may go.

    `steps` without waiting, beyond one for each of its elements; `tokens` and `instances` of repeated activities at
    once; `calls` inside each other; `data` in bytes.
    """

    steps: int = 10_000
    tokens: int = 1_000
    calls: int = 500
    instances: int = 10_000
    data: int = 64 * MIB


LIMITS = Limits()
RESERVED = frozenset(
    (
        "_user",
        "_request",
        "_parent",
        "loopCounter",
        "numberOfInstances",
        "numberOfActiveInstances",
        "numberOfCompletedInstances",
        "numberOfTerminatedInstances",
        "loopCharacteristics",
        "nrOfInstances",
        "nrOfActiveInstances",
        "nrOfCompletedInstances",
    )
)
"""Names that a task's outputs never overwrite."""

KEEPS_REQUEST = "not_override_request"
"""The variable that lets a `_request` of the Request data stand, as ProcessMaker has it."""


WAITS_FOR_START = "waitingForStart"
"""What conditions behind a complex gateway read: whether it fires, and does not only take its late tokens."""

MOST_GRANTED = 10
"""How many times the limit of steps the instances of repeated activities may take at most."""
STEPS_OF_INSTANCE = 64
"""What one instance of a sub-process or call may take."""
NO_CALLS: frozenset[tuple[str, int]] = frozenset()
"""One for all: each new empty set would cost a waiting Request a tenth of its memory."""
BETWEEN_GUARDS = 64
SELDOM = 64 * BETWEEN_GUARDS - 1
"""Tokens are told apart by their instances at few guards only, because that looks at each of them."""
NO_ROUND = Frame(0, -1, "round", 0, 0, 0)
Rescue = Callable[["Run", Token, str, str], bool]
"""Gives the failure of an activity, by code and message, to an error event that catches it, if there is one."""
Send = Callable[["Run", Token, Node], None]
"""Sends the message of an activity that has a message flow on its way out."""
STEPWISE = ROUNDS | {"compensation", "adhoc"}
"""Kinds of frames whose host decides what comes next when they have no token left."""


class Run:
    """One Request at work: the graph, its state and history, and what behaviors may do with them."""

    __slots__ = (
        "broken_off",
        "changed",
        "ended",
        "events",
        "functions",
        "granted",
        "graph",
        "handlers",
        "limits",
        "rescue",
        "retrying",
        "seed",
        "send",
        "state",
        "steps",
        "weight",
    )

    def __init__(
        self,
        graph: ProcessGraph,
        state: State,
        handlers: Handlers,
        functions: Mapping[str, Callable[..., object]],
        seed: int,
    ) -> None:
        """A run without a token yet."""
        self.graph = graph
        self.state = state
        self.events: list[Event] = []
        self.handlers = handlers
        self.functions = functions
        self.seed = seed
        self.limits = LIMITS
        self.rescue: Rescue = _nobody
        self.send: Send = _nothing
        self.steps = 0
        self.weight = 0
        """At most so many bytes of data were there when it was last looked at, and written since."""
        self.changed = False
        self.broken_off = NO_CALLS
        """Calls of handlers, by element and number, that end as if a person had broken them off."""
        self.granted = 0
        """Steps beyond the limit that instances of repeated activities have been given since it last waited."""
        self.retrying = 0
        """The token whose handler is called again: what it waits for beside is armed already."""
        self.ended = NO_ROUND
        """The round that has ended last, for the activity that repeats."""

    # History ------------------------------------------------------------------------------------------------------

    def emit(self, event: Event) -> None:
        """Add an event to the history and apply it."""
        self.events.append(event)
        APPLY[event[0]](self.state, event)

    def tell(self, kind: str, token: Token, **details: Any) -> None:
        """Add an event that only informs the reader of the trace."""
        self.events.append((kind, token.id, token.node, details))

    # One step -----------------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Let the first token of the queue enter its node, or go on after what ran inside it."""
        state = self.state
        token = state.tokens[state.queue[0]]
        node = self.graph.nodes[token.node]
        try:
            if token.state is READY:
                node.enter(self, token, node)
            else:
                node.resume(self, token, node)
        except (ExpressionError, IncidentError) as error:
            self.incident(token, node, error)
        self.steps += 1

    def guard(self) -> None:
        """Stop a model that runs away; raises `RunawayError` which names the loop."""
        limits = self.limits
        granted = min(self.granted, limits.steps * MOST_GRANTED)
        if self.steps > limits.steps + len(self.graph.nodes) + granted:
            told = f"more than {limits.steps + granted:,} steps without waiting: {self._loop()}"
            raise RunawayError(f"{told}; let a condition end it, or something in it wait", self._last())
        looks = self.steps & SELDOM < BETWEEN_GUARDS
        if looks and len(self.state.tokens) > limits.tokens and self._crowd() > limits.tokens:
            told = f"more than {limits.tokens:,} tokens at once: {self._loop()}"
            raise RunawayError(f"{told}; join its paths, or let them end", self._last())

    def _crowd(self) -> int:
        """The most tokens that one process, or one instance of a repeated activity, has by itself."""
        homes: dict[int, int] = {}
        for id, frame in self.state.frames.items():
            homes[id] = id if frame.kind in ROUNDS or not frame.parent else homes[frame.parent]
        crowds = Counter(homes[token.frame] for token in self.state.tokens.values())
        return max(crowds.values())

    def grant(self, node: Node) -> None:
        """One more instance of a repeated activity may take its steps, up to a measure."""
        self.granted += 1 if node.inner < 0 and not node.called else STEPS_OF_INSTANCE

    def _last(self) -> str:
        last = next((event for event in reversed(self.events) if event[0] == "entered"), None)
        return "" if last is None else self.graph.nodes[last[2]].id

    def _loop(self) -> str:
        return loop_of(self.events, self.graph, self.state)

    # Tokens -------------------------------------------------------------------------------------------------------

    def enter(self, token: Token, node: Node) -> None:
        """The token comes into its node; the path grows by it."""
        self.emit(("entered", token.id, node.index))

    def leave(self, token: Token, node: Node) -> None:
        """The token goes on by the ways out of a node that is done."""
        only = node.only
        if only is not None:
            self.emit(("moved", token.id, only.index, only.target))
        elif node.outgoing:
            flows = self.open_flows(token, node)
            self.take(token, [flow for flow in flows for _ in range(node.completion_quantity)])
        else:
            self.end(token)

    def leave_or_stop(self, token: Token, node: Node) -> None:
        """As `leave`, where nobody around would make an incident of what fails; a retry only leaves, too."""
        try:
            self.leave(token, node)
        except (ExpressionError, IncidentError) as error:
            self.stop(token, error)
            self.emit(("kept", token.id, HAPPENED, None))

    def take(self, token: Token, flows: Sequence[Flow]) -> None:
        """One token for each flow; the first flow keeps the token itself."""
        self.emit(("moved", token.id, flows[0].index, flows[0].target))
        for flow in flows[1:]:
            self.emit(("created", self.state.last_id + 1, flow.target, token.frame, flow.index))

    def open_flows(self, token: Token, node: Node) -> Sequence[Flow]:
        """All ways out that are open: those without condition, those whose condition holds, else the default."""
        data = self.view(token.frame)
        if node.kind == "complexGateway":
            data = {**data, WAITS_FOR_START: True}
        open_now = [flow for flow in node.outgoing if flow is not node.default and self.holds(flow, data, token)]
        conditional = any(flow.condition is not None for flow in open_now)
        if node.default is not None and not conditional:
            open_now.append(node.default)
        if not open_now:
            raise self.no_way_out(node, data)
        return open_now

    def holds(self, flow: Flow, data: Data, token: Token) -> bool:
        """Whether a flow is open; its condition and the values it read go to the trace."""
        condition = flow.condition
        if condition is None:
            return True
        result = condition.is_true(data, self.state.now, self.functions)
        self.tell("decided", token, flow=flow.id, condition=condition.text, result=result, values=condition.seen(data))
        return result

    def no_way_out(self, node: Node, data: Data) -> IncidentError:
        """The incident of a node none of whose ways out is open."""
        tried = "; ".join(
            f"{flow.name or flow.id}: {flow.condition.text} ({_values(flow.condition, data)})"
            for flow in node.outgoing
            if flow.condition is not None
        )
        return IncidentError("NO_FLOW_TAKEN", f"no condition holds and there is no default flow: {tried}")

    def end(self, token: Token, reason: str = "ended") -> None:
        """The token's path is over; with the last one its frame is done."""
        frame = self.state.frames[token.frame]
        self.emit(("removed", token.id, reason))
        if frame.live == 0 or frame.kind == "adhoc":
            self.frame_ended(frame)

    def frame_ended(self, frame: Frame) -> None:
        """No token is left in a frame: what holds it goes on. A process itself is then completed.

        What an incident has stopped goes on when it begins again (`beginning`).
        """
        host = self.state.tokens.get(frame.host)
        if host is not None and host.state is FAILED:
            return
        if frame.kind in STEPWISE and host is not None:
            node = self.graph.nodes[host.node]
            self.ended = frame
            try:
                node.resume(self, host, node)
            except (ExpressionError, IncidentError) as error:
                self.incident(host, node, error)
            return
        self.disarm_frame(frame)
        if host is None:
            return
        self.disarm(host)
        self.emit(("completing", host.id))

    def wait(self, token: Token, reason: str = "") -> None:
        """The token stays until something happens outside."""
        self.emit(("waiting", token.id, reason))

    def spawn(self, node: Node, frame: int) -> Token:
        """A new token that is at work at a node at once: an event that happened."""
        id = self.state.last_id + 1
        self.emit(("spawned", id, node.index, frame))
        return self.state.tokens[id]

    # Frames -------------------------------------------------------------------------------------------------------

    def open(self, scope: int, kind: str, parent: int, host: int, data: Data | None) -> int:
        """A new frame; without data of its own it uses its parent's."""
        id = self.state.last_id + 1
        self.emit(("opened", id, scope, kind, parent, host, data))
        return id

    def inner_frames(self, frames: Sequence[int]) -> list[int]:
        """All frames inside some frames, outer ones first."""
        found: list[int] = []
        around = set(frames)
        for id, candidate in self.state.frames.items():
            if candidate.parent in around:
                around.add(id)
                found.append(id)
        return found

    def interrupt_inside(self, token: Token, reason: str) -> None:
        """End everything that runs inside a token's activity, and what the token waits for."""
        hosted = [frame.id for frame in self.state.frames.values() if frame.host == token.id]
        for frame in hosted:
            if frame in self.state.frames:
                self.clear_frame(frame, reason)
                self.disarm_frame(self.state.frames[frame])
                self.emit(("closed", frame))
        self.disarm(token)

    def clear_frame(self, frame: int, reason: str, keep: int = 0) -> None:
        """Remove all tokens of a frame and of the frames inside it, inner ones first."""
        self.clear_frames((frame,), reason, keep)

    def clear_frames(self, frames: Sequence[int], reason: str, keep: int = 0) -> None:
        """The same for several frames at once."""
        inner = self.inner_frames(frames)
        affected = {*frames, *inner}
        armed: dict[tuple[int, int], list[int]] = {}
        for watch in self.state.watches.values():
            armed.setdefault((watch.token, 0 if watch.token else watch.frame), []).append(watch.id)
        for token in [token for token in self.state.tokens.values() if token.frame in affected and token.id != keep]:
            for watch_id in armed.get((token.id, 0), ()):
                self.emit(("disarmed", watch_id))
            self.emit(("removed", token.id, reason))
        for id in reversed(inner):
            for watch_id in armed.get((0, id), ()):
                self.emit(("disarmed", watch_id))
            self.emit(("closed", id))

    # Data ---------------------------------------------------------------------------------------------------------

    def view(self, frame: int) -> Data:
        """The data that an expression in this frame reads: its own over that of the frames around it."""
        data = seen_from(self.state, frame)
        magic = self.state.magic
        if not magic:
            return data
        if data.get(KEEPS_REQUEST) and "_request" in data:
            magic = {**magic, "_request": data["_request"]}
        return {**magic, **data, **magic}

    def evaluate(self, expression: Expression, frame: int, extra: Data | None = None) -> object:
        """The value of an expression in a frame, with `extra` over its data."""
        data = self.view(frame)
        return expression.evaluate({**data, **extra} if extra else data, self.state.now, self.functions)

    def weigh(self, updates: Data) -> None:
        """Stop before the Request data gets too big; raises `IncidentError` which names the biggest variable."""
        limit = self.limits.data
        sizes = {name: size_of(value, limit) for name, value in updates.items()}
        added = sum(sizes.values())
        self.weight += added
        if self.weight <= limit:
            return
        self.weight = size_of([*self.state.data.values()], limit) + added
        if self.weight > limit:
            self.weight -= added
            name = max(sizes, key=lambda name: sizes[name])
            raise IncidentError(
                "DATA_SIZE", f'"{name}" would bring the Request data to more than {_mebibytes(limit)} MiB'
            )

    def write(self, frame: int, updates: Data) -> None:
        """Merge into the Request data; a name that a round has of its own stays in the round."""
        updates = {name: value for name, value in updates.items() if name not in RESERVED}
        self.weigh(updates)
        holder = self.state.frames[self.state.frames[frame].holder]
        while updates and holder.kind in LOCAL:
            own = self.state.data_of(holder.id)
            all_of = holder.kind in ("sealed", "compensation")
            local = {name: value for name, value in updates.items() if name in own or all_of}
            if local:
                self.emit(("written", holder.id, local))
            if holder.kind == "compensation":
                local = {}
            updates = {name: value for name, value in updates.items() if name not in local}
            holder = self.state.frames[self.state.frames[holder.parent].holder]
        if updates:
            self.emit(("written", holder.id, updates))
            self.changed = True

    # Watches ------------------------------------------------------------------------------------------------------

    def arm(self, node: Node, trigger: int, token: int, frame: int, due: datetime | None, rounds: int) -> None:
        """Wait for one event definition of a node, on behalf of a token or of a frame."""
        self.emit(("armed", self.state.last_id + 1, node.index, trigger, token, frame, due, rounds))

    def disarm(self, token: Token) -> None:
        """Wait no longer for anything on behalf of a token."""
        for watch in self.watches_of(token):
            self.emit(("disarmed", watch.id))

    def disarm_frame(self, frame: Frame) -> None:
        """Wait no longer for the events that start event sub-processes of a frame."""
        if not self.state.watches:
            return
        for watch in [watch for watch in self.state.watches.values() if not watch.token and watch.frame == frame.id]:
            self.emit(("disarmed", watch.id))

    def watches_of(self, token: Token) -> list[Watch]:
        """What a token waits for."""
        return [watch for watch in self.state.watches.values() if watch.token == token.id]

    # Work and failure ---------------------------------------------------------------------------------------------

    def implementation(self, node: Node, token: Token) -> str:
        """What a task names to do its work; computed from the data where the file says so."""
        computed = node.work.computed
        return node.work.implementation if computed is None else str(self.evaluate(computed, token.frame))

    def handler(self, node: Node, token: Token) -> TaskHandler | None:
        """The handler of a task: by its id, its implementation, its kind, or the one for all."""
        handlers = self.handlers
        if not handlers:
            return None
        return (
            handlers.get(node.id)
            or handlers.get(self.implementation(node, token))
            or handlers.get(node.kind)
            or handlers.get("*")
        )

    def incident(self, token: Token, node: Node, error: Exception) -> None:
        """Stop a token at a node with a message; it can be retried after the fix."""
        code = error.code if isinstance(error, IncidentError) else "EXPRESSION_FAILED"
        if token.state is READY:
            self.enter(token, node)
        may_be_caught = node.has_work and not isinstance(error, BrokenOffError)
        if may_be_caught and self.rescue(self, token, code, str(error)):
            return
        self.stop(token, error)

    def stop(self, token: Token, error: Exception, what: str = "") -> None:
        """An incident that nothing in the model catches; `what` says what could not be done, where that is needed."""
        code = error.code if isinstance(error, IncidentError) else "EXPRESSION_FAILED"
        if token.state is not FAILED:
            self.emit(("failed", token.id))
        self.tell("error", token, code=code, message=f"{what}{error}")


def _mebibytes(size: int) -> str:
    return f"{size / MIB:,.3g}"


def _nobody(_run: Run, _token: Token, _code: str, _message: str) -> bool:
    return False


def _nothing(_run: Run, _token: Token, _node: Node) -> None:
    """Nobody sends."""


def _values(condition: Expression, data: Data) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in condition.seen(data).items()) or "no values"
