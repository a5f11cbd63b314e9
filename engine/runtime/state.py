"""The state of a Request and how each event changes it: `fold(events)` is the state, always.

Events are small tuples, their kind first; nothing but the functions here changes a state.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, TypeVar

from engine.runtime.token import (
    ACTIVE,
    COMPLETING,
    FAILED,
    HOLDING,
    JOINING,
    LEGAL_MOVES,
    LOCAL,
    READY,
    WAITING,
    Frame,
    IllegalMoveError,
    Token,
    TokenState,
    Watch,
)

K = TypeVar("K")
V = TypeVar("V")
Event = tuple[Any, ...]
Data = Mapping[str, object]


BOOKS = frozenset(("_items", "_left", "_pending", "_next", "_over"))
"""What the engine notes for itself in the data of its own frames; no expression sees it."""
NONE: Mapping[Any, Any] = MappingProxyType({})
HAPPENED = "happened"
"""What a stopped token has to do still: only what follows, with what its event brought or with nothing."""


class Outputs:
    """What the rounds of a repeated activity have given: pairs of round and value, in the order in which they ended.

    A value like all of a state: `plus` gives a longer one that shares the list, so that a thousand rounds cost no more
    than a thousand entries.
    """

    __slots__ = ("_length", "_shared")

    def __init__(self, shared: list[tuple[int, object]], length: int) -> None:
        """The first so many entries of a list that only grows."""
        self._shared = shared
        self._length = length

    def plus(self, place: int, value: object) -> Outputs:
        """These and one more."""
        shared = self._shared if len(self._shared) == self._length else self._shared[: self._length]
        shared.append((place, value))
        return Outputs(shared, self._length + 1)

    def __iter__(self) -> Iterator[tuple[int, object]]:
        """The entries in order."""
        return islice(iter(self._shared), self._length)


class State:
    """Tokens, frames, data, watches and the queue.

    Data and what is rarely used (joins, done, resets, posted, keys) are never changed, only replaced.
    """

    __slots__ = (
        "changed",
        "done",
        "frames",
        "joins",
        "kept",
        "keys",
        "last_id",
        "magic",
        "now",
        "outcome",
        "outputs",
        "posted",
        "queue",
        "resets",
        "tokens",
        "watches",
    )

    def __init__(self, now: datetime) -> None:
        """A Request before its first event."""
        self.tokens: dict[int, Token] = {}
        self.frames: dict[int, Frame] = {}
        self.watches: dict[int, Watch] = {}
        self.queue: list[int] = []
        self.joins: Mapping[tuple[int, int], tuple[int, ...]] = NONE
        self.done: Mapping[int, tuple[tuple[Any, ...], ...]] = NONE
        """For each frame, the finished activities that compensation can undo."""
        self.resets: Mapping[tuple[int, int], tuple[int, ...]] = NONE
        """Complex gateways that have fired and still take late tokens: by which flows they have had one."""
        self.posted: Mapping[int, tuple[Any, ...]] = NONE
        self.keys: Mapping[int, Mapping[str, list[object]]] = NONE
        """For each process, the values of the correlation keys of its conversation."""
        self.kept: Mapping[int, tuple[str, Data | None]] = NONE
        """For tokens that an incident stops between an event and what follows from it: how far it has come."""
        self.outputs: Mapping[int, Outputs] = NONE
        """For each repeated activity at work, what its rounds have given so far."""
        self.now = now
        self.magic: Data = NONE
        """ProcessMaker's variables of its own: `_request` and `_user`, who does the present task."""
        self.last_id = 0
        self.changed = False
        """Whether an act has changed something that nobody has looked at yet: conditions, messages that wait."""
        self.outcome = ""
        """How it was ended before its time: `canceled` or `error`; empty otherwise."""

    @property
    def data(self) -> dict[int, Data]:
        """The data of each frame that has data of its own."""
        return {id: frame.data for id, frame in self.frames.items() if frame.data is not None}

    def data_of(self, frame: int) -> Data:
        """The data of a frame that has data of its own."""
        data = self.frames[frame].data
        assert data is not None
        return data

    def copy(self) -> State:
        """An equal state that changes on its own; data is shared, because it is never changed in place."""
        twin = State(self.now)
        twin.tokens = {id: token.copy() for id, token in self.tokens.items()}
        twin.frames = {id: frame.copy() for id, frame in self.frames.items()}
        twin.watches = dict(self.watches)
        twin.queue = self.queue.copy()
        twin.joins, twin.done, twin.kept = self.joins, self.done, self.kept
        twin.posted, twin.resets, twin.keys = self.posted, self.resets, self.keys
        twin.changed = self.changed
        twin.last_id, twin.outcome, twin.outputs, twin.magic = self.last_id, self.outcome, self.outputs, self.magic
        return twin

    def as_dict(self) -> dict[str, object]:
        """Everything as plain values, for comparing and storing."""
        return {
            "tokens": [token.as_tuple() for token in self.tokens.values()],
            "frames": [frame.as_tuple() for frame in self.frames.values()],
            "data": self.data,
            "watches": [watch.as_tuple() for watch in self.watches.values()],
            "queue": list(self.queue),
            "joins": [[*place, *tokens] for place, tokens in self.joins.items()],
            "done": dict(self.done),
            "kept": dict(self.kept),
            "outputs": {frame: list(outputs) for frame, outputs in self.outputs.items()},
            "now": self.now.isoformat(),
            "magic": dict(self.magic),
            "last_id": self.last_id,
            "posted": dict(self.posted),
            "keys": dict(self.keys),
            "resets": [[*place, *flows] for place, flows in self.resets.items()],
            "outcome": self.outcome,
            "changed": self.changed,
        }

    def __eq__(self, other: object) -> bool:
        """Equal when everything in them is."""
        return isinstance(other, State) and self.as_dict() == other.as_dict()

    __hash__ = None  # type: ignore[assignment]  # a state changes


def fold(events: Iterable[Event], now: datetime) -> State:
    """The state that a history leads to, without running anything."""
    state = State(now)
    for event in events:
        APPLY[event[0]](state, event)
    return state


def without(mapping: Mapping[K, V], key: K) -> Mapping[K, V]:
    """The mapping without a key; one without entries takes no space."""
    if key not in mapping:
        return mapping
    return {name: value for name, value in mapping.items() if name != key} if len(mapping) > 1 else NONE


def _move(token: Token, state: TokenState) -> None:
    if (token.state, state) not in LEGAL_MOVES:
        raise IllegalMoveError(f"{token} cannot become {state.value}")
    token.state = state


def _pop(state: State, id: int) -> None:
    if state.queue[0] != id:
        raise IllegalMoveError(f"token {id} is not the first in the queue")
    del state.queue[0]


def _opened(state: State, event: Event) -> None:
    _, id, scope, kind, parent, host, data = event
    holder = id if data is not None else state.frames[parent].holder
    state.frames[id] = Frame(id, scope, kind, parent, host, holder)
    if data is not None:
        state.frames[id].data = data
    if host:
        state.tokens[host].inner = id
    state.last_id = id


def _closed(state: State, event: Event) -> None:
    frame = state.frames.pop(event[1])
    host = state.tokens.get(frame.host)
    if host is not None and host.inner == frame.id:
        host.inner = 0
    state.done = without(state.done, event[1])
    state.keys = without(state.keys, event[1])
    state.outputs = without(state.outputs, event[1])


def _collected(state: State, event: Event) -> None:
    """A round of a repeated activity has given its output."""
    _, frame, place, value = event
    before = state.outputs.get(frame) or Outputs([], 0)
    state.outputs = {**state.outputs, frame: before.plus(place, value)}


def _created(state: State, event: Event) -> None:
    _, id, node, frame, flow = event
    state.tokens[id] = Token(id, node, frame, flow)
    state.frames[frame].live += 1
    state.queue.append(id)
    state.last_id = id


def _spawned(state: State, event: Event) -> None:
    """A token that is at work at once, without passing the queue."""
    _, id, node, frame = event
    token = state.tokens[id] = Token(id, node, frame, -1)
    token.state = ACTIVE
    state.frames[frame].live += 1
    state.last_id = id


def _instance(state: State, event: Event) -> None:
    """The token of one round of a repeated activity."""
    _, id, node, frame = event
    token = state.tokens[id] = Token(id, node, frame, -1)
    token.loop = True
    state.frames[frame].live += 1
    state.queue.append(id)
    state.last_id = id


def _entered(state: State, event: Event) -> None:
    id = event[1]
    queue = state.queue
    if queue[0] != id:
        raise IllegalMoveError(f"token {id} is not the first in the queue")
    del queue[0]
    token = state.tokens[id]
    if token.state is not READY:
        raise IllegalMoveError(f"{token} cannot enter")
    token.state = ACTIVE


def _arrived(state: State, event: Event) -> None:
    id = event[1]
    _pop(state, id)
    token = state.tokens[id]
    _move(token, JOINING)
    place = (token.frame, token.node)
    state.joins = {**state.joins, place: (*state.joins.get(place, ()), id)}


def _fired(state: State, event: Event) -> None:
    """A gateway has what it waited for; the token goes on for all that were held."""
    token = state.tokens[event[1]]
    _unjoin(state, token)
    _move(token, ACTIVE)


def _unjoin(state: State, token: Token) -> None:
    place = (token.frame, token.node)
    rest = tuple(id for id in state.joins.get(place, ()) if id != token.id)
    state.joins = {**state.joins, place: rest} if rest else without(state.joins, place)


def _moved(state: State, event: Event) -> None:
    _, id, flow, target = event
    token = state.tokens[id]
    if token.state is not ACTIVE:
        raise IllegalMoveError(f"{token} cannot leave")
    token.state = READY
    token.node = target
    token.flow = flow
    token.attempt = 0
    state.queue.append(id)


def _redirected(state: State, event: Event) -> None:
    """The token is now at another node: the event that happened instead."""
    token = state.tokens[event[1]]
    token.node = event[2]
    token.flow = -1
    token.attempt = 0


def _waiting(state: State, event: Event) -> None:
    _move(state.tokens[event[1]], WAITING)


def _holding(state: State, event: Event) -> None:
    _move(state.tokens[event[1]], HOLDING)


def _looped(state: State, event: Event) -> None:
    """A repeated activity begins; its rounds run inside."""
    _pop(state, event[1])
    _move(state.tokens[event[1]], HOLDING)


def _completing(state: State, event: Event) -> None:
    _move(state.tokens[event[1]], COMPLETING)
    state.queue.append(event[1])


def _resumed(state: State, event: Event) -> None:
    token = state.tokens[event[1]]
    if token.state is COMPLETING:
        state.queue.remove(token.id)
    _move(token, ACTIVE)
    state.kept = without(state.kept, token.id)


def _failed(state: State, event: Event) -> None:
    token = state.tokens[event[1]]
    if token.state is JOINING:
        _unjoin(state, token)
    _move(token, FAILED)


def _kept(state: State, event: Event) -> None:
    """A token stops between an event and what follows from it: what it has to do still, and with what."""
    state.kept = {**state.kept, event[1]: (event[2], event[3])}


def _retried(state: State, event: Event) -> None:
    state.tokens[event[1]].attempt = event[2]


def _removed(state: State, event: Event) -> None:
    id = event[1]
    token = state.tokens.pop(id)
    if token.state is JOINING:
        _unjoin(state, token)
    elif token.state is READY or token.state is COMPLETING:
        state.queue.remove(id)
    state.frames[token.frame].live -= 1
    state.kept = without(state.kept, id)


def _written(state: State, event: Event) -> None:
    state.frames[event[1]].data = {**state.data_of(event[1]), **event[2]}


def _erased(state: State, event: Event) -> None:
    before = state.data_of(event[1])
    state.frames[event[1]].data = {name: value for name, value in before.items() if name not in event[2]}


def _armed(state: State, event: Event) -> None:
    _, id, node, trigger, token, frame, due, rounds = event
    state.watches[id] = Watch(id, node, trigger, token, frame, due, rounds)
    state.last_id = id


def _named(state: State, event: Event) -> None:
    """The name of what a watch waits for, or the cycle of its timer, has been computed."""
    watch = state.watches[event[1]].copy()
    watch.name = event[2]
    state.watches[event[1]] = watch


def _keyed(state: State, event: Event) -> None:
    """The key that a message must have has been computed."""
    watch = state.watches[event[1]].copy()
    watch.key = event[2]
    state.watches[event[1]] = watch


def _disarmed(state: State, event: Event) -> None:
    del state.watches[event[1]]


def _ticked(state: State, event: Event) -> None:
    state.now = event[1]


def seen_from(state: State, frame: int) -> Data:
    """The data of a frame over that of the frames around it; compensation sees only what it is given.

    In ProcessMaker's instances of a repeated task, the data around them is `_parent` too.
    """
    found = state.frames[state.frames[frame].holder]
    data = state.data_of(found.id)
    if found.kind not in LOCAL:
        return data
    sealed = found.kind == "sealed"
    while found.kind in LOCAL and found.kind != "compensation":
        found = state.frames[state.frames[found.parent].holder]
        data = {**state.data_of(found.id), **data}
    if sealed:
        data = {**data, "_parent": state.data_of(found.id)}
    return {name: value for name, value in data.items() if name not in BOOKS}


def _finished(state: State, event: Event) -> None:
    """An activity is done and its work can be undone later: its node, what was done inside it, and the data now."""
    _, frame, node, inside = event
    entry = (node, state.done.get(inside, ()), seen_from(state, frame))
    state.done = {**state.done, frame: (*state.done.get(frame, ()), entry)}


def _undone(state: State, event: Event) -> None:
    _, frame, node = event
    entries = list(state.done.get(frame, ()))
    for place in range(len(entries) - 1, -1, -1):
        if entries[place][0] == node:
            del entries[place]
            break
    state.done = {**state.done, frame: tuple(entries)}


def _closing(state: State, event: Event) -> None:
    state.outcome = event[1]
    if state.outcome != "failed":
        state.queue.clear()


def _awaiting(state: State, event: Event) -> None:
    """A complex gateway has fired and takes late tokens until it is reset."""
    _, frame, node, flows = event
    state.resets = {**state.resets, (frame, node): flows}


def _absorbed(state: State, event: Event) -> None:
    _, id, flow = event
    token = state.tokens[id]
    place = (token.frame, token.node)
    _removed(state, event)
    state.resets = {**state.resets, place: (*state.resets[place], flow)}


def _reset(state: State, event: Event) -> None:
    state.resets = without(state.resets, (event[1], event[2]))


def _posted(state: State, event: Event) -> None:
    """A message that nobody waits for yet: its name, the nodes that may take it, what it brings."""
    state.posted = {**state.posted, event[1]: event[2:]}
    state.last_id = event[1]


def _taken(state: State, event: Event) -> None:
    state.posted = without(state.posted, event[1])


def _correlated(state: State, event: Event) -> None:
    """A message has given the values of a correlation key."""
    _, frame, key, values = event
    state.keys = {**state.keys, frame: {**state.keys.get(frame, {}), key: values}}


def _changed(state: State, _event: Event) -> None:
    state.changed = True


def _noticed(state: State, _event: Event) -> None:
    state.changed = False


def _begun(state: State, event: Event) -> None:
    state.magic = event[3]["magic"]


def _user(state: State, event: Event) -> None:
    """Somebody else is at work now, or nobody that is known."""
    user = event[3]["user"]
    state.magic = without(state.magic, "_user") if user is None else {**state.magic, "_user": user}


def _told(_state: State, _event: Event) -> None:
    """Something that a reader of the trace wants to know and that changes nothing."""


APPLY: Final[Mapping[str, Callable[[State, Event], None]]] = {
    "opened": _opened,
    "closed": _closed,
    "collected": _collected,
    "created": _created,
    "spawned": _spawned,
    "instance": _instance,
    "entered": _entered,
    "arrived": _arrived,
    "fired": _fired,
    "moved": _moved,
    "redirected": _redirected,
    "waiting": _waiting,
    "holding": _holding,
    "looped": _looped,
    "completing": _completing,
    "resumed": _resumed,
    "failed": _failed,
    "kept": _kept,
    "retried": _retried,
    "removed": _removed,
    "written": _written,
    "erased": _erased,
    "armed": _armed,
    "named": _named,
    "keyed": _keyed,
    "disarmed": _disarmed,
    "ticked": _ticked,
    "passed": _ticked,
    "finished": _finished,
    "undone": _undone,
    "closing": _closing,
    "awaiting": _awaiting,
    "absorbed": _absorbed,
    "reset": _reset,
    "posted": _posted,
    "taken": _taken,
    "correlated": _correlated,
    "changed": _changed,
    "noticed": _noticed,
    "begun": _begun,
    "user": _user,
    "notified": _told,
    "happened": _told,
    "decided": _told,
    "called": _told,
    "thrown": _told,
    "caught": _told,
    "error": _told,
    "assigned": _told,
    "edited": _told,
}
